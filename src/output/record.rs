//! A file at the root of the site that is written because its author asked for it: the ledger of addresses.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use super::temp_file::TempFile;
use crate::base::file_error::FileError;
use crate::content::disk;

/// Writes a file in the folder of the site, or replaces it in one step. A file that already holds these bytes is not
/// touched.
///
/// # Errors
/// As the system says; the old file is unchanged then.
pub fn record(root: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    // If the name is a link, the file that it points to is replaced, as long as that belongs to the site.
    let real_root = fs::canonicalize(root)?;
    let path = match fs::canonicalize(root.join(name)) {
        Ok(path) if !path.starts_with(&real_root) => {
            return Err(FileError::LeadsOut.into());
        }
        Ok(path) if disk::read_own(&real_root, &path, disk::size_limit::LIST)? == bytes => {
            return Ok(());
        }
        Ok(path) => path,
        Err(error) if error.kind() == ErrorKind::NotFound => root.join(name),
        Err(error) => return Err(error),
    };
    let mut new = TempFile::beside(&path)?;
    new.file.write_all(bytes)?;
    new.replace(&path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_in_one_step_and_not_touched_if_it_is_the_same() {
        let root = tempfile::tempdir().unwrap();
        record(root.path(), "a.lock", b"one").unwrap();
        fs::write(root.path().join(".copublish-1-0.tmp"), "left").unwrap();
        record(root.path(), "a.lock", b"two").unwrap();
        let at = fs::metadata(root.path().join("a.lock"))
            .unwrap()
            .modified()
            .unwrap();
        record(root.path(), "a.lock", b"two").unwrap();
        assert_eq!(fs::read(root.path().join("a.lock")).unwrap(), b"two");
        assert_eq!(
            fs::metadata(root.path().join("a.lock"))
                .unwrap()
                .modified()
                .unwrap(),
            at
        );
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }

    #[test]
    #[cfg(unix)]
    fn a_link_stays_a_link() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("real.lock"), "one").unwrap();
        std::os::unix::fs::symlink("real.lock", root.path().join("a.lock")).unwrap();
        record(root.path(), "a.lock", b"two").unwrap();
        let elsewhere = tempfile::tempdir().unwrap();
        fs::write(elsewhere.path().join("x"), "one").unwrap();
        std::os::unix::fs::symlink(elsewhere.path().join("x"), root.path().join("b.lock")).unwrap();
        assert!(record(root.path(), "b.lock", b"two").is_err());
        assert_eq!(fs::read(elsewhere.path().join("x")).unwrap(), b"one");
        assert_eq!(fs::read(root.path().join("real.lock")).unwrap(), b"two");
        assert!(
            fs::symlink_metadata(root.path().join("a.lock"))
                .unwrap()
                .is_symlink()
        );
    }
}
