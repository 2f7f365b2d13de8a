//! Why a build wrote a file.

/// What became of a file when it was to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Cause {
    /// It was not made again.
    Same,
    /// These parts of it changed: `page.content`, `template`.
    Moved(Vec<String>),
    /// It was made; what the last one was made of is not known.
    Unknown,
}

/// A file that a build has written or removed, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileChange {
    /// The file below the output folder.
    pub file: String,
    /// The reason.
    pub reason: WriteReason,
}

impl FileChange {
    pub(super) fn new(file: &str, reason: WriteReason) -> FileChange {
        FileChange {
            file: file.to_owned(),
            reason,
        }
    }
}

/// Why a file was written or removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WriteReason {
    /// It was not there before.
    New,
    /// The site has no such file any more.
    Gone,
    /// These parts of it changed.
    Parts(Vec<String>),
    /// Its bytes changed since the last build.
    Other,
}
