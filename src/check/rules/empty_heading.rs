//! A heading has no text. `copublish check` finds this; it is a warning.
//!
//! ## Example
//!
//! ```text
//! ##
//!
//! We met on 3 May.
//! ```
//!
//! ## What to do
//!
//! Delete the `#`, or say what the text below is about.
//!
//! ```text
//! ## Our meeting in May
//!
//! We met on 3 May.
//! ```
//!
//! ## Why it matters
//!
//! Screen readers offer a list of headings to jump to. Readers who choose an empty
//! one hear nothing.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;

pub(super) const RULE: Rule = Rule::of_text(Code::EmptyHeading, check);

/// Finds headings without text: readers of screens jump to them and hear nothing.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    let empty = text
        .facts
        .headings
        .iter()
        .filter(|heading| heading.text.is_empty());
    found.extend(empty.map(|heading| {
        Diagnostic::new(Code::EmptyHeading, "this heading is empty")
            .at(text.file(), heading.span, "no text")
            .help("delete it, or say what the text below it is about")
    }));
}
