//! Finds changes where the system reports none: polls the files and compares them.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::content::disk::{self, Stamp};

use super::site_paths::SitePaths;

/// The shortest time between two polls.
const INTERVAL: Duration = Duration::from_secs(1);
/// Polling takes at most this part of the time, however many files there are.
const SHARE: u32 = 10;
/// How long to wait for more changes after a change.
const SETTLE: Duration = Duration::from_millis(100);
/// The most polls that go into one batch.
const MAX_ROUNDS: usize = 5;

/// The stamps of files by path below the root; folders have none.
type Stamps = BTreeMap<PathBuf, Option<Stamp>>;

/// The files as they were at the last poll.
#[derive(Debug, Default)]
pub struct Poller {
    files: Stamps,
    /// When entries of each folder were last created or removed.
    folders: Stamps,
    next_poll: Option<Instant>,
}

impl Poller {
    /// Polls for the first time.
    pub fn start(site: &SitePaths) -> Poller {
        let mut poller = Poller::default();
        poller.poll(site);
        poller
    }

    /// Sleeps until the next poll, but not longer than until `until`, and polls. Returns all changed paths; `None` if it
    /// was too early for a poll.
    pub fn wait(&mut self, site: &SitePaths, until: Option<Instant>) -> Option<Vec<PathBuf>> {
        let now = Instant::now();
        let next_poll = self.next_poll.unwrap_or(now);
        let wake = until.map_or(next_poll, |until| until.min(next_poll));
        sleep(wake.saturating_duration_since(now));
        if wake < next_poll {
            return None;
        }
        let mut changed = self.poll(site);
        for _ in 0..MAX_ROUNDS {
            if changed.is_empty() {
                break;
            }
            sleep(SETTLE);
            let more = self.poll(site);
            if more.is_empty() {
                break;
            }
            changed.extend(more);
        }
        changed.sort();
        changed.dedup();
        Some(changed)
    }

    /// The folders in which something was created or removed since the last poll.
    pub fn touched_folders(&self, site: &SitePaths) -> Vec<PathBuf> {
        let folders = read_stamps(site).1;
        differences(&self.folders, &folders)
            .into_iter()
            .filter(|path| folders.contains_key(path))
            .collect()
    }

    /// Polls at the next wait, however short that is.
    pub fn poll_soon(&mut self) {
        self.next_poll = None;
    }

    fn poll(&mut self, site: &SitePaths) -> Vec<PathBuf> {
        let started = Instant::now();
        let (files, folders) = read_stamps(site);
        let changed = differences(&self.files, &files);
        (self.files, self.folders) = (files, folders);
        let now = Instant::now();
        self.next_poll = Some(now + INTERVAL.max((now - started) * SHARE));
        changed
    }
}

/// Files and folders as they are now. A folder counts as unchanged as long as it exists, whatever its stamp.
fn read_stamps(site: &SitePaths) -> (Stamps, Stamps) {
    let (mut files, mut folders) = (Stamps::new(), Stamps::new());
    for (path, name) in site.names() {
        let stamp = disk::stamp_of(&name.path);
        if name.is_folder {
            folders.insert(path.clone(), stamp);
            files.insert(path, None);
        } else {
            files.insert(path, stamp);
        }
    }
    (files, folders)
}

/// The paths that are in only one of the two, or differ.
fn differences(before: &Stamps, now: &Stamps) -> Vec<PathBuf> {
    let new = now
        .iter()
        .filter(|(path, stamp)| before.get(*path) != Some(stamp));
    let gone = before.iter().filter(|(path, _)| !now.contains_key(*path));
    new.chain(gone).map(|(path, _)| path.clone()).collect()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test makes files to poll")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn created_removed_and_changed_files_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir_all(root.join("content/a")).unwrap();
        for name in [
            "content/a/same.md",
            "content/a/gone.md",
            "content/a/other.md",
            "content/.hidden",
            "x",
        ] {
            fs::write(root.join(name), "1").unwrap();
        }
        let site = SitePaths::new(root, &root.join("output"));
        let (before, _) = read_stamps(&site);
        assert!(differences(&before, &read_stamps(&site).0).is_empty());
        let poller = Poller::start(&site);
        assert!(poller.touched_folders(&site).is_empty());
        fs::write(root.join("content/a/passing"), "").unwrap();
        fs::remove_file(root.join("content/a/passing")).unwrap();
        assert!(differences(&before, &read_stamps(&site).0).is_empty());
        assert_eq!(poller.touched_folders(&site), [PathBuf::from("content/a")]);
        fs::remove_file(root.join("content/a/gone.md")).unwrap();
        for name in [
            "content/a/other.md",
            "content/new.md",
            "content/.hidden",
            "x",
            "site.yaml",
        ] {
            fs::write(root.join(name), "22").unwrap();
        }
        let mut changed = differences(&before, &read_stamps(&site).0);
        changed.sort();
        let expected = [
            "content/a/gone.md",
            "content/a/other.md",
            "content/new.md",
            "site.yaml",
        ];
        assert_eq!(changed, expected.map(PathBuf::from));
    }
}
