//! A site in two languages: what its pages say to readers of each, whatever is edited, and what they never say.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use copublish::engine::FileContent;

use crate::determinism::assert_same;
use crate::guide::theme::words_of;
use crate::html::{Element, Node, parse};
use crate::preview::{LiveSite, next, options, seen};
use crate::search_index::facets;
use crate::site::{Run, Site};

const SETTINGS: &str = "title: Partnership\nbase_url: https://example.org\ngit_dates: false\n\
    languages: {en: {}, cy: {title: Partneriaeth}}\n\
    menus: {main: [/about/index.md, /blogs/]}\n";

/// The example site with a Welsh version of each page, whose words are its own.
fn bilingual_example() -> Site {
    bilingual_example_with("languages: {en: {}, cy: {title: Meddwl, description: Disgrifiad}}\n")
}

/// The same with these settings of its languages.
pub fn bilingual_example_with(languages: &str) -> Site {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let settings = fs::read_to_string(root.join("site.yaml")).expect("the example's settings");
    let settings = settings.replace("language: en\n", languages);
    assert!(settings.contains(languages), "{settings}");
    let mut site = Site::new().site_yaml(&settings);
    for entry in walkdir(&root.join("content")) {
        let path = entry.strip_prefix(root).expect("below the root");
        let path = path.to_string_lossy().replace('\\', "/");
        let bytes = fs::read(&entry).expect("a file");
        let is_translated = path.ends_with(".md") && path != "content/about/amdanom.md";
        if is_translated {
            let text = String::from_utf8(bytes.clone()).expect("text");
            let welsh = path.replace(".md", ".cy.md");
            site = site.file(&welsh, in_welsh(&text));
        }
        site = site.file(&path, bytes);
    }
    site
}

fn walkdir(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(walkdir(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A document with other words in its title and its text, and the same front matter otherwise.
fn in_welsh(text: &str) -> String {
    let mut parts = text.splitn(3, "---\n");
    let (_, front) = (parts.next(), parts.next().unwrap_or_default());
    // An old address leads to one page.
    let lines = front.lines().filter(|line| !line.starts_with("aliases:"));
    let lines = lines.map(|line| match line.split_once(": ") {
        Some((key @ ("title" | "summary"), _)) => format!("{key}: Geiriau {}\n", line.len()),
        _ => format!("{line}\n"),
    });
    let front = lines.collect::<String>();
    // Words of the author that the theme has as well.
    let front = front
        .replace("Page author", "Awdur")
        .replace("Free", "Am ddim");
    format!("---\n{front}---\nTestun.\n")
}

/// The texts of a page for readers with the language that each is in.
fn texts<'p>(element: &'p Element, language: &'p str, found: &mut Vec<(&'p str, &'p str)>) {
    if ["script", "style", "svg"].contains(&element.name.as_str()) {
        return;
    }
    let language = element.attribute("lang").unwrap_or(language);
    for name in ["aria-label", "alt", "title", "placeholder"] {
        found.extend(element.attribute(name).map(|text| (language, text)));
    }
    for child in &element.children {
        match child {
            Node::Text(text) => found.push((language, text.trim())),
            Node::Element(element) => texts(element, language, found),
        }
    }
}

/// What the theme says in English and not in Welsh.
fn english_only() -> BTreeSet<String> {
    let welsh: BTreeSet<String> = words_of("cy").into_values().collect();
    let names = words_of("en").into_iter();
    let words = names.filter(|(key, _)| !key.starts_with("language_"));
    let mut words: BTreeSet<String> = words.map(|(_, word)| word).collect();
    let kinds = [
        "Report",
        "Reports",
        "Organisation",
        "Organisations",
        "People",
        "Events",
        "Regions",
    ];
    words.extend(kinds.map(str::to_owned));
    words
        .into_iter()
        .filter(|word| word.len() > 2 && !welsh.contains(word))
        .collect()
}

fn pages(run: &Run) -> BTreeMap<String, Element> {
    let pages = run
        .output
        .iter()
        .filter(|(path, _)| path.ends_with(".html"));
    pages
        .map(|(path, bytes)| (path.clone(), parse(&String::from_utf8_lossy(bytes))))
        .collect()
}

#[test]
fn no_word_of_the_theme_is_in_the_wrong_language() {
    let run = bilingual_example().build();
    assert!(run.status.success(), "{run}");
    let english = english_only();
    let mut wrong: BTreeSet<String> = BTreeSet::new();
    let pages = pages(&run);
    let welsh: Vec<_> = pages
        .iter()
        .filter(|(path, _)| path.starts_with("cy/"))
        .collect();
    assert!(welsh.len() > 80, "{}", welsh.len());
    for (path, page) in welsh {
        let mut found = Vec::new();
        texts(page, "", &mut found);
        for (language, text) in found {
            if language == "cy" && english.contains(text) {
                wrong.insert(format!("{text} ({path})"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Each page of the default language has one in the other, whose words are in that, and each link of it leads to one of
/// them.
#[test]
fn readers_of_a_language_stay_among_its_pages() {
    let run = small_with_fallback().build();
    assert!(run.status.success(), "{run}");
    let english = english_only();
    let pages = pages(&run);
    let is_welsh = |path: &str| path.starts_with("cy/");
    let mut shown = 0;
    for path in pages.keys().filter(|path| !is_welsh(path)) {
        // Tags are those of a language.
        if path.starts_with("tags/") {
            continue;
        }
        let welsh = format!("cy/{path}");
        let page = pages.get(&welsh).unwrap_or_else(|| panic!("no {welsh}"));
        let mut found = Vec::new();
        texts(page, "", &mut found);
        for (language, text) in found {
            let is_wrong = language == "cy" && english.contains(text);
            assert!(!is_wrong, "{text} ({welsh})");
        }
        for link in page.select("main a") {
            let href = link.attribute("href").unwrap_or_default();
            let is_page = href.starts_with('/') && href.ends_with('/');
            let is_theirs = href.starts_with("/cy/") || href.starts_with("/tags/");
            assert!(!is_page || is_theirs || is_switch(link), "{href} ({welsh})");
            shown += 1;
        }
    }
    assert!(shown > 20, "{shown}");
}

/// Readers narrow results down by words of their language: a page and its translation are about the same topic, under one
/// name, and what has none in Welsh says in which language it is.
#[test]
fn filters_of_the_search_are_in_the_language_of_its_page() {
    let about =
        |title: &str, topic: &str| format!("---\ntitle: {title}\ntopics: [{topic}]\n---\nText\n");
    let run = small()
        .file("content/topics/health.md", "---\ntitle: Health\n---\n")
        .file("content/topics/health.cy.md", "---\ntitle: Iechyd\n---\n")
        .file("content/topics/housing.md", "---\ntitle: Housing\n---\n")
        .file("content/news/2012-06-03-c.md", about("C", "health"))
        .file(
            "content/news/2012-06-03-c.cy.md",
            about("C Cymraeg", "health"),
        )
        .file("content/news/2012-06-04-d.md", about("D", "housing"))
        .build();
    assert!(run.status.success(), "{run}");
    let facets = facets(&run);
    assert_eq!(facets["topic"], ["Health", "Housing"], "{run}");
    let pages = pages(&run);
    assert!(search_names(&pages["search/index.html"]).is_empty());
    let names = search_names(&pages["cy/search/index.html"]);
    assert_eq!(names["topic Health"], ["Iechyd"]);
    assert_eq!(names["topic Housing"], ["Housing", "en"]);
    assert_eq!(names[" Kind"], ["Math"]);
    let english = english_only();
    for kind in &facets["kind"] {
        let name = names.get(&format!("kind {kind}"));
        let name = name.unwrap_or_else(|| panic!("{kind}: {names:?}"));
        assert!(name.len() == 1 && !english.contains(&name[0]), "{name:?}");
    }
}

/// What the search page says for words of the index: by facet and word what is shown, and its language if it is not that of
/// the page.
fn search_names(page: &Element) -> BTreeMap<String, Vec<String>> {
    let search = page.select("#_search");
    let names = search[0].attribute("data-names").unwrap_or("{}");
    serde_json::from_str(&names.replace("&quot;", "\"")).expect("names")
}

fn is_switch(link: &Element) -> bool {
    link.attribute("rel") == Some("alternate")
}

#[test]
fn every_hreflang_has_its_counterpart() {
    let run = bilingual_example().build();
    let mut links: BTreeSet<(String, String)> = BTreeSet::new();
    for (_, page) in pages(&run) {
        let own = page.select("link[rel=canonical]");
        let Some(own) = own.first().and_then(|link| link.attribute("href")) else {
            continue;
        };
        let alternates = page.select("link[rel=alternate]");
        for link in alternates {
            let language = link.attribute("hreflang");
            if let (Some(href), true) = (link.attribute("href"), language.is_some()) {
                links.insert((own.to_owned(), href.to_owned()));
            }
        }
    }
    assert!(links.len() > 300, "{}", links.len());
    for (from, to) in &links {
        let back = (to.clone(), from.clone());
        assert!(
            links.contains(&back),
            "{from} names {to}, which does not name it"
        );
    }
}

/// A small site in which each edit changes pages of both languages.
fn small() -> Site {
    small_with(SETTINGS)
}

/// The same whose readers of Welsh get all pages, translated or not.
fn small_with_fallback() -> Site {
    small_with(&SETTINGS.replace("Partneriaeth}", "Partneriaeth, missing: fallback}"))
}

/// The same with the Welsh pages on another host.
pub fn small_with_hosts() -> Site {
    let host = "Partneriaeth, base_url: \"https://cymru.example\"}";
    small_with(&SETTINGS.replace("Partneriaeth}", host))
}

fn small_with(settings: &str) -> Site {
    Site::new()
        .site_yaml(settings)
        .file("content/index.md", "---\ntitle: Home\n---\n[[sam]]\n")
        .file("content/index.cy.md", "---\ntitle: Hafan\n---\n[[sam]]\n")
        .file(
            "content/about/index.md",
            "---\ntitle: About\n---\n[Sam](../people/sam.md)\n",
        )
        .file("content/people/sam.md", "---\ntitle: Sam\n---\n")
        .file(
            "content/blogs/2012-06-01-a.md",
            "---\ntitle: A\nauthors: [sam]\ntags: [x]\n---\nA\n",
        )
        .file(
            "content/blogs/2012-06-02-b.md",
            "---\ntitle: B\nauthors: [sam]\n---\nB\n",
        )
        .file(
            "content/cy/blogs/2012-06-01-a.md",
            "---\ntitle: A Cymraeg\nauthors: [sam]\n---\nA\n",
        )
}

const EDITS: [(&str, Option<&str>); 15] = [
    (
        "content/people/sam.cy.md",
        Some("---\ntitle: Sam Cymraeg\n---\n"),
    ),
    (
        "content/people/sam.cy.md",
        Some("---\ntitle: Sam arall\n---\n"),
    ),
    (
        "content/blogs/2012-06-02-b.cy.md",
        Some("---\ntitle: B Cymraeg\n---\nB\n"),
    ),
    (
        "content/blogs/2012-06-02-b.cy.md",
        Some("---\ntitle: B Cymraeg\ndraft: true\n---\nB\n"),
    ),
    (
        "content/about/index.cy.md",
        Some("---\ntitle: Amdanom\nslug: amdanom\n---\n"),
    ),
    (
        "content/blogs/2012-06-01-a.md",
        Some("---\ntitle: A\ndraft: true\n---\nA\n"),
    ),
    (
        "content/blogs/index.cy.md",
        Some("---\ntitle: Blogiau ni\n---\n"),
    ),
    (
        "content/people/sam.md",
        Some("---\ntitle: Sam again\n---\n"),
    ),
    (
        "text/cy.yaml",
        Some("kinds: {blog: {label: Blogyn, plural: Blogynnau}}\n"),
    ),
    (
        "site.yaml",
        Some(
            "title: P\nbase_url: https://example.org\ngit_dates: false\nlanguages: {en: {}, cy: {base_url: \"https://p.example\"}}\n",
        ),
    ),
    (
        "content/blogs/plan.html",
        Some("<a href=\"/cy/blogs/\">x</a>"),
    ),
    (
        "site.yaml",
        Some(
            "title: P\nbase_url: https://example.org\ngit_dates: false\nlanguages: {en: {}, cy: {base_url: \"https://q.example\"}}\n",
        ),
    ),
    ("content/cy/blogs/2012-06-01-a.md", None),
    ("content/people/sam.cy.md", None),
    (
        "site.yaml",
        Some(
            "title: P\nbase_url: https://example.org\ngit_dates: false\nlanguages: {en: {}, cy: {missing: hide}}\n",
        ),
    ),
];

#[test]
fn a_build_after_each_edit_is_the_build_from_nothing() {
    for site in [small(), small_with_fallback(), small_with_hosts()] {
        assert_edits_are_followed(&site);
    }
}

fn assert_edits_are_followed(site: &Site) {
    site.build();
    for (file, text) in EDITS {
        match text {
            Some(text) => site.write(file, text),
            None => site.delete(file),
        }
        let (after, clean) = (site.build(), rebuilt(site));
        assert_same(&after, &clean);
    }
}

/// The same files built in a new folder.
fn rebuilt(site: &Site) -> Run {
    let mut copy = Site::new();
    for folder in ["content", "text"] {
        let folder = site.root().join(folder);
        if !folder.exists() {
            continue;
        }
        for file in walkdir(&folder) {
            let path = file.strip_prefix(site.root()).expect("below the root");
            let path = path.to_string_lossy().replace('\\', "/");
            copy = copy.file(&path, fs::read(&file).expect("a file"));
        }
    }
    let settings = fs::read_to_string(site.root().join("site.yaml")).expect("settings");
    copy.site_yaml(&settings).build()
}

/// The secret word in a document of either language that is not public, in each way.
#[test]
fn nothing_unpublished_is_in_any_language() {
    let gates = [
        "draft: true",
        "publish_at: 2012-12-01",
        "expires: 2012-01-01",
        "drfat: true",
    ];
    let files = [
        "content/blogs/2012-06-03-hidden.md",
        "content/blogs/2012-06-03-hidden.cy.md",
        "content/cy/blogs/2012-06-03-hidden.md",
        "content/en/blogs/2012-06-03-hidden.md",
        "content/cy/blogs/hidden/index.md",
    ];
    for file in files {
        for gate in gates {
            let secret = format!(
                "---\ntitle: Zzsecret\nsummary: Zzsecret\ntags: [zzsecret]\nauthors: [sam]\n{gate}\n---\nZzsecret\n"
            );
            for site in [small(), small_with_fallback()] {
                let run = site.file(file, &secret).arg("--keep-going").build();
                assert!(run.output.len() > 30, "{run}");
                for (path, bytes) in &run.output {
                    let text = String::from_utf8_lossy(bytes).to_lowercase();
                    assert!(!text.contains("zzsecret"), "{file}, {gate}: in {path}");
                    assert!(!path.contains("hidden"), "{file}, {gate}: {path}");
                }
            }
        }
    }
}

#[test]
fn an_embargo_holds_in_every_language() {
    let gates = ["draft: true", "publish_at: 2012-12-01", "drfat: true"];
    let translations = [
        ("content/blogs/2012-06-03-hidden.cy.md", ""),
        ("content/cy/blogs/2012-06-03-hidden.md", ""),
        (
            "content/cy/blogs/2012-06-03-cudd.md",
            "translation_of: hidden\n",
        ),
    ];
    for (file, named) in translations {
        for gate in gates {
            let source = format!("---\ntitle: Hidden\n{gate}\n---\nText\n");
            let translation = |own: &str| {
                let text = format!("---\ntitle: Zzsecret\n{named}{own}---\nZzsecret\n");
                let site = small().file("content/blogs/2012-06-03-hidden.md", &source);
                site.file(file, &text).arg("--keep-going").build()
            };
            let run = translation("");
            assert!(run.output.len() > 30, "{run}");
            let says = |run: &Run| {
                let mut files = run.output.values();
                files.any(|bytes| String::from_utf8_lossy(bytes).contains("Zzsecret"))
            };
            assert!(!says(&run), "{file}, {gate}");
            // A translation may be public by its author's own decision.
            assert!(says(&translation("draft: false\n")), "{file}, {gate}");
        }
    }
}

/// Front matter and texts that documents of the site below may have: what they say of their sources, of others and of readers.
const VERSIONS: [&str; 9] = [
    "---\ntitle: One\n---\n[[sam]] and [about](/about/index.md)\n",
    "---\ntitle: Two\nauthors: [sam]\ntags: [x, y]\n---\n# Heading\n\nText of 2012\n",
    "---\ntitle: Three\ntags: [y]\nimage: {file: /map.svg, alt: A map}\n---\n::: callout\nA note\n:::\n",
    "---\ntitle: Four\nauthors: [nobody]\n---\n[none](none.md)\n",
    "---\ntitle: Five\ndraft: true\ntags: [zzsecret]\n---\nZzsecret\n",
    "---\ntitle: Six\ndraft: false\nslug: chwech\n---\n[Map](/map.svg)\n",
    "---\ntitle: Seven\ndate: 2012-05-01\nattachments: [{file: /map.svg, title: Map}]\n---\nText\n",
    "---\ntitle: Eight\nstatus: withdrawn\nreason: Old\n---\n<b lang=\"en\">b</b>\n",
    "---\ntitle: [\n---\nUnreadable\n",
];

/// Documents in both languages, each pair in another way.
const DOCUMENTS: [&str; 8] = [
    "content/blogs/2012-06-01-a.md",
    "content/cy/blogs/2012-06-01-a.md",
    "content/people/sam.md",
    "content/people/sam.cy.md",
    "content/about/index.md",
    "content/about/index.cy.md",
    "content/index.cy.md",
    "content/blogs/index.cy.md",
];

#[test]
fn a_preview_of_each_random_edit_is_that_of_a_site_read_anew() {
    let map = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"2\" height=\"1\"/>\n";
    let mut seed = 20_121_001_u64;
    let mut random = |most: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).expect("a small number") % most
    };
    for site in [small(), small_with_fallback()] {
        let course = LiveSite::of(site.file("content/map.svg", map));
        let options = options(course.site.root(), "2012-10-01T12:00:00Z");
        let mut before = None;
        for number in 0..30 {
            let file = DOCUMENTS[random(DOCUMENTS.len())];
            let version = random(VERSIONS.len() + 1);
            match VERSIONS.get(version) {
                Some(text) => course.site.write(file, text),
                None if course.site.root().join(file).exists() => course.site.delete(file),
                None => continue,
            }
            course.forget(&[file.into()]);
            let done = format!("edit {number}: version {version} of {file}");
            before = next(before, (&options, &course), &done);
            let (files, _) = seen(before.as_ref().expect("a site"));
            for (name, content) in files {
                let FileContent::Bytes(bytes) = content else {
                    continue;
                };
                let text = String::from_utf8_lossy(&bytes).to_lowercase();
                assert!(!text.contains("zzsecret"), "{name}: {done}");
            }
        }
    }
}
