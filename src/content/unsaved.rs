//! Texts that stand in place of files, as an editor holds them before they are saved: a site can be looked at as it
//! would be with them. Documents, settings, data and what a theme declares may have one.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use super::disk;
use crate::base::FilePath;

/// The texts, by file; none for a site as it stands on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unsaved(pub BTreeMap<FilePath, Arc<str>>);

/// The folder of a site, with texts over its files.
#[derive(Clone, Copy, Debug)]
pub struct Folder<'f> {
    /// The folder.
    pub root: &'f Path,
    /// What stands over its files.
    pub unsaved: &'f Unsaved,
}

impl Folder<'_> {
    /// Reads a whole file, of at most `most` bytes where it stands on the disk.
    ///
    /// # Errors
    /// As for [`disk::read`].
    pub fn read(self, file: &FilePath, most: u64) -> io::Result<Vec<u8>> {
        match self.unsaved.0.get(file) {
            Some(text) => Ok(text.as_bytes().to_vec()),
            None => disk::read(self.root, file, most),
        }
    }
}
