//! What stays between one state of a site and the next, for as long as somebody makes one after the other.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::built::Built;
use super::changes::Changes;
use super::state::{Course, State};
use super::stats::Stopwatch;
use super::{Failure, Keep, Options, Redone, code};

/// What is known of a site. Whoever uses it says what has changed: it believes that nothing else has.
#[derive(Default)]
pub struct Memory(Mutex<Known>);

#[derive(Default)]
struct Known {
    changes: Changes,
    course: Option<Course>,
    /// What was last written.
    built: Option<Built>,
}

impl Memory {
    /// Forgets files that have changed, given by their paths below the site's root, and all that stands below
    /// them; an empty path stands for everything.
    pub fn forget(&self, changed: &[PathBuf]) {
        self.lock().changes.add(changed);
    }

    /// Forgets what git said: there are new commits, or other ones.
    pub fn forget_history(&self) {
        self.lock().changes.history = true;
    }

    /// The site as it is now, and how much of it is new.
    pub(super) fn state(
        &self,
        (options, keep): (&Options, Keep),
        stopwatch: &mut Stopwatch,
    ) -> Result<(State, Redone), Failure> {
        let mut known = self.lock();
        let mut changes = std::mem::take(&mut known.changes);
        let (course, redone) = match known
            .course
            .take()
            .filter(|course| course.goes_on_with(options))
        {
            Some(mut course) => {
                // A drive that failed for a moment tells nobody that it is back.
                if course.lacks_files() {
                    changes.add(&[PathBuf::new()]);
                }
                let redone = course.go_on((options, keep), &changes, stopwatch)?;
                (course, redone)
            }
            None => (Course::start(options, keep, stopwatch)?, Redone::Everything),
        };
        let state = course.state();
        code::forget_others(&state);
        known.course = Some(course);
        Ok((state, redone))
    }

    /// What was last written to a folder. Whoever takes it says what has become of it.
    pub(super) fn take_built(&self, output: &Path) -> Option<Built> {
        self.lock()
            .built
            .take()
            .filter(|built| built.output == output)
    }

    /// Remembers what was written.
    pub(super) fn remember(&self, built: Option<Built>) {
        self.lock().built = built;
    }

    /// A thread that panicked has taken the course with it, and left nothing half done.
    fn lock(&self) -> MutexGuard<'_, Known> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
