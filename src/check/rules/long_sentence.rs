//! Sentences that readers lose the thread of.

use crate::base::{Code, Diagnostic};
use crate::check::sentence::{sentences, words};
use crate::check::subject::Text;
use crate::document::Role;

/// A sentence of more words is long.
const WORDS: usize = 40;

/// Finds sentences of more than 40 words, somebody else's left out.
pub fn look(text: &Text, found: &mut Vec<Diagnostic>) {
    let own = text.anatomy.passages.iter().filter(|passage| {
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
