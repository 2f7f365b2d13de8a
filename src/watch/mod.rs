//! Beside the pipeline: changes in a site's folder, in batches. Builds nothing, and says nothing of
//! what a change means.
//!
//! 1. `place`: which paths of the disk are which of the site (`known`: those that were there before);
//!    `repository`: which commit is the newest
//! 2. `events`: what the system tells; `looking`: where it tells nothing
//! 3. `gathering`: when a batch is whole
//! 4. `batch`: what has changed; here: from one to the next; `since`: what changed before the watch began

mod batch;
mod events;
mod gathering;
mod known;
mod looking;
mod place;
mod repository;
mod since;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::content::disk::{self, Presence};

pub use self::batch::Batch;
use self::events::{Events, Told};
use self::gathering::{Gathering, Looks, Step, Touch};
use self::known::Known;
use self::looking::Looking;
use self::place::Place;
use self::repository::{Meaning, Repository};
use crate::base::site_layout::{INPUT_FILES, INPUT_FOLDERS};

/// While the site's folder is gone, how often it is looked whether it is back.
const IS_IT_BACK: Duration = Duration::from_millis(500);

/// A watch over a site's folder; ends when dropped.
pub struct Watch {
    /// As it was asked for: what it leads to may change.
    root: PathBuf,
    output: PathBuf,
    place: Place,
    known: Known,
    repository: Option<Repository>,
    source: Source,
    gathering: Gathering,
    /// Folders and links that are watched as they now are, by when they were last touched.
    caught_up: BTreeMap<PathBuf, Instant>,
    /// What was touched while nobody waited.
    unobserved: BTreeSet<PathBuf>,
    /// Whether the folder of the site was moved or deleted.
    root_left: bool,
}

enum Source {
    Events(Events),
    Looking(Looking),
    /// There is no folder to watch.
    Gone,
}

/// How changes come to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The system tells of each.
    Events,
    /// The files are looked at once a second.
    Looking,
}

/// Why a wait has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Woken {
    /// Something has changed.
    Changed(Batch),
    /// The moment has come that was to be waited for.
    Due,
}

impl Watch {
    /// Watches the files of the site in `root`, and the history of its repository; `output` is not the
    /// author's.
    pub fn start(root: &Path, output: &Path) -> Watch {
        let mut place = Place::new(root, output);
        let mut known = Known::default();
        for name in INPUT_FOLDERS.into_iter().chain(INPUT_FILES) {
            known.survey(&mut place, Path::new(name));
        }
        let repository = Repository::of(place.root());
        // Some drives give no events, and a system may be out of watches.
        let events = Some(&place).filter(|place| disk::tells_of_changes(place.root()));
        let source = match events.map(|place| Events::start(place, repository.as_ref())) {
            Some(Ok(events)) => Source::Events(events),
            _ => Source::Looking(Looking::start(&place)),
        };
        Watch {
            root: root.to_owned(),
            output: output.to_owned(),
            place,
            known,
            repository,
            source,
            gathering: Gathering::default(),
            caught_up: BTreeMap::new(),
            unobserved: BTreeSet::new(),
            root_left: false,
        }
    }

    /// How changes come to be known; this may become `Looking` after any wait.
    pub fn by(&self) -> By {
        if matches!(self.source, Source::Looking(_)) {
            By::Looking
        } else {
            By::Events
        }
    }

    /// What has changed since a moment before this watch began: whoever reads a site before it is watched has to
    /// read this again. May name more than has changed.
    pub fn changed_since(&self, moment: Timestamp) -> Batch {
        since::changed(&self.place, self.repository.as_ref(), moment)
    }

    /// Waits for the next changes; where nothing changes, no longer than until `until`. `None` where the
    /// watch has ended.
    pub fn wait(&mut self, until: Option<Instant>) -> Option<Woken> {
        self.take_unobserved()?;
        loop {
            let batch = match self.source {
                Source::Events(_) => self.gather(until)?,
                Source::Looking(_) => self.look(until),
                Source::Gone => self.come_back(until),
            };
            if !batch.is_empty() {
                return Some(Woken::Changed(batch));
            }
            if until.is_some_and(|until| until <= Instant::now()) {
                return Some(Woken::Due);
            }
        }
    }

    /// Takes note of all that happened while nobody waited. `None` where there will be no more.
    fn take_unobserved(&mut self) -> Option<()> {
        self.take_all()?;
        self.unobserved = self.gathering.paths.keys().cloned().collect();
        if let Source::Looking(looking) = &mut self.source {
            self.unobserved.extend(looking.touched_folders(&self.place));
            if !self.unobserved.is_empty() {
                looking.look_soon();
            }
        }
        Some(())
    }

    /// Takes note of all that happened until now, also of what the system has not told yet. `None` where there will
    /// be no more.
    fn take_all(&mut self) -> Option<()> {
        self.watch(Events::reach_now);
        while let Source::Events(events) = &self.source {
            let now = Instant::now();
            let Some(told) = events.wait(Some(now)).ok()? else {
                break;
            };
            self.take(told, now);
        }
        Some(())
    }

    /// A machine may be too busy to tell: what sounds like silence is some only where nothing waits to be told. True
    /// where something did, and the batch is not whole with it.
    fn hear_more(&mut self) -> Option<bool> {
        self.take_all()?;
        let looks = |path: &Path| looks(&self.place, &self.known, path);
        Some(self.gathering.next(Instant::now(), &looks) != Step::Whole)
    }

    /// Gathers events to a batch, which may be empty. `None` where there will be no more.
    fn gather(&mut self, until: Option<Instant>) -> Option<Batch> {
        loop {
            let looks = |path: &Path| looks(&self.place, &self.known, path);
            let limit = match self.gathering.next(Instant::now(), &looks) {
                Step::Rest => until,
                Step::Wait(until) => Some(until),
                Step::Whole if self.hear_more()? || self.catch_up() => continue,
                Step::Whole => return Some(self.whole()),
            };
            let Source::Events(events) = &self.source else {
                return Some(Batch::default());
            };
            let Some(told) = events.wait(limit).ok()? else {
                // The time is over: either for the batch, or for the whole wait.
                if limit == until {
                    return Some(Batch::default());
                }
                continue;
            };
            self.take(told, Instant::now());
        }
    }

    fn take(&mut self, told: Told, at: Instant) {
        let (paths, touch) = match told {
            Told::Touched(paths, touch) => (paths, touch),
            Told::Left(paths) => {
                if paths.iter().any(|path| path == self.place.root()) {
                    self.root_left = true;
                    self.gathering.touch_everything(at);
                }
                (paths, Touch::Done)
            }
            Told::Lost => return self.gathering.touch_everything(at),
            Told::OutOfWatches => {
                self.source = Source::Looking(Looking::start(&self.place));
                return self.gathering.touch_everything(at);
            }
            Told::Nothing => return,
        };
        for path in paths {
            let is_first = self.repository.is_none() && path == self.place.root().join(".git");
            if is_first {
                self.gathering.touch_history(at);
            }
            match self
                .repository
                .as_ref()
                .and_then(|repository| repository.meaning(&path))
            {
                Some(Meaning::MayHaveMoved) => self.gathering.touch_history(at),
                Some(Meaning::Lock) => {
                    let is_locked = self.repository.as_ref().is_some_and(Repository::is_locked);
                    self.gathering.git(is_locked.then_some(at));
                }
                None => {}
            }
            for path in self.place.paths_of(&path) {
                self.gathering.touch(path, touch, at);
            }
        }
    }

    /// Watches folders and links that came, so that nothing below them is missed from now on. True where
    /// there were any: more may have changed below them meanwhile.
    fn catch_up(&mut self) -> bool {
        if self.root_left {
            return false;
        }
        let mut came: Vec<(PathBuf, Instant)> = Vec::new();
        for (path, (at, _)) in &self.gathering.paths {
            let is_done = self.caught_up.get(path) == Some(at);
            let is_below = came.last().is_some_and(|(last, _)| path.starts_with(last));
            let full = self.place.root().join(path);
            let is_new = || {
                disk::presence(&full) == Presence::Folder
                    || disk::is_link(&full)
                    || self.place.is_link(path)
            };
            if !is_done && !is_below && is_new() {
                came.push((path.clone(), *at));
            }
        }
        for (path, at) in &came {
            self.known.survey(&mut self.place, path);
            self.watch(|events, place| {
                events.watch_below(&place.root().join(path))?;
                events.watch_links(place)
            });
            self.caught_up.insert(path.clone(), *at);
        }
        !came.is_empty()
    }

    /// Watches more; where the system does not let us, we look from now on.
    fn watch(&mut self, more: impl FnOnce(&mut Events, &Place) -> notify::Result<()>) {
        if let Source::Events(events) = &mut self.source
            && more(events, &self.place).is_err()
        {
            self.source = Source::Looking(Looking::start(&self.place));
            self.gathering.touch_everything(Instant::now());
        }
    }

    /// What was gathered, as a batch; empty where it comes to nothing.
    fn whole(&mut self) -> Batch {
        let gathered = self.gathering.take();
        self.caught_up.clear();
        if gathered.everything {
            self.begin_anew();
            return Batch {
                everything: true,
                ..Batch::default()
            };
        }
        let unobserved = std::mem::take(&mut self.unobserved);
        let (mut paths, mut passed) = (Vec::new(), Vec::new());
        for path in gathered.paths.into_keys() {
            let was_there = self.known.was_there(&path);
            if disk::presence(&self.place.root().join(&path)) != Presence::Nothing {
                self.known.is_there(&path);
                paths.push(path);
            } else if was_there {
                self.known.is_gone(&path);
                paths.push(path);
            } else if unobserved.contains(&path) {
                passed.push(path);
            }
        }
        Batch {
            paths,
            passed,
            history: gathered.history && self.history_moved(),
            everything: false,
        }
    }

    fn history_moved(&mut self) -> bool {
        let known = self.repository.take();
        let is_new = known.is_none();
        let Some(mut repository) = known.or_else(|| Repository::of(self.place.root())) else {
            return false;
        };
        let has_moved = is_new || repository.has_moved();
        // A new branch may stand in a new folder.
        self.watch(|events, _| events.watch_repository(&repository));
        self.repository = Some(repository);
        has_moved
    }

    /// Watches all that is there, after something was missed; or waits for the folder where it is gone.
    fn begin_anew(&mut self) {
        let is_looking = self.by() == By::Looking;
        if !disk::is_folder(&self.root) {
            self.source = Source::Gone;
        } else if !is_looking {
            *self = Watch::start(&self.root, &self.output);
        }
    }

    fn look(&mut self, until: Option<Instant>) -> Batch {
        // What was gathered before the system could watch no more.
        if self.gathering.take().everything {
            return Batch {
                everything: true,
                ..Batch::default()
            };
        }
        let Source::Looking(looking) = &mut self.source else {
            return Batch::default();
        };
        let Some(paths) = looking.wait(&self.place, until) else {
            return Batch::default();
        };
        let history = self.history_moved();
        // Whatever came and went in these folders may have been read meanwhile.
        let passed = std::mem::take(&mut self.unobserved).into_iter().collect();
        Batch {
            paths,
            passed,
            history,
            everything: false,
        }
    }

    fn come_back(&mut self, until: Option<Instant>) -> Batch {
        let again = Instant::now() + IS_IT_BACK;
        let wake = until.map_or(again, |until| until.min(again));
        sleep(wake.saturating_duration_since(Instant::now()));
        let everything = disk::is_folder(&self.root);
        if everything {
            *self = Watch::start(&self.root, &self.output);
        }
        Batch {
            everything,
            ..Batch::default()
        }
    }
}

/// What a changed file looks like, below the root.
fn looks(place: &Place, known: &Known, path: &Path) -> Looks {
    let is_half_done = match disk::presence(&place.root().join(path)) {
        Presence::Nothing => known.was_there(path),
        Presence::EmptyFile => true,
        Presence::File => !known.was_there(path) && place::is_passing(path),
        Presence::Folder => false,
    };
    if is_half_done {
        Looks::HalfDone
    } else {
        Looks::Done
    }
}
