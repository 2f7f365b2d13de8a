//! The output folder, found, made where absent and ours alone for the time of one build. Does not
//! look at what stands in it; see `survey`.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::compare::same_inode;
use super::error::{Doing, WriteError};
#[cfg(unix)]
use crate::content::disk;

/// How often the folder may be replaced by others while we try to lock it.
const ATTEMPTS: usize = 16;

/// An output folder that no other build writes to while this value lives.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    made: bool,
    lock: Lock,
}

impl Folder {
    /// Resolves symbolic links, makes the folder where it is absent, and locks it.
    pub fn open(asked: &Path) -> Result<Folder, WriteError> {
        for _ in 0..ATTEMPTS {
            let made = make(asked)?;
            let path = fs::canonicalize(asked).map_err(Doing::Reading.at(asked))?;
            if let Some(lock) = lock(&path)? {
                check_writable(&path)?;
                return Ok(Folder { path, made, lock });
            }
        }
        Err(WriteError::Busy {
            folder: asked.to_path_buf(),
        })
    }

    /// Where it is, absolute and without symbolic links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What is said of its locking: false where the file system has none.
    pub fn is_locked(&self) -> bool {
        self.lock.is_held()
    }

    /// The folder around it; absent for the root of the disk.
    pub fn parent(&self) -> Option<&Path> {
        self.path.parent()
    }

    /// The start of the names of its staging folders in the parent; the number of a build follows.
    pub fn staging_prefix(&self) -> Option<OsString> {
        let mut prefix = OsString::from(".");
        prefix.push(self.path.file_name()?);
        prefix.push(".copublish-");
        Some(prefix)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.made {
            // A build that failed leaves no folder where there was none. One that holds anything stays.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

/// A folder's lock, given back when dropped, also by a build that is killed.
#[derive(Debug)]
pub(super) enum Lock {
    /// Held by this open folder.
    Held(File),
    /// The file system knows no locks (NFS refuses them on folders): better an unguarded build than none.
    Unsupported,
}

impl Lock {
    /// Tries to lock a folder; `None` where another build holds it.
    ///
    /// The lock is on the folder itself and not on a file of its own, so that nothing is left lying
    /// about, and so that it works where the parent may not be written.
    pub fn take(folder: &Path) -> io::Result<Option<Lock>> {
        Lock::of(open(folder)?)
    }

    /// False where the file system has no locks.
    pub fn is_held(&self) -> bool {
        matches!(self, Lock::Held(_))
    }

    /// Locks a file that nobody else can hold yet; nothing where it cannot be locked.
    #[cfg(unix)]
    pub fn of_file(file: &File) -> Option<Lock> {
        Lock::of(file.try_clone().ok()?).ok().flatten()
    }

    /// Elsewhere nothing is locked.
    #[cfg(not(unix))]
    pub fn of_file(_: &File) -> Option<Lock> {
        None
    }

    #[cfg(unix)]
    fn of(file: File) -> io::Result<Option<Lock>> {
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
    fn of(_: ()) -> io::Result<Option<Lock>> {
        Ok(Some(Lock::Unsupported))
    }
}

#[cfg(unix)]
impl Drop for Lock {
    /// Closing the folder is not enough: a program that is just being started holds a copy of it for
    /// a moment, and the lock with it. Unlocking counts for all copies.
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

fn make(asked: &Path) -> Result<bool, WriteError> {
    match fs::metadata(asked) {
        Ok(meta) if meta.is_dir() => Ok(false),
        Ok(_) => Err(WriteError::NotAFolder {
            path: asked.to_path_buf(),
        }),
        Err(error) if error.kind() != ErrorKind::NotFound => Err(Doing::Reading.at(asked)(error)),
        Err(_) => match fs::symlink_metadata(asked) {
            // Another build has made it since we looked.
            Ok(meta) if meta.is_dir() => Ok(false),
            Ok(_) => Err(WriteError::NotAFolder {
                path: asked.to_path_buf(),
            }),
            Err(_) => fs::create_dir_all(asked)
                .map(|()| true)
                .map_err(Doing::Creating.at(asked)),
        },
    }
}

/// `None` where the folder was replaced between opening and locking it: a build that ends swaps it.
fn lock(path: &Path) -> Result<Option<Lock>, WriteError> {
    let reading = Doing::Reading.at(path);
    let Some(lock) = Lock::take(path).map_err(&reading)? else {
        return Err(WriteError::Busy {
            folder: path.to_path_buf(),
        });
    };
    let Lock::Held(file) = &lock else {
        return Ok(Some(lock));
    };
    let same = match fs::metadata(path) {
        Ok(now) => same_inode(&now, &file.metadata().map_err(&reading)?),
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(reading(error)),
    };
    Ok(same.then_some(lock))
}

/// A folder that was made read-only is left alone, though its parent would let us replace it.
#[cfg(unix)]
fn check_writable(path: &Path) -> Result<(), WriteError> {
    use rustix::fs::{Access, access};
    let wanted = Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK;
    access(path, wanted).map_err(|errno| Doing::Writing.at(path)(errno.into()))
}

/// Elsewhere the first file to be written tells.
#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same signature on every system"
)]
fn check_writable(_: &Path) -> Result<(), WriteError> {
    Ok(())
}

#[cfg(all(test, unix))]
mod tests {
    use std::process::Command;
    use std::sync::atomic::{AtomicBool, Ordering};

    use super::*;

    #[test]
    fn a_lock_is_given_back_while_programs_are_started() {
        let folder = tempfile::tempdir().unwrap();
        let over = AtomicBool::new(false);
        let refused = std::thread::scope(|scope| {
            scope.spawn(|| {
                while !over.load(Ordering::Relaxed) {
                    Command::new("true").status().unwrap();
                }
            });
            let refused = (0..20_000).find(|_| Lock::take(folder.path()).unwrap().is_none());
            over.store(true, Ordering::Relaxed);
            refused
        });
        assert_eq!(refused, None);
    }
}
