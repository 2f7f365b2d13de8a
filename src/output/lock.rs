//! Locks that keep builds from writing to the same folder at the same time.

use std::fs::File;
use std::io;
use std::path::Path;

#[cfg(unix)]
use crate::content::disk;

/// A lock on a folder or a file. It is released when dropped, and when the program is killed.
#[derive(Debug)]
pub(super) enum Lock {
    /// Held through this open folder or file.
    #[cfg_attr(
        not(unix),
        expect(dead_code, reason = "other systems have no such locks")
    )]
    Held(File),
    /// The file system has no locks (NFS refuses them on folders). A build without a lock is better than none.
    Unsupported,
}

impl Lock {
    /// Tries to lock a folder; `None` if another build holds the lock.
    ///
    /// The folder itself is locked, and no lock file: so no file is left behind, and the parent need not be writable.
    pub fn take(folder: &Path) -> io::Result<Option<Lock>> {
        Lock::flock(open(folder)?)
    }

    /// False if the file system has no locks.
    pub fn is_held(&self) -> bool {
        matches!(self, Lock::Held(_))
    }

    /// Locks a file that was just created; `None` if it cannot be locked.
    #[cfg(unix)]
    pub fn take_file(file: &File) -> Option<Lock> {
        Lock::flock(file.try_clone().ok()?).ok().flatten()
    }

    /// Other systems have no such locks.
    #[cfg(not(unix))]
    pub fn take_file(_: &File) -> Option<Lock> {
        None
    }

    #[cfg(unix)]
    fn flock(file: File) -> io::Result<Option<Lock>> {
        use rustix::fs::{FlockOperation, flock};
        match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Ok(Some(Lock::Held(file))),
            Err(rustix::io::Errno::WOULDBLOCK) => Ok(None),
            Err(_) => Ok(Some(Lock::Unsupported)),
        }
    }

    #[cfg(not(unix))]
    #[expect(
        clippy::unnecessary_wraps,
        reason = "the same signature on every system"
    )]
    fn flock(_: ()) -> io::Result<Option<Lock>> {
        Ok(Some(Lock::Unsupported))
    }
}

#[cfg(unix)]
impl Drop for Lock {
    /// Closing the folder is not enough: a program that is just being started holds a copy of the handle for a moment,
    /// and the lock with it. Unlocking counts for all copies.
    fn drop(&mut self) {
        if let Lock::Held(file) = self {
            let _ = rustix::fs::flock(file, rustix::fs::FlockOperation::Unlock);
        }
    }
}

#[cfg(unix)]
fn open(folder: &Path) -> io::Result<File> {
    disk::open_entry(folder)
}

#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same signature on every system"
)]
fn open(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn a_lock_is_released_while_programs_are_started() {
        let folder = tempfile::tempdir().unwrap();
        let is_done = AtomicBool::new(false);
        let refused = std::thread::scope(|scope| {
            scope.spawn(|| {
                while !is_done.load(Ordering::Relaxed) {
                    Command::new("true").status().unwrap();
                }
            });
            let refused = (0..20_000).find(|_| Lock::take(folder.path()).unwrap().is_none());
            is_done.store(true, Ordering::Relaxed);
            refused
        });
        assert_eq!(refused, None);
    }
}
