//! The kinds of translations: one that does not say what it is, is what its source is. How a file is read depends on that, so such
//! translations are read again when the kinds of all sources are known.

use std::sync::Arc;

use super::originals::Originals;
use crate::document::{Document, Placement, may_inherit};

/// The translations whose sources are of another kind, which these do not say, by their places.
pub(super) fn other_kinds(
    documents: &[&Arc<Document>],
    placements: &[Placement],
) -> Vec<(usize, String)> {
    let originals = Originals::of(documents.iter().copied());
    let mut found = Vec::new();
    for (at, (document, placement)) in documents.iter().zip(placements).enumerate() {
        let own = &document.outline.structure;
        // One that says its kind has another one than its place says, or keeps it when it is read again.
        let says_kind = own.kind != placement.kind;
        // Not even the kind of a source that may be hidden is to be seen in a translation that is public by itself.
        let source = originals.source_of(own);
        let source = source.filter(|source| may_inherit(own, &source.outline.structure));
        let kind = source.map(|source| &source.outline.kind);
        if let Some(kind) = kind.filter(|kind| !says_kind && **kind != own.kind) {
            found.push((at, kind.clone()));
        }
    }
    found
}
