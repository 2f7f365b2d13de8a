//! Decides when a batch of changes is complete: at the first short silence in which no file looks half saved. Reads neither
//! clock nor disk: times and the state of files come in as values.
//!
//! Editors save in many ways: over the file, beside it and then in its place, in several steps. Most are done at once, and
//! the change should be shown at once. If a file is missing or empty that existed before, its editor is probably not done.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long there must be no event before a batch can be complete.
pub const SILENCE: Duration = Duration::from_millis(8);
/// How long to wait for a file that looks half saved. A file that is missing then was deleted.
const PATIENCE: Duration = Duration::from_millis(100);
/// The longest time for one batch, in a folder that never rests.
const MAX_TIME: Duration = Duration::from_millis(500);
/// git changes its files one after the other, and its lock shows when it begins and ends. A crashed git never ends.
const GIT_PATIENCE: Duration = Duration::from_secs(3);
/// So many files make a batch in any case.
const MAX_PATHS: usize = 100_000;

/// What an event says about a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// Bytes were written, and the file may still be open.
    Written,
    /// The file was created, removed, moved, or closed after writing.
    Done,
}

/// Whether an editor seems to be done with a changed file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SaveState {
    Done,
    /// The file is missing, empty, or about to be moved: perhaps only for a moment.
    HalfDone,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing has changed: wait as long as it takes.
    Idle,
    /// Wait for more until this moment.
    Wait(Instant),
    Complete,
}

#[derive(Clone, Copy, Debug)]
struct EventTimes {
    first: Instant,
    last: Instant,
}

/// Collects changes for a batch.
#[derive(Debug, Default)]
pub struct BatchBuilder {
    events: Option<EventTimes>,
    /// Changed files, with the time and the kind of the last event of each.
    pub paths: BTreeMap<PathBuf, (Instant, Touch)>,
    /// Whether the newest commit may be another one.
    pub history: bool,
    /// Whether events were lost.
    pub everything: bool,
    /// Since when git is working.
    git_since: Option<Instant>,
}

impl BatchBuilder {
    pub fn touch(&mut self, path: PathBuf, touch: Touch, at: Instant) {
        self.note(at);
        self.paths.insert(path, (at, touch));
    }

    pub fn touch_history(&mut self, at: Instant) {
        self.note(at);
        self.history = true;
    }

    pub fn touch_everything(&mut self, at: Instant) {
        self.note(at);
        self.everything = true;
    }

    /// git has begun to work at this time, or has ended. This alone makes no batch.
    pub fn git(&mut self, working: Option<Instant>) {
        // It may begin again before the end was noticed.
        self.git_since = working.map(|at| self.git_since.unwrap_or(at));
    }

    fn note(&mut self, at: Instant) {
        let first = self.events.map_or(at, |events| events.first);
        self.events = Some(EventTimes { first, last: at });
    }

    /// What to do at the moment `now`. Calls `save_state` only if silence would complete the batch.
    pub fn next(&self, now: Instant, save_state: &dyn Fn(&Path) -> SaveState) -> Step {
        let Some(EventTimes { first, last }) = self.events else {
            return Step::Idle;
        };
        let git_ends = self.git_since.map(|since| since + GIT_PATIENCE);
        let git_ends = git_ends.filter(|until| *until > now);
        let latest = git_ends.map_or(first + MAX_TIME, |until| until.max(first + MAX_TIME));
        if now >= latest || self.paths.len() >= MAX_PATHS {
            return Step::Complete;
        }
        if now < last + SILENCE {
            return Step::Wait(latest.min(last + SILENCE));
        }
        if let Some(until) = git_ends {
            return Step::Wait(until);
        }
        match self.half_saved_until(now, save_state) {
            Some(until) => Step::Wait(latest.min(until)),
            None => Step::Complete,
        }
    }

    /// Until when to wait for files that may be half saved.
    fn half_saved_until(
        &self,
        now: Instant,
        save_state: &dyn Fn(&Path) -> SaveState,
    ) -> Option<Instant> {
        let fresh = self
            .paths
            .iter()
            .filter(|(_, (at, _))| *at + PATIENCE > now);
        let half_done = fresh.filter(|(path, (_, touch))| {
            *touch == Touch::Written || save_state(path) == SaveState::HalfDone
        });
        half_done.map(|(_, (at, _))| *at + PATIENCE).max()
    }

    /// Returns what was collected and starts again. Whether git is working stays known.
    pub fn take(&mut self) -> BatchBuilder {
        let next = BatchBuilder {
            git_since: self.git_since,
            ..BatchBuilder::default()
        };
        std::mem::replace(self, next)
    }
}

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

#[cfg(test)]
mod tests {
    use super::*;

    const DONE: &dyn Fn(&Path) -> SaveState = &|_| SaveState::Done;
    const HALF_DONE: &dyn Fn(&Path) -> SaveState = &|_| SaveState::HalfDone;

    fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    fn path() -> PathBuf {
        PathBuf::from("content/a.md")
    }

    #[test]
    fn a_short_silence_is_enough() {
        let start = Instant::now();
        let mut builder = BatchBuilder::default();
        assert_eq!(builder.next(start, DONE), Step::Idle);
        builder.touch(path(), Touch::Written, start);
        builder.touch(path(), Touch::Done, start + ms(1));
        assert_eq!(builder.next(start + ms(2), DONE), Step::Wait(start + ms(9)));
        assert_eq!(builder.next(start + ms(9), DONE), Step::Complete);
        assert!(builder.take().paths.contains_key(&path()));
        assert_eq!(builder.next(start + ms(9), DONE), Step::Idle);
    }

    #[test]
    fn the_batch_waits_for_files_that_look_half_saved() {
        let start = Instant::now();
        let mut builder = BatchBuilder::default();
        builder.touch(path(), Touch::Done, start);
        assert_eq!(
            builder.next(start + ms(8), HALF_DONE),
            Step::Wait(start + ms(100))
        );
        // It came back.
        builder.touch(path(), Touch::Done, start + ms(60));
        assert_eq!(builder.next(start + ms(68), DONE), Step::Complete);
        // It did not, and is taken as it is.
        assert_eq!(builder.next(start + ms(160), HALF_DONE), Step::Complete);
    }

    #[test]
    fn the_batch_waits_for_open_files() {
        let start = Instant::now();
        let mut builder = BatchBuilder::default();
        builder.touch(path(), Touch::Written, start);
        assert_eq!(
            builder.next(start + ms(8), DONE),
            Step::Wait(start + ms(100))
        );
        assert_eq!(builder.next(start + ms(100), DONE), Step::Complete);
    }

    #[test]
    fn a_folder_that_never_rests_makes_batches_too() {
        let start = Instant::now();
        let mut builder = BatchBuilder::default();
        for at in (0..496).step_by(4) {
            builder.touch(path(), Touch::Done, start + ms(at));
            assert_ne!(builder.next(start + ms(at), DONE), Step::Complete);
        }
        assert_eq!(
            builder.next(start + ms(496), DONE),
            Step::Wait(start + ms(500))
        );
        assert_eq!(builder.next(start + ms(500), DONE), Step::Complete);
        let mut builder = BatchBuilder::default();
        for number in 0..MAX_PATHS {
            builder.touch(PathBuf::from(number.to_string()), Touch::Done, start);
        }
        assert_eq!(builder.next(start, DONE), Step::Complete);
    }

    #[test]
    fn the_batch_waits_for_git() {
        let start = Instant::now();
        let mut builder = BatchBuilder::default();
        builder.git(Some(start));
        assert_eq!(builder.next(start, DONE), Step::Idle);
        builder.touch(path(), Touch::Done, start);
        assert_eq!(
            builder.next(start + ms(700), DONE),
            Step::Wait(start + ms(3_000))
        );
        builder.git(Some(start + ms(800)));
        builder.touch_history(start + ms(900));
        builder.git(None);
        assert_eq!(builder.next(start + ms(908), DONE), Step::Complete);
        let mut crashed = BatchBuilder::default();
        crashed.git(Some(start));
        crashed.touch(path(), Touch::Done, start + ms(5_000));
        assert_eq!(crashed.next(start + ms(5_008), DONE), Step::Complete);
    }
}
