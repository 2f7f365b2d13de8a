//! A document named in a field of another one.

use crate::document::{Reference, ReferenceId, Spot, Structure};

/// A reference of a document.
#[derive(Clone, Copy)]
pub(super) struct Named<'o> {
    /// The document that names another one.
    pub by: &'o Structure,
    pub reference: &'o Reference,
    id: ReferenceId,
}

impl<'o> Named<'o> {
    /// All references of a document.
    pub fn all(by: &'o Structure) -> impl Iterator<Item = Named<'o>> {
        let references = (0..).map(ReferenceId).zip(&by.references);
        references.map(move |(id, reference)| Named { by, reference, id })
    }

    /// Where the name is written.
    pub fn spot(self) -> Spot {
        Spot::Reference(self.id)
    }
}
