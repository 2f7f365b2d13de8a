//! One file put in place of another: the old one stays whole until the new one is. Decides nothing of what is in it.

#![expect(
    clippy::disallowed_methods,
    reason = "the verbs that make content write through this one file"
)]

use std::fs::{self, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use crate::base::file_error;
use crate::content::disk;
use crate::output::TempFile;

/// Replaces a file and keeps its permissions. `before` is the expected current content; `None` if the file may be
/// missing.
///
/// # Errors
/// Why the file stays as it was, in words.
pub fn replace(path: &Path, before: Option<&[u8]>, bytes: &[u8]) -> Result<(), String> {
    let there = match fs::symlink_metadata(path) {
        Ok(there) if !there.is_file() || has_other_names(&there) => {
            return Err("it has another name through a link; edit the file itself".to_owned());
        }
        Ok(there) => Some(there),
        Err(error) if error.kind() == ErrorKind::NotFound && before.is_none() => None,
        Err(error) => {
            return Err(format!(
                "it cannot be read: {}; {}",
                file_error::reason(&error),
                file_error::help_to_read(&error)
            ));
        }
    };
    let permissions = there.map(|there| there.permissions());
    let new = write_beside(path, bytes, permissions).map_err(|error| not_written(&error))?;
    // As late as possible: what an editor saved meanwhile is worth more.
    if before.is_some_and(|before| !now(path).is_ok_and(|now| now == before)) {
        return Err("another program changed it meanwhile; run the command again".to_owned());
    }
    new.replace(path).map_err(|error| not_written(&error))
}

fn not_written(error: &io::Error) -> String {
    format!(
        "it cannot be written: {}; {}",
        file_error::reason(error),
        file_error::help_to_write(error)
    )
}

/// The current contents of the file.
fn now(path: &Path) -> io::Result<Vec<u8>> {
    let folder = path.parent().unwrap_or(path);
    disk::read_own(folder, path, disk::size_limit::DOCUMENT)
}

fn has_other_names(there: &fs::Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        there.nlink() > 1
    }
    #[cfg(not(unix))]
    {
        let _ = there;
        false
    }
}

/// Writes a file beside the one that it is to replace.
fn write_beside(path: &Path, bytes: &[u8], like: Option<Permissions>) -> io::Result<TempFile> {
    let mut new = TempFile::beside(path)?;
    new.file.write_all(bytes)?;
    if let Some(permissions) = like {
        new.file.set_permissions(permissions)?;
    }
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn the_new_file_stands_where_the_old_one_stood() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        replace(&file, None, b"one").unwrap();
        replace(&file, Some(b"one"), b"two").unwrap();
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[test]
    fn what_was_changed_meanwhile_or_is_gone_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        fs::write(&file, "saved").unwrap();
        assert!(
            replace(&file, Some(b"one"), b"two")
                .unwrap_err()
                .contains("changed it meanwhile")
        );
        assert_eq!(fs::read(&file).unwrap(), b"saved");
        assert!(replace(&folder.path().join("b.md"), Some(b"one"), b"two").is_err());
        assert_eq!(names(folder.path()), ["a.md"]);
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_links_are_not_broken() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.md");
        fs::write(&file, "one").unwrap();
        fs::set_permissions(&file, Permissions::from_mode(0o640)).unwrap();
        replace(&file, Some(b"one"), b"two").unwrap();
        assert_eq!(
            fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o640
        );
        let link = folder.path().join("link.md");
        symlink(&file, &link).unwrap();
        assert!(
            replace(&link, Some(b"two"), b"three")
                .unwrap_err()
                .contains("link")
        );
        fs::hard_link(&file, folder.path().join("twin.md")).unwrap();
        assert!(replace(&file, Some(b"two"), b"three").is_err());
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["a.md", "link.md", "twin.md"]);
    }
}
