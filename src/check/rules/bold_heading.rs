//! A paragraph consists only of a few words in bold, with text below: it looks like a
//! heading but is bold text. `copublish check` finds this; it is a warning.
//!
//! Questions are skipped, since interviews often have bold questions, and so are
//! lines that end with a full stop or a colon.
//!
//! ## Example
//!
//! ```text
//! **What we want**
//!
//! People decide for themselves.
//! ```
//!
//! ## What to do
//!
//! Write it as a heading of the right level:
//!
//! ```text
//! ## What we want
//!
//! People decide for themselves.
//! ```
//!
//! If a text has no headings at all, `copublish fix` can do this.
//!
//! ## Why it matters
//!
//! Readers can jump to headings, find them in the contents of a page, and link to
//! them. A bold line only looks the same.

use crate::base::english::excerpt;
use crate::base::{Code, Diagnostic, Fix};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::{Passage, Role};

pub(super) const RULE: Rule = Rule::of_text(Code::BoldHeading, check);

/// A longer line is a sentence that its author wants to be seen.
const LONGEST: usize = 70;

/// Finds paragraphs that are only a short bold text, with text after them.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    let passages = &text.facts.passages;
    let pairs = passages.iter().zip(passages.iter().skip(1));
    for (line, _) in pairs.filter(|(line, next)| is_heading(line) && is_text(next)) {
        let words = line.text.trim();
        let diagnostic = Diagnostic::new(
            Code::BoldHeading,
            format!(
                "`{}` looks like a heading but is bold text",
                excerpt(words, 60)
            ),
        )
        .at(text.file(), line.span, "a bold line")
        .help("make it a heading: put `##` in front, or more `#` for a lower level");
        // Where there are headings, its level is its author's to say.
        let is_sure = text.facts.headings.is_empty() && text.node.url().is_some();
        let plain = is_sure
            .then(|| text.source_at(line.span))
            .and_then(between_stars);
        found.push(match plain {
            Some(plain) => diagnostic.fixed_by(Fix::replacing(
                "make it a heading",
                text.file(),
                line.span,
                text.source_at(line.span),
                &format!("## {plain}"),
            )),
            None => diagnostic,
        });
    }
}

/// A question may belong to an interview, so it does not count.
fn is_heading(line: &Passage) -> bool {
    let words = line.text.trim();

    line.role == Role::Paragraph
        && line.is_free
        && line.is_strong
        && words.chars().count() <= LONGEST
        && words.chars().any(char::is_alphabetic)
        && words.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '“' | '‘'))
        && words.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '”' | '’' | ')'))
}

/// True for text that may follow a heading.
fn is_text(next: &Passage) -> bool {
    matches!(next.role, Role::Paragraph | Role::Item)
        && !next.is_strong
        && !next.is_quoted
        && !next.text.trim().is_empty()
}

/// The text between the stars, if it means the same in a heading.
fn between_stars(written: &str) -> Option<&str> {
    let plain = ["**", "__"]
        .iter()
        .find_map(|sign| written.strip_prefix(sign)?.strip_suffix(sign))?
        .trim();
    let is_safe =
        !plain.contains(['\n', '\r', '*', '_', '#', '{', '}', '<', '\\']) && !plain.is_empty();
    is_safe.then_some(plain)
}
