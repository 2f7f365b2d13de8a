//! Whatever the documents hold, no id is twice on their page, and no link on it leads nowhere.

use proptest::prelude::*;

use super::*;

fn page(owner: &str, chapters: &[&str]) -> Vec<String> {
    let mut sections = Sections::default();
    sections.add("/r/", "", std::iter::once(owner));
    for (at, chapter) in chapters.iter().enumerate() {
        sections.add(&format!("/r/c{at}/"), "chapter", std::iter::once(*chapter));
    }
    let all = std::iter::once(&owner).chain(chapters);
    all.enumerate()
        .map(|(place, html)| sections.rewrite(place, html))
        .collect()
}

#[test]
fn ids_and_what_names_them_stay_together() {
    for (chapter, expected) in [
        ("<h2 id=\"a\">A</h2>", "<h3 id=\"chapter-1-a\">A</h3>"),
        ("<H6 ID=a>A</H6 >", "<h6 ID=\"chapter-1-a\">A</h6 >"),
        (
            "<h1>A</h1><hr><header></header>",
            "<h2>A</h2><hr><header></header>",
        ),
        (
            "<b id=a></b><a href=\"#a\">x</a>",
            "<b id=\"chapter-1-a\"></b><a href=\"#chapter-1-a\">x</a>",
        ),
        (
            "<td headers='a  b'>",
            "<td headers='chapter-1-a chapter-1-b'>",
        ),
        (
            "<p aria-labelledby=\"a\" aria-level=2>",
            "<p aria-labelledby=\"chapter-1-a\" aria-level=\"3\">",
        ),
        (
            "<rect fill=\"url(#g)\" style=\"clip-path: url('#c')\"/>",
            "<rect fill=\"url(#chapter-1-g)\" style=\"clip-path: url('#chapter-1-c')\"/>",
        ),
        (
            "<rect fill=\"url(a.svg#g)\">",
            "<rect fill=\"url(a.svg#g)\">",
        ),
        (
            "<use href=\"#g\"/><use xlink:href='#g'/>",
            "<use href=\"#chapter-1-g\"/><use xlink:href='#chapter-1-g'/>",
        ),
        ("<use href=\"/r/#g\"/>", "<use href=\"/r/#g\"/>"),
        (
            "<script>\"<b id='a'>\"</script><b>",
            "<script>\"<b id='a'>\"</script><b>",
        ),
        ("<!-- <b id=a> --><p id>", "<!-- <b id=a> --><p id>"),
        (
            "<map name=m></map><img usemap=#m>",
            "<map name=\"chapter-1-m\"></map><img usemap=\"#chapter-1-m\">",
        ),
    ] {
        assert_eq!(page("", &[chapter])[1], expected);
    }
}

#[test]
fn links_between_the_documents_stay_on_the_page() {
    let owner = "<h2 id=\"top\">T</h2><a href=\"/r/c1/#x\">x</a> <a href='/r/c0/'>c</a> <a href=\"#top\">t</a>";
    let other = "<i id=\"x\"></i>";
    for (link, expected) in [
        ("/r/", "#"),
        ("/r/#top", "#top"),
        ("/r/c0/", "#chapter-1"),
        ("/r/c1/#x", "#chapter-2-x"),
        ("/r/c1/#not-there", "/r/c1/#not-there"),
        ("/r/c1/?a#x", "/r/c1/?a#x"),
        ("#", "#chapter-1"),
        ("#_comments", "/r/c0/#_comments"),
        ("#caf%C3%A9", "#chapter-1-caf%C3%A9"),
        ("/s/#x", "/s/#x"),
        ("https://a.org/r/", "https://a.org/r/"),
    ] {
        let chapter = format!("<b id=\"café\"></b><a href=\"{link}\">x</a>");
        let expected = format!("<b id=\"chapter-1-café\"></b><a href=\"{expected}\">x</a>");
        assert_eq!(page(owner, &[&chapter, other])[1], expected);
    }
    let owner = page(owner, &["", other]).swap_remove(0);
    let expected = "<h2 id=\"top\">T</h2><a href=\"#chapter-2-x\">x</a> <a href='#chapter-1'>c</a> <a href=\"#top\">t</a>";
    assert_eq!(owner, expected);
}

#[test]
fn an_anchor_gives_way_to_ids_that_are_like_it() {
    let pages = page(
        "<b id=\"chapter-1-a\"></b><b id=\"chapter-2\"></b>",
        &["<b id=a></b>", "<b id=a></b>"],
    );
    assert_eq!(
        pages[1..],
        ["<b id=\"chapter-1x-a\"></b>", "<b id=\"chapter-2x-a\"></b>"]
    );
}

/// A piece of HTML with an id or a link, perhaps one that looks like what is made of others.
fn piece() -> impl Strategy<Value = String> {
    let id = prop_oneof!["[a-c]", "chapter-[12]x?(-[a-c])?", "[a-c]-[12]", "é&amp;"];
    let href = prop_oneof![
        id.clone().prop_map(|id| format!("#{id}")),
        (0..3_u8, id.clone()).prop_map(|(at, id)| format!("/r/c{at}/#{id}")),
        (0..3_u8).prop_map(|at| format!("/r/c{at}/")),
        Just("/r/".to_owned()),
        id.clone().prop_map(|id| format!("/r/#{id}")),
    ];
    prop_oneof![
        id.clone().prop_map(|id| format!("<h2 id=\"{id}\">x</h2>")),
        id.clone().prop_map(|id| format!("<a name={id}></a>")),
        href.prop_map(|href| format!("<a href=\"{href}\">x</a>")),
        id.prop_map(|id| format!("<svg><use href='#{id}'/></svg>")),
        Just("<p>1 < 2 <!-- <b id=a> -->".to_owned()),
    ]
}

fn without_repeats(pieces: Vec<String>) -> String {
    let mut seen = BTreeSet::new();
    let fresh = pieces
        .into_iter()
        .filter(|piece| ids(piece).into_iter().all(|id| seen.insert(id)));
    fresh.collect()
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(piece(), 0..8).prop_map(without_repeats)
}

proptest! {
    #[test]
    fn ids_are_unique_and_links_lead_somewhere(owner in text(), chapters in proptest::collection::vec(text(), 0..4)) {
        let mut sections = Sections::default();
        sections.add("/r/", "", std::iter::once(owner.as_str()));
        let mut all: BTreeSet<String> = BTreeSet::new();
        for (at, chapter) in chapters.iter().enumerate() {
            let section = sections.add(&format!("/r/c{at}/"), "chapter", std::iter::once(chapter.as_str()));
            prop_assert!(all.insert(section.anchor.clone()));
        }
        let texts: Vec<&String> = std::iter::once(&owner).chain(&chapters).collect();
        let page: Vec<String> = texts.iter().enumerate().map(|(at, html)| sections.rewrite(at, html)).collect();
        for id in page.iter().flat_map(|html| ids(html)) {
            prop_assert!(all.insert(id.clone()), "{id} is there twice: {page:?}");
        }
        for html in &page {
            let links = html.match_indices("<a href=\"#").map(|(at, opening)| &html[at + opening.len()..]);
            for anchor in links.filter_map(|rest| rest.split('"').next()).filter(|anchor| !anchor.is_empty()) {
                prop_assert!(all.contains(anchor), "{anchor} leads nowhere: {page:?}");
            }
        }
    }

    #[test]
    fn nothing_panics_and_nothing_is_lost(html in "[<>a-z\"'=#/ !&\u{e9}-]{0,60}") {
        let page = page("", &[&html]);
        prop_assert!(page[1].len() >= html.len());
    }
}
