//! What the system tells of files, as it comes. Decides nothing.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Instant;

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::content::disk;

use super::gathering::Touch;
use super::place::Place;
use super::repository::Repository;
use crate::base::site_layout::INPUT_FOLDERS;

/// Events of the system.
pub struct Events {
    watcher: RecommendedWatcher,
    told: Receiver<notify::Result<Event>>,
}

/// One of them, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// Something happened at these real paths.
    Touched(Vec<PathBuf>, Touch),
    /// What stood at these real paths has gone from there.
    Left(Vec<PathBuf>),
    /// Something happened that cannot be told.
    Lost,
    /// The system can watch no more folders.
    OutOfWatches,
    /// Nothing has changed.
    Nothing,
}

impl Events {
    /// Watches a site, all that its links lead to, and its repository.
    ///
    /// # Errors
    /// Where the system does not tell of all changes.
    pub fn start(place: &Place, repository: Option<&Repository>) -> notify::Result<Events> {
        let (sender, told) = channel();
        // Links are followed by us: what two paths lead to is watched once, and each of its names is known.
        let config = Config::default().with_follow_symlinks(false);
        // Reading a site opens each of its files; nobody needs to hear of that.
        let matters = |event: &notify::Result<Event>| {
            !event.as_ref().is_ok_and(|event| is_a_look(event.kind))
        };
        let tell = move |event| {
            if matters(&event) {
                drop(sender.send(event));
            }
        };
        let watcher = RecommendedWatcher::new(tell, config)?;
        let mut events = Events { watcher, told };
        events.watch(place.root(), RecursiveMode::NonRecursive)?;
        for name in INPUT_FOLDERS {
            events.watch_below(&place.root().join(name))?;
        }
        events.watch_links(place)?;
        if let Some(repository) = repository {
            events.watch_repository(repository)?;
        }
        Ok(events)
    }

    /// Watches a folder and all below it, from the moment this returns.
    ///
    /// # Errors
    /// As the system says; a folder that is not there is none.
    pub fn watch_below(&mut self, folder: &Path) -> notify::Result<()> {
        // Another path that leads there would take its names from what is watched already.
        match disk::real_path(folder) {
            Ok(real) if real == folder => self.watch(folder, RecursiveMode::Recursive),
            _ => Ok(()),
        }
    }

    /// Watches what links lead to outside the folders of the site, and what holds it, to see it come again.
    ///
    /// # Errors
    /// As the system says.
    pub fn watch_links(&mut self, place: &Place) -> notify::Result<()> {
        let targets = place.targets_elsewhere();
        let is_topmost = |target: &Path| {
            !targets
                .iter()
                .any(|top| target != *top && target.starts_with(top))
        };
        let folders: Vec<&Path> = targets
            .iter()
            .copied()
            .filter(|target| is_topmost(target) && disk::is_folder(target))
            .collect();
        for folder in &folders {
            self.watch(folder, RecursiveMode::Recursive)?;
        }
        let parents = targets.iter().filter_map(|target| target.parent());
        for parent in
            parents.filter(|parent| !folders.iter().any(|folder| parent.starts_with(folder)))
        {
            let is_ours = INPUT_FOLDERS
                .iter()
                .any(|name| parent.starts_with(place.root().join(name)));
            if parent != place.root() && !is_ours {
                self.watch(parent, RecursiveMode::NonRecursive)?;
            }
        }
        Ok(())
    }

    /// Watches what says which commit is the newest.
    ///
    /// # Errors
    /// As the system says.
    pub fn watch_repository(&mut self, repository: &Repository) -> notify::Result<()> {
        repository
            .folders()
            .iter()
            .try_for_each(|folder| self.watch(folder, RecursiveMode::NonRecursive))
    }

    /// A folder that is gone by now is nothing to worry about.
    fn watch(&mut self, folder: &Path, mode: RecursiveMode) -> notify::Result<()> {
        use notify::ErrorKind::{Io, PathNotFound};
        match self.watcher.watch(folder, mode) {
            Err(notify::Error {
                kind: PathNotFound, ..
            }) => Ok(()),
            Err(notify::Error {
                kind: Io(error), ..
            }) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
            watched => watched,
        }
    }

    /// Returns when the system has told of all that happened before this was called.
    ///
    /// # Errors
    /// As the system says.
    pub fn reach_now(&mut self, place: &Place) -> notify::Result<()> {
        // Whatever waits to be told is told between two such wishes.
        for _ in 0..2 {
            self.watch(place.root(), RecursiveMode::NonRecursive)?;
        }
        Ok(())
    }

    /// Waits for the next event, until `until` or for as long as it takes. `None` where none came.
    ///
    /// # Errors
    /// There will be no more.
    pub fn wait(&self, until: Option<Instant>) -> Result<Option<Told>, ()> {
        let told = match until {
            None => self.told.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(until) => self
                .told
                .recv_timeout(until.saturating_duration_since(Instant::now())),
        };
        match told {
            Ok(told) => Ok(Some(understand(told))),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(()),
        }
    }
}

/// Looking at a file changes nothing.
fn is_a_look(kind: EventKind) -> bool {
    matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

fn understand(happened: notify::Result<Event>) -> Told {
    match happened {
        Ok(event) if event.need_rescan() => Told::Lost,
        Ok(event) => match event.kind {
            kind if is_a_look(kind) => Told::Nothing,
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => {
                Told::Left(event.paths)
            }
            // Only some systems tell when a file is closed.
            EventKind::Modify(ModifyKind::Data(_)) if cfg!(target_os = "linux") => {
                Told::Touched(event.paths, Touch::Written)
            }
            _ => Told::Touched(event.paths, Touch::Done),
        },
        Err(notify::Error {
            kind: notify::ErrorKind::MaxFilesWatch,
            ..
        }) => Told::OutOfWatches,
        Err(_) => Told::Lost,
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag};

    use super::*;

    #[test]
    fn events_are_understood() {
        let path = PathBuf::from("/site/content/a.md");
        let told = |kind: EventKind| understand(Ok(Event::new(kind).add_path(path.clone())));
        let all = vec![path.clone()];
        let is_open = if cfg!(target_os = "linux") {
            Touch::Written
        } else {
            Touch::Done
        };
        assert_eq!(
            told(EventKind::Modify(ModifyKind::Data(DataChange::Any))),
            Told::Touched(all.clone(), is_open)
        );
        assert_eq!(
            told(EventKind::Create(CreateKind::File)),
            Told::Touched(all.clone(), Touch::Done)
        );
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert_eq!(told(closed), Told::Touched(all.clone(), Touch::Done));
        assert_eq!(
            told(EventKind::Access(AccessKind::Open(AccessMode::Any))),
            Told::Nothing
        );
        assert_eq!(
            told(EventKind::Modify(ModifyKind::Name(RenameMode::From))),
            Told::Left(all)
        );
        assert_eq!(
            understand(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan))),
            Told::Lost
        );
        let out = notify::Error::new(notify::ErrorKind::MaxFilesWatch);
        assert_eq!(understand(Err(out)), Told::OutOfWatches);
        assert_eq!(understand(Err(notify::Error::generic("x"))), Told::Lost);
    }
}
