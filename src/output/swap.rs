//! The whole new site put in the place of the old one in a single step. For that the staged tree is
//! completed first with everything that stays: it shares these files with the old tree.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::change::Change;
use super::clear::{Clearing, Replaced};
use super::durable::write_durably;
use super::folder::Folder;
use super::manifest::{MANIFEST, Manifest};
use super::rights::{look_like, same_owner};
use super::staging::{Stage, Staging};
use crate::content::disk;

/// Exchanges two folders in one step.
pub(super) type Exchange = fn(&Path, &Path) -> io::Result<()>;

/// Completes the staged tree. Where that fails, nothing has happened to the output folder.
pub(super) fn complete(stage: &Stage, folder: &Folder, change: &Change) -> io::Result<()> {
    let site = stage.staging().map_err(io::Error::other)?.site();
    change.unchanged.par_iter().try_for_each(|file| {
        let place = stage.place_for(file).map_err(io::Error::other)?;
        share_file(&folder.path().join(file), &place)
    })?;
    write_durably(&site.join(MANIFEST), change.next.text().as_bytes())?;
    // What is not ours comes last, so that others have the least time to change it behind our back.
    let keep = Keep {
        from: folder.path(),
        to: &site,
    };
    change.foreign.par_iter().try_for_each(|path| {
        if let Some(above) = path.parent() {
            fs::create_dir_all(site.join(above))?;
        }
        keep.entry(path)
    })
}

/// Puts the staged tree in the place of the output folder, and clears the old one away. Gives what
/// could not be cleared away because it turned up meanwhile and its place is taken.
pub(super) fn swap(
    staging: &mut Staging,
    folder: &Folder,
    change: &Change,
    exchange: Exchange,
) -> io::Result<Vec<PathBuf>> {
    let site = staging.site();
    if change.starts_empty() && fs::rename(&site, folder.path()).is_ok() {
        return Ok(Vec::new());
    }
    exchange(&site, folder.path())?;
    staging.let_go();
    let nothing = Manifest::default();
    let last = change.last.as_ref().unwrap_or(&nothing);
    let kept = Clearing::new(&site, folder.path(), last, &change.next).run(Replaced::TakeOver);
    super::clear::remove_emptied(staging.root());
    Ok(kept)
}

/// Exchanges two folders where the system can.
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

/// Makes what copublish did not write part of another tree as well.
struct Keep<'a> {
    from: &'a Path,
    to: &'a Path,
}

impl Keep<'_> {
    fn entry(&self, path: &Path) -> io::Result<()> {
        let (from, to) = (self.from.join(path), self.to.join(path));
        let meta = match fs::symlink_metadata(&from) {
            // Its owner has removed it since we looked.
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
            meta => meta?,
        };
        if meta.is_dir() {
            return self.folder(path);
        }
        if meta.is_symlink() {
            return link_to(&fs::read_link(&from)?, &to);
        }
        if meta.is_file() {
            return share_file(&from, &to);
        }
        fs::hard_link(&from, &to)
    }

    fn folder(&self, path: &Path) -> io::Result<()> {
        let (from, to) = (self.from.join(path), self.to.join(path));
        fs::create_dir(&to)?;
        let names: Vec<_> = fs::read_dir(&from)?
            .map(|entry| entry.map(|entry| entry.file_name()))
            .collect::<io::Result<_>>()?;
        names
            .par_iter()
            .try_for_each(|name| self.entry(&path.join(name)))?;
        look_like(&from, &to)?;
        disk::open_entry(&to)?.set_modified(fs::metadata(&from)?.modified()?)
    }
}

/// One file in both trees; a copy where the disk cannot share it.
fn share_file(from: &Path, to: &Path) -> io::Result<()> {
    let Err(error) = fs::hard_link(from, to) else {
        return Ok(());
    };
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::AlreadyExists => Err(error),
        _ => {
            fs::copy(from, to)?;
            let meta = fs::metadata(from)?;
            same_owner(&meta, to)?;
            disk::open_entry(to)?.set_modified(meta.modified()?)
        }
    }
}

#[cfg(unix)]
fn link_to(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(not(unix))]
fn link_to(_: &Path, _: &Path) -> io::Result<()> {
    Err(ErrorKind::Unsupported.into())
}
