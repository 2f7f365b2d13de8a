//! The old tree cleared away after a swap. Removes what the last manifest lists and what verifiably
//! stands in the new tree as well; anything else turned up meanwhile, and is moved there.

use std::collections::HashSet;
use std::fs::{self, FileType};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::compare::same;
use super::manifest::{MANIFEST, Manifest, folders_above};
use super::staging::{MARKER, SITE};

/// What happens to a foreign file that differs between the two trees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Replaced {
    /// The old tree has the later one: its owner replaced it in the moment before the swap.
    TakeOver,
    /// Nobody knows which one is later, since time has passed: both stay where they are.
    KeepBoth,
}

/// Something that could not be cleared away.
struct Left {
    path: PathBuf,
    /// Whether it may be somebody's only copy. What is ours, or stands in the new tree too, is only in the way.
    is_precious: bool,
}

/// An old tree about to go.
pub(super) struct Clearing<'a> {
    old: &'a Path,
    new: &'a Path,
    last: &'a Manifest,
    next: &'a Manifest,
    our_folders: HashSet<&'a str>,
}

/// Removes a staging folder that has nothing left in it but our marker.
pub(super) fn remove_emptied(staging: &Path) {
    let site = staging.join(SITE);
    if matches!(fs::remove_dir(&site), Err(error) if error.kind() != ErrorKind::NotFound) {
        return;
    }
    let _ = fs::remove_file(staging.join(MARKER));
    let _ = fs::remove_dir(staging);
}

impl<'a> Clearing<'a> {
    /// The old tree, the new one, and what copublish wrote into each.
    pub fn new(
        old: &'a Path,
        new: &'a Path,
        last: &'a Manifest,
        next: &'a Manifest,
    ) -> Clearing<'a> {
        Clearing {
            old,
            new,
            last,
            next,
            our_folders: folders_above(last.files()),
        }
    }

    /// Clears the tree and gives what had to stay for its owner's sake. The manifest goes last, so that a later build
    /// can go on where this one was killed, or where the disk refused.
    pub fn run(&self, replaced: Replaced) -> Vec<PathBuf> {
        let left = self.contents(Path::new(""), replaced);
        if left.is_empty() {
            let _ = fs::remove_file(self.old.join(MANIFEST));
        }
        left.into_iter()
            .filter(|left| left.is_precious)
            .map(|left| left.path)
            .collect()
    }

    fn contents(&self, folder: &Path, replaced: Replaced) -> Vec<Left> {
        let here = self.old.join(folder);
        let list = || {
            fs::read_dir(&here)?
                .map(|entry| {
                    entry.and_then(|entry| Ok((folder.join(entry.file_name()), entry.file_type()?)))
                })
                .collect::<io::Result<Vec<_>>>()
        };
        let Ok(entries) = list() else {
            return vec![Left {
                path: here,
                is_precious: true,
            }];
        };
        let mut left: Vec<Left> = entries
            .into_par_iter()
            .filter(|(path, _)| path != Path::new(MANIFEST))
            .flat_map_iter(|(path, kind)| self.entry(&path, kind, replaced))
            .collect();
        left.sort_by(|a, b| a.path.cmp(&b.path));
        left
    }

    fn entry(&self, path: &Path, kind: FileType, replaced: Replaced) -> Vec<Left> {
        let old = self.old.join(path);
        if kind.is_dir() {
            return self.folder(path, replaced);
        }
        let is_safe = lists(self.last, path) || self.stands_in_both(path);
        let done = if is_safe {
            remove_file(&old)
        } else {
            self.foreign(path, replaced)
        };
        if done.is_ok() {
            Vec::new()
        } else {
            vec![Left {
                path: old,
                is_precious: !is_safe,
            }]
        }
    }

    fn folder(&self, path: &Path, replaced: Replaced) -> Vec<Left> {
        let (old, new) = (self.old.join(path), self.new.join(path));
        let ours = path
            .to_str()
            .is_some_and(|path| self.our_folders.contains(path));
        if !ours && is_absent(&new) && move_over(&old, &new).is_ok() {
            return Vec::new();
        }
        let left = self.contents(path, replaced);
        if left.is_empty() && fs::remove_dir(&old).is_err() {
            return vec![Left {
                path: old,
                is_precious: false,
            }];
        }
        left
    }

    /// True where the new tree verifiably has it as well.
    fn stands_in_both(&self, path: &Path) -> bool {
        same(&self.old.join(path), &self.new.join(path)).unwrap_or(false)
    }

    fn foreign(&self, path: &Path, replaced: Replaced) -> io::Result<()> {
        let (old, new) = (self.old.join(path), self.new.join(path));
        if is_absent(&new) {
            return move_over(&old, &new);
        }
        if replaced == Replaced::TakeOver && !lists(self.next, path) {
            return fs::rename(&old, &new);
        }
        Err(ErrorKind::AlreadyExists.into())
    }
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

/// A folder of the old site that somebody made read-only still has to go.
fn remove_file(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == ErrorKind::PermissionDenied => {
            if let Some(above) = path.parent() {
                open_up(above)?;
            }
            fs::remove_file(path)
        }
        done => done,
    }
}

#[cfg(unix)]
fn open_up(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
}

#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same signature on every system"
)]
fn open_up(_: &Path) -> io::Result<()> {
    Ok(())
}
