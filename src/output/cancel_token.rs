//! Cancels a build from another thread. A build only stops where nothing is half done: before the new site is put into
//! its folder, with everything staged for that removed, or after it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::error::WriteError;

/// Asks a build to stop. All clones cancel the same build.
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<Mutex<Phase>>);

#[derive(Debug, Default)]
struct Phase {
    is_cancelled: bool,
    is_writing: bool,
}

/// When the program may exit after a build was cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExitTime {
    /// At once: no build is writing, and none will start to.
    Now,
    /// When the build that is writing returns, which is soon.
    AfterWrite,
}

/// Held by a build while it writes.
#[derive(Debug)]
pub(super) struct WriteGuard<'t>(&'t CancelToken);

impl CancelToken {
    /// Asks the build to stop.
    pub fn cancel(&self) -> ExitTime {
        let mut phase = self.phase();
        phase.is_cancelled = true;
        if phase.is_writing {
            ExitTime::AfterWrite
        } else {
            ExitTime::Now
        }
    }

    /// True once the build was asked to stop.
    pub fn is_cancelled(&self) -> bool {
        self.phase().is_cancelled
    }

    /// Starts to write, unless the build was cancelled.
    pub(super) fn start_writing(&self) -> Result<WriteGuard<'_>, WriteError> {
        let mut phase = self.phase();
        if phase.is_cancelled {
            return Err(WriteError::Cancelled);
        }
        phase.is_writing = true;
        Ok(WriteGuard(self))
    }

    fn phase(&self) -> MutexGuard<'_, Phase> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl WriteGuard<'_> {
    /// # Errors
    /// If the build was cancelled meanwhile.
    pub fn check(&self) -> Result<(), WriteError> {
        if self.0.is_cancelled() {
            return Err(WriteError::Cancelled);
        }
        Ok(())
    }
}

impl Drop for WriteGuard<'_> {
    fn drop(&mut self) {
        self.0.phase().is_writing = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_build_that_writes_is_waited_for_and_none_starts_afterwards() {
        let token = CancelToken::default();
        let writing = token.start_writing().unwrap();
        assert!(writing.check().is_ok() && !token.is_cancelled());
        assert_eq!(token.clone().cancel(), ExitTime::AfterWrite);
        assert!(matches!(writing.check(), Err(WriteError::Cancelled)));
        drop(writing);
        assert_eq!(token.cancel(), ExitTime::Now);
        assert!(matches!(token.start_writing(), Err(WriteError::Cancelled)));
    }
}
