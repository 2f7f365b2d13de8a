//! A text has a heading of level 1. The title of a page is its heading of level 1, so
//! the page has two titles. `copublish check` finds this; it is a warning.
//!
//! ## Example
//!
//! ```text
//! ---
//! title: Our plan for 2012
//! ---
//!
//! # What we want
//! ```
//!
//! ## What to do
//!
//! Start the headings of a text with `##`. Those below them move one level down too.
//!
//! ```text
//! ## What we want
//! ```
//!
//! If the heading only repeats the title, delete it. If all headings of a text are of
//! level 1, `copublish fix` can change them.
//!
//! ## Why it matters
//!
//! With two titles, screen readers and search engines cannot tell which one is right.

use crate::base::english::excerpt;
use crate::base::{Code, Diagnostic, Fix, Span};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::{Notation, WrittenHeading};

pub(super) const RULE: Rule = Rule::of_text(Code::SecondTitle, check);

/// Finds headings of level 1 in the body of a page.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    if text.node.url().is_none() {
        return;
    }
    let headings = &text.facts.headings;
    // Where there are others below them, all would have to move.
    let is_alone = headings.iter().all(|heading| heading.level == 1);
    for heading in headings
        .iter()
        .filter(|heading| heading.level == 1 && !heading.text.is_empty())
    {
        let title = excerpt(&heading.text, 60);
        let diagnostic = Diagnostic::new(
            Code::SecondTitle,
            format!("`{title}` is a second title on the page"),
        )
        .at(text.file(), heading.span, "a heading of level 1")
        .help("the title in the front matter is level 1; headings in the text start with `##`");
        let fix = is_alone.then(|| fix(text, heading)).flatten();
        found.push(if let Some(fix) = fix {
            diagnostic.fixed_by(fix)
        } else {
            diagnostic
        });
    }
}

fn fix(text: &CheckedText, heading: &WrittenHeading) -> Option<Fix> {
    let is_plain =
        heading.notation == Notation::Markdown && text.source_at(heading.span).starts_with("# ");
    let start = Span {
        end: heading.span.start,
        ..heading.span
    };
    is_plain.then(|| Fix::of("put it one level down", text.file(), start, "#"))
}
