//! Folders that go again, and projects that are copied.

use std::path::{Path, PathBuf};
use std::{env, fs, io, process};

/// A new folder for sites, gone when dropped.
pub struct Folder(pub PathBuf);

impl Folder {
    /// A folder among those for temporary files, called after what it is for.
    ///
    /// # Errors
    /// In words, where it cannot be made.
    pub fn new(name: &str) -> Result<Folder, String> {
        let folder = env::temp_dir().join(format!("copublish-bench-{}-{name}", process::id()));
        match fs::create_dir_all(&folder) {
            Ok(()) => Ok(Folder(folder)),
            Err(error) => Err(format!("{}: {error}", folder.display())),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = fs::remove_dir_all(&self.0) {
            eprintln!("{} could not be removed: {error}", self.0.display());
        }
    }
}

/// Writes a file, and the folders it stands in.
///
/// # Errors
/// As the disk says.
pub fn put(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, text)
}

/// Copies a text to a file, and makes the folders it stands in.
///
/// # Errors
/// As the disk says.
pub fn copy(from: &Path, to: &Path) -> io::Result<()> {
    put(to, &fs::read_to_string(from)?)
}

/// Copies all texts of a folder, and of those in it.
///
/// # Errors
/// As the disk says.
pub fn copy_all(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy_all(&entry.path(), &to)?;
        } else {
            copy(&entry.path(), &to)?;
        }
    }
    Ok(())
}
