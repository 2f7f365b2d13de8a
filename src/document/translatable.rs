//! What of a document somebody translates.

use super::outline::Outline;
use super::text_version::{Paragraph, TextVersion, paragraphs};
use crate::base::Span;

/// What of a document somebody translates, in order: its title, its summary, the paragraphs of its text.
pub struct TranslatableText<'t> {
    /// Its parts, as written.
    pub parts: Vec<Paragraph<'t>>,
}

impl<'t> TranslatableText<'t> {
    /// Reads it from a document and the text of its file.
    pub fn of(outline: &'t Outline, source: &'t str) -> TranslatableText<'t> {
        let place = |name| outline.spots.fields.find(name);
        let title = outline.words.fields.text("title");
        let summary = outline.words.fields.text("summary");
        let fields = [("title", title), ("summary", summary)].into_iter();
        let fields = fields.filter_map(|(name, text)| {
            let span: Span = place(name)?;
            Some(Paragraph { text: text?, span })
        });
        TranslatableText {
            parts: fields.chain(paragraphs(source)).collect(),
        }
    }

    /// Which version it is.
    pub fn version(&self) -> TextVersion {
        TextVersion::of(self.parts.iter().map(|part| part.text))
    }
}
