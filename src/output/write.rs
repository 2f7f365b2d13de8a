//! Writes every file of a bundle into the output folder, all of them or none. Nothing else in the pipeline writes to the
//! disk.

use std::fs;
use std::io::{self, Seek};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::bundle::{Bundle, BundleFile, LastGood};
use super::cancel_token::{CancelToken, WriteGuard};
use super::change::{Change, FileAction};
use super::comparison::{holds, holds_same_as};
use super::error::{Operation, WriteError};
use super::folder::Folder;
use super::inventory::{Existing, Inventory};
use super::manifest::{Manifest, first_misfit};
use super::staged_files::StagedFiles;
use super::staging_folder::StagingPlace;
use super::swap::{self, Exchange};
use super::{leftovers, transfer};
use crate::base::Diagnostic;
use crate::base::report::any_error;
use crate::content::disk::Inside;

/// Where to write, and how.
pub struct Target<'a> {
    /// The output folder; created if it does not exist.
    pub folder: &'a Path,
    /// What happens to a site with errors.
    pub keep_going: KeepGoing,
    /// Called with the number of files that are done, from many threads.
    pub progress: &'a (dyn Fn(usize) + Sync),
    /// Stops the build early.
    pub cancel: &'a CancelToken,
}

/// What happens to a site with errors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeepGoing {
    /// The last site stays as it was.
    #[default]
    No,
    /// It is written as far as it could be made.
    Yes,
}

/// What a build did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files made.
    pub made: usize,
    /// Of these, written because they are new or changed.
    pub changed: usize,
    /// Of these, not written because the folder held the same bytes.
    pub unchanged: usize,
    /// The changed files, and whether the folder held an earlier version of each, sorted.
    pub changed_files: Vec<(String, bool)>,
    /// Files that could not be made, and whether their last version stays, sorted.
    pub failed_files: Vec<(String, LastGood)>,
    /// Files of the last build that were removed, sorted.
    pub removed_files: Vec<String>,
    /// The number of removed files.
    pub removed: usize,
    /// The size of the site.
    pub bytes: u64,
    /// True if the folder now holds this site; false if errors kept the last one, and nothing was changed or removed.
    pub committed: bool,
    /// Foreign files that were added while the site was being replaced, and could not be moved to the new one because it
    /// has something else at their path. They are safe, in a folder beside the output folder.
    pub kept: Vec<PathBuf>,
    /// In the order of the files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Makes every file of the bundle and replaces the last site in the folder by them.
///
/// # Errors
/// If the disk refuses, if the folder is not ours, or if another build is writing to it. The last site is intact then,
/// except after [`WriteError::HalfWay`].
pub fn write(bundle: &dyn Bundle, target: &Target) -> Result<Written, WriteError> {
    let method = Method {
        place: StagingPlace::Beside,
        exchange: swap::exchange,
    };
    write_with(&method, bundle, target)
}

/// How a finished site gets into its folder.
pub(super) struct Method {
    /// Where files are staged, if possible.
    pub place: StagingPlace,
    /// How two folders are exchanged.
    pub exchange: Exchange,
}

/// [`write`] with another method than the best one that the system has.
pub(super) fn write_with(
    method: &Method,
    bundle: &dyn Bundle,
    target: &Target,
) -> Result<Written, WriteError> {
    let files = bundle.files();
    refuse_misfits(files)?;
    let writing = target.cancel.start_writing()?;
    let (folder, mut kept) = open(target.folder)?;
    let last = Manifest::read(folder.path())?;
    let inventory = Inventory::take(&folder, last.as_ref(), files)?;
    let build = Build {
        bundle,
        target,
        folder: &folder,
        inventory: &inventory,
        staged: StagedFiles::new(&folder, files, method.place),
        writing: &writing,
    };
    let made = build.make_all()?;
    if !made.is_written {
        return Ok(made.report(files.len()));
    }
    build.refuse_overwriting(last.as_ref(), &made.fates)?;
    let change = Change::new(files, &made.fates, last, &inventory);
    kept.extend(build.commit(&change, method)?);
    Ok(made.report_change(files, change, &inventory, kept))
}

fn refuse_misfits(files: &[String]) -> Result<(), WriteError> {
    match first_misfit(files).and_then(|index| files.get(index)) {
        Some(file) => Err(WriteError::Plan { file: file.clone() }),
        None => Ok(()),
    }
}

/// The output folder, with the last transfer finished and without what killed builds left; and what could not be removed
/// of that.
fn open(output: &Path) -> Result<(Folder, Vec<PathBuf>), WriteError> {
    let folder = Folder::open(output)?;
    transfer::recover(folder.path())?;
    let kept = leftovers::remove(&folder);
    Ok((folder, kept))
}

fn changed_files(
    files: &[String],
    fates: &[FileAction],
    inventory: &Inventory,
) -> Vec<(String, bool)> {
    let mut changed = Vec::new();
    for ((file, fate), existing) in files.iter().zip(fates).zip(&inventory.files) {
        if *fate == FileAction::Changed {
            changed.push((file.clone(), *existing == Existing::Ours));
        }
    }
    changed
}

fn failed_files(files: &[String], fates: &[FileAction]) -> Vec<(String, LastGood)> {
    let mut failed = Vec::new();
    for (file, fate) in files.iter().zip(fates) {
        match fate {
            FileAction::LastGood => failed.push((file.clone(), LastGood::Stays)),
            FileAction::LeftOut => failed.push((file.clone(), LastGood::Goes)),
            FileAction::Unchanged | FileAction::Changed | FileAction::Blocked => {}
        }
    }
    failed
}

/// Makes the files of a bundle and stages those that the folder does not hold yet.
struct Build<'a> {
    bundle: &'a dyn Bundle,
    target: &'a Target<'a>,
    folder: &'a Folder,
    inventory: &'a Inventory,
    staged: StagedFiles<'a>,
    writing: &'a WriteGuard<'a>,
}

/// What became of all files.
#[derive(Default)]
struct MadeFiles {
    fates: Vec<FileAction>,
    bytes: u64,
    diagnostics: Vec<Diagnostic>,
    /// False if errors keep the last site.
    is_written: bool,
}

/// What became of one file.
struct MadeFile {
    placed: Placed,
    diagnostics: Vec<Diagnostic>,
}

struct Placed {
    fate: FileAction,
    bytes: u64,
}

impl MadeFiles {
    fn report(self, made: usize) -> Written {
        Written {
            made,
            bytes: self.bytes,
            committed: self.is_written,
            diagnostics: self.diagnostics,
            ..Written::default()
        }
    }

    fn report_change(
        self,
        files: &[String],
        change: Change,
        inventory: &Inventory,
        kept: Vec<PathBuf>,
    ) -> Written {
        Written {
            kept,
            changed_files: changed_files(files, &self.fates, inventory),
            failed_files: failed_files(files, &self.fates),
            changed: change.changed.len(),
            unchanged: change.unchanged.len(),
            removed: change.removed.len(),
            removed_files: change.removed,
            ..self.report(files.len())
        }
    }
}

impl Build<'_> {
    /// Replaces the last site, unless nothing changed.
    fn commit(self, change: &Change, method: &Method) -> Result<Vec<PathBuf>, WriteError> {
        if change.is_nothing() {
            return Ok(Vec::new());
        }
        self.writing.check()?;
        commit(self.staged, self.folder, change, method)
    }

    /// Makes and stages all files on all cores. Each is dropped as soon as it is on the disk.
    fn make_all(&self) -> Result<MadeFiles, WriteError> {
        let (done, is_doomed) = (AtomicUsize::new(0), AtomicBool::new(false));
        let files: Vec<Result<MadeFile, WriteError>> = (0..self.bundle.files().len())
            .into_par_iter()
            .map(|index| {
                let file = self.make(index, &is_doomed);
                (self.target.progress)(done.fetch_add(1, Ordering::Relaxed) + 1);
                file
            })
            .collect();
        self.sum_up(files)
    }

    /// Makes and stages one file. If nothing will be written in the end, it is still made for its diagnostics.
    fn make(&self, index: usize, is_doomed: &AtomicBool) -> Result<MadeFile, WriteError> {
        self.writing.check()?;
        let made = self.bundle.make(index);
        if self.target.keep_going == KeepGoing::No && any_error(&made.diagnostics) {
            is_doomed.store(true, Ordering::Relaxed);
        }
        let mut placed = Placed {
            fate: FileAction::Unchanged,
            bytes: 0,
        };
        if !is_doomed.load(Ordering::Relaxed) {
            placed = self
                .stage(index, &made.value)
                .inspect_err(|_| is_doomed.store(true, Ordering::Relaxed))?;
        }
        Ok(MadeFile {
            placed,
            diagnostics: made.diagnostics,
        })
    }

    fn stage(&self, index: usize, made: &BundleFile) -> Result<Placed, WriteError> {
        let existing = self.inventory.files.get(index).copied().unwrap_or_default();
        let file = self.bundle.files().get(index);
        let file = file.map(String::as_str).unwrap_or_default();
        match made {
            BundleFile::Unchanged { bytes } => Ok(Placed {
                fate: FileAction::Unchanged,
                bytes: *bytes,
            }),
            BundleFile::Failed(last_good) => Ok(self.place_failed(file, existing, *last_good)),
            BundleFile::Bytes(bytes) => self.place_bytes(file, existing, bytes),
            BundleFile::CopyOf(asset) => self.place_copy(file, existing, asset),
        }
    }

    fn place_failed(&self, file: &str, existing: Existing, last_good: LastGood) -> Placed {
        if last_good == LastGood::Stays && existing == Existing::Ours {
            let size = fs::metadata(self.folder.path().join(file)).map(|meta| meta.len());
            return Placed {
                fate: FileAction::LastGood,
                bytes: size.unwrap_or_default(),
            };
        }
        Placed {
            fate: FileAction::LeftOut,
            bytes: 0,
        }
    }

    fn place_bytes(
        &self,
        file: &str,
        existing: Existing,
        bytes: &[u8],
    ) -> Result<Placed, WriteError> {
        let path = self.folder.path().join(file);
        let is_same = existing != Existing::Nothing && holds(&path, bytes);
        let fate = if is_same {
            FileAction::Unchanged
        } else {
            fate_of_new(existing)
        };
        if fate == FileAction::Changed {
            self.staged.put(file, bytes)?;
        }
        let bytes = bytes.len() as u64;
        Ok(Placed { fate, bytes })
    }

    fn place_copy(
        &self,
        file: &str,
        existing: Existing,
        asset: &Inside,
    ) -> Result<Placed, WriteError> {
        let path = self.folder.path().join(file);
        let reading = Operation::Reading.at(asset.path());
        let mut open = asset.open().map_err(&reading)?;
        let bytes = open.metadata().map_err(&reading)?.len();
        let is_same =
            existing != Existing::Nothing && holds_same_as(&path, &mut open).map_err(&reading)?;
        let fate = if is_same {
            FileAction::Unchanged
        } else {
            fate_of_new(existing)
        };
        if fate == FileAction::Changed {
            open.rewind().map_err(&reading)?;
            self.staged.put_copy(file, &mut open)?;
        }
        Ok(Placed { fate, bytes })
    }

    /// Errors in the content come before those of the disk: they are why the build fails.
    fn sum_up(&self, files: Vec<Result<MadeFile, WriteError>>) -> Result<MadeFiles, WriteError> {
        let mut all = MadeFiles::default();
        let mut failure = None;
        for file in files {
            match file {
                Ok(file) => {
                    all.bytes += file.placed.bytes;
                    all.fates.push(file.placed.fate);
                    all.diagnostics.extend(file.diagnostics);
                }
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        if self.target.keep_going == KeepGoing::No && any_error(&all.diagnostics) {
            all.bytes = 0;
            return Ok(all);
        }
        all.is_written = true;
        failure.map_or(Ok(all), Err)
    }

    /// Fails if files of somebody else are at the paths of new ones.
    fn refuse_overwriting(
        &self,
        last: Option<&Manifest>,
        fates: &[FileAction],
    ) -> Result<(), WriteError> {
        if fs::read_dir(self.folder.path()).is_ok_and(|mut entries| entries.next().is_none()) {
            // Nothing can be overwritten in an empty folder.
            return Ok(());
        }
        let is_new = |file: &str| !last.is_some_and(|last| last.lists(file));
        let planned = self.bundle.files().par_iter().zip(fates);
        let in_the_way = planned.filter(|(file, fate)| match fate {
            FileAction::Blocked => true,
            FileAction::Changed => is_new(file) && self.turned_up(file),
            FileAction::Unchanged | FileAction::LastGood | FileAction::LeftOut => false,
        });
        let files: Vec<String> = in_the_way.map(|(file, _)| file.clone()).collect();
        if files.is_empty() {
            return Ok(());
        }
        Err(WriteError::InTheWay {
            folder: self.folder.path().to_path_buf(),
            files,
        })
    }

    /// True if somebody created a file at this path while the site was made.
    fn turned_up(&self, file: &str) -> bool {
        fs::symlink_metadata(self.folder.path().join(file)).is_ok_and(|meta| !meta.is_dir())
    }
}

/// What becomes of a file that differs from the one that may be there.
fn fate_of_new(existing: Existing) -> FileAction {
    match existing {
        Existing::Foreign => FileAction::Blocked,
        Existing::Nothing | Existing::Ours => FileAction::Changed,
    }
}

/// Swaps the folders. If that is not possible, for whatever reason, moves the files one by one, which needs neither links
/// nor permissions beside the folder. If this fails as well, its own error says why.
fn commit(
    staged: StagedFiles,
    folder: &Folder,
    change: &Change,
    method: &Method,
) -> Result<Vec<PathBuf>, WriteError> {
    if staged.staging()?.place() == StagingPlace::Inside {
        transfer::commit(staged.into_staging()?, &change.next)?;
        return Ok(Vec::new());
    }
    let completed = swap::complete(&staged, folder, change);
    let mut staging = staged.into_staging()?;
    if completed.is_ok()
        && let Ok(kept) = swap::swap(&mut staging, folder, change, method.exchange)
    {
        return Ok(kept);
    }
    let inside = StagedFiles::new(folder, &change.changed, StagingPlace::Inside);
    for file in &change.changed {
        let (from, to) = (staging.site().join(file), inside.path_for(file)?);
        move_or_copy(&from, &to).map_err(Operation::Moving.at(&to))?;
    }
    transfer::commit(inside.into_staging()?, &change.next)?;
    Ok(Vec::new())
}

/// Moves a file, also to another disk.
fn move_or_copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to).or_else(|_| fs::copy(from, to).map(drop))
}
