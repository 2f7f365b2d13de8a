//! Whether two files hold the same. Trusts neither times nor recorded hashes, only bytes.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::content::disk;

/// Read at once; large enough that system calls do not count, small enough for a thread's stack.
const CHUNK: usize = 32 * 1024;

/// True where the file holds exactly `bytes`; false as well where it cannot be read.
pub(super) fn holds(path: &Path, bytes: &[u8]) -> bool {
    let equal = || -> io::Result<bool> {
        let (mut file, known) = disk::open_found(path)?;
        if known.len() != bytes.len() as u64 {
            return Ok(false);
        }
        let mut rest = bytes;
        same_bytes(&mut file, &mut rest)
    };
    equal().unwrap_or(false)
}

/// True where both files hold the same.
///
/// # Errors
/// Where the open one cannot be read. The other counts as different where it cannot.
pub(super) fn holds_file(path: &Path, open: &mut File) -> io::Result<bool> {
    let length = open.metadata()?.len();
    let Ok((mut file, known)) = disk::open_found(path) else {
        return Ok(false);
    };
    if known.len() != length {
        return Ok(false);
    }
    same_bytes(&mut file, open)
}

/// True where both paths are the same file, the same symbolic link or hold the same bytes.
pub(super) fn same(a: &Path, b: &Path) -> io::Result<bool> {
    let (meta_a, meta_b) = (fs::symlink_metadata(a)?, fs::symlink_metadata(b)?);
    if same_inode(&meta_a, &meta_b) {
        return Ok(true);
    }
    if meta_a.is_symlink() && meta_b.is_symlink() {
        return Ok(fs::read_link(a)? == fs::read_link(b)?);
    }
    if !meta_a.is_file() || !meta_b.is_file() || meta_a.len() != meta_b.len() {
        return Ok(false);
    }
    same_bytes(&mut disk::open_found(a)?.0, &mut disk::open_found(b)?.0)
}

/// True where two answers of the system are about one file on one disk.
#[cfg(unix)]
pub(super) fn same_inode(a: &fs::Metadata, b: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    a.dev() == b.dev() && a.ino() == b.ino()
}

/// Elsewhere files have no number that the standard library would tell.
#[cfg(not(unix))]
pub(super) fn same_inode(_: &fs::Metadata, _: &fs::Metadata) -> bool {
    false
}

fn same_bytes(a: &mut impl Read, b: &mut impl Read) -> io::Result<bool> {
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
    fn bytes_decide_also_beyond_one_chunk() {
        let folder = tempfile::tempdir().unwrap();
        let (a, b) = (folder.path().join("a"), folder.path().join("b"));
        let mut bytes = vec![7; CHUNK * 2];
        fs::write(&a, &bytes).unwrap();
        fs::write(&b, &bytes).unwrap();
        assert!(holds(&a, &bytes) && same(&a, &b).unwrap());
        *bytes.last_mut().unwrap() = 8;
        assert!(!holds(&a, &bytes));
        fs::write(&b, &bytes).unwrap();
        assert!(!same(&a, &b).unwrap());
        assert!(!holds_file(&a, &mut File::open(&b).unwrap()).unwrap());
        assert!(!holds(&folder.path().join("absent"), &bytes));
    }
}
