//! A wish that a build may end before it is done, from another thread. It is granted where nothing is half done: before
//! the new site is put into its folder, with all that waited for that put away, or after it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::WriteError;

/// Such a wish; clones are the same one.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<Mutex<Phase>>);

#[derive(Debug, Default)]
struct Phase {
    is_wished: bool,
    is_writing: bool,
}

/// When the program may end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At once: nobody writes, and nobody will begin to.
    Now,
    /// When the build that is writing returns, which is soon.
    Soon,
}

/// Stands for a build that writes; ends when dropped.
#[derive(Debug)]
pub(super) struct Writing<'s>(&'s Stop);

impl Stop {
    /// Wishes for the end.
    pub fn wish(&self) -> When {
        let mut phase = self.phase();
        phase.is_wished = true;
        if phase.is_writing {
            When::Soon
        } else {
            When::Now
        }
    }

    /// True from the moment that the end was wished for.
    pub fn is_wished(&self) -> bool {
        self.phase().is_wished
    }

    /// Begins to write, unless the end was wished for.
    pub(super) fn begin(&self) -> Result<Writing<'_>, WriteError> {
        let mut phase = self.phase();
        if phase.is_wished {
            return Err(WriteError::Stopped);
        }
        phase.is_writing = true;
        Ok(Writing(self))
    }

    fn phase(&self) -> MutexGuard<'_, Phase> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writing<'_> {
    /// Goes on, unless the end was wished for.
    pub fn go_on(&self) -> Result<(), WriteError> {
        if self.0.is_wished() {
            Err(WriteError::Stopped)
        } else {
            Ok(())
        }
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        self.0.phase().is_writing = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_writes_is_waited_for_and_nobody_begins_afterwards() {
        let stop = Stop::default();
        let writing = stop.begin().unwrap();
        assert!(writing.go_on().is_ok() && !stop.is_wished());
        assert_eq!(stop.clone().wish(), When::Soon);
        assert!(matches!(writing.go_on(), Err(WriteError::Stopped)));
        drop(writing);
        assert_eq!(stop.wish(), When::Now);
        assert!(matches!(stop.begin(), Err(WriteError::Stopped)));
    }
}
