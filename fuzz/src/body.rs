//! A body of Markdown: places are true, parts are parts, and what is not trusted brings no code.

use copublish::base::FilePath;
use copublish::base::clean_text::CleanText;
use copublish::config::link_schemes::NO_OTHER_SCHEMES;
use copublish::config::{AnchorStyle, RawHtml};
use copublish::document::markdown::{Body, Input, Quotes, facts, read};
use copublish::document::tag::{Scanner, Token};
use copublish::document::{Filling, Fragment, Link, LinkRole, Located};

use crate::places::{assert_all_in, assert_in};

/// Reads the bytes as Markdown in every mode, and as a reader's comment.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    check(text);
}

/// Reads a text in every mode, with quotes and anchors in plain letters and with those of other scripts.
pub fn check(text: &str) {
    for (raw_html, guest) in [
        (RawHtml::Allow, None),
        (RawHtml::Sanitise, None),
        (RawHtml::Escape, None),
        (RawHtml::Sanitise, Some("comment-a-")),
    ] {
        for (quotes, anchors) in [
            (None, AnchorStyle::Plain),
            (Some(Quotes::of("fr")), AnchorStyle::GitHub),
        ] {
            check_input(&Input {
                file: &FilePath::new("a.md"),
                text: &CleanText::of(text),
                offset: 0,
                raw_html,
                link_schemes: &NO_OTHER_SCHEMES,
                quotes,
                anchors,
                guest,
            });
        }
    }
}

fn check_input(input: &Input) {
    let text = input.text.as_str();
    let (mut links, mut diagnostics) = (Vec::new(), Vec::new());
    let body = read(input, &mut links, &mut diagnostics);
    assert_all_in(input.file, text, &diagnostics);
    links.iter().for_each(|link| assert_in(text, link.span));
    body.headings
        .iter()
        .for_each(|heading| assert_in(text, heading.span));
    if input.raw_html != RawHtml::Allow {
        assert_harmless(&body, &links);
    }
    drop(facts(input));
}

fn assert_harmless(body: &Body, links: &[Located<Link>]) {
    harmless(&body.fragment, links);
}

fn harmless(fragment: &Fragment, links: &[Located<Link>]) {
    let html = fragment.html();
    let mut last = 0;
    for slot in &fragment.slots {
        assert!(
            slot.at >= last && html.is_char_boundary(slot.at as usize),
            "slots stand in order"
        );
        last = slot.at;
        match &slot.filling {
            Filling::Block(call) => harmless(&call.body, links),
            Filling::Table(table) => harmless(&table.fragment, links),
            Filling::Cell(cell) => harmless(cell, links),
            // A link by id is whatever stands in its brackets; that no such document is there, the graph finds.
            Filling::Href(id) if links[id.0 as usize].value.role != LinkRole::Id => {
                assert_safe(&links[id.0 as usize].value.target)
            }
            _ => {}
        }
    }
    for token in Scanner::new(&html) {
        let Token::Tag(tag) = token else { continue };
        let name = tag.name.to_ascii_lowercase();
        let bad = [
            "script", "style", "iframe", "object", "embed", "svg", "math", "form", "base", "meta",
            "link", "template",
        ];
        assert!(!bad.contains(&&*name), "<{name}> gets through");
        for attribute in tag.attributes {
            let attribute_name = attribute.name.to_ascii_lowercase();
            assert!(
                !attribute_name.starts_with("on")
                    && !["style", "srcdoc", "formaction"].contains(&&*attribute_name)
            );
            if ["href", "src", "action", "poster", "cite"].contains(&&*attribute_name) {
                assert_safe(attribute.value);
            }
        }
    }
}

fn assert_safe(target: &str) {
    let plain: String = target
        .chars()
        .filter(|c| !c.is_control() && !c.is_whitespace())
        .collect();
    let plain = plain.to_ascii_lowercase();
    let bad = ["javascript:", "vbscript:", "data:"]
        .iter()
        .any(|scheme| plain.starts_with(scheme));
    assert!(!bad, "{target:?} gets through");
}
