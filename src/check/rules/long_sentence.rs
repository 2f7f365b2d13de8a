//! A sentence has more than 40 words. This is advice; turn it on in `site.yaml`:
//!
//! ```text
//! checks:
//!   long-sentence: warn
//! ```
//!
//! Quotations, headings and tables are skipped.
//!
//! ## Example
//!
//! ```text
//! We have, following the meeting in May, at which all regions were represented and
//! which many of you will remember for its lively discussion, decided to publish, as
//! soon as the figures of the last quarter have been received and checked, a report
//! that shows what has been done.
//! ```
//!
//! ## What to do
//!
//! Split it into two sentences, or make it a list.
//!
//! ```text
//! All regions met in May. We decided there to publish a report that shows what has
//! been done. It will come out when we have checked the figures of the last quarter.
//! ```
//!
//! ## Why it matters
//!
//! At the end of a long sentence, many readers have forgotten its start.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::check::sentence::{sentences, words};
use crate::document::Role;

pub(super) const RULE: Rule = Rule::of_text(Code::LongSentence, check);

/// A sentence of more words is long.
const WORDS: usize = 40;

/// Finds sentences of more than 40 words outside of quotations.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    let own = text.facts.passages.iter().filter(|passage| {
        matches!(passage.role, Role::Paragraph | Role::Item | Role::Html) && !passage.is_quoted
    });
    for passage in own {
        for range in sentences(&passage.text) {
            let count = words(passage.text.get(range.clone()).unwrap_or("")).count();
            if count > WORDS {
                found.push(
                    Diagnostic::new(
                        Code::LongSentence,
                        format!(
                            "this sentence has {count} words; more than {WORDS} are hard to follow"
                        ),
                    )
                    .at(text.file(), passage.place(range), "")
                    .help("split it in two, or make it a list"),
                );
            }
        }
    }
}
