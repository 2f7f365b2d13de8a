//! Beside the pipeline: changes in a site's folder, in batches. Builds nothing, and does not interpret changes.
//!
//! 1. `site_paths`: which paths of the disk belong to the site (`known_paths`: those that existed before); `repository`:
//!    which commit is the newest
//! 2. `events`: what the system reports; `poller`: for systems that report nothing
//! 3. `batch_builder`: when a batch is complete
//! 4. here: from one batch to the next; `modification_times`: what changed before the watch
//!    began

mod batch_builder;
mod events;
mod known_paths;
mod modification_times;
mod poller;
mod repository;
mod site_paths;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use jiff::Timestamp;

use crate::content::disk::{self, Presence};

pub use self::batch_builder::Batch;
use self::batch_builder::{BatchBuilder, SaveState, Step, Touch};
use self::events::{Events, FileEvent};
use self::known_paths::KnownPaths;
use self::poller::Poller;
use self::repository::{GitEvent, Repository};
use self::site_paths::SitePaths;
use crate::base::site_layout::{INPUT_FILES, INPUT_FOLDERS};

/// While the site's folder is missing, how often we look whether it is back.
const ROOT_POLL: Duration = Duration::from_millis(500);

/// A watch over a site's folder; ends when dropped.
pub struct Watch {
    /// As the caller named it: it may be a link that changes.
    root: PathBuf,
    output: PathBuf,
    paths: SitePaths,
    known: KnownPaths,
    repository: Option<Repository>,
    source: ChangeSource,
    builder: BatchBuilder,
    /// Folders and links that are watched in their current state, with the time at which they were last touched.
    rewatched: BTreeMap<PathBuf, Instant>,
    /// What was touched between two waits.
    unobserved: BTreeSet<PathBuf>,
    /// Whether the folder of the site was moved or deleted.
    root_left: bool,
}

enum ChangeSource {
    Events(Events),
    Polling(Poller),
    /// The folder of the site is missing.
    Nothing,
}

/// How changes are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchMethod {
    /// The system reports each of them.
    Events,
    /// The files are polled once a second.
    Polling,
}

/// Why a wait has ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WatchEvent {
    /// Something has changed.
    Changed(Batch),
    /// The moment has come until which to wait.
    Due,
}

/// No more changes will be reported.
struct Ended;

impl Watch {
    /// Watches the files of the site in `root` and the history of its repository. Changes in `output` are not the
    /// author's, and are ignored.
    pub fn start(root: &Path, output: &Path) -> Watch {
        let mut paths = SitePaths::new(root, output);
        let mut known = KnownPaths::default();
        for name in INPUT_FOLDERS.into_iter().chain(INPUT_FILES) {
            known.insert_all(&mut paths, Path::new(name));
        }
        let repository = Repository::of_site(paths.root());
        let source = ChangeSource::start(&paths, repository.as_ref());
        Watch {
            root: root.to_owned(),
            output: output.to_owned(),
            paths,
            known,
            repository,
            source,
            builder: BatchBuilder::default(),
            rewatched: BTreeMap::new(),
            unobserved: BTreeSet::new(),
            root_left: false,
        }
    }

    /// How changes are noticed. This may become `Polling` after any wait.
    pub fn method(&self) -> WatchMethod {
        if matches!(self.source, ChangeSource::Polling(_)) {
            WatchMethod::Polling
        } else {
            WatchMethod::Events
        }
    }

    /// What has changed since a moment before this watch began, for callers that read the site first. May name more than
    /// has changed.
    pub fn changes_since(&self, moment: Timestamp) -> Batch {
        modification_times::changes_since(&self.paths, self.repository.as_ref(), moment)
    }

    /// Waits for the next changes, but not longer than until `until`. `None` if the watch has ended.
    pub fn wait(&mut self, until: Option<Instant>) -> Option<WatchEvent> {
        self.collect_unobserved().ok()?;
        loop {
            let batch = match self.source {
                ChangeSource::Events(_) => self.wait_for_events(until).ok()?,
                ChangeSource::Polling(_) => self.poll(until),
                ChangeSource::Nothing => self.wait_for_root(until),
            };
            if !batch.is_empty() {
                return Some(WatchEvent::Changed(batch));
            }
            if until.is_some_and(|until| until <= Instant::now()) {
                return Some(WatchEvent::Due);
            }
        }
    }

    /// Collects everything that happened between two waits.
    fn collect_unobserved(&mut self) -> Result<(), Ended> {
        self.drain_events()?;
        self.unobserved = self.builder.paths.keys().cloned().collect();
        if let ChangeSource::Polling(poller) = &mut self.source {
            self.unobserved.extend(poller.touched_folders(&self.paths));
            if !self.unobserved.is_empty() {
                poller.poll_soon();
            }
        }
        Ok(())
    }

    /// Handles everything that happened until now, including what the system has not reported yet.
    fn drain_events(&mut self) -> Result<(), Ended> {
        self.watch_more(Events::reach_now);
        while let ChangeSource::Events(events) = &self.source {
            let now = Instant::now();
            match events.wait(Some(now)).map_err(|()| Ended)? {
                Some(event) => self.handle(event, now),
                None => break,
            }
        }
        Ok(())
    }

    /// Collects events until a batch is complete; the batch may be empty.
    fn wait_for_events(&mut self, until: Option<Instant>) -> Result<Batch, Ended> {
        loop {
            let limit = match self.next_step() {
                Step::Idle => until,
                Step::Wait(until) => Some(until),
                Step::Complete => {
                    // On a busy machine, silence counts only if no event waits to be reported.
                    self.drain_events()?;
                    if self.next_step() == Step::Complete && !self.watch_new_folders() {
                        return Ok(self.finish_batch());
                    }
                    continue;
                }
            };
            let ChangeSource::Events(events) = &self.source else {
                return Ok(Batch::default());
            };
            match events.wait(limit).map_err(|()| Ended)? {
                Some(event) => self.handle(event, Instant::now()),
                // The time is up for the whole wait, or else for the batch.
                None if limit == until => return Ok(Batch::default()),
                None => {}
            }
        }
    }

    fn next_step(&self) -> Step {
        let save_state = |path: &Path| save_state(&self.paths, &self.known, path);
        self.builder.next(Instant::now(), &save_state)
    }

    fn handle(&mut self, event: FileEvent, at: Instant) {
        match event {
            FileEvent::Touched(paths, touch) => self.touch_all(&paths, touch, at),
            FileEvent::Left(paths) => {
                if paths.iter().any(|path| path == self.paths.root()) {
                    self.root_left = true;
                    self.builder.touch_everything(at);
                }
                self.touch_all(&paths, Touch::Done, at);
            }
            FileEvent::Lost => self.builder.touch_everything(at),
            FileEvent::OutOfWatches => {
                self.source = ChangeSource::Polling(Poller::start(&self.paths));
                self.builder.touch_everything(at);
            }
            FileEvent::Nothing => {}
        }
    }

    fn touch_all(&mut self, paths: &[PathBuf], touch: Touch, at: Instant) {
        for path in paths {
            self.touch_repository(path, at);
            for path in self.paths.paths_of(path) {
                self.builder.touch(path, touch, at);
            }
        }
    }

    fn touch_repository(&mut self, path: &Path, at: Instant) {
        let Some(repository) = &self.repository else {
            if path == self.paths.root().join(".git") {
                self.builder.touch_history(at);
            }
            return;
        };
        match repository.event_at(path) {
            Some(GitEvent::HeadMayHaveMoved) => self.builder.touch_history(at),
            Some(GitEvent::Lock) => {
                let is_at_work = repository.is_locked();
                self.builder.git(is_at_work.then_some(at));
            }
            None => {}
        }
    }

    /// Watches folders and links that were created, so that no change below them is missed from now on. True if there
    /// were any: more may have changed below them meanwhile.
    fn watch_new_folders(&mut self) -> bool {
        if self.root_left {
            return false;
        }
        let new = self.new_folders();
        for (path, at) in &new {
            self.known.insert_all(&mut self.paths, path);
            self.watch_more(|events, paths| {
                events.watch_below(&paths.root().join(path))?;
                events.watch_links(paths)
            });
            self.rewatched.insert(path.clone(), *at);
        }
        !new.is_empty()
    }

    /// The topmost new folders and links, and when they were last touched.
    fn new_folders(&self) -> Vec<(PathBuf, Instant)> {
        let mut new: Vec<(PathBuf, Instant)> = Vec::new();
        for (path, (at, _)) in &self.builder.paths {
            let is_done = self.rewatched.get(path) == Some(at);
            let is_below = new.last().is_some_and(|(last, _)| path.starts_with(last));
            if !is_done && !is_below && self.is_folder_or_link(path) {
                new.push((path.clone(), *at));
            }
        }
        new
    }

    fn is_folder_or_link(&self, path: &Path) -> bool {
        let full = self.paths.root().join(path);
        disk::presence(&full) == Presence::Folder
            || disk::is_link(&full)
            || self.paths.is_link(path)
    }

    /// Watches more. If the system refuses, the files are polled from now on.
    fn watch_more(&mut self, watch: impl FnOnce(&mut Events, &SitePaths) -> notify::Result<()>) {
        if let ChangeSource::Events(events) = &mut self.source
            && watch(events, &self.paths).is_err()
        {
            self.source = ChangeSource::Polling(Poller::start(&self.paths));
            self.builder.touch_everything(Instant::now());
        }
    }

    /// Makes a batch of what was collected; it is empty if nothing has changed in the end.
    fn finish_batch(&mut self) -> Batch {
        let collected = self.builder.take();
        self.rewatched.clear();
        if collected.everything {
            self.restart();
            return Batch::of_everything();
        }
        let unobserved = std::mem::take(&mut self.unobserved);
        let mut batch = Batch::default();
        for path in collected.paths.into_keys() {
            let existed = self.known.contains(&path);
            if disk::presence(&self.paths.root().join(&path)) != Presence::Nothing {
                self.known.insert(&path);
                batch.paths.push(path);
            } else if existed {
                self.known.remove(&path);
                batch.paths.push(path);
            } else if unobserved.contains(&path) {
                batch.transient.push(path);
            }
        }
        batch.history = collected.history && self.head_moved();
        batch
    }

    fn head_moved(&mut self) -> bool {
        let known = self.repository.take();
        let is_new = known.is_none();
        let Some(mut repository) = known.or_else(|| Repository::of_site(self.paths.root())) else {
            return false;
        };
        let has_moved = is_new || repository.has_moved();
        // A new branch may be in a new folder.
        self.watch_more(|events, _| events.watch_repository(&repository));
        self.repository = Some(repository);
        has_moved
    }

    /// Starts again after something was missed, or waits for the folder of the site if it is missing.
    fn restart(&mut self) {
        if !disk::is_folder(&self.root) {
            self.source = ChangeSource::Nothing;
        } else if self.method() == WatchMethod::Events {
            *self = Watch::start(&self.root, &self.output);
        }
    }

    fn poll(&mut self, until: Option<Instant>) -> Batch {
        // Collected before the system ran out of watches.
        if self.builder.take().everything {
            return Batch::of_everything();
        }
        let ChangeSource::Polling(poller) = &mut self.source else {
            return Batch::default();
        };
        let Some(paths) = poller.wait(&self.paths, until) else {
            return Batch::default();
        };
        Batch {
            paths,
            history: self.head_moved(),
            // What came and went in these folders may have been read meanwhile.
            transient: std::mem::take(&mut self.unobserved).into_iter().collect(),
            everything: false,
        }
    }

    fn wait_for_root(&mut self, until: Option<Instant>) -> Batch {
        let next = Instant::now() + ROOT_POLL;
        let wake = until.map_or(next, |until| until.min(next));
        sleep(wake.saturating_duration_since(Instant::now()));
        if !disk::is_folder(&self.root) {
            return Batch::default();
        }
        *self = Watch::start(&self.root, &self.output);
        Batch::of_everything()
    }
}

impl ChangeSource {
    /// Polls if the drive reports no events, or if the system is out of watches.
    fn start(paths: &SitePaths, repository: Option<&Repository>) -> ChangeSource {
        if disk::tells_of_changes(paths.root())
            && let Ok(events) = Events::start(paths, repository)
        {
            return ChangeSource::Events(events);
        }
        ChangeSource::Polling(Poller::start(paths))
    }
}

/// Whether an editor seems to be done with a file, given by its path below the root.
fn save_state(paths: &SitePaths, known: &KnownPaths, path: &Path) -> SaveState {
    let is_half_done = match disk::presence(&paths.root().join(path)) {
        Presence::Nothing => known.contains(path),
        Presence::EmptyFile => true,
        Presence::File => !known.contains(path) && site_paths::is_temporary(path),
        Presence::Folder => false,
    };
    if is_half_done {
        SaveState::HalfDone
    } else {
        SaveState::Done
    }
}
