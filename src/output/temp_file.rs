//! A temporary file beside the one that it will replace, so that it can do so in one step.

use std::ffi::OsStr;
use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::lock::Lock;

/// The start and the end of its name, with two numbers between. Builds and watches ignore names that start with a dot.
const PREFIX: &[u8] = b".copublish-";
const SUFFIX: &[u8] = b".tmp";

/// A temporary file. It is removed when dropped, unless it has replaced its target.
#[derive(Debug)]
pub struct TempFile {
    path: PathBuf,
    /// Tells other programs that this one is still running.
    lock: Option<Lock>,
    /// Open for writing.
    pub file: File,
}

impl TempFile {
    /// Creates an empty file beside `path`, and removes what killed programs left there.
    ///
    /// # Errors
    /// As the system says.
    pub fn beside(path: &Path) -> io::Result<TempFile> {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        remove_leftovers(folder);
        TempFile::inside(folder)
    }

    /// Creates an empty file in `folder`. Several threads may do so at once, if none of them removes leftovers there.
    ///
    /// # Errors
    /// As the system says.
    pub fn inside(folder: &Path) -> io::Result<TempFile> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        loop {
            let number = COUNT.fetch_add(1, Ordering::Relaxed);
            let path = folder.join(format!(".copublish-{}-{number}.tmp", std::process::id()));
            match OpenOptions::new().write(true).create_new(true).open(&path) {
                Ok(file) => {
                    let lock = Lock::take_file(&file);
                    let new = TempFile { path, lock, file };
                    if new.is_safe() {
                        return Ok(new);
                    }
                }
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// False if somebody who looked for leftovers took the new file for one, before it was locked, and has removed it or is about
    /// to.
    fn is_safe(&self) -> bool {
        (self.lock.is_some() || !cfg!(unix)) && self.path.exists()
    }

    /// Waits until the content is on the disk, and replaces `path` by this file.
    ///
    /// # Errors
    /// As the system says; `path` is unchanged then.
    pub fn replace(self, path: &Path) -> io::Result<()> {
        self.file.sync_all()?;
        self.move_to(path)
    }

    /// Replaces `path` by this file, without waiting for the disk: for what can be written again.
    ///
    /// # Errors
    /// The same.
    pub fn move_to(self, path: &Path) -> io::Result<()> {
        fs::rename(&self.path, path)
    }
}

impl Drop for TempFile {
    fn drop(&mut self) {
        // Once it has replaced its target, no file has this name.
        let _ = fs::remove_file(&self.path);
    }
}

/// Removes what killed programs left in a folder, while this one makes no file there. Without locks, it is not known which programs still run.
pub(super) fn remove_leftovers(folder: &Path) {
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

/// True for the name of a temporary file.
pub(super) fn is_ours(name: &OsStr) -> bool {
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
    fn no_thread_takes_the_file_of_another_for_a_leftover() {
        let folder = tempfile::tempdir().unwrap();
        std::thread::scope(|scope| {
            for thread in 0..8 {
                let path = folder.path().join(format!("{thread}.md"));
                scope.spawn(move || {
                    for _ in 0..2_000 {
                        let mut file = TempFile::beside(&path).unwrap();
                        file.file.write_all(b"new").unwrap();
                        file.move_to(&path).unwrap();
                    }
                });
            }
        });
    }

    #[test]
    fn leftovers_of_killed_programs_are_removed_and_open_files_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        for name in [
            ".copublish-1-0.tmp",
            ".copublish-notes.tmp",
            ".copublish-1-0.tmp.md",
        ] {
            fs::write(folder.path().join(name), "left").unwrap();
        }
        let open = TempFile::beside(&path).unwrap();
        let mut file = TempFile::beside(&path).unwrap();
        file.file.write_all(b"new").unwrap();
        assert!(open.path.exists());
        file.replace(&path).unwrap();
        drop(open);
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
