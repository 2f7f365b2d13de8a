//! What one page is made of: what all pages share, and texts, which may be newer than the linked site.
//!
//! An edit that changes no outline leaves the linked site as it is: only the text is another one. So a page reads texts by
//! one door, [`PageContext::document`], which notes the version of each.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::context::RenderContext;
use crate::base::{FilePath, Hash};
use crate::document::Document;
use crate::graph::Node;

/// The documents whose texts were edited since the site was linked.
#[derive(Clone, Debug, Default)]
pub struct TextEdits(HashMap<FilePath, TextEdit>);

#[derive(Clone, Debug)]
struct TextEdit {
    document: Arc<Document>,
    /// Of the bytes of its file.
    hash: Hash,
}

/// Which text of a document it is: the hash of the bytes of its file; `None` for the text that the site was linked with.
/// Documents are equal wherever in their files things are written, but what is found in making a page shows places.
type TextVersion = Option<Hash>;

impl TextEdits {
    /// Takes a newer text of a document, read from a file with this hash.
    pub fn set(&mut self, document: Arc<Document>, hash: Hash) {
        let file = document.outline.file.clone();
        self.0.insert(file, TextEdit { document, hash });
    }

    /// True if the site was linked with the newest text of every document.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The files whose text is another one than in `earlier` edits of the same site.
    pub fn changed_since<'e>(&'e self, earlier: &'e TextEdits) -> BTreeSet<&'e FilePath> {
        let files = self.0.keys().chain(earlier.0.keys());
        let changed = files.filter(|file| self.version(file) != earlier.version(file));
        changed.collect()
    }

    fn version(&self, file: &FilePath) -> TextVersion {
        self.0.get(file).map(|edit| edit.hash)
    }
}

/// The texts that a page was made of, each with its version. As long as all of them and the linked site are the same, the
/// page is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextVersions(BTreeMap<FilePath, TextVersion>);

impl TextVersions {
    /// True if all of these are still the texts of their documents.
    pub fn are_in(&self, edits: &TextEdits) -> bool {
        self.0
            .iter()
            .all(|(file, version)| edits.version(file) == *version)
    }
}

/// Everything that one page is made of.
pub struct PageContext<'c> {
    /// What all pages are made of.
    pub render: &'c RenderContext<'c>,
    edits: &'c TextEdits,
    versions: RefCell<BTreeMap<FilePath, TextVersion>>,
}

impl<'c> PageContext<'c> {
    /// For the making of one page.
    pub fn new(render: &'c RenderContext<'c>, edits: &'c TextEdits) -> PageContext<'c> {
        PageContext {
            render,
            edits,
            versions: RefCell::default(),
        }
    }

    /// A document with its newest text. Its outline is the node's, but for places.
    pub fn document<'d>(&self, node: Node<'d>) -> &'d Document
    where
        'c: 'd,
    {
        let file = &node.outline().file;
        let edit = self.edits.0.get(file);
        let version = edit.map(|edit| edit.hash);
        self.versions.borrow_mut().insert(file.clone(), version);
        edit.map_or(node.document(), |edit| &edit.document)
    }

    /// True if the newest text of a document is the one that the site was linked with.
    pub fn has_linked_text(&self, node: Node) -> bool {
        self.edits.version(&node.outline().file).is_none()
    }

    /// The texts that were asked for.
    pub fn into_versions(self) -> TextVersions {
        TextVersions(self.versions.into_inner())
    }
}
