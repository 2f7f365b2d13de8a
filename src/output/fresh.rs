//! A new file beside the one that it is to stand for, so that it can take its place in one step. Decides nothing of
//! what is in it.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::folder::Lock;

/// The start and the end of its name: two numbers stand between. No build and no watch looks at what begins with a dot.
const PREFIX: &[u8] = b".copublish-";
const SUFFIX: &[u8] = b".tmp";

/// A file that is written now. Dropping it removes it, unless it has taken its place.
#[derive(Debug)]
pub struct Fresh {
    path: PathBuf,
    /// It tells other programs that this one lives.
    _lock: Option<Lock>,
    /// To be written to.
    pub file: File,
}

impl Fresh {
    /// An empty file beside `path`. What killed programs left there goes.
    ///
    /// # Errors
    /// As the system says.
    pub fn beside(path: &Path) -> io::Result<Fresh> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        sweep(folder);
        loop {
            let number = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!(".copublish-{}-{number}.tmp", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    let _lock = Lock::of_file(&file);
                    return Ok(Fresh { path, _lock, file });
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Waits until what was written is on the disk, and puts it in the place of `path`.
    ///
    /// # Errors
    /// As the system says; `path` is as it was then.
    pub fn replaces(self, path: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        fs::rename(&self.path, path)
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // Where it has taken its place, nothing has this name any more.
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes what killed programs left in a folder. Where nothing can be locked, nobody can tell who still lives.
fn sweep(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries
        .flatten()
        .filter(|entry| is_ours(&entry.file_name()))
    {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file
            && let Ok(Some(lock)) = Lock::take(&entry.path())
            && lock.is_held()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_ours(name: &OsStr) -> bool {
    let name = name
        .as_encoded_bytes()
        .strip_prefix(PREFIX)
        .and_then(|name| name.strip_suffix(SUFFIX));
    let Some(numbers) = name else { return false };
    let numbers: Vec<&[u8]> = numbers.split(|byte| *byte == b'-').collect();
    numbers.len() == 2
        && numbers
            .iter()
            .all(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit))
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn what_killed_programs_left_goes_and_what_lives_stays() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        for name in [
            ".copublish-1-0.tmp",
            ".copublish-notes.tmp",
            ".copublish-1-0.tmp.md",
        ] {
            fs::write(folder.path().join(name), "left").unwrap();
        }
        let living = Fresh::beside(&path).unwrap();
        let mut fresh = Fresh::beside(&path).unwrap();
        fresh.file.write_all(b"new").unwrap();
        assert!(living.path.exists());
        fresh.replaces(&path).unwrap();
        drop(living);
        let mut names: Vec<_> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        names.sort();
        assert_eq!(
            names,
            [".copublish-1-0.tmp.md", ".copublish-notes.tmp", "a.md"]
        );
        assert_eq!(fs::read(path).unwrap(), b"new");
    }
}
