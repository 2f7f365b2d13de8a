//! What the body of a document is made of, for the rules that judge how it is written. Judges nothing itself.

use super::markdown::{self, Input, Quotes, TextFacts};
use super::split::split;
use super::{Document, comment};
use crate::base::clean_text::CleanText;
use crate::config::AnchorStyle;
use crate::config::link_schemes::NO_OTHER_SCHEMES;
use crate::config::{Kind, RawHtml};

/// The facts about a document's body; `raw_html` is the site's rule. `text` is the document's whole source; `None` if that
/// is not the text that the document was read from.
pub fn facts(document: &Document, text: &str, kind: &Kind, raw_html: RawHtml) -> Option<TextFacts> {
    let outline = &document.outline;
    let title = outline.spots.title;
    let body = split(&outline.file, text).ok()?.body;
    // A first heading that serves as the title is no part of the body any more.
    let is_title_in_body = title.start >= body.start;
    let start = if is_title_in_body {
        body.start.max(title.end)
    } else {
        body.start
    };
    let offset = start as usize;
    Some(markdown::facts(&Input {
        file: &outline.file,
        text: &CleanText::of(text.get(offset..)?),
        offset,
        raw_html: comment::raw_html(kind, raw_html),
        link_schemes: &NO_OTHER_SCHEMES,
        quotes: Some(Quotes::of("en")),
        anchors: AnchorStyle::Plain,
        guest: None,
    }))
}
