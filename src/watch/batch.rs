//! What has changed since the last batch.

use std::path::PathBuf;

/// Changes that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// What has changed: paths below the root, sorted, without duplicates. A folder stands for everything below it.
    pub paths: Vec<PathBuf>,
    /// What was created and removed again, in the same way, between two waits. It is as before, but a build may have read
    /// it meanwhile.
    pub transient: Vec<PathBuf>,
    /// Whether the newest commit is another one, or more of the history is known.
    pub history: bool,
    /// Whether anything may have changed, because some events were lost.
    pub everything: bool,
}

impl Batch {
    /// Anything may have changed.
    pub(super) fn of_everything() -> Batch {
        Batch {
            everything: true,
            ..Batch::default()
        }
    }

    /// True if nothing has changed.
    pub fn is_empty(&self) -> bool {
        *self == Batch::default()
    }
}
