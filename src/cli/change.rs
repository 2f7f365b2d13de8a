//! The reason for a rebuild: changed files, or a moment that has come.

use std::path::{Path, PathBuf};

use super::options::zone;
use super::schedule::{Schedule, Wake};
use super::shell::Shell;
use super::summary;
use crate::engine::{self, Engine};
use crate::watch::{Batch, Watch, WatchEvent, WatchMethod};

/// The reason for a rebuild.
#[derive(Clone, Debug)]
pub struct Change {
    /// In words: `changed: content/a.md`.
    pub what: String,
    /// How many files changed; 0 if only time has passed.
    pub files: usize,
}

impl Change {
    /// The change behind an event. `None` if it does not affect the site, or if the scheduled moment has not come after
    /// all.
    pub fn new(event: &WatchEvent, schedule: Schedule, root: &Path) -> Option<Change> {
        match event {
            WatchEvent::Changed(batch) => {
                if is_only_history(batch) && !uses_history(root) {
                    return None;
                }
                Some(Change {
                    what: summary::changes(batch),
                    files: batch.paths.len(),
                })
            }
            WatchEvent::Due => {
                let what = match schedule.wake()? {
                    Wake::Scheduled(moment) => summary::scheduled_change(moment, &zone(root)),
                    Wake::ClockSetBack => "the clock was set back".to_owned(),
                    Wake::Retry => "retrying".to_owned(),
                };
                Some(Change { what, files: 0 })
            }
        }
    }
}

fn is_only_history(batch: &Batch) -> bool {
    batch.history && batch.paths.is_empty() && batch.transient.is_empty() && !batch.everything
}

/// True if pages show dates from git, or if the settings cannot be read.
fn uses_history(root: &Path) -> bool {
    engine::read_project(root).map_or(true, |declared| declared.site.git_dates)
}

/// Removes from the engine's cache what depends on changed files.
pub fn invalidate(engine: &Engine, batch: &Batch) {
    if batch.everything {
        engine.forget(&[PathBuf::new()]);
    }
    engine.forget(&batch.paths);
    engine.forget(&batch.transient);
    if batch.history || batch.everything {
        engine.forget_history();
    }
}

/// Tells people once that the watch polls.
#[derive(Default)]
pub struct PollingNotice {
    is_shown: bool,
}

impl PollingNotice {
    /// Shows the notice if the watch polls and it was not shown before.
    ///
    /// # Errors
    /// Standard output cannot be written to.
    pub fn show_once(&mut self, shell: Shell, watch: &Watch) -> Result<(), String> {
        if self.is_shown || watch.method() != WatchMethod::Polling {
            return Ok(());
        }
        self.is_shown = true;
        shell.say("file events are not available here; polling once a second")
    }
}
