//! Beside the pipeline: changes in a site's folder, in batches. Builds nothing, and says nothing of
//! what a change means.
//!
//! 1. `place`: which changes are the author's, and which are ours
//! 2. here: events of the system, brought together until there is silence
//!
//! Editors save in many ways: over the file, beside it and then in its place, in several steps. All of
//! them end in silence, so that is what is waited for.

mod place;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{Config, Event, EventKind, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use self::place::Place;

/// How long there must be no event before a batch is whole.
const SILENCE: Duration = Duration::from_millis(30);
/// Where the system gives no events, how often it is looked whether something has changed.
const LOOK_AGAIN: Duration = Duration::from_secs(1);
/// More events than this make a batch without waiting for silence, which a busy folder may never give.
const MOST: usize = 10_000;

/// What happened to the files.
type Happened = notify::Result<Event>;

/// A watch over a site's folder; ends when dropped.
pub struct Watch {
    place: Place,
    events: Receiver<Happened>,
    /// Whether the system tells of changes, or they have to be looked for.
    pub by: By,
    watcher: Box<dyn Watcher + Send>,
}

/// How changes come to be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// The system tells of each.
    Events,
    /// The files are looked at once a second.
    Looking,
}

/// The folders of a site that a build reads; all else in its root is nobody's business here, and may
/// be large.
const FOLDERS: [&str; 5] = ["assets", "content", "templates", "text", "themes"];

impl Watch {
    /// Watches the files of the site in `root`; `output` is not the author's.
    ///
    /// # Errors
    /// In words, where the folder can be watched in no way.
    pub fn start(root: &Path, output: &Path) -> Result<Watch, String> {
        let place = Place::new(root, output);
        let (sender, events) = channel::<Happened>();
        let told = sender.clone();
        let by_events = RecommendedWatcher::new(move |event| drop(told.send(event)), Config::default());
        if let Ok(watcher) = by_events {
            let mut watch = Watch { place, events, by: By::Events, watcher: Box::new(watcher) };
            if watch.watch_all().is_ok() {
                return Ok(watch);
            }
            return Watch::looking(root, output);
        }
        Watch::looking(root, output)
    }

    /// Some network drives and containers give no events, and a system may be out of watches.
    fn looking(root: &Path, output: &Path) -> Result<Watch, String> {
        let (sender, events) = channel::<Happened>();
        let config = Config::default().with_poll_interval(LOOK_AGAIN).with_compare_contents(true);
        let failed = |error: notify::Error| format!("{} cannot be watched: {error}", root.display());
        let watcher = PollWatcher::new(move |event| drop(sender.send(event)), config).map_err(failed)?;
        let place = Place::new(root, output);
        let mut watch = Watch { place, events, by: By::Looking, watcher: Box::new(watcher) };
        watch.watch_all().map_err(failed)?;
        Ok(watch)
    }

    /// The root for site.yaml and for folders that come and go, and each folder with all below it.
    fn watch_all(&mut self) -> notify::Result<()> {
        self.watcher.watch(self.place.root(), RecursiveMode::NonRecursive)?;
        FOLDERS.iter().try_for_each(|name| self.watch_folder(Path::new(name)))
    }

    fn watch_folder(&mut self, name: &Path) -> notify::Result<()> {
        match self.watcher.watch(&self.place.root().join(name), RecursiveMode::Recursive) {
            // A folder that is not there is watched once it is.
            Err(error) if matches!(error.kind, notify::ErrorKind::PathNotFound) => Ok(()),
            Err(notify::Error { kind: notify::ErrorKind::Io(error), .. })
                if error.kind() == std::io::ErrorKind::NotFound =>
            {
                Ok(())
            }
            watched => watched,
        }
    }

    /// Waits for the next changes: their paths below the root, sorted, each once. `None` where the
    /// watch has ended.
    pub fn wait(&mut self) -> Option<Vec<PathBuf>> {
        let mut changed = Vec::new();
        while changed.is_empty() {
            let happened = self.events.recv().ok()?;
            self.take(happened, &mut changed);
        }
        for _ in 0..MOST {
            match self.events.recv_timeout(SILENCE) {
                Ok(event) => self.take(event, &mut changed),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        changed.sort();
        changed.dedup();
        // A folder that came, or came again, has to be watched anew.
        for folder in FOLDERS.map(Path::new) {
            if changed.iter().any(|path| path == folder) {
                let _ = self.watch_folder(folder);
            }
        }
        Some(changed)
    }

    fn take(&self, happened: Happened, changed: &mut Vec<PathBuf>) {
        match happened {
            Ok(event) if matters(&event.kind) => {
                changed.extend(event.paths.iter().filter_map(|path| self.place.of_author(path)));
                // Events that were lost name no path: anything may have changed.
                if event.need_rescan() {
                    changed.push(PathBuf::new());
                }
            }
            Ok(_) => {}
            // An event that could not be read stands for any change.
            Err(_) => changed.push(PathBuf::new()),
        }
    }
}

/// Looking at a file changes nothing.
fn matters(kind: &EventKind) -> bool {
    use notify::event::{AccessKind, AccessMode};
    !matches!(kind, EventKind::Access(access) if *access != AccessKind::Close(AccessMode::Write))
}
