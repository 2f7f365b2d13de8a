//! Publications as e-books: all words of the page in their order, links that lead somewhere, the same bytes each time, and nothing
//! of what is not public.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};

use quick_xml::events::Event;
use zip::ZipArchive;

use crate::html;
use crate::site::{Run, Site};

/// The names and the contents of all files in a book, one after the other.
pub fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let files = files(bytes).into_iter();
    files
        .flat_map(|(name, bytes)| [name.into_bytes(), b"\n".to_vec(), bytes].concat())
        .collect()
}

/// The files in a book, by name.
fn files(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("a book");
    let mut files = BTreeMap::new();
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a file");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("its bytes");
        files.insert(file.name().expect("a name").into_owned(), bytes);
    }
    files
}

const BOOK: &str = "reports/first/first-report-2012-05-01.epub";

fn site() -> Site {
    Site::new()
        .file("site.yaml", "title: Books\nbase_url: https://example.org\n")
        .file(
            "content/reports/first/index.md",
            "---\ntitle: First report\ndate: 2012-05-01\neditions: [epub]\n---\nText[^1] & more, see [chapter one](01-one.md#details).\n\n\
             [^1]: A note.\n\n![A dot](dot.svg)\n\n::: chart type=\"bar\" src=\"/data/a.csv\" title=\"Money\"\n:::\n",
        )
        .file("content/reports/first/dot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"><script>1</script></svg>")
        .file("content/data/a.csv", "What,Sum\nRent,10\nPay,20\n")
        .file("content/reports/first/01-one.md", "---\ntitle: One\n---\nA chapter.\n\n## Details\n\n| A | B |\n|---|---|\n| 1 | 2 |\n")
        .file("content/reports/first/02-two.md", "---\ntitle: Not yet\ndraft: true\n---\nSecret words.\n")
}

fn book(run: &Run) -> BTreeMap<String, Vec<u8>> {
    files(
        run.output
            .get(BOOK)
            .unwrap_or_else(|| panic!("no book in {:?}", run.paths())),
    )
}

#[test]
fn a_publication_is_offered_as_a_book() {
    let run = site().build();
    run.assert_clean();
    let page = run.page("/reports/first/");
    for said in [
        "first-report-2012-05-01.epub",
        "EPUB",
        "encoding",
        "application/epub+zip",
    ] {
        assert!(page.contains(said), "{said} is not in\n{page}");
    }
    let files = book(&run);
    let all = String::from_utf8_lossy(&unpacked(&run.output[BOOK])).into_owned();
    assert!(
        files.contains_key("EPUB/pictures/1.svg"),
        "{:?}",
        files.keys()
    );
    for said in [
        "<svg",
        "Rent",
        "properties=\"svg\"",
        "A note.",
        "alternativeText",
    ] {
        assert!(all.contains(said), "{said} is not in the book");
    }
    assert!(!all.contains("Secret") && !all.contains("Not yet") && !all.contains("<script"));
    // A link to a chapter stays in the book.
    let start = String::from_utf8_lossy(&files["EPUB/start.xhtml"]);
    assert!(start.contains("href=\"chapter-"), "{start}");
}

#[test]
fn the_same_text_makes_the_same_book() {
    let site = site();
    let (one, other) = (site.build(), self::site().build());
    assert_eq!(one.output[BOOK], other.output[BOOK]);
    let changed = "---\ntitle: One\n---\nAnother text.\n\n## Details\n";
    site.write("content/reports/first/01-one.md", changed);
    let changed = site.build();
    assert!(one.output[BOOK] != changed.output[BOOK]);
}

#[test]
fn words_of_the_page_are_the_words_of_the_book() {
    let run = site().build();
    let files = book(&run);
    let package = String::from_utf8_lossy(&files["EPUB/package.opf"]).into_owned();
    let order = package
        .split("idref=\"text-")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect::<Vec<_>>();
    let name = |number: &str| {
        let at = package
            .find(&format!("id=\"text-{number}\" href=\""))
            .expect("an item");
        let href = &package[at + format!("id=\"text-{number}\" href=\"").len()..];
        href.split('"').next().expect("its file").to_owned()
    };
    let texts: String = order
        .iter()
        .map(|number| body(&files[&format!("EPUB/{}", name(number))]))
        .collect();
    let page = run.page("/reports/first/whole/");
    let page = html::parse(&page);
    let texts_of_page = page.select(".prose").into_iter().map(html::Element::text);
    let page_text = texts_of_page.collect::<Vec<_>>().join(" ");
    let mut page_text = page_text.replace("&amp;", "&");
    // What only names something for a screen reader on a page.
    for hidden in page.select(".prose .visually-hidden") {
        page_text = page_text.replacen(&hidden.text(), "", 1);
    }
    let words: Vec<&str> = page_text.split_whitespace().collect();
    assert!(words.len() > 10, "{words:?}");
    let mut book = texts.split_whitespace();
    for word in words.iter().filter(|word| **word != "↩") {
        assert!(
            book.any(|other| other == *word),
            "{word} is not at its place in {texts}"
        );
    }
}

/// The text of a file, without its head.
fn body(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).expect("text");
    let (_, body) = text.split_once("<body>").expect("a body");
    let mut reader = quick_xml::Reader::from_str(body);
    reader.config_mut().check_end_names = false;
    let mut words = String::new();
    loop {
        match reader.read_event() {
            Ok(Event::Text(text)) => words.push_str(&text),
            Ok(Event::GeneralRef(entity)) => words.push_str(match &*entity {
                "amp" => "&",
                "lt" => "<",
                _ => ">",
            }),
            Ok(Event::Eof) | Err(_) => return words,
            Ok(_) => {}
        }
    }
}
