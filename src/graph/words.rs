//! The words of all documents. Whose words a table was made with is noted: as long as these stay, so does the table.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::id::NodeId;
use crate::document::{Document, Words};

/// Gives the words of documents, and takes note of whose were read.
pub(super) struct WordReader<'i> {
    public: Vec<Entry<'i>>,
    hidden: Vec<Entry<'i>>,
}

struct Entry<'i> {
    words: &'i Words,
    is_read: AtomicBool,
}

/// Whose words tables were made with: for each document, whether its words were read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WordsRead {
    pub public: Vec<bool>,
    pub hidden: Vec<bool>,
}

impl<'i> WordReader<'i> {
    pub fn new(public: &[&'i Arc<Document>], hidden: &[&'i Arc<Document>]) -> WordReader<'i> {
        let entries = |documents: &[&'i Arc<Document>]| {
            let documents = documents.iter();
            documents.map(|document| Entry::new(document)).collect()
        };
        WordReader {
            public: entries(public),
            hidden: entries(hidden),
        }
    }

    /// The words of a public document.
    pub fn of(&self, id: NodeId) -> &'i Words {
        self.public[id.index()].read()
    }

    /// The words of a document that is not public, by its place among these.
    pub fn of_hidden(&self, at: usize) -> &'i Words {
        self.hidden[at].read()
    }

    /// Whose words were read so far.
    pub fn read(&self) -> WordsRead {
        let read = |entries: &[Entry]| {
            let entries = entries.iter();
            entries
                .map(|entry| entry.is_read.load(Ordering::Relaxed))
                .collect()
        };
        WordsRead {
            public: read(&self.public),
            hidden: read(&self.hidden),
        }
    }
}

impl<'i> Entry<'i> {
    fn new(document: &'i Document) -> Entry<'i> {
        Entry {
            words: &document.outline.words,
            is_read: AtomicBool::new(false),
        }
    }

    fn read(&self) -> &'i Words {
        self.is_read.store(true, Ordering::Relaxed);
        self.words
    }
}
