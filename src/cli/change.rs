//! What made a state or a build necessary: files that changed, or a moment that has come.

use std::path::Path;

use super::build::zone;
use super::due::{Come, Due};
use super::summary;
use crate::engine;
use crate::watch::{Batch, WatchEvent};

/// A change, in words.
#[derive(Clone, Debug)]
pub struct Change {
    /// `changed: content/a.md`.
    pub what: String,
    /// How many files changed; none where only time went on.
    pub files: usize,
}

impl Change {
    /// Why the watch of the site in `root` has woken; `None` where it makes no
    /// difference, or where the moment has not come after all.
    pub fn of(woken: &WatchEvent, due: Due, root: &Path) -> Option<Change> {
        Some(match woken {
            WatchEvent::Changed(batch) if is_of_history(batch) && !asks_history(root) => {
                return None;
            }
            WatchEvent::Changed(batch) => Change {
                what: summary::changes(batch),
                files: batch.paths.len(),
            },
            WatchEvent::Due => {
                let what = match due.has_come()? {
                    Come::Moment(moment) => summary::come(moment, &zone(root)),
                    Come::Back => "the clock was set back".to_owned(),
                    Come::Again => "retrying".to_owned(),
                };
                Change { what, files: 0 }
            }
        })
    }
}

/// True where only the newest commit is another one.
fn is_of_history(batch: &Batch) -> bool {
    batch.history && batch.paths.is_empty() && batch.transient.is_empty() && !batch.everything
}

/// True where pages say when they were last committed, or where nobody can tell.
fn asks_history(root: &Path) -> bool {
    engine::read_project(root).map_or(true, |declared| declared.site.git_dates)
}
