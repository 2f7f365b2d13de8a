//! Texts of documents that are newer than the linked site, and which of them something was made of.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::base::{FilePath, Hash};
use crate::document::Document;

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
pub(super) type TextVersion = Option<Hash>;

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

    /// The newer text of the document in a file.
    pub(super) fn document(&self, file: &FilePath) -> Option<&Document> {
        self.0.get(file).map(|edit| &*edit.document)
    }

    pub(super) fn version(&self, file: &FilePath) -> TextVersion {
        self.0.get(file).map(|edit| edit.hash)
    }
}

/// The texts that a page was made of, each with its version. As long as all of them and the linked site are the same, the
/// page is the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextVersions(pub(super) BTreeMap<FilePath, TextVersion>);

impl TextVersions {
    /// True if all of these are still the texts of their documents.
    pub fn are_in(&self, edits: &TextEdits) -> bool {
        self.0
            .iter()
            .all(|(file, version)| edits.version(file) == *version)
    }
}
