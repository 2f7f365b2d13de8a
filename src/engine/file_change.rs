//! Why a build wrote a file.

/// What became of a file when it was to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// It was not made again.
    Same,
    /// These parts of it are other ones: `page.content`, `template`.
    Moved(Vec<String>),
    /// It was made; nobody knows what the last one was made of.
    Unknown,
}

/// A file that a build has written or removed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// The file below the output folder.
    pub file: String,
    /// The reason.
    pub reason: Written,
}

/// Why a file was written or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// It was not there before.
    New,
    /// Its address is none any more.
    Gone,
    /// These parts of it are other ones.
    Parts(Vec<String>),
    /// It holds other bytes than the last build wrote.
    Other,
}
