//! The index of the search, read as its script reads it: which words lead to which pages, and which pages are in it at all.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;

use flate2::read::DeflateDecoder;

use crate::epub;
use crate::site::{Run, Site};

/// A file of the output as text that can be searched: the files of the index and e-books unpacked, all others as they are.
pub fn readable(name: &str, bytes: &[u8]) -> Vec<u8> {
    if name.ends_with(".epub") {
        return epub::unpacked(bytes);
    }
    if !name.ends_with(".bin") {
        return bytes.to_vec();
    }
    let Some(bytes) = unpacked(bytes) else {
        return bytes.to_vec();
    };
    let words = words(&bytes, Shape::Shard).or_else(|| words(&bytes, Shape::Spelling));
    let words = words.unwrap_or_default().join("\n");
    [bytes, words.into_bytes()].concat()
}

fn unpacked(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut unpacked = Vec::new();
    DeflateDecoder::new(bytes).read_to_end(&mut unpacked).ok()?;
    Some(unpacked)
}

/// What stands behind each word of a file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// The number of its pages, that of those in another file, a length, and so many bytes.
    Shard,
    /// A number.
    Spelling,
}

/// The words of a file; `None` if it is of another shape.
fn words(bytes: &[u8], shape: Shape) -> Option<Vec<String>> {
    let mut reader = Reader { bytes, at: 0 };
    let mut words = Vec::new();
    let mut last = Vec::new();
    while reader.at < bytes.len() {
        last = reader.word(&last)?;
        words.push(String::from_utf8(last.clone()).ok()?);
        reader.number()?;
        if shape == Shape::Shard {
            reader.number()?;
            let length = reader.number()?;
            reader.take(length)?;
        }
    }
    Some(words)
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Reader<'b> {
    fn number(&mut self) -> Option<usize> {
        let mut number = 0_usize;
        for shift in (0..35).step_by(7) {
            let byte = *self.bytes.get(self.at)?;
            self.at += 1;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn take(&mut self, length: usize) -> Option<&'b [u8]> {
        let taken = self.bytes.get(self.at..self.at.checked_add(length)?)?;
        self.at += length;
        Some(taken)
    }

    fn word(&mut self, before: &[u8]) -> Option<Vec<u8>> {
        let shared = self.number()?;
        let length = self.number()?;
        Some([before.get(..shared)?, self.take(length)?].concat())
    }

    /// The names of files, if need be from lists in other files.
    fn list(&mut self, file: &impl Fn(&String) -> Vec<u8>) -> Option<Vec<String>> {
        let is_of_lists = self.number()? > 0;
        let length = self.number()?;
        let names = names(self.take(length)?)?;
        if !is_of_lists {
            return Some(names);
        }
        let lists = names.iter().map(|name| self::names(&file(name)));
        Some(lists.collect::<Option<Vec<_>>>()?.concat())
    }

    fn name(&mut self) -> Option<String> {
        let bytes = self.take(6)?;
        Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
    }
}

/// The names in a list, each behind the first word of its file.
fn names(bytes: &[u8]) -> Option<Vec<String>> {
    let mut reader = Reader { bytes, at: 0 };
    let (mut names, mut last) = (Vec::new(), Vec::new());
    while reader.at < bytes.len() {
        last = reader.word(&last)?;
        names.push(reader.name()?);
    }
    Some(names)
}

/// By what results are narrowed down on a site: the values of each facet.
pub fn facets(run: &Run) -> BTreeMap<String, Vec<String>> {
    Index::of(run).facets
}

/// The index of a site.
struct Index {
    /// The titles of the pages that have a word.
    pages: BTreeMap<String, BTreeSet<String>>,
    /// The facets with their values.
    facets: BTreeMap<String, Vec<String>>,
    /// Where the pages stand.
    urls: BTreeSet<String>,
}

impl Index {
    fn of(run: &Run) -> Index {
        let file = |name: &str| {
            let file = run.output.get(&format!("search/{name}.bin"));
            unpacked(file.unwrap_or_else(|| panic!("no search/{name}.bin: {run}")))
                .expect("deflate")
        };
        let root = file("index");
        let mut reader = Reader {
            bytes: &root,
            at: 0,
        };
        let [format, pages] = [(); 2].map(|()| reader.number().expect("a number"));
        assert_eq!(format, 3);
        let in_folder = |name: &String| file(&format!("index/{name}"));
        let [facets, spelling, shards, rest, cards] =
            [(); 5].map(|()| reader.list(&in_folder).expect("a list"));
        let cards = cards.iter().flat_map(|name| {
            serde_json::from_slice::<Vec<serde_json::Value>>(&in_folder(name)).expect("cards")
        });
        let cards: Vec<serde_json::Value> = cards.collect();
        assert_eq!(cards.len(), pages);
        let text =
            |card: &serde_json::Value, at: usize| card[at].as_str().expect("text").to_owned();
        let titles: Vec<String> = cards.iter().map(|card| text(card, 1)).collect();
        let mut index = Index {
            pages: BTreeMap::new(),
            facets: BTreeMap::new(),
            urls: cards.iter().map(|card| text(card, 0)).collect(),
        };
        let shards = shards.iter().chain(&rest);
        shards.for_each(|name| index.add_shard(&in_folder(name), &titles));
        facets
            .iter()
            .for_each(|name| index.add_facet(&in_folder(name)));
        for name in &spelling {
            assert!(words(&in_folder(name), Shape::Spelling).is_some());
        }
        index
    }

    fn add_shard(&mut self, bytes: &[u8], titles: &[String]) {
        let mut reader = Reader { bytes, at: 0 };
        let mut last = Vec::new();
        while reader.at < bytes.len() {
            last = reader.word(&last).expect("a word");
            let count = reader.number().expect("a count");
            reader.number().expect("how many others");
            let length = reader.number().expect("a length");
            let bytes = reader.take(length).expect("pages");
            let mut pages = Reader { bytes, at: 0 };
            let mut page = 0;
            let titles = (0..count).map(|_| {
                page += pages.number().expect("a page");
                titles[page].clone()
            });
            let word = String::from_utf8(last.clone()).expect("UTF-8");
            let titles: BTreeSet<String> = titles.collect();
            assert_eq!(titles.len(), count, "{word}: equal titles");
            self.pages.entry(word).or_default().extend(titles);
        }
    }

    fn add_facet(&mut self, bytes: &[u8]) {
        let mut reader = Reader { bytes, at: 0 };
        let length = reader.number().expect("a length");
        let head = reader.take(length).expect("a head");
        let facet: serde_json::Value = serde_json::from_slice(head).expect("a facet");
        let values = facet["values"].as_array().expect("values").iter();
        let values = values.map(|value| value.as_str().expect("text").to_owned());
        let key = facet["key"].as_str().expect("text").to_owned();
        self.facets.insert(key, values.collect());
    }

    fn titles(&self, word: &str) -> Vec<&str> {
        let titles = self.pages.get(word).into_iter().flatten();
        titles.map(String::as_str).collect()
    }
}

fn site() -> Site {
    Site::new()
        .file("content/index.md", "---\ntitle: Home\n---\nWe *work* togeth**er** in Tŷ Gwyn.\n")
        .file(
            "content/topics/housing.md",
            "---\ntitle: Housing\n---\nHomes that fit.\n",
        )
        .file("content/topics/health.md", "---\ntitle: Health\n---\nWell.\n")
        .file(
            "content/news/2012-08-02-plan.md",
            "---\ntitle: Our plan\ndate: 2012-08-02\ntopics: housing\nsummary: What comes next\n---\n## Money\n\nA budget for everyone.\n\n::: quote by=\"Sam Lee\"\nListen.\n:::\n",
        )
}

#[test]
fn words_lead_to_the_pages_that_use_them() {
    let run = site().run(&["build"]);
    let index = Index::of(&run);
    // Markup inside a word does not cut it, and accents do not count.
    assert_eq!(index.titles("together"), ["Home"], "{run}");
    assert_eq!(index.titles("ty"), ["Home"]);
    // A title, a summary, a heading, a text, an argument of a block.
    for word in ["plan", "next", "money", "budget", "listen", "lee"] {
        assert_eq!(index.titles(word), ["Our plan"], "{word}");
    }
    // What a page names leads to it too.
    assert_eq!(index.titles("housing"), ["Housing", "Our plan"]);
    assert_eq!(index.facets["kind"].len(), 3, "{:?}", index.facets);
    assert_eq!(index.facets["topic"], ["Health", "Housing"]);
    assert_eq!(index.urls.len(), 4, "{:?}", index.urls);
}

#[test]
fn what_is_not_to_be_found_is_not_in_the_index() {
    let run = site()
        .file("content/secret.md", "---\ntitle: Secret\nnoindex: true\n---\nhidden\n")
        .file("content/draft.md", "---\ntitle: Draft\ndraft: true\n---\nunfinished\n")
        .file("content/404.md", "---\ntitle: Not here\n---\nmissing\n")
        .site_yaml("title: T\nbase_url: https://example.org\ngit_dates: false\nkinds:\n  topic: {search: off}\n")
        .run(&["build"]);
    let index = Index::of(&run);
    for word in ["hidden", "unfinished", "missing", "homes"] {
        assert_eq!(index.titles(word), Vec::<&str>::new(), "{word}");
    }
    assert_eq!(index.titles("plan"), ["Our plan"]);
}

#[test]
fn a_site_without_search_has_no_index() {
    let run = site()
        .site_yaml("title: T\nbase_url: https://example.org\ngit_dates: false\nsearch: off\n")
        .run(&["build"]);
    let paths = run.paths();
    assert!(
        !paths.iter().any(|path| path.starts_with("search/")),
        "{paths:?}"
    );
}

/// The files of the index stand among the others, and no page is passed over for them.
#[test]
fn a_check_makes_every_page_of_a_site_with_search() {
    let run = site()
        .file(
            "content/zz.md",
            "---\ntitle: Last\n---\n::: nothing\nText\n:::\n",
        )
        .run(&["check"]);
    assert!(
        run.stderr.contains("there is no block called `nothing`"),
        "{run}"
    );
}

/// What is on the page of the author comes before the search that the theme makes.
#[test]
fn a_page_of_the_author_takes_the_place_of_the_search() {
    let run = site()
        .file("content/search.md", "---\ntitle: Find us\n---\nBy bus.\n")
        .run(&["build"]);
    let page = String::from_utf8_lossy(&run.output["search/index.html"]);
    assert!(page.contains("By bus."), "{run}");
    assert!(!run.output.contains_key("search/index.bin"), "{run}");
}

/// A PDF for tests: three pages with text.
const PDF: &[u8] = include_bytes!("../../content/reports/progress-2012/progress-2012.pdf");

/// The text of a file is found if a page that is found leads to it, and nothing of any other file is in the index.
#[test]
fn text_of_public_files_is_found() {
    let attached = "attachments:\n  - file: plan.pdf\n    title: The plan to print\n";
    let page = |more: &str| format!("---\ntitle: Plan\n{attached}{more}---\nText.\n");
    let site = Site::new()
        .file("content/index.md", "---\ntitle: Home\n---\nHello.\n")
        .file("content/other.md", "---\ntitle: Other\n---\nHello.\n")
        .file("content/plan/plan.pdf", PDF)
        .file("content/plan/index.md", page(""));
    let run = site.run(&["build"]);
    let index = Index::of(&run);
    assert_eq!(index.titles("partnership"), ["The plan to print"], "{run}");
    assert!(index.urls.contains("/plan/plan.pdf"), "{:?}", index.urls);
    assert_eq!(index.facets["kind"].len(), 3, "{:?}", index.facets);
    for kept_out in ["search: off\n", "noindex: true\n", "draft: true\n"] {
        site.write("content/plan/index.md", page(kept_out));
        let index = Index::of(&site.run(&["build"]));
        assert!(index.titles("partnership").is_empty(), "{kept_out}");
        assert_eq!(index.urls.len(), 2, "{kept_out}: {:?}", index.urls);
    }
}

#[test]
fn a_document_can_be_left_out() {
    let site = site().file(
        "content/kept.md",
        "---\ntitle: Kept\nsearch: on\n---\nremains\n",
    );
    let run = site
        .file(
            "content/left.md",
            "---\ntitle: Left\nsearch: off\n---\naside\n",
        )
        .run(&["build"]);
    let index = Index::of(&run);
    assert_eq!(index.titles("remains"), ["Kept"], "{run}");
    assert!(index.titles("aside").is_empty(), "{run}");
    // Search engines may still find it.
    let map = String::from_utf8_lossy(&run.output["sitemap.xml"]);
    assert!(map.contains("/left/"), "{run}");
}
