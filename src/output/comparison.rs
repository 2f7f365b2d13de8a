//! Compares files by their bytes. Trusts neither times nor recorded hashes.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::content::disk;

/// Bytes per read: large enough that system calls do not matter, small enough for a thread's stack.
const CHUNK: usize = 32 * 1024;

/// True if the file holds exactly `bytes`. False as well if it cannot be read.
pub(super) fn holds(path: &Path, bytes: &[u8]) -> bool {
    let equal = || -> io::Result<bool> {
        let (mut file, known) = disk::open_found(path)?;
        if known.len() != bytes.len() as u64 {
            return Ok(false);
        }
        let mut rest = bytes;
        have_same_bytes(&mut file, &mut rest)
    };
    equal().unwrap_or(false)
}

/// True if both files hold the same. If the one at `path` cannot be read, they differ.
///
/// # Errors
/// If the open one cannot be read.
pub(super) fn holds_same_as(path: &Path, open: &mut File) -> io::Result<bool> {
    let length = open.metadata()?.len();
    let Ok((mut file, known)) = disk::open_found(path) else {
        return Ok(false);
    };
    if known.len() != length {
        return Ok(false);
    }
    have_same_bytes(&mut file, open)
}

/// True if both paths are the same file, equal symbolic links, or files with the same bytes.
pub(super) fn is_same(a: &Path, b: &Path) -> io::Result<bool> {
    let (meta_a, meta_b) = (fs::symlink_metadata(a)?, fs::symlink_metadata(b)?);
    if is_same_inode(&meta_a, &meta_b) {
        return Ok(true);
    }
    if meta_a.is_symlink() && meta_b.is_symlink() {
        return Ok(fs::read_link(a)? == fs::read_link(b)?);
    }
    if !meta_a.is_file() || !meta_b.is_file() || meta_a.len() != meta_b.len() {
        return Ok(false);
    }
    have_same_bytes(&mut disk::open_found(a)?.0, &mut disk::open_found(b)?.0)
}

/// True if both metadata are about one file on one disk.
#[cfg(unix)]
pub(super) fn is_same_inode(a: &fs::Metadata, b: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    a.dev() == b.dev() && a.ino() == b.ino()
}

/// On other systems, the standard library does not tell the number of a file.
#[cfg(not(unix))]
pub(super) fn is_same_inode(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    false
}

fn have_same_bytes(a: &mut impl Read, b: &mut impl Read) -> io::Result<bool> {
    let (mut left, mut right) = ([0; CHUNK], [0; CHUNK]);
    loop {
        let read = fill(a, &mut left)?;
        if read != fill(b, &mut right)? || left.get(..read) != right.get(..read) {
            return Ok(false);
        }
        if read < CHUNK {
            return Ok(true);
        }
    }
}

fn fill(from: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    let mut filled = 0;
    while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
        match from.read(rest) {
            Ok(0) => break,
            Ok(read) => filled += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_are_compared_beyond_the_first_chunk() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        let mut bytes = vec![7; CHUNK * 2];
        fs::write(&a, &bytes).unwrap();
        fs::write(&b, &bytes).unwrap();
        assert!(holds(&a, &bytes) && is_same(&a, &b).unwrap());
        *bytes.last_mut().unwrap() = 8;
        assert!(!holds(&a, &bytes));
        fs::write(&b, &bytes).unwrap();
        assert!(!is_same(&a, &b).unwrap());
        assert!(!holds_same_as(&a, &mut File::open(&b).unwrap()).unwrap());
        assert!(!holds(&folder.path().join("absent"), &bytes));
    }
}
