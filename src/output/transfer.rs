//! Moves finished files into the output folder one by one, for folders that cannot be exchanged, such as mount points.
//! The manifest of the new site is written into the staging folder first. From then on it is decided that the output
//! folder will hold the new site: if the build is killed, the next one finishes its work.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::Path;

use rayon::prelude::*;

use super::error::{Operation, WriteError};
use super::manifest::{MANIFEST, Manifest, STAGE, folders_above};
use super::staging_folder::{SITE, StagingFolder, remove_all};
use crate::base::file_error::FileError;

/// The name of the new manifest in the staging folder, and before all of it is on the disk.
const NEXT: &str = "manifest";
const UNFINISHED: &str = "manifest.new";

/// Replaces the site in the output folder by the staged files, which lie in a folder inside of it.
pub(super) fn commit(mut staging: StagingFolder, next: &Manifest) -> Result<(), WriteError> {
    let stage = staging.root().to_path_buf();
    let (unfinished, decided) = (stage.join(UNFINISHED), stage.join(NEXT));
    next.write(&unfinished)
        .map_err(Operation::Writing.at(&unfinished))?;
    fs::rename(&unfinished, &decided).map_err(Operation::Moving.at(&decided))?;
    staging.keep();
    let Some(output) = stage.parent() else {
        return Ok(());
    };
    finish(output, next).map_err(|cause| WriteError::HalfWay {
        cause: Box::new(cause),
    })
}

/// Finishes what a killed build began in this folder; removes what it only staged.
pub(super) fn recover(output: &Path) -> Result<(), WriteError> {
    let stage = output.join(STAGE);
    if let Some(next) = Manifest::read_file(output, &stage.join(NEXT))? {
        return finish(output, &next);
    }
    match fs::remove_dir_all(&stage) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(Operation::Removing.at(&stage)(error))
        }
        _ => Ok(()),
    }
}

/// Each step may have been done before by a build that was killed, and does nothing then.
fn finish(output: &Path, next: &Manifest) -> Result<(), WriteError> {
    let stage = output.join(STAGE);
    let moves = staged_files(&stage, next)?;
    let last = Manifest::read(output)?.unwrap_or_default();
    let is_old = |file: &&String| !next.lists(file);
    let removals: Vec<&String> = last.files().iter().filter(is_old).collect();
    // Removals come first: a file may become a folder, or a folder a file.
    remove_files(output, &removals)?;
    make_folders(output, &moves)?;
    let site = stage.join(SITE);
    moves
        .par_iter()
        .try_for_each(|file| move_file(&site.join(file), &output.join(file)))?;
    move_file(&stage.join(NEXT), &output.join(MANIFEST))?;
    // The site is complete.
    remove_all(&stage);
    Ok(())
}

/// The files of the new site that are still staged. A build stages no links: through one, somebody else's files would
/// be published.
fn staged_files<'n>(stage: &Path, next: &'n Manifest) -> Result<Vec<&'n String>, WriteError> {
    let site = stage.join(SITE);
    for path in [stage, &stage.join(NEXT), &site] {
        refuse_link(path)?;
    }
    let folders: BTreeSet<&str> = folders_above(next.files()).into_iter().collect();
    for folder in folders {
        refuse_link(&site.join(folder))?;
    }
    let mut staged = Vec::new();
    for file in next.files() {
        let path = site.join(file);
        refuse_link(&path)?;
        if path.exists() {
            staged.push(file);
        }
    }
    Ok(staged)
}

fn refuse_link(path: &Path) -> Result<(), WriteError> {
    if fs::symlink_metadata(path).is_ok_and(|meta| meta.is_symlink()) {
        return Err(Operation::Moving.at(path)(FileError::IsLink.into()));
    }
    Ok(())
}

fn remove_files(output: &Path, files: &[&String]) -> Result<(), WriteError> {
    files.par_iter().try_for_each(|file| {
        let path = output.join(file);
        remove_file(output, file).map_err(Operation::Removing.at(&path))
    })?;
    // A folder sorts before what is in it, so the innermost comes first this way. Folders that are not empty stay.
    let folders: BTreeSet<&str> = folders_above(files.iter().copied()).into_iter().collect();
    for folder in folders.into_iter().rev() {
        let _ = fs::remove_dir(output.join(folder));
    }
    Ok(())
}

/// Removes a file or a link, but nothing in a folder that a link leads to, and nothing that is a folder by now.
fn remove_file(output: &Path, file: &str) -> io::Result<()> {
    if !is_in_real_folders(output, file) {
        return Ok(());
    }
    let path = output.join(file);
    match fs::symlink_metadata(&path) {
        Ok(meta) if meta.is_dir() => Ok(()),
        Ok(_) => fs::remove_file(&path),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn is_in_real_folders(output: &Path, file: &str) -> bool {
    let above = Path::new(file).ancestors().skip(1);
    let mut folders = above.filter(|folder| !folder.as_os_str().is_empty());
    folders.all(|folder| fs::symlink_metadata(output.join(folder)).is_ok_and(|meta| meta.is_dir()))
}

fn make_folders(output: &Path, files: &[&String]) -> Result<(), WriteError> {
    let folders: BTreeSet<&str> = folders_above(files.iter().copied()).into_iter().collect();
    for folder in folders {
        let path = output.join(folder);
        match fs::symlink_metadata(&path) {
            Ok(meta) if meta.is_dir() => {}
            Ok(_) => {
                return Err(WriteError::InTheWay {
                    folder: output.to_path_buf(),
                    files: vec![folder.to_owned()],
                });
            }
            Err(_) => fs::create_dir(&path).map_err(Operation::Creating.at(&path))?,
        }
    }
    Ok(())
}

fn move_file(from: &Path, to: &Path) -> Result<(), WriteError> {
    fs::rename(from, to).map_err(Operation::Moving.at(to))
}
