//! What one page is made of: what all pages share, and texts, which may be newer than the linked site.
//!
//! An edit that changes no outline leaves the linked site as it is: only the text is another one. So a page reads texts by
//! one door, [`PageContext::document`], which notes the version of each.

use std::cell::RefCell;

use super::context::RenderContext;
use super::text_edits::{TextEdits, TextVersions};
use crate::base::FilePath;
use crate::document::Document;
use crate::graph::Node;

/// Everything that one page is made of.
pub struct PageContext<'c> {
    /// What all pages are made of.
    pub render: &'c RenderContext<'c>,
    /// What its texts are made of, if they are in another language than what is around them.
    texts: Option<&'c RenderContext<'c>>,
    edits: &'c TextEdits,
    versions: RefCell<TextVersions>,
}

impl<'c> PageContext<'c> {
    /// For the making of one page.
    pub fn new(render: &'c RenderContext<'c>, edits: &'c TextEdits) -> PageContext<'c> {
        PageContext {
            render,
            texts: None,
            edits,
            versions: RefCell::default(),
        }
    }

    /// The same for a page whose texts may be in another language than what is around them.
    #[must_use]
    pub fn with_texts(self, texts: Option<&'c RenderContext<'c>>) -> PageContext<'c> {
        PageContext { texts, ..self }
    }

    /// True for a page whose texts are in another language than what is around them.
    pub fn is_fallback(&self) -> bool {
        self.texts.is_some()
    }

    /// For the making of its texts.
    pub fn of_texts(&self) -> Option<PageContext<'c>> {
        Some(PageContext::new(self.texts?, self.edits))
    }

    /// A document with its newest text. Its outline is the node's, but for places.
    pub fn document<'d>(&self, node: Node<'d>) -> &'d Document
    where
        'c: 'd,
    {
        let file = &node.outline().file;
        let version = self.edits.version(file);
        self.versions.borrow_mut().0.insert(file.clone(), version);
        self.edits.document(file).unwrap_or(node.document())
    }

    /// True if the newest text of a document is the one that the site was linked with.
    pub fn has_linked_text(&self, node: Node) -> bool {
        self.edits.version(&node.outline().file).is_none()
    }

    /// The texts that are newer than the linked site.
    pub fn edits(&self) -> &'c TextEdits {
        self.edits
    }

    /// The files of the texts that were asked for so far.
    pub fn files_read(&self) -> Vec<FilePath> {
        self.versions.borrow().0.keys().cloned().collect()
    }

    /// Notes texts that were asked for in making something that the page shows.
    pub fn note(&self, texts: &TextVersions) {
        let texts = texts.0.clone();
        self.versions.borrow_mut().0.extend(texts);
    }

    /// The texts that were asked for.
    pub fn into_versions(self) -> TextVersions {
        self.versions.into_inner()
    }
}
