//! What is found in texts, and where.

use super::*;
use crate::base::FilePath;
use crate::base::clean_text::CleanText;
use crate::config::link_schemes::NO_OTHER_SCHEMES;
use crate::config::{AnchorStyle, RawHtml};
use crate::document::markdown::{Input, Quotes, facts};

fn read(text: &str) -> TextFacts {
    let file = FilePath::new("a.md");
    facts(&Input {
        file: &file,
        text: &CleanText::of(text),
        offset: 0,
        raw_html: RawHtml::Allow,
        link_schemes: &NO_OTHER_SCHEMES,
        quotes: Some(Quotes::of("en")),
        anchors: AnchorStyle::Plain,
        guest: None,
    })
}

#[test]
fn passages_know_their_places() {
    let text = "One **two** `x` -- three's\n[four](d)\n\n- item\n- > said\n\n::: quote\nTheirs\n:::\n\n<p>Raw &amp; done";
    let found = read(text);
    let passages: Vec<_> = found
        .passages
        .iter()
        .map(|p| (p.role, p.text.as_str(), p.is_quoted, p.is_free))
        .collect();
    assert_eq!(
        passages,
        [
            (Role::Paragraph, "One two  – three’s four", false, true),
            (Role::Item, "item", false, false),
            (Role::Paragraph, "said", true, false),
            (Role::Paragraph, "Theirs", true, false),
            (Role::Html, "Raw & done", false, true),
        ]
    );
    let first = &found.passages[0];
    let place = |words: &str| {
        let at = first.text.find(words).unwrap();
        &text[first.place(at..at + words.len()).range()]
    };
    assert_eq!(
        ["two", "wo", "– three’s", "four"].map(place),
        ["two", "wo", "-- three's", "four"]
    );
    assert_eq!(&text[found.links[0].span.range()], "[four](d)");
    assert_eq!(
        found.links[0].passage,
        Some((0, first.text.find("four").unwrap()..first.text.len()))
    );
}

#[test]
fn links_of_all_forms() {
    let text = "https://a.b/c [https://d.e](f) <g@h.i> [[j]] <a href=' k&amp;l '>m <img src=n alt=o></a> ![p](q)";
    let found = read(text);
    let links: Vec<_> = found
        .links
        .iter()
        .map(|l| (l.form, l.text.as_str(), l.target.as_str()))
        .collect();
    assert_eq!(
        links,
        [
            (LinkForm::Bare, "https://a.b/c", "https://a.b/c"),
            (LinkForm::Worded, "https://d.e", "f"),
            (LinkForm::Worded, "g@h.i", "mailto:g@h.i"),
            (LinkForm::Titled, "j", "j"),
            (LinkForm::Html, "m o", "k&l"),
        ]
    );
    assert_eq!(found.pictures.len(), 2);
}

#[test]
fn headings_and_strong_lines() {
    let text = "# A `b` ![c](d) #\n\n**Bold**\n\n**Bold** not\n\nA\n-\n\n> ## Theirs\n\n<h3>Raw</h3>\n\n##\n";
    let found = read(text);
    let headings: Vec<_> = found
        .headings
        .iter()
        .map(|h| (h.level, h.text.as_str(), &text[h.span.range()]))
        .collect();
    assert_eq!(
        headings,
        [
            (1, "A b c", "# A `b` ![c](d) #"),
            (2, "A", "A\n-"),
            (3, "Raw", "<h3>Raw</h3>"),
            (2, "", "##")
        ]
    );
    let strong: Vec<_> = found
        .passages
        .iter()
        .filter(|p| p.is_strong)
        .map(|p| &text[p.span.range()])
        .collect();
    assert_eq!(strong, ["**Bold**"]);
}

#[test]
fn html_is_read_over_blank_lines() {
    let text = "<div onclick=\"a\n\n()\">x\n\n<script>\nif (a</b>) {}\n\n</script>\n\n<svg><g/></svg>\n\n</div>";
    let found = read(text);
    let names: Vec<_> = found
        .elements
        .iter()
        .map(|e| (e.name.as_str(), e.form, e.is_foreign))
        .collect();
    use ElementForm::{Closing, Opening, Whole};
    assert_eq!(
        names,
        [
            ("script", Opening, false),
            ("script", Closing, false),
            ("svg", Opening, true),
            ("g", Whole, true),
            ("svg", Closing, true),
            ("div", Closing, false),
        ]
    );
}

#[test]
fn tables_figures_and_abbreviations() {
    let text = "|  | |\n|--|--|\n| a | b |\n\n|![x](y)|\n|-|\n\n::: figure image=a.png alt=\"\"\n:::\n\n*[BSL]: British\n\n<abbr title=x>NHS</abbr>";
    let found = read(text);
    assert_eq!(
        found
            .tables
            .iter()
            .map(|t| t.has_headings)
            .collect::<Vec<_>>(),
        [false, true]
    );
    assert!(
        found
            .pictures
            .iter()
            .any(|p| p.is_decorative && p.target == "a.png")
    );
    assert_eq!(found.abbreviations, ["BSL", "NHS"]);
}

#[test]
fn long_ugly_texts_take_no_longer_than_others() {
    for piece in [
        "http://",
        "http://a.b ",
        "[a](b)",
        "<a href=x>y",
        "</b>",
        "<b>",
        "**a** ",
        "::: a\n\n",
        "> ",
        "- ",
        "<svg>",
        "![",
        "<!--",
        "| ",
        "# a\n",
        "<h1>",
        "a:// ",
        "`a` ",
        "[x](http://a.b) http://c.d ",
    ] {
        read(&piece.repeat(200_000 / piece.len()));
    }
}
