//! What a build keeps for the next one, in `.copublish/` at the site's root. It can be lost at any time,
//! and nobody's files are touched: where there is no such folder of ours, none is needed.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

/// Puts a small file into `folder`, in the place of the one that was there, in one step.
///
/// The folder is made where it is not there, with a `.gitignore` that keeps it out of git. Two builds at the
/// same moment may mix their bytes; whoever reads the file has to notice.
///
/// # Errors
/// As the system says: a root that cannot be written to is a reason to keep nothing, and none to complain.
pub fn keep(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    make(folder)?;
    let new = folder.join(format!("{name}.new"));
    // What a killed build left is not written through: it may have become a link.
    if let Err(error) = fs::remove_file(&new)
        && error.kind() != ErrorKind::NotFound
    {
        return Err(error);
    }
    fs::File::create_new(&new)?.write_all(bytes)?;
    fs::rename(&new, folder.join(name))
}

/// Makes the folder where it is not there, with a `.gitignore` that keeps it out of git.
///
/// # Errors
/// As for [`keep`].
fn make(folder: &Path) -> io::Result<()> {
    match fs::create_dir(folder) {
        Ok(()) => {}
        // A link may lead anywhere, so only a folder is ours.
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
    fn a_file_takes_the_place_of_the_last_one() {
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
