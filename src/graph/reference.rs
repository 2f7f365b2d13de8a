//! A document named in a field of another one, and where.

use crate::base::Span;
use crate::document::{Outline, Reference};

/// A reference of a document.
#[derive(Clone, Copy)]
pub(super) struct Named<'o> {
    /// The document that names another one.
    pub by: &'o Outline,
    pub reference: &'o Reference,
    /// Where the name is written.
    pub span: Span,
}

impl<'o> Named<'o> {
    /// All references of a document.
    pub fn all(by: &'o Outline) -> impl Iterator<Item = Named<'o>> {
        let references = by.references.iter().zip(&by.spots.references);
        references.map(move |(reference, span)| Named {
            by,
            reference,
            span: *span,
        })
    }
}
