//! The output folder: found or created, and locked for the time of one build. `inventory` says what is in it.

use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::comparison::is_same_inode;
use super::error::{Operation, WriteError};
use super::lock::Lock;

/// How often other builds may replace the folder while we try to lock it.
const ATTEMPTS: usize = 16;

/// An output folder that no other build writes to while this value lives.
#[derive(Debug)]
pub(super) struct Folder {
    path: PathBuf,
    /// Whether this build created it.
    is_new: bool,
    lock: Lock,
}

impl Folder {
    /// Resolves symbolic links, creates the folder if it does not exist, and locks it.
    pub fn open(asked: &Path) -> Result<Folder, WriteError> {
        for _ in 0..ATTEMPTS {
            let is_new = create_if_absent(asked)?;
            let path = fs::canonicalize(asked).map_err(Operation::Reading.at(asked))?;
            if let Some(lock) = lock_if_current(&path)? {
                check_writable(&path)?;
                return Ok(Folder { path, is_new, lock });
            }
        }
        Err(WriteError::Busy {
            folder: asked.to_path_buf(),
        })
    }

    /// Absolute and without symbolic links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// False if the file system has no locks.
    pub fn is_locked(&self) -> bool {
        self.lock.is_held()
    }

    /// `None` for the root of the disk.
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
        if self.is_new {
            // A failed build leaves no empty folder behind.
            let _ = fs::remove_dir(&self.path);
        }
    }
}

/// True if the folder was created.
fn create_if_absent(asked: &Path) -> Result<bool, WriteError> {
    match fs::metadata(asked) {
        Ok(meta) if meta.is_dir() => Ok(false),
        Ok(_) => Err(WriteError::NotAFolder {
            path: asked.to_path_buf(),
        }),
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Operation::Reading.at(asked)(error))
        }
        Err(_) => match fs::symlink_metadata(asked) {
            // Another build has created it just now.
            Ok(meta) if meta.is_dir() => Ok(false),
            Ok(_) => Err(WriteError::NotAFolder {
                path: asked.to_path_buf(),
            }),
            Err(_) => fs::create_dir_all(asked)
                .map(|()| true)
                .map_err(Operation::Creating.at(asked)),
        },
    }
}

/// `None` if another build replaced the folder between opening and locking it.
fn lock_if_current(path: &Path) -> Result<Option<Lock>, WriteError> {
    let reading = Operation::Reading.at(path);
    let Some(lock) = Lock::take(path).map_err(&reading)? else {
        return Err(WriteError::Busy {
            folder: path.to_path_buf(),
        });
    };
    let Lock::Held(file) = &lock else {
        return Ok(Some(lock));
    };
    let is_current = match fs::metadata(path) {
        Ok(now) => is_same_inode(&now, &file.metadata().map_err(&reading)?),
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(reading(error)),
    };
    Ok(is_current.then_some(lock))
}

/// A folder that its owner made read-only is not replaced, though its parent would allow it.
#[cfg(unix)]
fn check_writable(path: &Path) -> Result<(), WriteError> {
    use rustix::fs::{Access, access};
    let wanted = Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK;
    access(path, wanted).map_err(|errno| Operation::Writing.at(path)(errno.into()))
}

/// On other systems, writing the first file shows it.
#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same signature on every system"
)]
fn check_writable(_: &Path) -> Result<(), WriteError> {
    Ok(())
}
