//! Replaces the old site by the new one in a single step. For that the staged tree is completed first: it shares
//! everything that stays with the old tree.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::change::Change;
use super::folder::Folder;
use super::manifest::{MANIFEST, Manifest};
use super::old_tree::{Conflict, OldTree};
use super::permissions::{copy_owner, copy_permissions};
use super::staged_files::StagedFiles;
use super::staging_folder::{StagingFolder, remove_emptied};
use crate::content::disk;

/// Exchanges two folders in one step.
pub(super) type Exchange = fn(&Path, &Path) -> io::Result<()>;

/// Completes the staged tree. If this fails, nothing has happened to the output folder.
pub(super) fn complete(staged: &StagedFiles, folder: &Folder, change: &Change) -> io::Result<()> {
    let site = staged.staging().map_err(io::Error::other)?.site();
    change.unchanged.par_iter().try_for_each(|file| {
        let path = staged.path_for(file).map_err(io::Error::other)?;
        share_file(&folder.path().join(file), &path)
    })?;
    change.next.write(&site.join(MANIFEST))?;
    // Foreign files come last, so that others have little time to change them unnoticed.
    change.foreign.par_iter().try_for_each(|path| {
        if let Some(above) = path.parent() {
            fs::create_dir_all(site.join(above))?;
        }
        share_entry(&folder.path().join(path), &site.join(path))
    })
}

/// Exchanges the staged tree and the output folder, and removes the old tree. Returns what could not be removed, because
/// it was added meanwhile and the new tree has something else at its path.
pub(super) fn swap(
    staging: &mut StagingFolder,
    folder: &Folder,
    change: &Change,
    exchange: Exchange,
) -> io::Result<Vec<PathBuf>> {
    let site = staging.site();
    if change.starts_empty() && fs::rename(&site, folder.path()).is_ok() {
        return Ok(Vec::new());
    }
    exchange(&site, folder.path())?;
    staging.keep();
    let nothing = Manifest::default();
    let last = change.last.as_ref().unwrap_or(&nothing);
    let old_tree = OldTree::new(&site, folder.path(), last, &change.next);
    let kept = old_tree.remove(Conflict::TakeOld);
    remove_emptied(staging.root());
    Ok(kept)
}

/// Exchanges two folders if the system can do that.
#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
pub(super) fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(io::Error::from)
}

/// Other systems cannot.
#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
pub(super) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}

/// Makes something that copublish did not write part of another tree as well.
fn share_entry(from: &Path, to: &Path) -> io::Result<()> {
    let meta = match fs::symlink_metadata(from) {
        // Its owner has removed it since the inventory.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        meta => meta?,
    };
    if meta.is_dir() {
        return share_folder(from, to);
    }
    if meta.is_symlink() {
        return create_link(&fs::read_link(from)?, to);
    }
    if meta.is_file() {
        return share_file(from, to);
    }
    fs::hard_link(from, to)
}

fn share_folder(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir(to)?;
    let entries = fs::read_dir(from)?.collect::<io::Result<Vec<_>>>()?;
    let names: Vec<_> = entries.iter().map(fs::DirEntry::file_name).collect();
    names
        .par_iter()
        .try_for_each(|name| share_entry(&from.join(name), &to.join(name)))?;
    copy_permissions(from, to)?;
    disk::open_entry(to)?.set_modified(fs::metadata(from)?.modified()?)
}

/// Makes one file part of both trees, by a copy if the disk cannot share it.
fn share_file(from: &Path, to: &Path) -> io::Result<()> {
    let Err(error) = fs::hard_link(from, to) else {
        return Ok(());
    };
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::AlreadyExists => Err(error),
        _ => {
            fs::copy(from, to)?;
            let meta = fs::metadata(from)?;
            copy_owner(&meta, to)?;
            disk::open_entry(to)?.set_modified(meta.modified()?)
        }
    }
}

#[cfg(unix)]
fn create_link(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(not(unix))]
fn create_link(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}
