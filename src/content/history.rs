//! When files were last changed, from the project's git history.
//!
//! The history is read backwards, beside the reading of documents, and only as far as needed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;

use jiff::{SignedDuration, Timestamp};

use super::disk;
use super::git_log::Log;
use super::repository::{Known, Repository, Unknown};
use crate::base::FilePath;

/// Clocks of authors are wrong by minutes, and say another day in other parts of the world. Only what is later than that is
/// of the future.
const TOLERANCE: SignedDuration = SignedDuration::from_hours(24);

/// Files whose last change is asked for, and the reading of it.
pub struct History {
    root: PathBuf,
    /// The date after which a commit is of the future.
    limit: Timestamp,
    asked: Arc<Asked>,
    reading: OnceLock<JoinHandle<Result<Known, Unknown>>>,
}

#[derive(Default)]
struct Asked {
    files: Mutex<BTreeSet<String>>,
    /// True once no more files will be asked for.
    is_all: AtomicBool,
}

/// Why nothing is known of the history of some documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoHistory {
    /// Why.
    pub why: Unknown,
    /// The folder with a repository of its own; nothing if it is the repository that the site is in.
    pub folder: Option<FilePath>,
}

/// When files were last changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastChanges {
    /// The author's date of the last commit that changed the file; nothing for a file that is in none.
    pub at: BTreeMap<FilePath, Timestamp>,
    /// Those of these files that this commit brought, or may have brought: there was no other state before.
    pub brought: BTreeSet<FilePath>,
    /// The files whose last commit has a date in the future, which is not counted.
    pub future: BTreeMap<FilePath, Timestamp>,
    /// Why none is known of some of them.
    pub unknown: Option<NoHistory>,
}

impl History {
    /// The history of the site in `root` as it is `now`; nothing is done before a file is asked for.
    pub fn of(root: &Path, now: Timestamp) -> History {
        History {
            root: root.to_owned(),
            limit: now.saturating_add(TOLERANCE).unwrap_or(Timestamp::MAX),
            asked: Arc::default(),
            reading: OnceLock::new(),
        }
    }

    /// Asks for a file. The first one starts the reading.
    pub fn ask(&self, file: &FilePath) {
        self.asked.lock().insert(file.as_str().to_owned());
        self.reading.get_or_init(|| {
            let (asked, limit) = (Arc::clone(&self.asked), self.limit);
            let repository = Repository::of_site(&self.root);
            std::thread::spawn(move || repository.read(|| asked.all(), limit))
        });
    }

    /// The last changes of all files that were asked for.
    pub fn last_changes(self) -> LastChanges {
        let Some(reading) = self.reading.into_inner() else {
            return LastChanges::default();
        };
        self.asked.is_all.store(true, Ordering::Release);
        let of_site = reading.join().unwrap_or(Err(Unknown::Unreadable));
        let mut rest = std::mem::take(&mut *self.asked.lock());
        let mut changes = LastChanges::default();
        let committed = of_site.as_ref().map(|known| &known.committed);
        for (folder, files) in in_own_repositories(&self.root, &rest, committed.ok()) {
            rest.retain(|file| !files.contains(file));
            let known =
                Repository::inside(&self.root, &folder).read(|| Some(files.clone()), self.limit);
            changes.add(known, &files, Some(&folder));
        }
        changes.add(of_site, &rest, None);
        changes
    }
}

/// The folders below the site's that are repositories of their own, such as submodules, with those of `files` that are in
/// them. A file that is `committed` in the repository of the site is in no other one.
fn in_own_repositories(
    root: &Path,
    files: &BTreeSet<String>,
    committed: Option<&BTreeSet<String>>,
) -> BTreeMap<String, BTreeSet<String>> {
    let mut is_own: BTreeMap<&str, bool> = BTreeMap::new();
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        if committed.is_some_and(|committed| committed.contains(file)) {
            continue;
        }
        let mut folders = folders_of(file);
        let nearest = folders.find(|folder| {
            let is_own = is_own.entry(folder);
            *is_own.or_insert_with(|| is_repository(&root.join(folder)))
        });
        if let Some(folder) = nearest {
            found
                .entry(folder.to_owned())
                .or_default()
                .insert(file.clone());
        }
    }
    found
}

fn is_repository(folder: &Path) -> bool {
    disk::has_entry(&folder.join(".git")).unwrap_or_default()
}

/// The folders that a file is in, the nearest first; not that of the site.
fn folders_of(file: &str) -> impl Iterator<Item = &str> {
    let end = |(at, _): (usize, &str)| &file[..at];
    file.rmatch_indices('/').map(end)
}

impl LastChanges {
    /// The moment at which a commit that is of the future now is so no longer.
    pub fn next_change(&self) -> Option<Timestamp> {
        let first = self.future.values().min()?;
        first.checked_sub(TOLERANCE).ok()
    }

    /// Adds what a repository knows of `files`.
    fn add(
        &mut self,
        known: Result<Known, Unknown>,
        files: &BTreeSet<String>,
        folder: Option<&str>,
    ) {
        match known {
            Ok(known) => files
                .iter()
                .for_each(|file| self.add_file(&known.log, file)),
            Err(why) if !files.is_empty() => {
                let folder = folder.map(FilePath::new);
                self.unknown.get_or_insert(NoHistory { why, folder });
            }
            Err(_) => {}
        }
    }

    fn add_file(&mut self, log: &Log, file: &str) {
        let path = FilePath::new(file);
        if let Some(at) = log.future.get(file) {
            self.future.insert(path.clone(), *at);
        }
        let Some(at) = log.date_of(file) else { return };
        if log.is_brought(file) {
            self.brought.insert(path.clone());
        }
        self.at.insert(path, at);
    }
}

impl Asked {
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        // A set of names is whole at any moment.
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The files asked for, once that is known of all of them.
    fn all(&self) -> Option<BTreeSet<String>> {
        self.is_all
            .load(Ordering::Acquire)
            .then(|| self.lock().clone())
    }
}
