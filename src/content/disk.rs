//! The only reader: every byte that copublish takes from the disk comes through here.
//!
//! 1. `bounds`: how far links may lead
//! 2. `door`: the one place that opens files: `inside` the site, of our own, or where somebody names one
//! 3. `most`: how much is read of a file at once
//! 4. `stamp`: what the system says of a file without reading it; `tree`: which files there are
#![expect(clippy::disallowed_methods, reason = "the only reader of the disk")]

use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::encoding::into_shown_text;
use crate::base::FilePath;
use crate::base::site_layout;

mod bounds;
mod door;
mod inside;
pub mod size_limit;
mod stamp;
mod tree;

pub use self::bounds::leads_out;
pub use self::door::{open_entry, open_found, read_named, read_own};
pub use self::inside::{Inside, read, read_start};
pub use self::stamp::{Stamp, stamp, stamp_of, version};
pub use self::tree::{Entry, Name, Obstacle, Tree, Trouble, list, names, tree};

/// The path on the disk of a file of the site.
pub fn path_of(root: &Path, file: &FilePath) -> PathBuf {
    root.join(file.as_str())
}

/// True for a file that is reached by this one name only: no link, and no file with other names.
pub fn is_plain_file(root: &Path, file: &FilePath) -> bool {
    fs::symlink_metadata(path_of(root, file))
        .is_ok_and(|known| known.is_file() && names_of(&known) == 1)
}

/// How many names a file has; 1 where the system does not say.
fn names_of(known: &fs::Metadata) -> u64 {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        known.nlink()
    }
    #[cfg(not(unix))]
    {
        let _ = known;
        1
    }
}

/// Reads a text for showing, whatever its bytes are. Nothing for what is not a file of the site: nobody is shown a line
/// of it.
pub fn read_to_show(root: &Path, file: &FilePath) -> Option<String> {
    let bytes = if file.is_built_in() {
        super::built_in::bytes_of(file)?.to_vec()
    } else {
        read(root, file, size_limit::DOCUMENT).ok()?
    };
    Some(into_shown_text(bytes))
}

/// Reads a file that need not be there.
///
/// # Errors
/// As the system says, but for a file that is not there.
pub fn read_if_there(root: &Path, file: &FilePath, most: u64) -> io::Result<Option<Vec<u8>>> {
    match read(root, file, most) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads what an earlier build kept for this one; nothing where there is no such file, or where a link
/// leads to it: what is kept is of use only as long as it is our own.
pub fn read_kept(root: &Path, name: &str) -> Vec<u8> {
    read_own(
        root,
        &root.join(site_layout::CACHE).join(name),
        size_limit::LIST,
    )
    .unwrap_or_default()
}

/// A file that is read piece by piece.
#[derive(Debug)]
pub struct OpenFile {
    file: fs::File,
    /// Its size in bytes, when it was opened.
    pub size: u64,
    /// When it was last written, in nanoseconds since 1970; 0 where the system does not know.
    pub written: u128,
}

impl OpenFile {
    /// A file that was opened for reading.
    ///
    /// # Errors
    /// As the system says.
    pub fn of(file: fs::File) -> io::Result<OpenFile> {
        let found = file.metadata()?;
        let written = found
            .modified()
            .ok()
            .and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let written = written.map_or(0, |since| since.as_nanos());
        Ok(OpenFile {
            size: found.len(),
            written,
            file,
        })
    }

    /// At most `most` bytes from the place `start`; fewer only at the end of the file.
    ///
    /// # Errors
    /// As the system says.
    pub fn read_at(&mut self, start: u64, most: u64) -> io::Result<Vec<u8>> {
        self.file.seek(SeekFrom::Start(start))?;
        let rest = self.size.saturating_sub(start).min(most);
        // Room for what there is, and not twice as much: many may be read at a time.
        let mut bytes = Vec::with_capacity(usize::try_from(rest).unwrap_or_default());
        (&self.file).take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }
}

/// True where `folder` is a folder.
pub fn is_folder(folder: &Path) -> bool {
    folder.is_dir()
}

/// The same where it matters why not: false only where it is certain that no folder is there.
///
/// # Errors
/// As the system says, where it does not say.
pub fn has_folder(folder: &Path) -> io::Result<bool> {
    Ok(if_there(fs::metadata(folder))?.is_some_and(|found| found.is_dir()))
}

/// True for a pipe or a device: reading it may never end.
pub fn is_endless(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// True where anything has this path, also a link that leads nowhere; false only where it is certain that nothing has.
///
/// # Errors
/// As the system says, where it does not say.
pub fn has_entry(path: &Path) -> io::Result<bool> {
    Ok(if_there(fs::symlink_metadata(path))?.is_some())
}

/// `None` only if it is certain that there is nothing.
fn if_there<T>(found: io::Result<T>) -> io::Result<Option<T>> {
    use io::ErrorKind::{NotADirectory, NotFound};
    match found {
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(None),
        found => found.map(Some),
    }
}

/// A path with all symbolic links followed.
///
/// # Errors
/// As the system says.
pub fn real_path(path: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(path)
}

/// What stands at a path, links followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// Nothing.
    Nothing,
    /// A file without a single byte.
    EmptyFile,
    /// Any other file, or a link that leads nowhere.
    File,
    /// A folder.
    Folder,
}

/// What stands at a path.
pub fn presence(path: &Path) -> Presence {
    match fs::metadata(path) {
        Err(_) if is_link(path) => Presence::File,
        Err(_) => Presence::Nothing,
        Ok(found) if found.is_dir() => Presence::Folder,
        Ok(found) if found.is_file() && found.len() == 0 => Presence::EmptyFile,
        Ok(_) => Presence::File,
    }
}

/// True where a symbolic link stands at a path.
pub fn is_link(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink())
}

/// False where others may change files without the system telling us: on drives that are shared over a
/// network, or with the machine that this one runs in.
pub fn tells_of_changes(folder: &Path) -> bool {
    #[cfg(target_os = "linux")]
    {
        /// Plan 9 (Windows below WSL), AFS, Ceph, CIFS, FUSE, NFS, SMB, SMB 2, VirtualBox.
        const SHARED: [u64; 9] = [
            0x0102_1997,
            0x5346_414f,
            0x00c3_6400,
            0xff53_4d42,
            0x6573_5546,
            0x6969,
            0x517b,
            0xfe53_4d42,
            0x786f_4256,
        ];
        // The system knows these numbers by 32 bits, and gives them as it likes.
        let kind = rustix::fs::statfs(folder).map(|found| found.f_type as u64 & 0xffff_ffff);
        kind.map_or(true, |kind| !SHARED.contains(&kind))
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = folder;
        true
    }
}
