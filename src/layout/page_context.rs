//! What one page is made of: what all pages share, and texts, which may be newer than the linked site.
//!
//! An edit that changes no outline leaves the linked site as it is: only the text is another one. So a page reads texts by
//! one door, [`PageContext::document`], which notes the version of each.

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::context::RenderContext;
use crate::base::FilePath;
use crate::document::Document;
use crate::graph::Node;

/// The documents whose texts were edited since the site was linked.
#[derive(Clone, Debug, Default)]
pub struct TextEdits(HashMap<FilePath, TextEdit>);

#[derive(Clone, Debug)]
struct TextEdit {
    document: Arc<Document>,
    version: u64,
}

impl TextEdits {
    /// Takes a newer text of a document. No two texts of a file may have one version, and none has 0.
    pub fn set(&mut self, document: Arc<Document>, version: u64) {
        let file = document.outline.file.clone();
        self.0.insert(file, TextEdit { document, version });
    }

    /// True if the site was linked with the newest text of every document.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The version of a document's text; 0 for the one that the site was linked with.
    pub fn version(&self, file: &FilePath) -> u64 {
        self.0.get(file).map_or(0, |edit| edit.version)
    }
}

/// The texts that a page was made of, each with its version. As long as all of them and the linked site are the same, the
/// page is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextVersions(BTreeMap<FilePath, u64>);

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
    versions: RefCell<BTreeMap<FilePath, u64>>,
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
        let version = edit.map_or(0, |edit| edit.version);
        self.versions.borrow_mut().insert(file.clone(), version);
        edit.map_or(node.document(), |edit| &edit.document)
    }

    /// The texts that were asked for.
    pub fn into_versions(self) -> TextVersions {
        TextVersions(self.versions.into_inner())
    }
}
