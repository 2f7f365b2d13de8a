//! Texts that are newer than the graph, and the record of which texts a page was made of.
//!
//! An edit that moves no outline leaves the graph as it is: only the text is another one. So a page is made
//! of what all pages share, which knows outlines only, and of texts, which have one door: [`Views::document`].

use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap};
use std::ops::Deref;
use std::sync::Arc;

use super::view::Shared;
use crate::base::FilePath;
use crate::document::Document;
use crate::graph::Node;

/// The documents whose texts were edited since the site was linked.
#[derive(Clone, Debug, Default)]
pub struct Prose(HashMap<FilePath, Edited>);

#[derive(Clone, Debug)]
struct Edited {
    document: Arc<Document>,
    version: u64,
}

impl Prose {
    /// Takes a newer text of a document. No two texts of a file may have one version, and none has 0.
    pub fn set(&mut self, document: Arc<Document>, version: u64) {
        self.0
            .insert(document.outline.file.clone(), Edited { document, version });
    }

    /// True where the graph has the newest text of every document.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The version of a document's text; 0 for the one that the graph was made with.
    pub fn version(&self, file: &FilePath) -> u64 {
        self.0.get(file).map_or(0, |edited| edited.version)
    }
}

/// The texts that a page was made of, each with its version. While none of them has another one, and
/// the graph is the same, the page is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts(BTreeMap<FilePath, u64>);

impl Texts {
    /// True where all of these are still the texts of their documents.
    pub fn are_in(&self, prose: &Prose) -> bool {
        self.0
            .iter()
            .all(|(file, version)| prose.version(file) == *version)
    }
}

/// Everything that one page is made of.
pub struct Views<'v> {
    shared: &'v Shared<'v>,
    prose: &'v Prose,
    texts: RefCell<BTreeMap<FilePath, u64>>,
}

impl<'v> Views<'v> {
    /// For the making of one page.
    pub fn new(shared: &'v Shared<'v>, prose: &'v Prose) -> Views<'v> {
        Views {
            shared,
            prose,
            texts: RefCell::default(),
        }
    }

    /// A document with its text as it is now. Its outline is the node's, but for places.
    pub fn document<'d>(&self, node: Node<'d>) -> &'d Document
    where
        'v: 'd,
    {
        let file = &node.outline().file;
        let edited = self.prose.0.get(file);
        self.texts
            .borrow_mut()
            .insert(file.clone(), edited.map_or(0, |edited| edited.version));
        edited.map_or(node.document(), |edited| &edited.document)
    }

    /// The texts that were asked for.
    pub fn into_texts(self) -> Texts {
        Texts(self.texts.into_inner())
    }
}

impl<'v> Deref for Views<'v> {
    type Target = Shared<'v>;

    fn deref(&self) -> &Shared<'v> {
        self.shared
    }
}
