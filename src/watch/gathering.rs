//! When a batch of changes is whole: at the first short silence in which nothing looks half done. Looks at
//! neither clock nor disk: times and what files look like come in as values.
//!
//! Editors save in many ways: over the file, beside it and then in its place, in several steps. Most are over
//! at once and shall be seen at once. Where a file is missing or empty that was there before, its editor is
//! most likely not done yet.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How long there must be no event before a batch can be whole.
pub const SILENCE: Duration = Duration::from_millis(8);
/// How long what looks half done is waited for. What is missing then has been deleted.
const PATIENCE: Duration = Duration::from_millis(100);
/// No batch is gathered for longer, in a folder that never rests.
const LONGEST: Duration = Duration::from_millis(500);
/// git changes its files one after the other, and says when it begins and ends. A crashed one never ends.
const GIT_PATIENCE: Duration = Duration::from_secs(3);
/// More files than this make a batch, whatever else happens.
const MOST: usize = 100_000;

/// What was seen of a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Touch {
    /// Bytes were written, and the file may still be open.
    Written,
    /// It came, went, was moved, or was closed after writing.
    Done,
}

/// What a changed file looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looks {
    /// As if whoever changed it were done.
    Done,
    /// Missing or empty, or about to be moved: perhaps for a moment only.
    HalfDone,
}

/// What to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing has changed: wait for as long as it takes.
    Rest,
    /// Wait for more until this moment.
    Wait(Instant),
    /// The batch is whole.
    Whole,
}

/// Changes on their way to a batch.
#[derive(Debug, Default)]
pub struct Gathering {
    /// The first and the last event.
    span: Option<(Instant, Instant)>,
    /// Changed files: when they were last touched, and how.
    pub paths: BTreeMap<PathBuf, (Instant, Touch)>,
    /// Whether git has written down that something has moved.
    pub history: bool,
    /// Whether something happened of which nothing is known.
    pub everything: bool,
    /// Since when git is at work.
    git: Option<Instant>,
}

impl Gathering {
    /// Takes note of a change of a file.
    pub fn touch(&mut self, path: PathBuf, touch: Touch, at: Instant) {
        self.note(at);
        self.paths.insert(path, (at, touch));
    }

    /// Takes note that the history may have changed.
    pub fn touch_history(&mut self, at: Instant) {
        self.note(at);
        self.history = true;
    }

    /// Takes note that anything may have changed.
    pub fn touch_everything(&mut self, at: Instant) {
        self.note(at);
        self.everything = true;
    }

    /// Takes note that git begins to work, or has ended. This alone makes no batch.
    pub fn git(&mut self, is_at_work: Option<Instant>) {
        // It may begin again before it has said that it ended.
        self.git = is_at_work.map(|at| self.git.unwrap_or(at));
    }

    fn note(&mut self, at: Instant) {
        let (first, _) = self.span.unwrap_or((at, at));
        self.span = Some((first, at));
    }

    /// What to do at the moment `now`. `looks` is asked only where silence would make the batch whole.
    pub fn next(&self, now: Instant, looks: &dyn Fn(&Path) -> Looks) -> Step {
        let Some((first, last)) = self.span else {
            return Step::Rest;
        };
        let git_ends = self
            .git
            .map(|since| since + GIT_PATIENCE)
            .filter(|until| *until > now);
        let latest = git_ends.map_or(first + LONGEST, |until| until.max(first + LONGEST));
        if now >= latest || self.paths.len() >= MOST {
            return Step::Whole;
        }
        if now < last + SILENCE {
            return Step::Wait(latest.min(last + SILENCE));
        }
        if let Some(until) = git_ends {
            return Step::Wait(until);
        }
        match self.patient_until(now, looks) {
            Some(until) => Step::Wait(latest.min(until)),
            None => Step::Whole,
        }
    }

    /// Until when some file may still be worked at.
    fn patient_until(&self, now: Instant, looks: &dyn Fn(&Path) -> Looks) -> Option<Instant> {
        let fresh = self
            .paths
            .iter()
            .filter(|(_, (at, _))| *at + PATIENCE > now);
        let half_done = fresh.filter(|(path, (_, touch))| {
            *touch == Touch::Written || looks(path) == Looks::HalfDone
        });
        half_done.map(|(_, (at, _))| *at + PATIENCE).max()
    }

    /// Takes what was gathered and begins anew; what git is at stays known.
    pub fn take(&mut self) -> Gathering {
        let next = Gathering {
            git: self.git,
            ..Gathering::default()
        };
        std::mem::replace(self, next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DONE: &dyn Fn(&Path) -> Looks = &|_| Looks::Done;
    const HALF_DONE: &dyn Fn(&Path) -> Looks = &|_| Looks::HalfDone;

    fn ms(milliseconds: u64) -> Duration {
        Duration::from_millis(milliseconds)
    }

    fn path() -> PathBuf {
        PathBuf::from("content/a.md")
    }

    #[test]
    fn a_short_silence_is_enough() {
        let start = Instant::now();
        let mut gathering = Gathering::default();
        assert_eq!(gathering.next(start, DONE), Step::Rest);
        gathering.touch(path(), Touch::Written, start);
        gathering.touch(path(), Touch::Done, start + ms(1));
        assert_eq!(
            gathering.next(start + ms(2), DONE),
            Step::Wait(start + ms(9))
        );
        assert_eq!(gathering.next(start + ms(9), DONE), Step::Whole);
        assert!(gathering.take().paths.contains_key(&path()));
        assert_eq!(gathering.next(start + ms(9), DONE), Step::Rest);
    }

    #[test]
    fn what_looks_half_done_is_waited_for() {
        let start = Instant::now();
        let mut gathering = Gathering::default();
        gathering.touch(path(), Touch::Done, start);
        assert_eq!(
            gathering.next(start + ms(8), HALF_DONE),
            Step::Wait(start + ms(100))
        );
        // It came back.
        gathering.touch(path(), Touch::Done, start + ms(60));
        assert_eq!(gathering.next(start + ms(68), DONE), Step::Whole);
        // It did not, and is taken as it is.
        assert_eq!(gathering.next(start + ms(160), HALF_DONE), Step::Whole);
    }

    #[test]
    fn a_file_that_is_still_open_is_waited_for() {
        let start = Instant::now();
        let mut gathering = Gathering::default();
        gathering.touch(path(), Touch::Written, start);
        assert_eq!(
            gathering.next(start + ms(8), DONE),
            Step::Wait(start + ms(100))
        );
        assert_eq!(gathering.next(start + ms(100), DONE), Step::Whole);
    }

    #[test]
    fn a_folder_that_never_rests_gives_batches_all_the_same() {
        let start = Instant::now();
        let mut gathering = Gathering::default();
        for at in (0..496).step_by(4) {
            gathering.touch(path(), Touch::Done, start + ms(at));
            assert_ne!(gathering.next(start + ms(at), DONE), Step::Whole);
        }
        assert_eq!(
            gathering.next(start + ms(496), DONE),
            Step::Wait(start + ms(500))
        );
        assert_eq!(gathering.next(start + ms(500), DONE), Step::Whole);
        let mut gathering = Gathering::default();
        for number in 0..MOST {
            gathering.touch(PathBuf::from(number.to_string()), Touch::Done, start);
        }
        assert_eq!(gathering.next(start, DONE), Step::Whole);
    }

    #[test]
    fn git_is_waited_for_as_long_as_it_works() {
        let start = Instant::now();
        let mut gathering = Gathering::default();
        gathering.git(Some(start));
        assert_eq!(gathering.next(start, DONE), Step::Rest);
        gathering.touch(path(), Touch::Done, start);
        assert_eq!(
            gathering.next(start + ms(700), DONE),
            Step::Wait(start + ms(3_000))
        );
        gathering.git(Some(start + ms(800)));
        gathering.touch_history(start + ms(900));
        gathering.git(None);
        assert_eq!(gathering.next(start + ms(908), DONE), Step::Whole);
        let mut crashed = Gathering::default();
        crashed.git(Some(start));
        crashed.touch(path(), Touch::Done, start + ms(5_000));
        assert_eq!(crashed.next(start + ms(5_008), DONE), Step::Whole);
    }
}
