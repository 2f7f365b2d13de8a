//! Files of the site, which never lead out of its folder. The listing has looked at each; but a file, or a folder above
//! it, may have been exchanged for a link since then, so what was opened is looked at once more.
#![expect(clippy::disallowed_methods, reason = "a part of the one file that reads the disk")]

use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::base::{FilePath, Hash};

/// A file that is exchanged while it is opened is opened again, but not for ever.
const TRIES: usize = 16;

/// A file of the site on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inside {
    root: PathBuf,
    path: PathBuf,
}

impl Inside {
    /// The file at a path below the site's folder.
    pub fn new(root: &Path, file: &FilePath) -> Inside {
        Inside { root: root.to_owned(), path: super::path_of(root, file) }
    }

    /// Where it stands on the disk.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Opens it for reading, wherever its path leads to now, but for places outside the site's folder.
    ///
    /// # Errors
    /// As the system says; in words for what is no file any more, or leads out.
    pub fn open(&self) -> io::Result<File> {
        open(&self.root, &self.path).map(|(file, _)| file)
    }
}

/// Reads a whole file of the site.
///
/// # Errors
/// As the system says; in words for what leads out of the site.
pub fn read(root: &Path, file: &FilePath) -> io::Result<Vec<u8>> {
    let (open, known) = open(root, &super::path_of(root, file))?;
    let mut bytes = Vec::with_capacity(usize::try_from(known.len()).unwrap_or_default());
    // A file by itself would ask the system for its size again.
    open.take(u64::MAX).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The hash of a file of the site, of whatever size.
///
/// # Errors
/// The same.
pub fn hash(root: &Path, file: &FilePath) -> io::Result<Hash> {
    Hash::of_all(&mut open(root, &super::path_of(root, file))?.0)
}

/// Reads the start of a file of the site: `most` bytes, or all of a shorter one.
///
/// # Errors
/// The same.
pub fn read_start(root: &Path, file: &FilePath, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(root, &super::path_of(root, file))?.0.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// An open file, and what the system says of it.
fn open(root: &Path, path: &Path) -> io::Result<(File, Metadata)> {
    for _ in 0..TRIES {
        let file = open_at_once(path)?;
        let known = file.metadata()?;
        if !known.is_file() {
            return Err(io::Error::other("it is no file any more"));
        }
        if stands_inside(root, path, &known)? {
            return Ok((file, known));
        }
    }
    Err(io::Error::new(io::ErrorKind::ResourceBusy, "it is exchanged again and again"))
}

/// Opens what stands at a path without waiting for anybody: opening a pipe that nobody writes to would never end.
#[cfg(unix)]
fn open_at_once(path: &Path) -> io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let flags = i32::try_from(rustix::fs::OFlags::NONBLOCK.bits()).unwrap_or_default();
    File::options().read(true).custom_flags(flags).open(path)
}

#[cfg(not(unix))]
fn open_at_once(path: &Path) -> io::Result<File> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is no file any more"));
    }
    File::open(path)
}

/// Whether what was opened is the file that stands inside now; false where it has been exchanged meanwhile.
fn stands_inside(root: &Path, path: &Path, opened: &Metadata) -> io::Result<bool> {
    if let Some(known) = without_links(root, path)? {
        return Ok(is_same(&known, opened));
    }
    let real = fs::canonicalize(path)?;
    if !real.starts_with(fs::canonicalize(root)?) {
        return Err(io::Error::other("it has become a link that leads out of the site's folder"));
    }
    Ok(is_same(&fs::symlink_metadata(real)?, opened))
}

/// What stands at a path without following links; nothing where the path below the root goes through one.
fn without_links(root: &Path, path: &Path) -> io::Result<Option<Metadata>> {
    let Ok(below) = path.strip_prefix(root) else { return Ok(None) };
    let (mut at, mut last) = (root.to_owned(), None);
    // From the top down: what is said of a name holds as long as the folders above it stay.
    for part in below.components() {
        at.push(part);
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
    let key = |known: &Metadata| (known.is_file(), known.len(), known.modified().ok(), known.created().ok());
    key(one) == key(other)
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    /// A site with a file, and a folder beside it with another one of the same name.
    fn places() -> (tempfile::TempDir, PathBuf, PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let [root, outside] = ["site", "outside"].map(|name| folder.path().join(name));
        for place in [&root.join("content/a"), &outside] {
            fs::create_dir_all(place).unwrap();
        }
        fs::write(root.join("content/a/b.txt"), "inside").unwrap();
        fs::write(outside.join("b.txt"), "outside").unwrap();
        (folder, root, outside)
    }

    fn said(root: &Path, file: &str) -> String {
        let file = FilePath::new(file);
        let opened = Inside::new(root, &file).open().map(drop).map_err(|error| error.to_string());
        let read = read(root, &file).map_err(|error| error.to_string());
        let start = read_start(root, &file, 100).map_err(|error| error.to_string());
        assert_eq!(read, start);
        assert_eq!(opened.err(), read.clone().err());
        read.map_or_else(|said| said, |bytes| String::from_utf8(bytes).unwrap())
    }

    #[test]
    fn what_became_a_link_that_leads_out_is_not_read() {
        let leads_out = "it has become a link that leads out of the site's folder";
        let (_folder, root, outside) = places();
        assert_eq!(said(&root, "content/a/b.txt"), "inside");
        fs::remove_file(root.join("content/a/b.txt")).unwrap();
        symlink(outside.join("b.txt"), root.join("content/a/b.txt")).unwrap();
        assert_eq!(said(&root, "content/a/b.txt"), leads_out);
        fs::remove_dir_all(root.join("content/a")).unwrap();
        symlink(&outside, root.join("content/a")).unwrap();
        assert_eq!(said(&root, "content/a/b.txt"), leads_out);
        fs::remove_file(root.join("content/a")).unwrap();
        symlink("../../outside", root.join("content/a")).unwrap();
        assert_eq!(said(&root, "content/a/b.txt"), leads_out);
    }

    #[test]
    fn links_within_the_site_are_followed_also_where_it_is_reached_by_one() {
        let (folder, root, _) = places();
        symlink("a", root.join("content/c")).unwrap();
        symlink(root.join("content/a/b.txt"), root.join("content/d.txt")).unwrap();
        symlink(&root, folder.path().join("way")).unwrap();
        for root in [root, folder.path().join("way")] {
            for file in ["content/a/b.txt", "content/c/b.txt", "content/d.txt"] {
                assert_eq!(said(&root, file), "inside", "{file}");
            }
        }
    }

    #[test]
    fn what_was_opened_is_not_what_stands_there() {
        let (_folder, root, outside) = places();
        let path = root.join("content/a/b.txt");
        let opened = fs::metadata(outside.join("b.txt")).unwrap();
        assert!(!stands_inside(&root, &path, &opened).unwrap());
        assert!(stands_inside(&root, &path, &fs::metadata(&path).unwrap()).unwrap());
        symlink(&path, root.join("content/c.txt")).unwrap();
        assert!(!stands_inside(&root, &root.join("content/c.txt"), &opened).unwrap());
        assert_eq!(said(&root, "content/a"), "it is no file any more");
    }
}
