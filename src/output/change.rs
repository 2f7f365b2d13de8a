//! What one build changes in the output folder, once all its files are made. Decided here, done by
//! `swap` or by `journal`.

use std::path::PathBuf;

use super::journal::Journal;
use super::manifest::Manifest;
use super::survey::{InPlace, Survey};

/// What becomes of a planned file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// The folder holds it already.
    Unchanged,
    /// It could not be made, and the folder holds its last good version.
    LastGood,
    /// It could not be made, and the site is without it.
    LeftOut,
    /// It waits in the staging folder.
    Changed,
    /// A file of somebody else has its place and holds something else.
    InTheWay,
}

/// The way from the last site to the new one.
#[derive(Debug, Default)]
pub(super) struct Change {
    /// Files that wait in the staging folder, sorted.
    pub changed: Vec<String>,
    /// Planned files that stand in the output folder as they should, sorted.
    pub unchanged: Vec<String>,
    /// Files of the last build that go, sorted.
    pub removed: Vec<String>,
    /// What copublish did not write; see [`Survey::foreign`].
    pub foreign: Vec<PathBuf>,
    /// What the last build wrote, as far as it said.
    pub last: Option<Manifest>,
    /// What this build writes.
    pub next: Manifest,
}

impl Change {
    /// Sorts the planned files by what becomes of them.
    pub fn new(files: &[String], last: Option<Manifest>, survey: Survey, fates: &[Fate]) -> Change {
        let Survey {
            places,
            removed,
            foreign,
        } = survey;
        let mut change = Change {
            removed,
            foreign,
            last,
            ..Change::default()
        };
        let mut next = Vec::with_capacity(files.len());
        for ((file, fate), place) in files.iter().zip(fates).zip(places) {
            match (fate, place) {
                (Fate::LeftOut, InPlace::Nothing) => continue,
                (Fate::LeftOut, InPlace::Ours) => {
                    change.removed.push(file.clone());
                    continue;
                }
                // Whoever put it there keeps it.
                (Fate::LeftOut, InPlace::Foreign) => {
                    change.foreign.push(PathBuf::from(file));
                    continue;
                }
                (Fate::Changed, _) => change.changed.push(file.clone()),
                (Fate::Unchanged | Fate::LastGood | Fate::InTheWay, _) => {
                    change.unchanged.push(file.clone())
                }
            }
            next.push(file.clone());
        }
        change.removed.sort();
        change.foreign.sort();
        change.next = Manifest::of(next);
        change
    }

    /// True where the folder already holds the site, and its manifest says so.
    pub fn is_nothing(&self) -> bool {
        self.changed.is_empty() && self.last.as_ref() == Some(&self.next)
    }

    /// True where nothing at all stands in the folder.
    pub fn starts_empty(&self) -> bool {
        self.last.is_none() && self.unchanged.is_empty() && self.foreign.is_empty()
    }

    /// The same as steps.
    pub fn journal(&self) -> Journal {
        Journal {
            removals: self.removed.clone(),
            moves: self.changed.clone(),
        }
    }
}
