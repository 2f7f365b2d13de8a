//! A block of code opens with a line of backticks or tildes and has no such line below
//! it, so everything after it is shown as code. `copublish check` finds this; it is
//! a warning.
//!
//! ## Example
//!
//! ````text
//! ```
//! copublish build
//!
//! ## What comes next
//! ````
//!
//! ## What to do
//!
//! Close the block with a line of the same signs, at least as many:
//!
//! ````text
//! ```
//! copublish build
//! ```
//!
//! ## What comes next
//! ````
//!
//! ## Why it matters
//!
//! Headings, links and lists below it lose their meaning.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;

pub(super) const RULE: Rule = Rule::of_text(Code::UnclosedCode, check);

/// Finds blocks of code without an end.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    for fence in &text.facts.open_fences {
        let line = text.source_at(*fence);
        let sign = line.chars().next().unwrap_or('`');
        let signs: String = line.chars().take_while(|c| *c == sign).collect();
        found.push(
            Diagnostic::new(Code::UnclosedCode, "this block of code is never closed")
                .at(text.file(), *fence, "all below is shown as code")
                .help(format!("close it with a line of {signs} where it ends")),
        );
    }
}
