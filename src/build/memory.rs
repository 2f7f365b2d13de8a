//! What one reading of a site may take over from an earlier one: the documents of files that are the same.
//!
//! A document depends on its file, on the place of that file and on what the site declares, and on nothing
//! else. So it is taken over where all three are the same, and made again where one is not.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use crate::base::{FilePath, Hash, Reported};
use crate::content::disk::Stamp;
use crate::document::{Document, Placement};

/// What came of a source: its document, or nothing where it could not be read.
pub(super) type Read = Reported<Option<Arc<Document>>>;

/// Documents by file, for as long as somebody builds the same site again and again.
#[derive(Debug, Default)]
pub struct Memory(RwLock<Known>);

#[derive(Debug, Default)]
struct Known {
    /// A hash of what the site declares.
    declared: Option<Hash>,
    documents: HashMap<FilePath, Remembered>,
}

#[derive(Clone, Debug)]
pub(super) struct Remembered {
    /// The file as it was.
    pub stamp: Stamp,
    /// Where it stood.
    pub placement: Placement,
    /// What came of it.
    pub read: Read,
}

impl Memory {
    /// Forgets files that have changed, given by their paths below the site's root, and all that stands below
    /// them; an empty path stands for everything. Two changes may be so close that their stamps are equal.
    pub fn forget(&self, changed: &[PathBuf]) {
        let is_gone = |file: &FilePath| {
            let file = Path::new(file.as_str());
            changed.iter().any(|path| file.starts_with(path))
        };
        self.write().documents.retain(|file, _| !is_gone(file));
    }

    /// Begins a reading; what was read under other declarations is forgotten.
    pub(super) fn begin(&self, declared: Hash) {
        let mut known = self.write();
        if known.declared != Some(declared) {
            *known = Known { declared: Some(declared), documents: HashMap::new() };
        }
    }

    /// What came of a file, where it is still the same file at the same place.
    pub(super) fn recall(&self, file: &FilePath, stamp: Stamp, placement: &Placement) -> Option<Read> {
        let known = self.read();
        let remembered = known.documents.get(file)?;
        (remembered.stamp == stamp && remembered.placement == *placement).then(|| remembered.read.clone())
    }

    /// Ends a reading: what came of all files of the site. Others are gone.
    pub(super) fn end(&self, documents: HashMap<FilePath, Remembered>) {
        self.write().documents = documents;
    }

    // A map of finished documents is whole whatever happened to the thread that last used it.
    fn read(&self) -> RwLockReadGuard<'_, Known> {
        self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, Known> {
        self.0.write().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_forgotten_with_all_below_it() {
        let files = ["content/a.md", "content/b/c.md", "content/bc.md"];
        let left = |changed: &[&str]| {
            let memory = Memory::default();
            memory.begin(Hash::of(b"a"));
            let remembered = Remembered {
                stamp: Stamp::default(),
                placement: Placement::default(),
                read: Reported::clean(None),
            };
            memory.end(files.map(|file| (FilePath::new(file), remembered.clone())).into());
            memory.forget(&changed.iter().map(PathBuf::from).collect::<Vec<_>>());
            let is_known = |file: &&str| {
                memory.recall(&FilePath::new(*file), Stamp::default(), &Placement::default()).is_some()
            };
            files.into_iter().filter(is_known).collect::<Vec<_>>()
        };
        assert_eq!(left(&[]), files);
        assert_eq!(left(&["content/a.md", "site.yaml"]), ["content/b/c.md", "content/bc.md"]);
        assert_eq!(left(&["content/b"]), ["content/a.md", "content/bc.md"]);
        assert_eq!(left(&[""]), Vec::<&str>::new());
    }
}
