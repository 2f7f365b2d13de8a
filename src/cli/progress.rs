//! A bar that shows how far a long build is. Draws only on a terminal, and only after half a second.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::shell::Shell;

/// Work that takes less time than this needs no bar.
const PATIENCE: Duration = Duration::from_millis(500);

/// How far the work is. Many threads may say so at once.
pub struct Progress {
    /// `None` if it is not shown.
    started: Option<Instant>,
    /// What is done: `building`.
    verb: &'static str,
    bar: OnceLock<ProgressBar>,
    done: AtomicUsize,
    total: AtomicUsize,
}

impl Progress {
    /// Progress that is shown if `shell` wants it.
    pub fn on(shell: Shell) -> Progress {
        Progress::of(shell, "building")
    }

    /// The same for other work than a build.
    pub fn of(shell: Shell, verb: &'static str) -> Progress {
        let started = shell.shows_progress().then(Instant::now);
        Progress {
            verb,
            ..Progress::from(started)
        }
    }

    fn from(started: Option<Instant>) -> Progress {
        Progress {
            started,
            verb: "building",
            bar: OnceLock::new(),
            done: AtomicUsize::new(0),
            total: AtomicUsize::new(0),
        }
    }

    /// So many parts of the work are done. Threads may come late: the largest number counts.
    pub fn set(&self, done: usize, total: usize) {
        let Some(started) = self.started else { return };
        let done = self.done.fetch_max(done, Ordering::Relaxed).max(done);
        self.total.store(total, Ordering::Relaxed);
        if started.elapsed() < PATIENCE {
            return;
        }
        let bar = self.bar.get_or_init(|| new_bar(self.verb));
        // Both calls only note a number; the bar draws itself at most twenty times a second.
        if bar.length() != Some(total as u64) {
            bar.set_length(total as u64);
        }
        bar.set_position(done as u64);
    }

    /// Takes the bar away, so that what is said next starts on a clean line.
    pub fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

fn new_bar(verb: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr());
    match ProgressStyle::with_template(&format!(
        "{verb} [{{bar:40}}] {{human_pos}} of {{human_len}} files"
    )) {
        Ok(style) => bar.with_style(style.progress_chars("=> ")),
        Err(_) => bar,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_work_shows_no_bar_and_late_threads_do_not_turn_it_back() {
        let progress = Progress::from(Some(Instant::now()));
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let progress = &progress;
                scope.spawn(move || (0..100).for_each(|done| progress.set(done * 4 + thread, 400)));
            }
        });
        progress.finish();
        assert!(progress.bar.get().is_none());
        assert_eq!(progress.done.load(Ordering::Relaxed), 399);
    }

    #[test]
    fn long_work_shows_a_bar_unless_it_is_hidden() {
        let mut progress = Progress::from(Some(Instant::now()));
        progress.started = Instant::now().checked_sub(PATIENCE);
        progress.set(3, 7);
        assert_eq!(
            progress.bar.get().map(|bar| (bar.position(), bar.length())),
            Some((3, Some(7)))
        );
        let hidden = Progress::from(None);
        hidden.set(3, 7);
        assert!(hidden.bar.get().is_none());
    }
}
