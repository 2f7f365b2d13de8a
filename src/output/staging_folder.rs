//! The folder on the disk in which a new site is put together before it replaces the old one.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::error::{Operation, WriteError};
use super::folder::Folder;
use super::lock::Lock;
use super::manifest::STAGE;
use super::permissions::copy_permissions;

/// The file that marks a staging folder as ours, and says which tree was the new one.
pub(super) const MARKER: &str = "copublish-staging";
/// The tree in a staging folder.
pub(super) const SITE: &str = "site";

/// Where a staging folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StagingPlace {
    /// Next to the output folder, so that the two can be exchanged in one step.
    Beside,
    /// In the output folder, so that files can be moved one by one.
    Inside,
}

/// A staging folder on the disk. It is removed when dropped, unless `keep` was called.
#[derive(Debug)]
pub(super) struct StagingFolder {
    root: PathBuf,
    place: StagingPlace,
    removed_on_drop: bool,
    _locks: Vec<Lock>,
}

impl StagingFolder {
    /// Creates one beside the output folder if that is wanted and possible, otherwise inside of it.
    pub fn create(folder: &Folder, wanted: StagingPlace) -> Result<StagingFolder, WriteError> {
        // What forbids a folder beside (permissions, another disk, a long name) may allow one inside. If it does not, the
        // error names the folder that the author asked for.
        if let (StagingPlace::Beside, Some(parent), Some(prefix)) =
            (wanted, folder.parent(), folder.staging_prefix())
            && on_one_disk(parent, folder.path())
            && let Ok(staging) = StagingFolder::create_beside(parent, &prefix)
            && copy_permissions(folder.path(), &staging.site()).is_ok()
        {
            // This comes before the first file, because new files may get the group of their folder.
            return Ok(staging);
        }
        let root = folder.path().join(STAGE);
        StagingFolder::create_at(root.clone(), StagingPlace::Inside)
            .map_err(Operation::Creating.at(&root))
    }

    fn create_beside(parent: &Path, prefix: &OsStr) -> io::Result<StagingFolder> {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        loop {
            let mut name = prefix.to_os_string();
            name.push(format!(
                "{}-{}",
                std::process::id(),
                COUNT.fetch_add(1, Ordering::Relaxed)
            ));
            match StagingFolder::create_at(parent.join(name), StagingPlace::Beside) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
                done => return done,
            }
        }
    }

    /// The locks tell other builds that this one is running: the one on the outer folder that it must not be removed, the
    /// one on the tree that the output folder must not be written to after the swap.
    fn create_at(root: PathBuf, place: StagingPlace) -> io::Result<StagingFolder> {
        fs::create_dir(&root)?;
        let mut staging = StagingFolder {
            root,
            place,
            removed_on_drop: true,
            _locks: Vec::new(),
        };
        let outer = Lock::take(&staging.root)?;
        fs::create_dir(staging.site())?;
        let inner = Lock::take(&staging.site())?;
        staging._locks = outer.into_iter().chain(inner).collect();
        fs::write(staging.root.join(MARKER), marker_of(&staging.site())?)?;
        Ok(staging)
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The tree of the new site.
    pub fn site(&self) -> PathBuf {
        self.root.join(SITE)
    }

    pub fn place(&self) -> StagingPlace {
        self.place
    }

    /// From now on it holds what a failed build must not throw away.
    pub fn keep(&mut self) {
        self.removed_on_drop = false;
    }
}

impl Drop for StagingFolder {
    fn drop(&mut self) {
        // What cannot be removed is left to the next build, which needs the marker: so the marker is removed last.
        if self.removed_on_drop {
            remove_all(&self.site());
            if fs::symlink_metadata(self.site()).is_err() {
                remove_all(&self.root);
            }
        }
    }
}

/// Removes a folder with everything in it. Some drives refuse this once and allow it right afterwards, and inside the output
/// folder readers could see the rest. If the drive refuses again, the next build removes the folder.
pub(super) fn remove_all(folder: &Path) {
    if fs::remove_dir_all(folder).is_err() {
        let _ = fs::remove_dir_all(folder);
    }
}

/// Removes a staging folder that has nothing left in it but our marker.
pub(super) fn remove_emptied(staging: &Path) {
    let removed = fs::remove_dir(staging.join(SITE));
    if removed.is_err_and(|error| error.kind() != ErrorKind::NotFound) {
        return;
    }
    let _ = fs::remove_file(staging.join(MARKER));
    let _ = fs::remove_dir(staging);
}

/// The content of the marker: the inode of the tree, by which a later build knows whether the trees were exchanged.
#[cfg(unix)]
pub(super) fn marker_of(tree: &Path) -> io::Result<String> {
    use std::os::unix::fs::MetadataExt;
    let meta = fs::symlink_metadata(tree)?;
    Ok(format!(
        "copublish staging 1\n{}:{}\n",
        meta.dev(),
        meta.ino()
    ))
}

/// On other systems, trees are never exchanged.
#[cfg(not(unix))]
#[expect(
    clippy::unnecessary_wraps,
    reason = "the same signature on every system"
)]
pub(super) fn marker_of(_: &Path) -> io::Result<String> {
    Ok("copublish staging 1\n".to_owned())
}

#[cfg(unix)]
fn on_one_disk(parent: &Path, folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let disk = |path: &Path| fs::metadata(path).ok().map(|meta| meta.dev());
    disk(parent) == disk(folder)
}

#[cfg(not(unix))]
fn on_one_disk(_: &Path, _: &Path) -> bool {
    false
}
