//! Any file that is not Markdown: a picture, a download, a table of data.

use super::file_type::FileType;
use crate::base::FilePath;

/// A file that is published as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// Where it stands.
    pub file: FilePath,
    /// Its size in bytes.
    pub size: u64,
}

impl Asset {
    /// Its type, by its name.
    pub fn file_type(&self) -> FileType {
        FileType::of(self.file.name())
    }
}
