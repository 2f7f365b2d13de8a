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
    #[cfg(unix)]
    fn nothing_is_written_through_a_link() {
        let (root, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let folder = root.path().join(".copublish");
        std::os::unix::fs::symlink(elsewhere.path(), &folder).unwrap();
        assert!(keep(&folder, "facts", b"one").is_err());
        assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
    }
}
