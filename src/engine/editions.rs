//! Makes editions, and keeps what was made for the next page, state and build. A preview writes none.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::pictures::Keeping;
use super::press::{Press, PressFault, PressProgram, Pressed};
use crate::base::{Hash, Severity, site_layout};
use crate::config::MakeableEditions;
use crate::content::disk;
use crate::edition::{
    EditionError, EditionOutcome, FinishedEdition, MakeMoment, Picture, PressJob, PressReport,
};
use crate::output::{self, CancelToken};

/// How many bytes of finished files are remembered.
const MOST: usize = 256 << 20;

/// Makes editions for one state of a site after the other. A copy shares all with the other.
#[derive(Clone, Debug, Default)]
pub struct EditionPress {
    shared: Arc<Shared>,
}

/// Whether a site may be built without editions that cannot be made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Need {
    /// They are left out.
    #[default]
    IfPossible,
    /// That is an error.
    Required,
}

#[derive(Debug, Default)]
struct Shared {
    press: Press,
    need: Need,
    moment: MakeMoment,
    /// The folder of the site, if what builds make is kept there for the next one.
    root: Option<PathBuf>,
    keeping: Keeping,
    made: Mutex<Made>,
}

/// What was made, by what it was made of.
#[derive(Debug, Default)]
struct Made {
    files: BTreeMap<Hash, EditionOutcome>,
    bytes: usize,
    used: BTreeSet<Hash>,
}

impl EditionPress {
    /// With the program at a path, for the site in `root`. What builds have kept is used; nothing is written.
    pub fn new(program: Option<PressProgram>, root: &Path) -> EditionPress {
        EditionPress::of(Shared {
            press: Press::new(program, CancelToken::default()),
            root: Some(root.to_owned()),
            ..Shared::default()
        })
    }

    /// The same for builds, which keep what they make, and wait for nothing once they are to stop.
    pub fn of_build(
        program: Option<PressProgram>,
        root: &Path,
        need: Need,
        stop: CancelToken,
    ) -> EditionPress {
        EditionPress::of(Shared {
            press: Press::new(program, stop),
            need,
            root: Some(root.to_owned()),
            keeping: Keeping::Kept,
            ..Shared::default()
        })
    }

    /// The same for previews: nobody waits for a file before asking for it.
    pub fn of_preview(program: Option<PressProgram>, root: &Path) -> EditionPress {
        EditionPress::of(Shared {
            press: Press::new(program, CancelToken::default()),
            moment: MakeMoment::WhenAsked,
            root: Some(root.to_owned()),
            ..Shared::default()
        })
    }

    fn of(shared: Shared) -> EditionPress {
        EditionPress {
            shared: Arc::new(shared),
        }
    }

    /// When files are made.
    pub fn moment(&self) -> MakeMoment {
        self.shared.moment
    }

    /// Which files can be made here.
    pub fn makeable(&self) -> MakeableEditions {
        MakeableEditions {
            pdfs: self.shared.press.is_there(),
        }
    }

    /// True if no edition may be left out.
    pub fn are_required(&self) -> bool {
        self.shared.need == Need::Required
    }

    /// Forgets on the disk what this build has not used.
    pub(super) fn drop_unused(&self) {
        if let (Keeping::Kept, Some(root)) = (self.shared.keeping, &self.shared.root) {
            let made = self.lock();
            let folder = root.join(site_layout::CACHE).join(site_layout::EDITIONS);
            // What cannot be removed takes room, and nothing else.
            let _ = output::keep_only(&folder, &|name| {
                Hash::parse(name).is_none_or(|name| made.used.contains(&name))
            });
        }
    }

    fn lock(&self) -> MutexGuard<'_, Made> {
        let made = self.shared.made.lock();
        made.unwrap_or_else(PoisonError::into_inner)
    }

    /// Another build begins.
    pub(super) fn begin(&self) {
        self.shared.press.begin();
    }

    /// Makes a file, unless it is known what comes of the job.
    pub(super) fn made(
        &self,
        job: &PressJob,
        pictures: &[Picture],
    ) -> Result<EditionOutcome, PressFault> {
        let hash = self.shared.press.hash_of(job);
        let known = self.lock().known(hash);
        if let Some(known) = known {
            return Ok(known);
        }
        let result = match self.kept(hash) {
            Some(file) => Ok(Arc::new(file)),
            None => self.set(job, pictures)?.map(|file| {
                self.keep(hash, &file);
                Arc::new(file)
            }),
        };
        let is_on_disk = result.as_ref().is_ok_and(|file| file.found.is_empty()) && self.is_kept();
        if !is_on_disk {
            self.lock().add(hash, result.clone());
        }
        Ok(result)
    }

    /// Sets a job. What is wrong with the job is remembered; what is wrong with the press may be over the next time.
    fn set(
        &self,
        job: &PressJob,
        pictures: &[Picture],
    ) -> Result<Result<FinishedEdition, EditionError>, PressFault> {
        if self.moment() == MakeMoment::WhenAsked {
            // Somebody asks for it once more.
            self.begin();
        }
        let pressed = self.shared.press.set(job)?;
        let report = |messages| PressReport {
            job,
            pictures,
            messages,
        };
        Ok(match &pressed {
            Pressed::Made(file, messages) => Ok(FinishedEdition {
                found: report(messages).warnings(),
                ..file.clone()
            }),
            Pressed::Refused(messages) => Err(report(messages).error()),
        })
    }

    /// What a page says of a program that failed. That costs an edition and no build, unless all editions are required.
    pub(super) fn error_of(&self, fault: PressFault) -> EditionError {
        let severity = match self.shared.need {
            Need::IfPossible => Severity::Warning,
            Need::Required => Severity::Error,
        };
        let (message, help, severity) = match fault {
            PressFault::AtJob(why) | PressFault::Silent(why) => (
                why,
                "build again; if it stays so, take the page's `editions` out and tell the makers of copublish",
                Some(severity),
            ),
            PressFault::Broken(why) => (
                format!("{why}; no other PDF is made in this build"),
                "install `copublish-press` again, in the version of `copublish`, and build again",
                Some(severity),
            ),
            PressFault::GivenUp => (String::new(), "", None),
        };
        EditionError {
            message,
            help: help.to_owned(),
            severity,
            words: Vec::new(),
            places: Vec::new(),
        }
    }

    /// True if files are kept on the disk for the next build, so that memory need not hold them.
    fn is_kept(&self) -> bool {
        self.shared.keeping == Keeping::Kept
    }

    /// What an earlier build has made.
    fn kept(&self, hash: Hash) -> Option<FinishedEdition> {
        let root = self.shared.root.as_ref()?;
        let kept = disk::read_kept(root, &format!("{}/{hash}", site_layout::EDITIONS));
        let (check, rest) = kept.split_first_chunk::<16>()?;
        if *check != Hash::of(rest).bytes() {
            return None;
        }
        let (pages, rest) = rest.split_first_chunk::<4>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
        let (starts, bytes) = rest.split_at_checked(length)?;
        Some(FinishedEdition {
            bytes: bytes.to_vec(),
            pages: Some(u32::from_le_bytes(*pages)),
            starts: serde_json::from_slice(starts).ok()?,
            found: Vec::new(),
        })
    }

    /// Keeps a file for the next build, unless something is wrong with it, which is to be told again; what cannot be kept is
    /// made again.
    fn keep(&self, hash: Hash, file: &FinishedEdition) {
        if !file.found.is_empty() {
            return;
        }
        if let (Keeping::Kept, Some(root)) = (self.shared.keeping, &self.shared.root) {
            let pages = file.pages.unwrap_or_default().to_le_bytes();
            let starts = serde_json::to_vec(&file.starts).unwrap_or_default();
            let length = u32::try_from(starts.len())
                .unwrap_or_default()
                .to_le_bytes();
            let rest = [&pages[..], &length, &starts, &file.bytes].concat();
            let all = [&Hash::of(&rest).bytes()[..], &rest].concat();
            let folder = root.join(site_layout::CACHE);
            let _ = output::keep_below(&folder, site_layout::EDITIONS, &hash.to_string(), &all);
        }
    }
}

impl Made {
    fn known(&mut self, hash: Hash) -> Option<EditionOutcome> {
        self.used.insert(hash);
        self.files.get(&hash).cloned()
    }

    fn add(&mut self, hash: Hash, result: EditionOutcome) {
        let size = result.as_ref().map_or(0, |file| file.bytes.len());
        if self.bytes + size > MOST {
            self.files.clear();
            self.bytes = 0;
        }
        self.bytes += size;
        self.files.insert(hash, result);
    }
}

/// Who makes the editions of a site at one moment.
pub(super) struct SiteEditions {
    /// Where its files are.
    pub root: PathBuf,
    pub press: EditionPress,
}
