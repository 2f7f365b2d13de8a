//! What has changed since the batch before. A value; says nothing of what a change means.

use std::path::PathBuf;

/// Changes that belong together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    /// What is now other than before: paths below the root, sorted, each once. A folder stands for all
    /// below it.
    pub paths: Vec<PathBuf>,
    /// What came and went, in the same way, while nobody waited for changes: it is as before, but whoever read
    /// the site meanwhile may have seen it.
    pub passed: Vec<PathBuf>,
    /// Whether another commit is the newest one, or more of the history is known.
    pub history: bool,
    /// Whether anything at all may have changed: some of what happened is unknown.
    pub everything: bool,
}

impl Batch {
    /// True where nothing has changed.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty() && self.passed.is_empty() && !self.history && !self.everything
    }
}
