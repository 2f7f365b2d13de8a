//! What the system says of a file without reading it.
#![expect(
    clippy::disallowed_methods,
    reason = "a part of the only reader of the disk"
)]

use std::fs;
use std::path::Path;
use std::time::SystemTime;

use jiff::{SignedDuration, Timestamp};

use crate::base::FilePath;

/// What the system says of a file without reading it: two stamps that differ are two states of a file. A
/// file may change without its stamp, where it does so within a few milliseconds and keeps its size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
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
        let entry = i32::try_from(self.entry.2)
            .ok()
            .and_then(|nanos| Timestamp::new(self.entry.1, nanos).ok());
        let newest = modified.max(entry).unwrap_or(Timestamp::MAX);
        let is_rounded = newest.subsec_nanosecond() == 0;
        let latest =
            newest.saturating_add(SignedDuration::from_secs(if is_rounded { 2 } else { 0 }));
        latest.is_ok_and(|latest| latest >= moment)
    }

    /// True for the same file with the same content: another name or another folder makes no difference.
    pub fn is_same_file_as(&self, other: &Stamp) -> bool {
        (self.size, self.modified, self.entry.0) == (other.size, other.modified, other.entry.0)
    }
}

/// The stamp of a file of the site; `None` for one that cannot be looked at.
pub fn stamp(root: &Path, file: &FilePath) -> Option<Stamp> {
    stamp_of(&super::path_of(root, file))
}

/// What tells a program from the one that was at its place before: its size and the nanosecond it was last changed. `None`
/// for what is no file.
pub fn version(program: &Path) -> Option<String> {
    let known = fs::metadata(program).ok().filter(fs::Metadata::is_file)?;
    let modified = known
        .modified()
        .ok()
        .and_then(|at| Timestamp::try_from(at).ok());
    let modified = modified.map_or(0, Timestamp::as_nanosecond);
    Some(format!("{} {modified}", known.len()))
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
    Some(Stamp {
        size: known.len(),
        modified: known.modified().ok(),
        entry,
    })
}
