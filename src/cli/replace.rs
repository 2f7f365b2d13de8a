//! One file put in place of another: the old one stays whole until the new one is. Decides nothing of what is in it.

#![expect(clippy::disallowed_methods, reason = "the verbs that make content write through this one file")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Writes a file anew, with the permissions it had. `before` is what has to stand there still; nothing for a file
/// that need not be there.
///
/// # Errors
/// Why the file stays as it was, in words.
pub fn replace(path: &Path, before: Option<&[u8]>, bytes: &[u8]) -> Result<(), String> {
    let there = match fs::symlink_metadata(path) {
        Ok(there) if !there.is_file() || has_other_names(&there) => {
            return Err("it has another name too, by a link; mend it where it stands".to_owned());
        }
        Ok(there) => Some(there),
        Err(error) if error.kind() == ErrorKind::NotFound && before.is_none() => None,
        Err(error) => return Err(format!("it cannot be read: {error}")),
    };
    let (temporary, mut file) = fresh_beside(path).map_err(|error| failed(&error))?;
    let written = file.write_all(bytes).and_then(|()| match &there {
        Some(there) => file.set_permissions(there.permissions()),
        None => Ok(()),
    });
    let written = written.and_then(|()| file.sync_all()).map_err(|error| failed(&error));
    // As late as possible: what an editor saved meanwhile is worth more.
    let is_same = || before.is_none_or(|before| fs::read(path).is_ok_and(|now| now == before));
    let changed = || "it was changed meanwhile; run the command again".to_owned();
    let written = written.and_then(|()| if is_same() { Ok(()) } else { Err(changed()) });
    let written = written.and_then(|()| fs::rename(&temporary, path).map_err(|error| failed(&error)));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

fn failed(error: &io::Error) -> String {
    format!("it cannot be written: {error}")
}

/// A new file in the same folder, so that it can take the other's place in one step. Its name begins with a dot: no
/// build and no watch looks at it.
fn fresh_beside(path: &Path) -> io::Result<(PathBuf, File)> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    for number in 0..100 {
        let temporary = folder.join(format!(".copublish-{}-{number}.tmp", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&temporary) {
            Ok(file) => return Ok((temporary, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> =
            entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
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
        assert!(replace(&file, Some(b"one"), b"two").unwrap_err().contains("changed meanwhile"));
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
        fs::set_permissions(&file, fs::Permissions::from_mode(0o640)).unwrap();
        replace(&file, Some(b"one"), b"two").unwrap();
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
        let link = folder.path().join("link.md");
        symlink(&file, &link).unwrap();
        assert!(replace(&link, Some(b"two"), b"three").unwrap_err().contains("link"));
        fs::hard_link(&file, folder.path().join("twin.md")).unwrap();
        assert!(replace(&file, Some(b"two"), b"three").is_err());
        assert_eq!(fs::read(&file).unwrap(), b"two");
        assert_eq!(names(folder.path()), ["a.md", "link.md", "twin.md"]);
    }
}
