//! The body of a document taken apart, for those who judge how it is written. Judges nothing itself.

use super::markdown::{self, Anatomy, Input};
use super::split::split;
use super::{Document, comment};
use crate::base::clean_text::CleanText;
use crate::config::{Kind, RawHtml};

/// The parts of a document's body. `text` is its whole source; `None` where that is another text by now than the
/// one the document was read from.
pub fn anatomy(
    document: &Document,
    text: &str,
    (kind, raw_html): (&Kind, RawHtml),
) -> Option<Anatomy> {
    let outline = &document.outline;
    let body = split(&outline.file, text).ok()?.body;
    // A first heading that serves as the title is no part of the body any more.
    let start = body.start.max(if outline.title_span.start >= body.start {
        outline.title_span.end
    } else {
        0
    });
    let offset = start as usize;
    Some(markdown::anatomy(&Input {
        file: &outline.file,
        text: &CleanText::of(text.get(offset..)?),
        offset,
        raw_html: comment::raw_html(kind, raw_html),
        guest: None,
    }))
}
