//! The only reader: every byte that copublish takes from the author's folder comes through here.
#![expect(clippy::disallowed_methods, reason = "this is the one file that reads the disk")]

use std::fs;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::base::{FilePath, refusal};

mod inside;

pub use self::inside::{Inside, hash, read, read_start};

/// The folder below the root where a build keeps what spares work to the next one.
pub const KEPT: &str = ".copublish";

/// The path on the disk of a file of the site.
pub fn path_of(root: &Path, file: &FilePath) -> PathBuf {
    root.join(file.as_str())
}

/// What the system says of a file without reading it: two stamps that differ are two states of a file. A
/// file may change without its stamp, where it does so within a few milliseconds and keeps its size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    size: u64,
    modified: Option<SystemTime>,
    /// The file's number and the time its entry was last changed, where the system has such things.
    entry: (u64, i64, i64),
}

impl Stamp {
    /// The size in bytes.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// True where the file, or the entries of the folder, may have become others at this moment of the clock that files
    /// are stamped by, or after it. Some systems keep whole seconds only, and these two by two.
    pub fn is_since(&self, moment: Timestamp) -> bool {
        let modified = self.modified.and_then(|at| Timestamp::try_from(at).ok());
        let entry =
            i32::try_from(self.entry.2).ok().and_then(|nanos| Timestamp::new(self.entry.1, nanos).ok());
        let newest = modified.max(entry).unwrap_or(Timestamp::MAX);
        let is_rounded = newest.subsec_nanosecond() == 0;
        let latest = newest.saturating_add(SignedDuration::from_secs(if is_rounded { 2 } else { 0 }));
        latest.is_ok_and(|latest| latest >= moment)
    }

    /// True where the system numbers its files and keeps the times of their entries, which nobody can set.
    pub fn has_entry(&self) -> bool {
        self.entry != (0, 0, 0)
    }

    /// True for the same file with the same content: another name or another folder makes no difference.
    pub fn is_same_file_as(&self, other: &Stamp) -> bool {
        (self.size, self.modified, self.entry.0) == (other.size, other.modified, other.entry.0)
    }
}

/// The stamp of a file of the site; `None` for one that cannot be looked at.
pub fn stamp(root: &Path, file: &FilePath) -> Option<Stamp> {
    stamp_of(&path_of(root, file))
}

/// The stamp of any file; `None` for one that cannot be looked at.
pub fn stamp_of(path: &Path) -> Option<Stamp> {
    let known = fs::metadata(path).ok()?;
    #[cfg(unix)]
    let entry = {
        use std::os::unix::fs::MetadataExt;
        (known.ino(), known.ctime(), known.ctime_nsec())
    };
    #[cfg(not(unix))]
    let entry = (0, 0, 0);
    Some(Stamp { size: known.len(), modified: known.modified().ok(), entry })
}

/// True for a file that is reached by this one name only: no link, and no file with other names.
pub fn is_plain_file(root: &Path, file: &FilePath) -> bool {
    fs::symlink_metadata(path_of(root, file)).is_ok_and(|known| known.is_file() && names_of(&known) == 1)
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

/// Reads a whole file, also where a link leads to it from elsewhere: settings, themes and what `check` and the ledger
/// keep may be shared between sites.
///
/// # Errors
/// As the system says.
pub fn read_anywhere(root: &Path, file: &FilePath) -> io::Result<Vec<u8>> {
    fs::read(path_of(root, file))
}

/// Reads a text for showing; bytes that are no UTF-8 are replaced, each by one `?`, so that
/// places stay where they are.
pub fn read_to_show(root: &Path, file: &FilePath) -> Option<String> {
    let bytes = if file.is_built_in() {
        super::built_in::bytes_of(file)?.to_vec()
    } else {
        read_anywhere(root, file).ok()?
    };
    Some(String::from_utf8(bytes).unwrap_or_else(|error| {
        let mut text = String::new();
        for chunk in error.as_bytes().utf8_chunks() {
            text.push_str(chunk.valid());
            text.extend(std::iter::repeat_n('?', chunk.invalid().len()));
        }
        text
    }))
}

/// Reads a file that need not be there.
///
/// # Errors
/// As the system says, but for a file that is not there.
pub fn read_if_there(root: &Path, file: &FilePath) -> io::Result<Option<Vec<u8>>> {
    match read_anywhere(root, file) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads what an earlier build kept for this one; nothing where there is no such file, or where a link
/// leads to it: what is kept is of use only as long as it is our own.
pub fn read_kept(root: &Path, name: &str) -> Vec<u8> {
    let folder = root.join(KEPT);
    let file = folder.join(name);
    let is_ours =
        |path: &Path, is: fn(&fs::Metadata) -> bool| fs::symlink_metadata(path).is_ok_and(|found| is(&found));
    if is_ours(&folder, fs::Metadata::is_dir) && is_ours(&file, fs::Metadata::is_file) {
        fs::read(file).unwrap_or_default()
    } else {
        Vec::new()
    }
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

/// Opens a file for reading. Pipes and devices are no files: reading one may never end.
///
/// # Errors
/// As the system says; `NotFound` for what is no file.
pub fn open(path: &Path) -> io::Result<OpenFile> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::ErrorKind::NotFound.into());
    }
    OpenFile::of(fs::File::open(path)?)
}

impl OpenFile {
    /// A file that was opened for reading.
    ///
    /// # Errors
    /// As the system says.
    pub fn of(file: fs::File) -> io::Result<OpenFile> {
        let found = file.metadata()?;
        let written = found.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
        let written = written.map_or(0, |since| since.as_nanos());
        Ok(OpenFile { size: found.len(), written, file })
    }

    /// At most `most` bytes from the place `start`; fewer only at the end of the file.
    ///
    /// # Errors
    /// As the system says.
    pub fn read_at(&mut self, start: u64, most: u64) -> io::Result<Vec<u8>> {
        self.file.seek(SeekFrom::Start(start))?;
        let mut bytes = Vec::new();
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
    match fs::metadata(folder) {
        Ok(found) => Ok(found.is_dir()),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(false)
        }
        Err(error) => Err(error),
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

/// The entries right below a folder, sorted by name; none where there is no such folder.
pub fn entries(folder: &Path) -> Vec<PathBuf> {
    list(folder).unwrap_or_default()
}

/// The same, for a folder that has to be there.
///
/// # Errors
/// As the system says.
pub fn list(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path()));
    let mut paths: Vec<PathBuf> = entries.collect::<io::Result<_>>()?;
    paths.sort();
    Ok(paths)
}

/// A file or a folder found on a walk.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Where it stands on the disk.
    pub path: PathBuf,
    /// Whether it is a folder, or a link to one.
    pub is_folder: bool,
    /// Whether it is a file; pipes and devices are neither file nor folder, and reading one may never end.
    pub is_file: bool,
    /// Whether it is a symbolic link.
    pub is_link: bool,
    /// Whether it is a file with more than one name.
    pub has_other_names: bool,
    /// Its size in bytes; 0 for a folder.
    pub size: u64,
}

/// Something a walk could not enter.
#[derive(Clone, Debug)]
pub struct Trouble {
    /// Where it stands on the disk.
    pub path: PathBuf,
    /// Why; `None` for a link to a folder that holds the link.
    pub why: Option<String>,
}

/// A walk through a folder and all below it, or a look at a single file.
pub struct Tree(walkdir::IntoIter);

/// Walks `start`, following symbolic links, in no order.
pub fn tree(start: &Path) -> Tree {
    Tree(WalkDir::new(start).follow_links(true).into_iter())
}

/// A name found on a walk that asks for nothing else.
#[derive(Clone, Debug)]
pub struct Name {
    /// Where it stands on the disk.
    pub path: PathBuf,
    /// Whether it is a folder, or a link to one.
    pub is_folder: bool,
    /// Whether it is a symbolic link.
    pub is_link: bool,
}

/// The names of a folder and of all below it, in no order. `follows` is asked for each link to a folder.
pub fn names(start: &Path, follows: &dyn Fn(&Path) -> bool) -> Vec<Name> {
    let mut names = Vec::new();
    let mut entries = WalkDir::new(start).follow_links(true).into_iter();
    while let Some(entry) = entries.next() {
        let Ok(entry) = entry else { continue };
        let (is_folder, is_link) = (entry.file_type().is_dir(), entry.path_is_symlink());
        if is_link && is_folder && !follows(entry.path()) {
            entries.skip_current_dir();
        }
        names.push(Name { path: entry.into_path(), is_folder, is_link });
    }
    names
}

impl Tree {
    /// Leaves out what stands below the folder that came last.
    pub fn skip_folder(&mut self) {
        self.0.skip_current_dir();
    }
}

impl Iterator for Tree {
    type Item = Result<Entry, Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        let entry = match self.0.next()? {
            Ok(entry) => entry,
            Err(error) => return Some(Err(trouble(&error))),
        };
        let is_folder = entry.file_type().is_dir();
        // A file of an unknown size is none of 0 bytes.
        let known = match (!is_folder).then(|| entry.metadata()).transpose() {
            Ok(known) => known,
            // One that went meanwhile may be nobody's loss: an editor's, or ignored.
            Err(error) if error.io_error().is_some_and(|error| error.kind() == io::ErrorKind::NotFound) => {
                None
            }
            Err(error) => return Some(Err(trouble(&error))),
        };
        let size = known.as_ref().map_or(0, fs::Metadata::len);
        let has_other_names = known.as_ref().is_some_and(|known| names_of(known) > 1);
        let (is_file, is_link) = (entry.file_type().is_file(), entry.path_is_symlink());
        Some(Ok(Entry { is_file, is_link, is_folder, has_other_names, size, path: entry.into_path() }))
    }
}

fn trouble(error: &walkdir::Error) -> Trouble {
    let path = error.path().map(Path::to_owned).unwrap_or_default();
    let is_loop = error.loop_ancestor().is_some();
    let said = error.io_error().map_or_else(|| error.to_string(), refusal::words);
    Trouble { path, why: (!is_loop).then_some(said) }
}
