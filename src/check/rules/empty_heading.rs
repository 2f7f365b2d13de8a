//! Headings that say nothing.

use crate::base::{Code, Diagnostic};
use crate::check::subject::Text;

/// Finds headings without text: readers of screens jump to them and hear nothing.
pub fn look(text: &Text, found: &mut Vec<Diagnostic>) {
    let empty = text
        .anatomy
        .headings
        .iter()
        .filter(|heading| heading.text.is_empty());
    found.extend(empty.map(|heading| {
        Diagnostic::new(Code::EmptyHeading, "this heading is empty")
            .at(text.file(), heading.span, "no text")
            .help("delete it, or say what the text below it is about")
    }));
}
