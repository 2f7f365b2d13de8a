//! The sections of a document, each with those inside it.

use crate::base::Span;
use crate::document::{Heading, Outline};

/// A heading with all that is below it.
#[derive(Debug, PartialEq, Eq)]
pub struct Section {
    /// The text of the heading.
    pub title: String,
    /// Where the heading is.
    pub heading: Span,
    /// The heading with the text below it.
    pub whole: Span,
    /// The sections inside it.
    pub parts: Vec<Section>,
}

/// The sections of a document whose text has so many bytes.
pub fn sections(outline: &Outline, length: usize) -> Vec<Section> {
    let headings = outline.words.headings.iter();
    let placed: Vec<Placed> = headings
        .zip(outline.spots.headings.iter().copied())
        .collect();
    nested(&placed, length)
}

type Placed<'o> = (&'o Heading, Span);

fn nested(mut headings: &[Placed], end: usize) -> Vec<Section> {
    let mut sections = Vec::new();
    while let Some(((heading, span), rest)) = headings.split_first() {
        let is_inside = |other: &&Placed| other.0.level > heading.level;
        let inside = rest.iter().take_while(is_inside).count();
        let (inside, behind) = rest.split_at(inside);
        let own_end = behind.first().map_or(end, |next| next.1.start as usize);
        sections.push(Section {
            title: heading.text.clone(),
            heading: *span,
            whole: Span::new(span.start as usize, own_end.max(span.end as usize)),
            parts: nested(inside, own_end),
        });
        headings = behind;
    }
    sections
}
