//! What is to be written: a list of files, each made only when asked for. Decides no addresses and
//! knows no folder; the plan does the one, `write` the other.

use crate::base::Reported;
use crate::content::disk::Inside;

/// One file's content.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// Finished bytes.
    Bytes(Vec<u8>),
    /// An input asset that goes out as it is.
    CopyOf(Inside),
    /// The file that the folder holds already, of so many bytes: whoever says so has looked.
    Same {
        /// Its size.
        bytes: u64,
    },
    /// Nothing: it could not be made, which was reported.
    Failed(LastGood),
}

/// What becomes of the last version of a file that could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastGood {
    /// It stays as it is, if the last build wrote it.
    Stays,
    /// It goes: nobody knows what it would show by now.
    Goes,
}

/// Every file of a site, known before any of them is made.
pub trait Bundle: Sync {
    /// The paths of all files below the output folder: forward slashes, sorted by their bytes, no two alike.
    fn files(&self) -> &[String];

    /// Makes one file. Called once for each, from many threads, in no order.
    fn make(&self, index: usize) -> Reported<Made>;
}
