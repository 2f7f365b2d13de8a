//! What comes out is XML that keeps to the rules, has all words in their order, and links to what is there.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use proptest::prelude::*;
use quick_xml::events::Event;
use zip::ZipArchive;

use super::epub;
use crate::config::Hosts;
use crate::edition::{PageBreak, PageList, Picture, Publication, Tree};

/// A document with everything that can go wrong.
const TORTURE: &str = r##"<!doctype html><html lang="en-GB"><head><title>x</title></head><body>
<header><p class="over">Report</p><h1>Care &amp; choice &lt;2012&gt;</h1><p>By the board</p></header>
<main>
<p>Before any heading<sup><a href="#fn-1" id="fnref-1" role="doc-noteref">1</a></sup>. <a href="/about/">About</a> <a href="#_two">two</a>
<a href="#nothing">nowhere</a> <a href="javascript:x">script</a> <a href="https://example.org/a b|c">space</a></p>
<h2 id="_one">One <em>and</em> more</h2>
<p lang="cy" onclick="x()" style="color:red" tabindex="0">Cymraeg <span dir="rtl" lang="ar">عربي</span> 中文 &#7; bell</p>
<h4>Skipped</h4><h3 id="odd id">Odd id</h3><p><a href="#odd%20id">to the odd id</a></p>
<ul>text in a list<li>one<ul><li>nested</li></ul></li><p>no item</p></ul>
<ol start="3" reversed><li value="7">seven</li></ol>
<dl><dt>term</dt><dd>explained</dd></dl><dl><dd>alone</dd></dl><dl><div><dt>in a</dt><dd>group</dd></div></dl>
<table><caption>Money</caption><thead><tr><th scope="col">What</th><th scope="col">Sum</th></tr></thead>
<tbody><tr><th scope="row">Rent</th><td colspan="2" align="right">10</td></tr></tbody></table>
<details><summary>More</summary><p>Folded</p></details>
<center><font color="red">old</font> <blink>HTML</blink></center><p><span><div>block in line</div></span></p>
<figure class="figure-chart"><figcaption>Chart</figcaption><svg class="chart" viewBox="0 0 9 9" role="img" aria-labelledby="c-t"
 onload="x()"><title id="c-t">Bars</title><g fill="currentColor" data-x="1"><rect width="3" height="3" fill="url(#p)"/></g>
<script>alert(1)</script><a href="javascript:1"><text x="1" y="2">12 &amp; 3</text></a><image href="https://example.org/x.png"/></svg></figure>
<p><img src="/a/one.jpg" alt="A picture" width="10%" height="20"> <img src="/a/gone.jpg" alt="gone"> <img src="/a/map.svg" alt="map"></p>
<section class="chapter"><h2 id="_two">Two</h2><p id="same">first</p><p id="same">second</p><li>orphan</li>
<video src="/film.mp4">fallback</video><math><mi>x</mi></math><pre><code>a &lt; b
  c</code></pre><hr><br></section>
<section class="footnotes" role="doc-endnotes" aria-label="Notes"><ol><li id="fn-1"><p>A note <a href="#fnref-1" role="doc-backlink">back</a></p></li></ol></section>
</main><footer><dl><div><dt>Published</dt><dd>2 August 2012</dd></div></dl></footer></body></html>"##;

fn publication() -> Publication {
    Publication {
        title: "Care & choice <2012>".to_owned(),
        summary: "What we did".to_owned(),
        language: "en-GB".to_owned(),
        authors: vec!["Rosa & Co".to_owned()],
        publisher: "Example".to_owned(),
        published: Some(jiff::civil::date(2012, 8, 2)),
        url: "https://example.org/report/".to_owned(),
        hosts: Hosts::one("https://example.org", ""),
        path: "/report/".to_owned(),
        ..Publication::default()
    }
}

/// A picture.
fn dot() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let picture = image::RgbImage::new(8, 6);
    picture
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

fn pictures() -> Vec<Picture> {
    let picture = |src: &str, name: &str, bytes: &[u8]| Picture {
        src: src.to_owned(),
        name: name.to_owned(),
        bytes: bytes.to_vec(),
    };
    let map = b"<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:x=\"y\" x:z=\"1\" viewBox=\"0 0 1 1\">\
        <x:view/><script>1</script><rect onclick=\"x\" width=\"1\" height=\"1\"/></svg>";
    vec![
        picture("/a/one.jpg", "1.png", &dot()),
        picture("/a/map.svg", "2.svg", map),
    ]
}

/// The files in an archive, by name.
fn files(book: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(book)).unwrap();
    let read = |at: usize| {
        let mut file = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        (file.name().unwrap().into_owned(), bytes)
    };
    (0..ZipArchive::new(Cursor::new(book)).unwrap().len())
        .map(read)
        .collect()
}

fn book(html: &str) -> BTreeMap<String, Vec<u8>> {
    files(&epub(&Tree::parse(html), &publication(), &pictures(), None))
}

/// What a file of XML says: each element with its attributes, and the text.
struct Xml {
    elements: Vec<(String, BTreeMap<String, String>)>,
    text: String,
}

fn xml(name: &str, bytes: &[u8]) -> Xml {
    let text = std::str::from_utf8(bytes).unwrap();
    let mut reader = quick_xml::Reader::from_str(text);
    let mut xml = Xml {
        elements: Vec::new(),
        text: String::new(),
    };
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|error| panic!("{name}: {error}\n{text}"))
        {
            Event::Start(element) | Event::Empty(element) => {
                let attributes = element.attributes().map(|attribute| {
                    let attribute = attribute.unwrap_or_else(|error| panic!("{name}: {error}"));
                    let value = String::from_utf8(attribute.value.as_bytes().to_vec()).unwrap();
                    (
                        String::from_utf8(attribute.key.0.as_bytes().to_vec()).unwrap(),
                        value,
                    )
                });
                let tag = String::from_utf8(element.name().0.as_bytes().to_vec()).unwrap();
                xml.elements.push((tag, attributes.collect()));
            }
            Event::Text(text) => xml.text.push_str(&text),
            Event::GeneralRef(entity) => xml.text.push_str(match &*entity {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                other => panic!("{name}: &{other};"),
            }),
            Event::Eof => return xml,
            _ => {}
        }
    }
}

/// The texts in the order of the spine, without the contents.
fn spine(files: &BTreeMap<String, Vec<u8>>) -> Vec<(String, Xml)> {
    let package = xml("package", &files["EPUB/package.opf"]);
    let attribute = |name: &str, element: &str, key: &str| {
        let of = package.elements.iter().filter(|(tag, _)| tag == name);
        let mut with =
            of.filter(|(_, attributes)| attributes.get("id").is_some_and(|id| id == element));
        with.next().map(|(_, attributes)| attributes[key].clone())
    };
    let refs = package.elements.iter().filter(|(tag, _)| tag == "itemref");
    let names =
        refs.map(|(_, attributes)| attribute("item", &attributes["idref"], "href").unwrap());
    let texts = names.filter(|name| name != "contents.xhtml");
    texts
        .map(|name| {
            let read = xml(&name, &files[&format!("EPUB/{name}")]);
            (name, read)
        })
        .collect()
}

fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn the_torture_keeps_to_the_rules() {
    let files = book(TORTURE);
    for (name, bytes) in &files {
        if ["xhtml", "opf", "xml", "svg"]
            .iter()
            .any(|ending| name.ends_with(ending))
        {
            let read = xml(name, bytes);
            for (tag, attributes) in &read.elements {
                assert!(
                    !["script", "font", "center", "blink", "details", "image"]
                        .contains(&tag.as_str()),
                    "{name}: {tag}"
                );
                for key in attributes.keys() {
                    assert!(
                        !key.starts_with("on") && key != "style" && key != "tabindex",
                        "{name}: {key}"
                    );
                }
            }
        }
    }
}

#[test]
fn the_first_file_says_what_it_is() {
    let bytes = epub(&Tree::parse(TORTURE), &publication(), &pictures(), None);
    assert_eq!(&bytes[..4], b"PK\x03\x04");
    // Neither compressed, nor with anything between its name and what it says.
    assert_eq!(&bytes[8..10], [0, 0]);
    assert_eq!(&bytes[28..30], [0, 0]);
    assert_eq!(&bytes[30..58], b"mimetypeapplication/epub+zip");
    assert_eq!(
        bytes,
        epub(&Tree::parse(TORTURE), &publication(), &pictures(), None)
    );
}

#[test]
fn words_stay_in_their_order() {
    let tree = Tree::parse(TORTURE);
    let own = [&tree.cover, &tree.body, &tree.colophon].map(|nodes| crate::edition::text(nodes));
    let own = own.concat().replace('\u{7}', "").replace("alert(1)", "");
    let texts = spine(&book(TORTURE));
    let all: String = texts
        .iter()
        .map(|(_, text)| {
            text.text
                .split_once('\n')
                .map_or("", |(_, rest)| rest)
                .to_owned()
        })
        .collect();
    let written = all
        .replace("https://example.org/film.mp4", "")
        .replace("gone", "");
    let titles: BTreeSet<&str> = texts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(titles.len(), texts.len());
    let (own, written) = (words(&own), words(&written));
    let mut rest = written.iter();
    for word in &own {
        assert!(
            rest.any(|other| other == word),
            "{word} is missing or in another place: {written:?}"
        );
    }
}

#[test]
fn links_lead_to_what_is_there() {
    let files = book(TORTURE);
    let mut ids: BTreeSet<String> = BTreeSet::new();
    let mut links = Vec::new();
    for (name, bytes) in files.iter().filter(|(name, _)| name.ends_with("xhtml")) {
        let name = name.strip_prefix("EPUB/").unwrap();
        ids.insert(name.to_owned());
        for (_, attributes) in xml(name, bytes).elements {
            if let Some(id) = attributes.get("id") {
                assert!(ids.insert(format!("{name}#{id}")), "{name}: {id} twice");
            }
            let href = attributes.get("href").filter(|href| !href.contains("://"));
            links.extend(href.map(|href| match href.strip_prefix('#') {
                Some(id) => format!("{name}#{id}"),
                None => href.clone(),
            }));
        }
    }
    links.retain(|link| link != "style.css" && !link.ends_with("#p"));
    assert!(links.len() > 10, "{links:?}");
    for link in &links {
        assert!(ids.contains(link), "{link} of {ids:?}");
    }
    let all = String::from_utf8(files["EPUB/start.xhtml"].clone()).unwrap();
    assert!(
        all.contains("href=\"https://example.org/about/\"")
            && all.contains("https://example.org/a%20b%7Cc"),
        "{all}"
    );
    assert!(
        all.contains("<span>nowhere</span>") && !all.contains("javascript"),
        "{all}"
    );
}

#[test]
fn chapters_begin_at_headings() {
    let texts = spine(&book(TORTURE));
    let names: Vec<&str> = texts.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "cover.xhtml",
            "start.xhtml",
            "chapter-2.xhtml",
            "chapter-3.xhtml",
            "colophon.xhtml"
        ]
    );
    let small = spine(&book("<html lang=cy><main><p>Dim ond hyn</p></main>"));
    assert_eq!(small.len(), 1);
    let empty = book("");
    assert!(empty.contains_key("EPUB/contents.xhtml"));
}

#[test]
fn a_book_says_who_can_read_it() {
    let said = |html: &str| String::from_utf8(book(html)["EPUB/package.opf"].clone()).unwrap();
    let described = said(TORTURE);
    for meta in [
        "accessMode\">visual",
        "accessModeSufficient\">textual<",
        "alternativeText",
        "accessibilityHazard\">none",
    ] {
        assert!(described.contains(meta), "{meta} in {described}");
    }
    let not = said("<main><img src=\"/a/one.jpg\"></main>");
    assert!(
        !not.contains("alternativeText") && !not.contains("accessModeSufficient\">textual<"),
        "{not}"
    );
    assert!(!said("<main>Text</main>").contains("visual"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_html_makes_xml(pieces in proptest::collection::vec(prop::sample::select(vec![
        "<ul>", "</ul>", "<li>", "<p>", "</p>", "<table>", "<tr>", "<td>", "</table>", "<svg>", "</svg>", "<math>", "<h2 id=a>", "<h3>",
        "</h2>", "<a href=#a>", "</a>", "<dl>", "<dt>", "<dd>", "</dl>", "<figure>", "<figcaption>", "<img src=x>", "text & more", "\u{1}",
        "<x:y z:w=1 \"=2>", "<b>", "<div>", "</div>", "<details>", "<summary>", "<video src=/v>", "<select>", "<title>", "<foreignObject>",
        "<p id=a>", "<br/>", "<!-- -- -->", "<![CDATA[x]]>", "&#0;", "<span lang=>", "<section><h2>",
    ]), 0..30)) {
        let html = format!("<main>{}", pieces.concat());
        for (name, bytes) in book(&html) {
            if name.ends_with("xhtml") || name.ends_with("opf") {
                xml(&name, &bytes);
            }
        }
    }
}

/// A page that begins with a letter of the words of a tree.
fn page_at(label: &str, unit: u32) -> PageBreak {
    PageBreak {
        label: label.to_owned(),
        unit,
    }
}

#[test]
fn pages_begin_where_those_of_the_pdf_do() {
    let html = "<header><h1>Title</h1></header><main><h2 id=page-4>One</h2><p>Some <em>partnership, of</em> all</p>\
        <ul>\n<li>First</li>\n<li>Next</li></ul><figure><figcaption>F</figcaption><img src=x alt=y></figure><h2>Two</h2></main>";
    let tree = Tree::parse(html);
    let units = [0, 5, 13, 29, 34, 38, 999];
    let breaks = units.iter().enumerate();
    let breaks = breaks.map(|it| page_at(&(it.0 + 1).to_string(), *it.1));
    let pages = PageList {
        source: "The PDF & more".to_owned(),
        breaks: breaks.collect(),
    };
    let files = files(&epub(&tree, &publication(), &[], Some(&pages)));
    let text = |name: &str| String::from_utf8(files[name].clone()).unwrap();
    let mut all =
        text("EPUB/cover.xhtml") + &text("EPUB/chapter-1.xhtml") + &text("EPUB/chapter-2.xhtml");
    for (number, id) in [
        "page-1", "page-2", "page-3", "page-4-", "page-5", "page-6", "page-7",
    ]
    .iter()
    .enumerate()
    {
        let label = number + 1;
        let written = format!(
            "<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"{id}\" aria-label=\"{label}\"/>"
        );
        assert_eq!(all.matches(&written).count(), 1, "{label} in {all}");
        all = all.replace(&written, "|");
    }
    for expected in [
        "\n|<h1",
        "|<ul>\n<li>First",
        "|<h1 id=\"page-4\">One",
        "Some <em>partnership,| of</em>",
        "<li>|Next",
        "</ul>|<figure>",
        "Two</h1>|\n</section>",
    ] {
        assert!(all.contains(expected), "{expected} is not in {all}");
    }
    let contents = text("EPUB/contents.xhtml");
    assert!(
        contents.contains("<li><a href=\"chapter-1.xhtml#page-4-\">4</a></li>"),
        "{contents}"
    );
    assert!(
        text("EPUB/package.opf")
            .contains("<meta property=\"pageBreakSource\">The PDF &amp; more</meta>")
    );
}
