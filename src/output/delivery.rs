//! A folder that a finished site is copied into file by file, in an order that somebody else decides: a web server may read
//! it all the time, so each file replaces another in one step, and what is not named stays.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use super::error::WriteError;
use super::manifest::Manifest;
use super::temp_file::{self, TempFile};
use crate::content::disk;

/// The files that the last build wrote to an output folder, sorted; `None` if no build did.
///
/// # Errors
/// If their list cannot be read.
pub fn built_files(folder: &Path) -> Result<Option<Vec<String>>, WriteError> {
    Ok(Manifest::read(folder)?.map(|manifest| manifest.files().to_vec()))
}

/// The folder.
#[derive(Debug)]
pub struct Delivery {
    folder: PathBuf,
}

impl Delivery {
    /// A folder that may not exist yet. The folder above it must, once something is put here: a drive that is not mounted is
    /// not written beside.
    pub fn to(folder: PathBuf) -> Delivery {
        Delivery { folder }
    }

    /// Reads a file; `None` if it is not there.
    ///
    /// # Errors
    /// As the system says.
    pub fn read(&self, path: &str, most: u64) -> io::Result<Option<Vec<u8>>> {
        match disk::read_named(&self.folder.join(path), most) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes a file, or replaces it in one step.
    ///
    /// # Errors
    /// As the system says; the old file is unchanged then.
    pub fn put(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.folder.join(path);
        match fs::create_dir(&self.folder) {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(error),
            _ => {}
        }
        if let Some(above) = path.parent() {
            fs::create_dir_all(above)?;
        }
        // At the top, where what a killed run leaves is found.
        let mut new = TempFile::inside(&self.folder)?;
        new.file.write_all(bytes)?;
        new.move_to(&path)
    }

    /// Removes what killed runs left, while nothing is put here.
    pub fn clean(&self) {
        temp_file::remove_leftovers(&self.folder);
    }

    /// Removes a file, and the folders above it that are empty then. A file that is not there is removed already.
    ///
    /// # Errors
    /// As the system says.
    pub fn remove(&self, path: &str) -> io::Result<()> {
        match fs::remove_file(self.folder.join(path)) {
            Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let mut above = path;
        while let Some((folder, _)) = above.rsplit_once('/') {
            // A folder in which something is left stays.
            if fs::remove_dir(self.folder.join(folder)).is_err() {
                break;
            }
            above = folder;
        }
        Ok(())
    }

    /// The paths of all files, sorted; none if the folder does not exist.
    ///
    /// # Errors
    /// As the system says.
    pub fn files(&self) -> io::Result<Vec<String>> {
        let mut files = Vec::new();
        match self.add_files("", &mut files) {
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            result => result?,
        }
        files.sort();
        Ok(files)
    }

    fn add_files(&self, below: &str, files: &mut Vec<String>) -> io::Result<()> {
        for entry in fs::read_dir(self.folder.join(below))? {
            let entry = entry?;
            let name = entry.file_name();
            if below.is_empty() && temp_file::is_ours(&name) {
                continue;
            }
            let path = format!("{below}{}", name.to_string_lossy());
            if entry.file_type()?.is_dir() {
                self.add_files(&format!("{path}/"), files)?;
            } else {
                files.push(path);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_put_listed_and_removed_with_their_folders() {
        let root = tempfile::tempdir().unwrap();
        let delivery = Delivery::to(root.path().join("www"));
        assert_eq!(delivery.files().unwrap(), Vec::<String>::new());
        delivery.put("a/b/c.html", b"one").unwrap();
        delivery.put("a/b/c.html", b"two").unwrap();
        delivery.put("a/d.html", b"three").unwrap();
        assert_eq!(delivery.files().unwrap(), ["a/b/c.html", "a/d.html"]);
        assert_eq!(
            delivery.read("a/b/c.html", 9).unwrap(),
            Some(b"two".to_vec())
        );
        assert_eq!(delivery.read("x", 9).unwrap(), None);
        let left = root.path().join("www/.copublish-1-0.tmp");
        fs::write(&left, "left").unwrap();
        assert_eq!(delivery.files().unwrap().len(), 2);
        delivery.clean();
        assert!(!left.exists());
        delivery.remove("a/b/c.html").unwrap();
        delivery.remove("a/b/c.html").unwrap();
        assert!(!root.path().join("www/a/b").exists());
        assert!(root.path().join("www/a/d.html").exists());
        let unmounted = Delivery::to(root.path().join("drive/www"));
        assert!(unmounted.put("a", b"").is_err());
    }
}
