//! What holds for any text at all.

use proptest::prelude::*;

use super::super::html::is_on_other_site;
use super::{OFFSET, outcome, outcome_of_guest};
use crate::base::Span;
use crate::config::RawHtml;
use crate::document::tag::{Scanner, Token};
use crate::document::{Filling, Fragment};

/// Strings made of what means something, and of what does not.
fn markdown() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "::: note\n",
        ":::\n",
        ":::: a b=“c” src=\"d\"\n",
        "::: {x}\n",
        "\n",
        "\n\n",
        "\r\n",
        "> ",
        "- ",
        "1. ",
        "    ",
        "# ",
        "{#a .b}",
        "*",
        "**",
        "_",
        "~~",
        "`",
        "```\n",
        "```rust\n",
        "[",
        "]",
        "[[",
        "]]",
        "](",
        ")",
        "![",
        "(a.md)",
        "[^1]",
        "[^1]: ",
        "[a]: b\n",
        "|",
        "|-|\n",
        "::: a\n| b |\n|-|\n| [c](d) `e` |\n:::\n",
        "*[A]: b\n",
        "A",
        "https://a.b/c_d",
        "<a href=\"x\">",
        "</a>",
        "<script>",
        "<b>",
        "</b>",
        "<div>\n",
        "</div>\n",
        "<img src=\"x\">",
        "<img src=\" //a.b/c\">",
        "<h2 id=\"x\">",
        "</h2>",
        "<section>\n",
        "<div\n",
        ">",
        "<!--",
        "-->",
        "<?",
        "?>",
        "<?:0?>",
        "?:1?",
        "{{",
        "}}",
        "{% a %}",
        "&amp;",
        "&#0;",
        "\\",
        "\"",
        "'",
        "--",
        "...",
        "\u{feff}",
        "\0",
        "é",
        "𝒳",
        "\u{a0}",
        "\u{2028}",
        "word ",
        "[!NOTE]\n",
        "[ ] ",
        ": ",
        "javascript:x",
        "\t",
    ]);
    prop_oneof![
        prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat()),
        any::<String>(),
    ]
}

fn spans(fragment: &Fragment, found: &mut Vec<Span>) {
    let mut last = 0;
    for slot in &fragment.slots {
        assert!(slot.at >= last && fragment.html().is_char_boundary(slot.at as usize));
        last = slot.at;
        match &slot.filling {
            Filling::Code(code) => found.push(code.span),
            Filling::Block(call) => {
                found.push(call.name_span);
                found.extend(call.arguments.iter().map(|argument| argument.span));
                spans(&call.body, found);
            }
            Filling::Table(table) => {
                found.extend(
                    table
                        .table
                        .headings
                        .iter()
                        .chain(table.table.rows.iter().flatten())
                        .map(|cell| cell.span),
                );
                spans(&table.fragment, found);
            }
            Filling::Cell(cell) => spans(cell, found),
            Filling::Href(_) | Filling::Title(_) | Filling::Word(_) => {}
            Filling::Dimensions(_) | Filling::FileFacts(_) => {}
            Filling::PictureStart(_) | Filling::PictureEnd(_) | Filling::TargetLanguage(_) => {}
        }
    }
}

/// All HTML that is written before slots are filled.
fn written(fragment: &Fragment, html: &mut String) {
    html.push_str(fragment.html());
    for slot in &fragment.slots {
        match &slot.filling {
            Filling::Block(call) => written(&call.body, html),
            Filling::Table(table) => written(&table.fragment, html),
            Filling::Cell(cell) => written(cell, html),
            _ => {}
        }
    }
}

/// The first tag of a fragment that does not close what is open, or what stays open.
fn unbalanced(fragment: &Fragment) -> Option<String> {
    let mut open = Vec::new();
    let html = fragment.html();
    for token in Scanner::new(html) {
        let Token::Tag(tag) = token else { continue };
        if !tag.closing && !["img", "br", "hr", "wbr", "col", "input"].contains(&tag.name) {
            open.push(tag.name);
        } else if tag.closing && open.pop() != Some(tag.name) {
            return Some(html[tag.range].to_owned());
        }
    }
    let inside = fragment.slots.iter().find_map(|slot| match &slot.filling {
        Filling::Block(call) => unbalanced(&call.body),
        _ => None,
    });
    open.pop().map(str::to_owned).or(inside)
}

#[test]
fn tags_are_balanced_around_a_block_that_is_never_closed() {
    for text in [
        "{#a .b}::: note\n: {#a .b}<div>\n    :::: a b=“c” src=\"d\"\n",
        "> <div>\n>\n> ::: a\n",
    ] {
        let outcome = outcome(text, RawHtml::Sanitise);
        assert_eq!(
            unbalanced(&outcome.body.fragment),
            None,
            "{:?}",
            outcome.body.fragment.html()
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_place_is_in_the_text(text in markdown()) {
        for mode in [RawHtml::Allow, RawHtml::Sanitise, RawHtml::Escape] {
            let outcome = outcome(&text, mode);
            let mut found: Vec<Span> = outcome.links.iter().map(|link| link.span).collect();
            found.extend(outcome.body.headings.iter().map(|heading| heading.span));
            found.extend(outcome.diagnostics.iter().flat_map(|d| &d.labels).filter_map(|label| label.span));
            spans(&outcome.body.fragment, &mut found);
            for span in found {
                let (start, end) = (span.start as usize - OFFSET, span.end as usize - OFFSET);
                prop_assert!(text.get(start..end).is_some(), "{span:?}");
            }
        }
    }

    #[test]
    fn no_script_comes_through(text in markdown()) {
        for mode in [RawHtml::Sanitise, RawHtml::Escape] {
            let outcome = outcome(&text, mode);
            let mut html = String::new();
            written(&outcome.body.fragment, &mut html);
            let html = html.to_lowercase();
            prop_assert!(!html.contains("<script"), "{}", html);
            prop_assert!(!html.contains("href=\"javascript:"), "{}", html);
        }
    }

    #[test]
    fn guests_change_nothing_but_their_own_text(text in markdown()) {
        let outcome = outcome_of_guest(&text);
        let html = &outcome.body.fragment.html();
        prop_assert_eq!(unbalanced(&outcome.body.fragment), None, "{:?}", html);
        prop_assert!(outcome.body.headings.is_empty());
        let blocks = outcome.body.fragment.slots.iter().any(|slot| matches!(slot.filling, Filling::Block(_)));
        prop_assert!(!blocks, "{}", html);
        for token in Scanner::new(html) {
            let Token::Tag(tag) = token else { continue };
            let outline = ["h1", "h2", "h3", "h4", "h5", "h6", "section", "script"];
            prop_assert!(!outline.contains(&tag.name), "{}", html);
            for attribute in &tag.attributes {
                prop_assert!(attribute.name != "id" || attribute.value.starts_with("comment-a-"), "{}", html);
                let fetched = tag.name == "img" && attribute.name == "src";
                prop_assert!(!fetched || !is_on_other_site(&outcome.shown_value(attribute.value_range.start)), "{}", html);
            }
            let link = tag.name == "a" && tag.attributes.iter().any(|attribute| attribute.name == "href");
            let own = tag.attributes.iter().any(|attribute| matches!(attribute.name, "rel" | "role"));
            prop_assert!(!link || own, "{}", html);
        }
    }

    #[test]
    fn tags_are_balanced(text in markdown()) {
        for mode in [RawHtml::Sanitise, RawHtml::Escape] {
            let outcome = outcome(&text, mode);
            prop_assert_eq!(unbalanced(&outcome.body.fragment), None, "{:?}", outcome.body.fragment.html());
        }
    }

    #[test]
    fn anchors_of_headings_are_unique(text in markdown()) {
        let headings = outcome(&text, RawHtml::Escape).body.headings;
        let mut ids: Vec<_> = headings.iter().map(|heading| &heading.value.id).collect();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), headings.len());
    }
}
