//! What the system reports about files. Decides nothing.

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Instant;

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Config, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::content::disk;

use super::batch_builder::Touch;
use super::repository::Repository;
use super::site_paths::SitePaths;
use crate::base::site_layout::INPUT_FOLDERS;

/// The events of the system.
pub struct Events {
    watcher: RecommendedWatcher,
    receiver: Receiver<notify::Result<Event>>,
}

/// An event of the system, interpreted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileEvent {
    /// Something happened at these real paths.
    Touched(Vec<PathBuf>, Touch),
    /// What was at these real paths has been removed or moved away.
    Left(Vec<PathBuf>),
    /// Some events were lost.
    Lost,
    /// The system can watch no more folders.
    OutOfWatches,
    /// Nothing has changed.
    Nothing,
}

impl Events {
    /// Watches a site, the targets of its links, and its repository.
    ///
    /// # Errors
    /// If the system does not report all changes.
    pub fn start(site: &SitePaths, repository: Option<&Repository>) -> notify::Result<Events> {
        let (sender, receiver) = channel();
        // We follow links ourselves: what two paths lead to is watched once, and all of its paths are known.
        let config = Config::default().with_follow_symlinks(false);
        let send = move |event: notify::Result<Event>| {
            // Reading a site opens each of its files, which changes nothing.
            if !event.as_ref().is_ok_and(|event| is_read_access(event.kind)) {
                drop(sender.send(event));
            }
        };
        let watcher = RecommendedWatcher::new(send, config)?;
        let mut events = Events { watcher, receiver };
        events.watch(site.root(), RecursiveMode::NonRecursive)?;
        for name in INPUT_FOLDERS {
            events.watch_below(&site.root().join(name))?;
        }
        events.watch_links(site)?;
        if let Some(repository) = repository {
            events.watch_repository(repository)?;
        }
        Ok(events)
    }

    /// Watches a folder and everything below it, from the moment this returns.
    ///
    /// # Errors
    /// As the system says; a missing folder is not an error.
    pub fn watch_below(&mut self, folder: &Path) -> notify::Result<()> {
        // Watching it under another path would change the paths of events.
        match disk::real_path(folder) {
            Ok(real) if real == folder => self.watch(folder, RecursiveMode::Recursive),
            _ => Ok(()),
        }
    }

    /// Watches the targets of links outside the folders of the site, and the folders above them, to see when a removed
    /// target is created again.
    ///
    /// # Errors
    /// As the system says.
    pub fn watch_links(&mut self, site: &SitePaths) -> notify::Result<()> {
        let targets = site.external_targets();
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
                .any(|name| parent.starts_with(site.root().join(name)));
            if parent != site.root() && !is_ours {
                self.watch(parent, RecursiveMode::NonRecursive)?;
            }
        }
        Ok(())
    }

    /// Watches the files that name the newest commit.
    ///
    /// # Errors
    /// As the system says.
    pub fn watch_repository(&mut self, repository: &Repository) -> notify::Result<()> {
        repository
            .folders()
            .iter()
            .try_for_each(|folder| self.watch(folder, RecursiveMode::NonRecursive))
    }

    /// A folder that was removed meanwhile is not an error.
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

    /// Returns when the system has reported everything that happened before this call.
    ///
    /// # Errors
    /// As the system says.
    pub fn reach_now(&mut self, site: &SitePaths) -> notify::Result<()> {
        // The watcher handles such requests in order, and reports all waiting events between two of them.
        for _ in 0..2 {
            self.watch(site.root(), RecursiveMode::NonRecursive)?;
        }
        Ok(())
    }

    /// Waits for the next event, until `until` or as long as it takes. `None` if none came.
    ///
    /// # Errors
    /// If no more events will come.
    pub fn wait(&self, until: Option<Instant>) -> Result<Option<FileEvent>, ()> {
        let received = match until {
            None => self
                .receiver
                .recv()
                .map_err(|_| RecvTimeoutError::Disconnected),
            Some(until) => self
                .receiver
                .recv_timeout(until.saturating_duration_since(Instant::now())),
        };
        match received {
            Ok(event) => Ok(Some(interpret(event))),
            Err(RecvTimeoutError::Timeout) => Ok(None),
            Err(RecvTimeoutError::Disconnected) => Err(()),
        }
    }
}

/// Poller at a file changes nothing.
fn is_read_access(kind: EventKind) -> bool {
    matches!(kind, EventKind::Access(access) if access != AccessKind::Close(AccessMode::Write))
}

fn interpret(event: notify::Result<Event>) -> FileEvent {
    match event {
        Ok(event) if event.need_rescan() => FileEvent::Lost,
        Ok(event) => match event.kind {
            kind if is_read_access(kind) => FileEvent::Nothing,
            EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(RenameMode::From)) => {
                FileEvent::Left(event.paths)
            }
            // Only some systems report when a file is closed.
            EventKind::Modify(ModifyKind::Data(_)) if cfg!(target_os = "linux") => {
                FileEvent::Touched(event.paths, Touch::Written)
            }
            _ => FileEvent::Touched(event.paths, Touch::Done),
        },
        Err(notify::Error {
            kind: notify::ErrorKind::MaxFilesWatch,
            ..
        }) => FileEvent::OutOfWatches,
        Err(_) => FileEvent::Lost,
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, Flag};

    use super::*;

    #[test]
    fn events_are_interpreted() {
        let path = PathBuf::from("/site/content/a.md");
        let told = |kind: EventKind| interpret(Ok(Event::new(kind).add_path(path.clone())));
        let all = vec![path.clone()];
        let is_open = if cfg!(target_os = "linux") {
            Touch::Written
        } else {
            Touch::Done
        };
        assert_eq!(
            told(EventKind::Modify(ModifyKind::Data(DataChange::Any))),
            FileEvent::Touched(all.clone(), is_open)
        );
        assert_eq!(
            told(EventKind::Create(CreateKind::File)),
            FileEvent::Touched(all.clone(), Touch::Done)
        );
        let closed = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert_eq!(told(closed), FileEvent::Touched(all.clone(), Touch::Done));
        assert_eq!(
            told(EventKind::Access(AccessKind::Open(AccessMode::Any))),
            FileEvent::Nothing
        );
        assert_eq!(
            told(EventKind::Modify(ModifyKind::Name(RenameMode::From))),
            FileEvent::Left(all)
        );
        assert_eq!(
            interpret(Ok(Event::new(EventKind::Other).set_flag(Flag::Rescan))),
            FileEvent::Lost
        );
        let out = notify::Error::new(notify::ErrorKind::MaxFilesWatch);
        assert_eq!(interpret(Err(out)), FileEvent::OutOfWatches);
        assert_eq!(interpret(Err(notify::Error::generic("x"))), FileEvent::Lost);
    }
}
