//! The folder `.copublish/` at the root of the site, in which a build keeps what speeds up the next one. It can be lost at
//! any time, and no file of anybody else is touched.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Writes a small file into `folder`, or replaces it in one step. Creates the folder if it does not exist.
///
/// Two builds at the same moment may mix their bytes: the reader of the file has to check it.
///
/// # Errors
/// As the system says. If the folder cannot be written, nothing is kept, and that is not worth a message.
pub fn keep(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    create(folder)?;
    let new = folder.join(format!("{name}.new"));
    // What a killed build left may have become a link, so it is not written to.
    if let Err(error) = fs::remove_file(&new)
        && error.kind() != ErrorKind::NotFound
    {
        return Err(error);
    }
    fs::File::create_new(&new)?.write_all(bytes)?;
    fs::rename(&new, folder.join(name))
}

/// Writes a file into a folder below `folder`, or replaces it in one step. Creates both if they do not exist.
///
/// # Errors
/// As for [`keep`].
pub fn keep_below(folder: &Path, below: &str, name: &str, bytes: &[u8]) -> io::Result<()> {
    create(folder)?;
    keep(&folder.join(below), name, bytes)
}

/// Removes the files of a folder that builds keep files in, but for those that are still used. Leaves folders, links and
/// what begins with a dot.
///
/// # Errors
/// As the system says; the other files are removed then too.
pub fn keep_only(folder: &Path, is_used: &dyn Fn(&str) -> bool) -> io::Result<()> {
    // What is behind a link is somebody else's.
    if !fs::symlink_metadata(folder)?.is_dir() {
        return Ok(());
    }
    let mut outcome = Ok(());
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_left = name
            .to_str()
            .is_none_or(|name| name.starts_with('.') || is_used(name));
        if !is_left && entry.file_type()?.is_file() {
            outcome = outcome.and(fs::remove_file(entry.path()));
        }
    }
    outcome
}

/// Creates the folder if it does not exist, with a `.gitignore` that keeps it out of git.
///
/// # Errors
/// As for [`keep`].
fn create(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Ok(()) => {}
        // A link may point anywhere, so only a folder is ours.
        Err(error)
            if error.kind() == ErrorKind::AlreadyExists
                && fs::symlink_metadata(folder)?.is_dir() => {}
        Err(error) => return Err(error),
    }
    let ignored =
        fs::File::create_new(folder.join(".gitignore")).and_then(|mut file| file.write_all(b"*\n"));
    ignored.or_else(|error| {
        if error.kind() == ErrorKind::AlreadyExists {
            Ok(())
        } else {
            Err(error)
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_replaces_the_last_one() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(".copublish");
        keep(&folder, "facts", b"one").unwrap();
        fs::write(folder.join("facts.new"), "left").unwrap();
        keep(&folder, "facts", b"two").unwrap();
        assert_eq!(fs::read(folder.join("facts")).unwrap(), b"two");
        assert_eq!(fs::read(folder.join(".gitignore")).unwrap(), b"*\n");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 2);
    }

    #[test]
    fn what_is_not_used_any_more_is_removed() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(".copublish");
        for name in ["a", "b"] {
            keep_below(&folder, "pictures", name, b"one").unwrap();
        }
        let pictures = folder.join("pictures");
        fs::create_dir(pictures.join("c")).unwrap();
        keep_only(&pictures, &|name| name == "b").unwrap();
        let mut left: Vec<_> = fs::read_dir(&pictures)
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left, [".gitignore", "b", "c"]);
    }

    #[test]
    #[cfg(unix)]
    fn nothing_is_written_through_a_link() {
        let (root, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = root.path().join(".copublish");
        std::os::unix::fs::symlink(elsewhere.path(), &folder).unwrap();
        assert!(keep(&folder, "facts", b"one").is_err());
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}
