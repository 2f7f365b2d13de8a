//! What made a state or a build necessary: files that changed, or a moment that has come.

use std::path::Path;

use super::build::zone;
use super::due::Due;
use super::summary;
use crate::watch::Woken;

/// A change, in words.
#[derive(Clone, Debug)]
pub struct Change {
    /// `changed: content/a.md`.
    pub what: String,
    /// How many files changed; none where only time went on.
    pub files: usize,
}

impl Change {
    /// Why the watch of the site in `root` has woken; `None` where the moment has not come after all.
    pub fn of(woken: &Woken, due: Due, root: &Path) -> Option<Change> {
        Some(match woken {
            Woken::Changed(batch) => Change { what: summary::changes(batch), files: batch.paths.len() },
            Woken::Due => Change { what: summary::come(due.has_come()?, &zone(root)), files: 0 },
        })
    }
}
