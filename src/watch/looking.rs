//! Changes where the system tells of none: the files are looked at again and again, and compared.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::content::disk::{self, Stamp};

use super::place::Place;

/// How often it is looked, at most.
const AGAIN: Duration = Duration::from_secs(1);
/// Looking takes no more than this part of the time, however many files there are.
const SHARE: u32 = 10;
/// After a change, how soon it is looked whether there are more.
const SETTLES: Duration = Duration::from_millis(100);
/// So many changes one after the other make a batch.
const MOST_ROUNDS: usize = 5;

/// Files by path below the root; folders have no stamp.
type Seen = BTreeMap<PathBuf, Option<Stamp>>;

/// The files as they last were.
#[derive(Debug, Default)]
pub struct Looking {
    seen: Seen,
    /// When entries of folders last came or went.
    folders: Seen,
    again: Option<Instant>,
}

impl Looking {
    /// Looks for the first time.
    pub fn start(place: &Place) -> Looking {
        let mut looking = Looking::default();
        looking.look(place);
        looking
    }

    /// Sleeps until it is time to look, or until `until`, and looks. The paths of all that has changed; `None`
    /// where it was not yet time.
    pub fn wait(&mut self, place: &Place, until: Option<Instant>) -> Option<Vec<PathBuf>> {
        let now = Instant::now();
        let again = self.again.unwrap_or(now);
        let wake = until.map_or(again, |until| until.min(again));
        sleep(wake.saturating_duration_since(now));
        if wake < again {
            return None;
        }
        let mut changed = self.look(place);
        for _ in 0..MOST_ROUNDS {
            if changed.is_empty() {
                break;
            }
            sleep(SETTLES);
            let more = self.look(place);
            if more.is_empty() {
                break;
            }
            changed.extend(more);
        }
        changed.sort();
        changed.dedup();
        Some(changed)
    }

    /// The folders in which something came or went since it was last looked.
    pub fn touched_folders(&self, place: &Place) -> Vec<PathBuf> {
        let folders = look(place).1;
        differences(&self.folders, &folders)
            .into_iter()
            .filter(|path| folders.contains_key(path))
            .collect()
    }

    /// Looks at the next wait, and not later.
    pub fn look_soon(&mut self) {
        self.again = None;
    }

    fn look(&mut self, place: &Place) -> Vec<PathBuf> {
        let started = Instant::now();
        let (seen, folders) = look(place);
        let changed = differences(&self.seen, &seen);
        (self.seen, self.folders) = (seen, folders);
        let now = Instant::now();
        self.again = Some(now + AGAIN.max((now - started) * SHARE));
        changed
    }
}

/// Files and folders as they are now. A folder is the same as long as it is there, whatever its stamp.
fn look(place: &Place) -> (Seen, Seen) {
    let (mut seen, mut folders) = (Seen::new(), Seen::new());
    for (path, name) in place.names() {
        let stamp = disk::stamp_of(&name.path);
        if name.is_folder {
            folders.insert(path.clone(), stamp);
        }
        seen.insert(path, stamp.filter(|_| !name.is_folder));
    }
    (seen, folders)
}

/// The paths that are in one of both only, or not the same in both.
fn differences(before: &Seen, now: &Seen) -> Vec<PathBuf> {
    let new = now
        .iter()
        .filter(|(path, stamp)| before.get(*path) != Some(stamp));
    let gone = before.iter().filter(|(path, _)| !now.contains_key(*path));
    new.chain(gone).map(|(path, _)| path.clone()).collect()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test makes files to look at")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_came_went_or_changed_is_seen() {
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
        let place = Place::new(root, &root.join("output"));
        let (before, _) = look(&place);
        assert!(differences(&before, &look(&place).0).is_empty());
        let looking = Looking::start(&place);
        assert!(looking.touched_folders(&place).is_empty());
        fs::write(root.join("content/a/passing"), "").unwrap();
        fs::remove_file(root.join("content/a/passing")).unwrap();
        assert!(differences(&before, &look(&place).0).is_empty());
        assert_eq!(
            looking.touched_folders(&place),
            [PathBuf::from("content/a")]
        );
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
        let mut changed = differences(&before, &look(&place).0);
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
