//! What one build changes in the output folder, once all its files are made. Decided here, done by
//! `swap` or by `journal`.

use std::path::PathBuf;

use super::journal::Journal;
use super::manifest::Manifest;
use super::survey::Survey;

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
    /// Sorts the planned files by whether they changed.
    pub fn new(files: &[String], last: Option<Manifest>, survey: Survey, is_changed: &[bool]) -> Change {
        let mut change = Change {
            removed: survey.removed,
            foreign: survey.foreign,
            last,
            next: Manifest::of(files),
            ..Change::default()
        };
        for (file, changed) in files.iter().zip(is_changed) {
            let list = if *changed { &mut change.changed } else { &mut change.unchanged };
            list.push(file.clone());
        }
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
        Journal { removals: self.removed.clone(), moves: self.changed.clone() }
    }
}
