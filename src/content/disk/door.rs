//! The one place that opens files. It looks before it opens, because opening a device may do something, and opening a
//! pipe may take for ever; and it looks at what it opened, because what stands at a path may have been exchanged since.
#![expect(
    clippy::disallowed_methods,
    reason = "a part of the only reader of the disk"
)]

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read};
use std::path::{Component, Path};

use super::bounds::Bounds;
use crate::base::file_error::FileError;

/// A file that is exchanged while it is opened is opened again, but not for ever.
const TRIES: usize = 16;

/// Which links may stand on the way to a file.
#[derive(Clone, Copy, Debug)]
pub(super) enum LinkPolicy<'w> {
    /// Those that stay within the bounds of the site in this folder.
    Inside(&'w Path),
    /// None below this folder: what copublish itself wrote is never a link.
    Own(&'w Path),
    /// All: whoever runs copublish, or git, has named the path.
    Named,
}

impl LinkPolicy<'_> {
    /// Opens the file at a path, and gives what the system says of it.
    ///
    /// # Errors
    /// As the system says; a [`FileError`] for what leads out or is not a file.
    pub fn open(self, path: &Path) -> io::Result<(File, Metadata)> {
        for _ in 0..TRIES {
            let seen = self.look(path)?;
            let file = open_without_waiting(path, Links::Follow)?;
            let opened = file.metadata()?;
            if is_same(&seen, &opened) {
                return Ok((file, opened));
            }
        }
        Err(io::Error::new(
            ErrorKind::ResourceBusy,
            FileError::Exchanged,
        ))
    }

    /// The whole file, of at most so many bytes.
    ///
    /// # Errors
    /// The same, and [`FileError::TooLarge`].
    pub fn read(self, path: &Path, most: u64) -> io::Result<Vec<u8>> {
        let (file, known) = self.open(path)?;
        if known.len() > most {
            return Err(FileError::TooLarge(most).into());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(known.len()).unwrap_or_default());
        // It may grow, and what some systems show as a file has no size. By itself, a file would be asked for it again.
        file.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > most {
            Err(FileError::TooLarge(most).into())
        } else {
            Ok(bytes)
        }
    }

    /// What stands at a path, where it is a file that may be opened.
    pub(super) fn look(self, path: &Path) -> io::Result<Metadata> {
        let seen = match self {
            LinkPolicy::Named => fs::metadata(path)?,
            LinkPolicy::Own(base) => without_links(base, path)?.ok_or(FileError::IsLink)?,
            LinkPolicy::Inside(root) => match without_links(root, path)? {
                Some(seen) => seen,
                None => fs::symlink_metadata(Bounds::of(root)?.real_path(path)?)?,
            },
        };
        if seen.is_dir() {
            return Err(ErrorKind::IsADirectory.into());
        }
        if !seen.is_file() {
            return Err(FileError::NotAFile.into());
        }
        Ok(seen)
    }
}

/// Reads a file of our own, of at most `most` bytes, which is reached by no link below `base`.
///
/// # Errors
/// As the system says; a [`FileError`] for a link, and for what is not a file.
pub fn read_own(base: &Path, path: &Path, most: u64) -> io::Result<Vec<u8>> {
    LinkPolicy::Own(base).read(path, most)
}

/// Reads a file that somebody has named, wherever it is; a pipe or a device is none.
///
/// # Errors
/// The same, and links are followed.
pub fn read_named(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    LinkPolicy::Named.read(path, most)
}

/// Opens a file or a folder for its lock or its times, not for what is in it.
///
/// # Errors
/// As the system says; [`FileError::NotAFile`] for a pipe or a device.
pub fn open_entry(path: &Path) -> io::Result<File> {
    let seen = fs::metadata(path)?;
    if seen.is_dir() || seen.is_file() {
        open_without_waiting(path, Links::Follow)
    } else {
        Err(FileError::NotAFile.into())
    }
}

/// Opens a file that has just been found in a folder and is neither a link nor anything else but a file there, at the
/// price of no further look at it.
///
/// # Errors
/// As the system says, also for a link; [`FileError::NotAFile`] for what has become something else.
pub fn open_found(path: &Path) -> io::Result<(File, Metadata)> {
    if !cfg!(unix) {
        return LinkPolicy::Own(path.parent().unwrap_or(path)).open(path);
    }
    let file = open_without_waiting(path, Links::Refuse)?;
    let known = file.metadata()?;
    if known.is_file() {
        Ok((file, known))
    } else {
        Err(FileError::NotAFile.into())
    }
}

/// What is done with a link at the end of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Links {
    Follow,
    Refuse,
}

/// Opens what has a path without waiting for anybody: opening a pipe that nobody writes to would never end.
fn open_without_waiting(path: &Path, links: Links) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let mut flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        flags.set(OFlags::NOFOLLOW, links == Links::Refuse);
        options.custom_flags(i32::try_from(flags.bits()).unwrap_or_default());
    }
    #[cfg(not(unix))]
    let _ = links;
    options.open(path)
}

/// What stands at a path without following links; nothing where the path below `base` goes through one.
fn without_links(base: &Path, path: &Path) -> io::Result<Option<Metadata>> {
    let Ok(below) = path.strip_prefix(base) else {
        return Ok(None);
    };
    let (mut at, mut last) = (base.to_owned(), None);
    // From the top down: what is said of a name holds as long as the folders above it stay.
    for part in below.components() {
        let Component::Normal(name) = part else {
            return Ok(None);
        };
        at.push(name);
        let known = fs::symlink_metadata(&at)?;
        if known.is_symlink() {
            return Ok(None);
        }
        last = Some(known);
    }
    Ok(last)
}

#[cfg(unix)]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    one.is_file() == other.is_file()
        && one.len() == other.len()
        && one.modified().ok() == other.modified().ok()
        && one.created().ok() == other.created().ok()
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn only_files_of_the_size_that_is_wanted_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("file"), "12345").unwrap();
        fs::create_dir(at("folder")).unwrap();
        symlink("file", at("link")).unwrap();
        symlink("/dev/zero", at("endless")).unwrap();
        let all = [
            LinkPolicy::Inside(folder.path()),
            LinkPolicy::Own(folder.path()),
            LinkPolicy::Named,
        ];
        let read = |name: &str, most: u64| {
            all.map(|way| match way.read(&at(name), most) {
                Ok(bytes) => String::from_utf8(bytes).unwrap(),
                Err(error) => {
                    FileError::of(&error).map_or(error.kind().to_string(), |why| format!("{why:?}"))
                }
            })
        };
        assert_eq!(read("file", 5), ["12345"; 3]);
        assert_eq!(read("file", 4), ["TooLarge(4)"; 3]);
        assert_eq!(read("folder", 5), ["is a directory"; 3]);
        assert_eq!(read("none", 5), ["entity not found"; 3]);
        assert_eq!(read("link", 5), ["12345", "IsLink", "12345"]);
        assert_eq!(read("endless", 5), ["LeadsOut", "IsLink", "NotAFile"]);
        let sparse = File::create(at("sparse")).unwrap();
        sparse.set_len(1 << 40).unwrap();
        assert_eq!(read("sparse", 1 << 20), ["TooLarge(1048576)"; 3]);
    }

    #[test]
    fn what_was_seen_is_what_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::write(at("one"), "1").unwrap();
        fs::write(at("two"), "2").unwrap();
        let (one, two) = (
            fs::metadata(at("one")).unwrap(),
            fs::metadata(at("two")).unwrap(),
        );
        assert!(!is_same(&one, &two));
        assert!(is_same(
            &one,
            &LinkPolicy::Inside(folder.path())
                .open(&at("one"))
                .unwrap()
                .1
        ));
        assert!(open_entry(&at("one")).is_ok() && open_entry(folder.path()).is_ok());
        assert!(open_entry(Path::new("/dev/zero")).is_err());
        symlink("one", at("link")).unwrap();
        assert!(open_found(&at("one")).is_ok() && open_found(&at("link")).is_err());
        assert!(open_found(folder.path()).is_err() && open_found(Path::new("/dev/zero")).is_err());
    }
}
