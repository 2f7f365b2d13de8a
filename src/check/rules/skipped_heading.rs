//! A heading is more than one level below the heading before it, or the first one is
//! more than one level below the title of the page, which is level 1. `copublish
//! check` finds this; it is a warning.
//!
//! ## Example
//!
//! ```text
//! ## What we did
//!
//! #### In the north
//! ```
//!
//! ## What to do
//!
//! Make it one level deeper than the heading it belongs to. Its size on the page is
//! up to the theme.
//!
//! ```text
//! ## What we did
//!
//! ### In the north
//! ```
//!
//! The first headings of a text start with `##`.
//!
//! ## Why it matters
//!
//! Screen reader users jump from heading to heading and hear their levels. If a level
//! is missing, they search for a heading they think they missed.

use crate::base::english::excerpt;
use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;

pub(super) const RULE: Rule = Rule::of_text(Code::SkippedHeading, check);

/// Finds headings that are more than one level below the one before them; the first is below the page's title.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    if text.node.url().is_none() {
        return;
    }
    let mut before = None;
    for heading in &text.facts.headings {
        let (level, above) = (heading.level, before.map_or(1, |(level, _)| level));
        if level > above + 1 {
            let wanted = above + 1;
            let message = if before.is_none() {
                format!("the first heading is of level {level}, right below the title of the page")
            } else {
                format!("a heading of level {level} follows one of level {above}")
            };
            let mut diagnostic = Diagnostic::new(Code::SkippedHeading, message).at(
                text.file(),
                heading.span,
                format!("level {wanted} is missing between them"),
            );
            if let Some((level, span)) = before {
                diagnostic = diagnostic.at(text.file(), span, format!("level {level}"));
            }
            let signs = "#".repeat(usize::from(wanted));
            found.push(diagnostic.help(format!(
                "write it as `{signs} {}`, and move the headings that belong to it up one level too",
                excerpt(&heading.text, 40)
            )));
        }
        before = Some((level, heading.span));
    }
}
