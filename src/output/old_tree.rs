//! Removes the old tree after a swap: what the last manifest lists, and what the new tree verifiably has as well. Anything
//! else was added by somebody in the meantime, and is moved to the new tree.

use std::collections::HashSet;
use std::fs::{self, FileType};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::comparison::is_same;
use super::manifest::{MANIFEST, Manifest, folders_above};

/// What happens to a foreign file that differs between the two trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Conflict {
    /// The old tree has the later version: its owner replaced the file just before the swap.
    TakeOld,
    /// It is not known which version is later, because time has passed: both stay where they are.
    KeepBoth,
}

/// Something that could not be removed.
struct Remaining {
    path: PathBuf,
    /// Whether it may be somebody's only copy. False for our files, and for what the new tree has too.
    is_precious: bool,
}

/// An old tree that is about to be removed.
pub(super) struct OldTree<'a> {
    old: &'a Path,
    new: &'a Path,
    last: &'a Manifest,
    next: &'a Manifest,
    our_folders: HashSet<&'a str>,
}

impl<'a> OldTree<'a> {
    /// `last` and `next` list what copublish wrote into the old and the new tree.
    pub fn new(
        old: &'a Path,
        new: &'a Path,
        last: &'a Manifest,
        next: &'a Manifest,
    ) -> OldTree<'a> {
        OldTree {
            old,
            new,
            last,
            next,
            our_folders: folders_above(last.files()),
        }
    }

    /// Removes the tree, and returns what had to stay for its owner's sake. The manifest is removed last, so that a later
    /// build can continue if this one is killed, or if the disk refuses something.
    pub fn remove(&self, conflict: Conflict) -> Vec<PathBuf> {
        let remaining = self.remove_contents(Path::new(""), conflict);
        if remaining.is_empty() {
            let _ = fs::remove_file(self.old.join(MANIFEST));
        }
        let precious = remaining.into_iter().filter(|entry| entry.is_precious);
        precious.map(|entry| entry.path).collect()
    }

    fn remove_contents(&self, folder: &Path, conflict: Conflict) -> Vec<Remaining> {
        let here = self.old.join(folder);
        let Ok(entries) = list(&here) else {
            return vec![Remaining {
                path: here,
                is_precious: true,
            }];
        };
        let mut remaining: Vec<Remaining> = entries
            .into_par_iter()
            .map(|(name, file_type)| (folder.join(name), file_type))
            .filter(|(path, _)| path != Path::new(MANIFEST))
            .flat_map_iter(|(path, file_type)| self.remove_entry(&path, file_type, conflict))
            .collect();
        remaining.sort_by(|a, b| a.path.cmp(&b.path));
        remaining
    }

    fn remove_entry(&self, path: &Path, file_type: FileType, conflict: Conflict) -> Vec<Remaining> {
        let old = self.old.join(path);
        if file_type.is_dir() {
            return self.remove_folder(path, conflict);
        }
        let is_safe = lists(self.last, path) || self.is_in_both(path);
        let result = if is_safe {
            remove_file(&old)
        } else {
            self.move_foreign(path, conflict)
        };
        if result.is_ok() {
            Vec::new()
        } else {
            vec![Remaining {
                path: old,
                is_precious: !is_safe,
            }]
        }
    }

    fn remove_folder(&self, path: &Path, conflict: Conflict) -> Vec<Remaining> {
        let (old, new) = (self.old.join(path), self.new.join(path));
        let ours = path
            .to_str()
            .is_some_and(|path| self.our_folders.contains(path));
        if !ours && is_absent(&new) && move_over(&old, &new).is_ok() {
            return Vec::new();
        }
        let remaining = self.remove_contents(path, conflict);
        if remaining.is_empty() && fs::remove_dir(&old).is_err() {
            return vec![Remaining {
                path: old,
                is_precious: false,
            }];
        }
        remaining
    }

    /// True if the new tree verifiably has it as well.
    fn is_in_both(&self, path: &Path) -> bool {
        is_same(&self.old.join(path), &self.new.join(path)).unwrap_or(false)
    }

    fn move_foreign(&self, path: &Path, conflict: Conflict) -> io::Result<()> {
        let (old, new) = (self.old.join(path), self.new.join(path));
        if is_absent(&new) {
            return move_over(&old, &new);
        }
        if conflict == Conflict::TakeOld && !lists(self.next, path) {
            return fs::rename(&old, &new);
        }
        Err(ErrorKind::AlreadyExists.into())
    }
}

fn list(folder: &Path) -> io::Result<Vec<(PathBuf, FileType)>> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        entries.push((PathBuf::from(entry.file_name()), entry.file_type()?));
    }
    Ok(entries)
}

fn lists(manifest: &Manifest, path: &Path) -> bool {
    path.to_str().is_some_and(|path| manifest.lists(path))
}

fn is_absent(path: &Path) -> bool {
    matches!(fs::symlink_metadata(path), Err(error) if error.kind() == ErrorKind::NotFound)
}

fn move_over(old: &Path, new: &Path) -> io::Result<()> {
    if let Some(above) = new.parent() {
        fs::create_dir_all(above)?;
    }
    fs::rename(old, new)
}

/// Removes a file also from a folder that somebody made read-only.
fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            if let Some(above) = path.parent() {
                make_writable(above)?;
            }
            fs::remove_file(path)
        }
        result => result,
    }
}

#[cfg(unix)]
fn make_writable(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same signature on every system"
)]
fn make_writable(_: &Path) -> io::Result<()> {
    Ok(())
}
