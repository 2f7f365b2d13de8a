//! The one verb of this room: every file of a bundle into the output folder, all of them or none.
//! Nothing else in the pipeline writes to the disk. Decides nothing about the site.

use std::fs;
use std::io::{self, Seek};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use rayon::prelude::*;

use super::bundle::{Bundle, BundleFile, LastGood};
use super::cancel_token::{CancelToken, WriteGuard};
use super::change::{Change, Fate};
use super::compare::{holds, holds_file};
use super::error::{Doing, WriteError};
use super::folder::Folder;
use super::manifest::{Manifest, first_misfit};
use super::staging::{Place, Stage};
use super::survey::{InPlace, Survey};
use super::swap::{self, Exchange};
use super::{journal, sweep};
use crate::base::Diagnostic;
use crate::base::report::any_error;

/// Where to write, and how.
pub struct Target<'a> {
    /// The output folder; made where absent.
    pub folder: &'a Path,
    /// What happens to a site with errors.
    pub keep_going: KeepGoing,
    /// Told how many files are done, from many threads.
    pub progress: &'a (dyn Fn(usize) + Sync),
    /// Whether somebody wishes for the end of it.
    pub stop: &'a CancelToken,
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
    /// Of these, written because they are new or other than before.
    pub changed: usize,
    /// Of these, left untouched because the folder held the same bytes.
    pub unchanged: usize,
    /// Which these are, and whether the folder held another one before, sorted.
    pub changed_files: Vec<(String, bool)>,
    /// Files that could not be made, and whether their last version stays, sorted.
    pub failed_files: Vec<(String, LastGood)>,
    /// Files of the last build that are gone, sorted.
    pub removed_files: Vec<String>,
    /// How many these are.
    pub removed: usize,
    /// The size of the site.
    pub bytes: u64,
    /// True where the folder now holds this site; false where errors kept the last one, and then
    /// nothing was changed or removed.
    pub committed: bool,
    /// Files of others that turned up while a site was being replaced and could not be moved back,
    /// because their place is taken. They are safe, in a folder beside the output folder.
    pub kept: Vec<PathBuf>,
    /// What was found while making the files, in the order of the files.
    pub diagnostics: Vec<Diagnostic>,
}

/// Makes every file of the bundle and puts them into the folder, where they replace the last build.
///
/// # Errors
/// Where the disk refuses, the folder is somebody else's, or another build is writing to it. The last
/// site is whole then, but for [`WriteError::HalfWay`].
pub fn write(bundle: &dyn Bundle, target: &Target) -> Result<Written, WriteError> {
    write_by(
        bundle,
        target,
        &Means {
            place: Place::Beside,
            exchange: swap::exchange,
        },
    )
}

/// How a finished site gets into its folder.
pub(super) struct Means {
    /// Where files wait, if they can.
    pub place: Place,
    /// How two folders change places.
    pub exchange: Exchange,
}

/// [`write`] by other means than the system's best.
pub(super) fn write_by(
    bundle: &dyn Bundle,
    target: &Target,
    means: &Means,
) -> Result<Written, WriteError> {
    let files = bundle.files();
    if let Some(file) = first_misfit(files).and_then(|at| files.get(at)) {
        return Err(WriteError::Plan { file: file.clone() });
    }
    let writing = target.stop.start_writing()?;
    let folder = Folder::open(target.folder)?;
    journal::recover(folder.path())?;
    let mut kept = sweep::sweep(&folder);
    let last = Manifest::read(folder.path())?;
    let survey = Survey::take(&folder, last.as_ref(), files)?;
    let stage = Stage::new(&folder, files, means.place);
    let build = Build {
        bundle,
        target,
        folder: &folder,
        survey: &survey,
        stage: &stage,
        writing: &writing,
    };
    let (mut written, fates) = build.make_all()?;
    if !written.committed {
        return Ok(written);
    }
    refuse_overwriting(&build, last.as_ref(), &fates)?;
    let there: Vec<bool> = survey
        .places
        .iter()
        .map(|place| *place == InPlace::Ours)
        .collect();
    let change = Change::new(files, last, survey, &fates);
    let is_changed = files
        .iter()
        .zip(&there)
        .zip(&fates)
        .filter(|(_, fate)| **fate == Fate::Changed);
    written.changed_files = is_changed
        .map(|((file, there), _)| (file.clone(), *there))
        .collect();
    written.failed_files = files.iter().zip(&fates).filter_map(failed).collect();
    written.removed_files.clone_from(&change.removed);
    written.changed = change.changed.len();
    written.unchanged = change.unchanged.len();
    written.removed = change.removed.len();
    if !change.is_nothing() {
        writing.check()?;
        kept.extend(commit(stage, &folder, &change, means)?);
    }
    written.kept = kept;
    Ok(written)
}

struct Build<'a> {
    bundle: &'a dyn Bundle,
    target: &'a Target<'a>,
    folder: &'a Folder,
    survey: &'a Survey,
    stage: &'a Stage<'a>,
    writing: &'a WriteGuard<'a>,
}

/// What became of one file.
struct Outcome {
    fate: Fate,
    bytes: u64,
    diagnostics: Vec<Diagnostic>,
}

impl Build<'_> {
    /// Makes and stages all files on all cores; each is dropped as soon as it is on the disk.
    fn make_all(&self) -> Result<(Written, Vec<Fate>), WriteError> {
        let (done, doomed) = (AtomicUsize::new(0), AtomicBool::new(false));
        let outcomes: Vec<Result<Outcome, WriteError>> = (0..self.bundle.files().len())
            .into_par_iter()
            .map(|index| {
                let outcome = self.make(index, &doomed);
                (self.target.progress)(done.fetch_add(1, Ordering::Relaxed) + 1);
                outcome
            })
            .collect();
        self.sum_up(outcomes)
    }

    /// Once nothing will be written any more, files are still made for what there is to say about them.
    fn make(&self, index: usize, doomed: &AtomicBool) -> Result<Outcome, WriteError> {
        self.writing.check()?;
        let made = self.bundle.make(index);
        if self.target.keep_going == KeepGoing::No && any_error(&made.diagnostics) {
            doomed.store(true, Ordering::Relaxed);
        }
        let mut outcome = Outcome {
            fate: Fate::Unchanged,
            bytes: 0,
            diagnostics: made.diagnostics,
        };
        if !doomed.load(Ordering::Relaxed) {
            (outcome.fate, outcome.bytes) = self
                .stage(index, &made.value)
                .inspect_err(|_| doomed.store(true, Ordering::Relaxed))?;
        }
        Ok(outcome)
    }

    fn stage(&self, index: usize, made: &BundleFile) -> Result<(Fate, u64), WriteError> {
        let Some(file) = self.bundle.files().get(index) else {
            return Ok((Fate::Unchanged, 0));
        };
        let in_place = self.survey.places.get(index).copied().unwrap_or_default();
        let path = self.folder.path().join(file);
        match made {
            BundleFile::Unchanged { bytes } => Ok((Fate::Unchanged, *bytes)),
            BundleFile::Failed(LastGood::Stays) if in_place == InPlace::Ours => Ok((
                Fate::LastGood,
                fs::metadata(&path).map_or(0, |known| known.len()),
            )),
            BundleFile::Failed(_) => Ok((Fate::LeftOut, 0)),
            BundleFile::Bytes(bytes) => {
                let same = in_place != InPlace::Nothing && holds(&path, bytes);
                let fate = if same {
                    Fate::Unchanged
                } else {
                    fate_of_other(in_place)
                };
                if fate == Fate::Changed {
                    self.stage.put(file, bytes)?;
                }
                Ok((fate, bytes.len() as u64))
            }
            BundleFile::CopyOf(asset) => {
                let reading = Doing::Reading.at(asset.path());
                let mut open = asset.open().map_err(&reading)?;
                let length = open.metadata().map_err(&reading)?.len();
                let same = in_place != InPlace::Nothing
                    && holds_file(&path, &mut open).map_err(&reading)?;
                let fate = if same {
                    Fate::Unchanged
                } else {
                    fate_of_other(in_place)
                };
                if fate == Fate::Changed {
                    open.rewind().map_err(&reading)?;
                    self.stage.put_copy(file, &mut open)?;
                }
                Ok((fate, length))
            }
        }
    }

    /// True where somebody put a file into the place of a new one while the site was made.
    fn turned_up(&self, file: &str) -> bool {
        fs::symlink_metadata(self.folder.path().join(file)).is_ok_and(|meta| !meta.is_dir())
    }

    /// Errors in the content come before those of the disk: they are why the build was to stop.
    fn sum_up(
        &self,
        outcomes: Vec<Result<Outcome, WriteError>>,
    ) -> Result<(Written, Vec<Fate>), WriteError> {
        let mut written = Written {
            made: outcomes.len(),
            ..Written::default()
        };
        let (mut fates, mut failure) = (Vec::with_capacity(outcomes.len()), None);
        for outcome in outcomes {
            match outcome {
                Ok(outcome) => {
                    written.bytes += outcome.bytes;
                    fates.push(outcome.fate);
                    written.diagnostics.extend(outcome.diagnostics);
                }
                Err(error) => failure = failure.or(Some(error)),
            }
        }
        if self.target.keep_going == KeepGoing::No && any_error(&written.diagnostics) {
            written.bytes = 0;
            return Ok((written, fates));
        }
        written.committed = true;
        failure.map_or(Ok((written, fates)), Err)
    }
}

/// A file that could not be made, and what became of its last version.
fn failed((file, fate): (&String, &Fate)) -> Option<(String, LastGood)> {
    match fate {
        Fate::LastGood => Some((file.clone(), LastGood::Stays)),
        Fate::LeftOut => Some((file.clone(), LastGood::Goes)),
        Fate::Unchanged | Fate::Changed | Fate::InTheWay => None,
    }
}

/// What becomes of a file whose place holds something else, or nothing.
fn fate_of_other(in_place: InPlace) -> Fate {
    match in_place {
        InPlace::Foreign => Fate::InTheWay,
        InPlace::Nothing | InPlace::Ours => Fate::Changed,
    }
}

fn refuse_overwriting(
    build: &Build,
    last: Option<&Manifest>,
    fates: &[Fate],
) -> Result<(), WriteError> {
    if fs::read_dir(build.folder.path()).is_ok_and(|mut entries| entries.next().is_none()) {
        // Still empty: no need to look for each file by itself.
        return Ok(());
    }
    let files: Vec<String> = build
        .bundle
        .files()
        .par_iter()
        .zip(fates)
        .filter(|(file, fate)| match fate {
            Fate::InTheWay => true,
            Fate::Unchanged | Fate::LastGood | Fate::LeftOut => false,
            Fate::Changed => !last.is_some_and(|last| last.lists(file)) && build.turned_up(file),
        })
        .map(|(file, _)| file.clone())
        .collect();
    if files.is_empty() {
        return Ok(());
    }
    Err(WriteError::InTheWay {
        folder: build.folder.path().to_path_buf(),
        files,
    })
}

/// Swaps the folders, or, where that cannot be done, moves the files one by one. Whatever the first
/// way failed for, the second needs neither links nor rights beside the folder; if it fails as well,
/// its own error says why.
fn commit(
    stage: Stage,
    folder: &Folder,
    change: &Change,
    means: &Means,
) -> Result<Vec<PathBuf>, WriteError> {
    if stage.staging()?.place() == Place::Inside {
        return journal::commit(stage.into_staging()?, &change.journal(), &change.next)
            .map(|()| Vec::new());
    }
    let completed = swap::complete(&stage, folder, change);
    let mut staging = stage.into_staging()?;
    if completed.is_ok()
        && let Ok(kept) = swap::swap(&mut staging, folder, change, means.exchange)
    {
        return Ok(kept);
    }
    let inside = Stage::new(folder, &change.changed, Place::Inside);
    for file in &change.changed {
        let (from, to) = (staging.site().join(file), inside.place_for(file)?);
        bring(&from, &to).map_err(Doing::Moving.at(&to))?;
    }
    journal::commit(inside.into_staging()?, &change.journal(), &change.next).map(|()| Vec::new())
}

/// Moves a file, also to another disk.
fn bring(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to).or_else(|_| fs::copy(from, to).map(drop))
}
