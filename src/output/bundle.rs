//! The files of a site, each made only when it is needed. Decides no URLs and knows no folder: the plan does the one,
//! `write` the other.

use std::sync::Arc;

use crate::base::Reported;
use crate::content::disk::Inside;

/// What a file of a site holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileContent {
    /// Finished bytes, shared by all who ask for them.
    Bytes(Arc<[u8]>),
    /// The bytes of one of the author's files.
    CopyOf(Inside),
}

/// What the bundle makes of one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BundleFile {
    /// Finished bytes.
    Bytes(Vec<u8>),
    /// An asset that is published unchanged.
    CopyOf(Inside),
    /// The file that the folder already holds. Only for a bundle that has checked this.
    Unchanged {
        /// Its size.
        bytes: u64,
    },
    /// The file could not be made, and the diagnostics say why.
    Failed(LastGood),
}

/// What happens to the last version of a file that could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastGood {
    /// It stays as it is, if the last build wrote it.
    Stays,
    /// It is removed: it may show what is not public any more.
    Goes,
}

/// Every file of a site, known before any of them is made.
pub trait Bundle: Sync {
    /// The paths of all files below the output folder: with forward slashes, sorted by their bytes, without duplicates.
    fn files(&self) -> &[String];

    /// Makes one file. Called once for each, from many threads, in any order.
    fn make(&self, index: usize) -> Reported<BundleFile>;
}
