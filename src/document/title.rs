//! The words of a document that has none of its own: a title, a slug and a summary made of what it has.

use super::markdown;
use crate::base::Span;
use crate::base::english::{capitalised, one_line};
use crate::base::slug::slugify;

/// The most characters of a first paragraph that serve as a summary.
const SUMMARY: usize = 200;

/// The title of a document.
pub(super) struct Title {
    pub text: String,
    pub span: Span,
    /// Where the body starts after it.
    pub body_at: usize,
}

/// The last part of the address of a document that does not say one.
pub(super) fn slug_of(name: &str, title: &str) -> String {
    let of_name = slugify(name);
    if of_name.is_empty() {
        slugify(title)
    } else {
        of_name
    }
}

/// The words of a heading, as any heading of a text is read; `line` is what follows the `# `.
pub(super) fn plain_heading(line: &str) -> String {
    one_line(&markdown::plain_line(&format!("# {line}")))
}

/// `regional-initiatives` → `Regional initiatives`.
pub(super) fn title_of_name(name: &str) -> String {
    let title = capitalised(&one_line(&name.replace(['-', '_'], " ")));
    if title.is_empty() {
        "Untitled".to_owned()
    } else {
        title
    }
}

/// The first sentences of a paragraph that fit a summary, cut between words where none fits.
pub(super) fn shorten(paragraph: &str) -> String {
    let text = one_line(paragraph);
    if text.chars().count() <= SUMMARY {
        return text;
    }
    let limit = text
        .char_indices()
        .nth(SUMMARY)
        .map_or(text.len(), |(at, _)| at);
    if let Some(end) = text[..limit].rfind(". ").filter(|end| *end > limit / 3) {
        return text[..=end].to_owned();
    }
    let end = text[..limit].rfind(' ').unwrap_or(limit);
    format!("{}…", text[..end].trim_end_matches([',', ';', ':']))
}
