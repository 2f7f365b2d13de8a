//! The editions of documents, all of a document made at once: the page says how large they are, feeds and lists do too, and
//! each is a file. The key is whole: a memo belongs to one linked site under one theme, and holds what was made as long as the
//! texts that it was made of are the same.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::text_edits::{TextEdits, TextVersions};
use crate::base::Diagnostic;
use crate::config::Edition;
use crate::edition::{EditionError, EditionOutcome, EditionSize, FinishedEdition};
use crate::graph::NodeId;

/// How many bytes of files wait to be written. Files above that are made again when they are asked for.
const MOST: usize = 256 << 20;

/// The editions of a site.
#[derive(Default)]
pub struct EditionMemo {
    documents: Mutex<BTreeMap<NodeId, Arc<Entry>>>,
    held: AtomicUsize,
}

/// The editions of a document; whoever asks for them while they are made waits, and for no others.
type Entry = Mutex<Option<DocumentEditions>>;

/// The editions of a document.
#[derive(Default)]
pub struct DocumentEditions {
    /// The texts that they were made of.
    pub texts: TextVersions,
    /// In order.
    pub files: Vec<MadeEdition>,
    /// What was found in making their text.
    pub found: Vec<Diagnostic>,
}

/// One of them.
pub struct MadeEdition {
    pub edition: Edition,
    /// How large it is, or why it could not be made.
    pub size: Result<EditionSize, EditionError>,
    /// What is wrong with it, though it was made.
    found: Vec<EditionError>,
    /// The file, until it is handed out.
    file: Option<Arc<FinishedEdition>>,
}

impl MadeEdition {
    pub fn new(edition: Edition, outcome: EditionOutcome) -> MadeEdition {
        match outcome {
            Ok(file) => MadeEdition {
                edition,
                size: Ok(file.size()),
                found: file.found.clone(),
                file: Some(file),
            },
            Err(error) => MadeEdition {
                edition,
                size: Err(error),
                found: Vec::new(),
                file: None,
            },
        }
    }

    /// All that is wrong with it.
    pub fn errors(&self) -> impl Iterator<Item = &EditionError> {
        self.size.as_ref().err().into_iter().chain(&self.found)
    }

    fn bytes(&self) -> usize {
        self.file.as_ref().map_or(0, |file| file.bytes.len())
    }
}

impl DocumentEditions {
    /// What became of an edition.
    pub fn find(&self, edition: Edition) -> Option<&MadeEdition> {
        self.files.iter().find(|made| made.edition == edition)
    }

    /// How large an edition is, if it could be made.
    pub fn size_of(&self, edition: Edition) -> Option<EditionSize> {
        self.find(edition)?.size.as_ref().ok().copied()
    }

    /// The file of an edition, which is wanted once.
    pub fn take(&mut self, edition: Edition) -> Option<Arc<FinishedEdition>> {
        let mut files = self.files.iter_mut();
        files.find(|made| made.edition == edition)?.file.take()
    }

    fn bytes(&self) -> usize {
        self.files.iter().map(MadeEdition::bytes).sum()
    }
}

impl EditionMemo {
    /// Reads the editions of a document; `make` makes them if its texts have changed, or if nobody has asked before.
    pub fn read<T>(
        &self,
        id: NodeId,
        edits: &TextEdits,
        make: impl FnOnce() -> DocumentEditions,
        read: impl FnOnce(&mut DocumentEditions) -> T,
    ) -> T {
        let entry = self.entry(id);
        let mut known = lock(&entry);
        let held = known.as_ref().map_or(0, DocumentEditions::bytes);
        let still_same = known.take().filter(|known| known.texts.are_in(edits));
        let mut editions = still_same.unwrap_or_else(make);
        let value = read(&mut editions);
        self.held.fetch_sub(held, Ordering::Relaxed);
        self.hold(&mut editions);
        *known = Some(editions);
        value
    }

    /// Counts files, or lets go of them if there are too many.
    fn hold(&self, editions: &mut DocumentEditions) {
        let bytes = editions.bytes();
        if self.held.fetch_add(bytes, Ordering::Relaxed) + bytes > MOST {
            editions.files.iter_mut().for_each(|made| made.file = None);
            self.held.fetch_sub(bytes, Ordering::Relaxed);
        }
    }

    fn entry(&self, id: NodeId) -> Arc<Entry> {
        Arc::clone(lock(&self.documents).entry(id).or_default())
    }
}

/// What is in a lock is whole, whatever happened to the thread that last held it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
