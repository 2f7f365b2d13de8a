//! What one build changes in the output folder, once all its files are made. `swap` or `transfer` does it.

use std::path::PathBuf;

use super::inventory::{Existing, Inventory};
use super::manifest::Manifest;

/// What becomes of a planned file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileAction {
    /// The folder already holds it.
    Unchanged,
    /// It could not be made, and the folder holds its last good version.
    LastGood,
    /// It could not be made, and the site is without it.
    LeftOut,
    /// Its new version is staged.
    Changed,
    /// A foreign file has its path and holds something else.
    Blocked,
}

/// The difference between the last site and the new one.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// Staged files, sorted.
    pub changed: Vec<String>,
    /// Planned files that the output folder already holds, sorted.
    pub unchanged: Vec<String>,
    /// Files of the last build that are removed, sorted.
    pub removed: Vec<String>,
    /// What copublish did not write; see [`Inventory::foreign`].
    pub foreign: Vec<PathBuf>,
    /// The manifest of the last build, if there is one.
    pub last: Option<Manifest>,
    /// The manifest of this build.
    pub next: Manifest,
}

impl Change {
    /// Sorts the planned files by what becomes of them. `fates` has one for each of `files`.
    pub fn new(
        files: &[String],
        fates: &[FileAction],
        last: Option<Manifest>,
        inventory: &Inventory,
    ) -> Change {
        let mut change = Change {
            removed: inventory.removed.clone(),
            foreign: inventory.foreign.clone(),
            last,
            ..Change::default()
        };
        let mut next = Vec::with_capacity(files.len());
        for ((file, fate), existing) in files.iter().zip(fates).zip(&inventory.files) {
            match fate {
                FileAction::LeftOut => change.leave_out(file, *existing),
                FileAction::Changed => change.changed.push(file.clone()),
                FileAction::Unchanged | FileAction::LastGood | FileAction::Blocked => {
                    change.unchanged.push(file.clone());
                }
            }
            if *fate != FileAction::LeftOut {
                next.push(file.clone());
            }
        }
        change.removed.sort();
        change.foreign.sort();
        change.next = Manifest::of(next);
        change
    }

    fn leave_out(&mut self, file: &str, existing: Existing) {
        match existing {
            Existing::Nothing => {}
            Existing::Ours => self.removed.push(file.to_owned()),
            Existing::Foreign => self.foreign.push(PathBuf::from(file)),
        }
    }

    /// True if the folder already holds the site, and its manifest says so.
    pub fn is_nothing(&self) -> bool {
        self.changed.is_empty() && self.last.as_ref() == Some(&self.next)
    }

    /// True if the folder is empty.
    pub fn starts_empty(&self) -> bool {
        self.last.is_none() && self.unchanged.is_empty() && self.foreign.is_empty()
    }
}
