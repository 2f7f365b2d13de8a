//! Lines of colons, as far as they say where a text stands and which pictures it has.

use std::ops::Range;

use super::parts::{Picture, Written};
use super::reader::Reader;
use crate::document::markdown::directive::{self, Fence, Opening};

/// Blocks stand at most this deep in one another.
const DEEPEST: usize = 32;

/// A block that is open.
pub(super) struct OpenBlock {
    colons: usize,
    /// True for somebody else's words.
    pub is_quotation: bool,
}

impl Reader<'_> {
    /// A line that was put out of the parser's way.
    pub fn fence(&mut self, line: Range<usize>) {
        let source = self.source;
        let written = source.original(line.clone());
        if let Some((short, _)) = crate::document::markdown::abbreviation::definition(written) {
            return self.found.abbreviations.push(short.to_owned());
        }
        match directive::read(written) {
            Fence::Open(opening) => {
                if opening.name == "figure" {
                    self.figure(&opening, line);
                }
                if self.blocks.len() < DEEPEST {
                    let is_quotation = opening.name == "quote";
                    self.blocks.push(OpenBlock {
                        colons: opening.colons,
                        is_quotation,
                    });
                }
            }
            Fence::Close { colons } => {
                if let Some(at) = self.blocks.iter().rposition(|open| open.colons == colons) {
                    self.blocks.truncate(at);
                }
            }
            Fence::Text { .. } => {}
        }
    }

    /// A `figure` without `alt` is reported by the build, so only one that has it is a picture here.
    fn figure(&mut self, opening: &Opening, line: Range<usize>) {
        let find = |name: &str| {
            opening
                .arguments
                .iter()
                .find(|argument| argument.name == name)
        };
        let Some(alt) = find("alt") else { return };
        let start = line.start + alt.range.start;
        let words = alt.value.unwrap_or("").trim();
        self.found.pictures.push(Picture {
            alt: words.to_owned(),
            is_decorative: words.is_empty(),
            target: find("image")
                .and_then(|image| image.value)
                .unwrap_or("")
                .to_owned(),
            written: Written::Block,
            span: self.source.original_span(start..start + alt.range.len()),
        });
    }
}
