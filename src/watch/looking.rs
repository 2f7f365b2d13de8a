//! Changes where the system tells of none: the files are looked at again and again, and compared.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::content::disk::{self, Stamp};

use super::place::{FOLDERS, Place, SETTINGS, is_read};

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

    fn look(&mut self, place: &Place) -> Vec<PathBuf> {
        let started = Instant::now();
        let seen = look(place);
        let changed = differences(&self.seen, &seen);
        self.seen = seen;
        let now = Instant::now();
        self.again = Some(now + AGAIN.max((now - started) * SHARE));
        changed
    }
}

fn look(place: &Place) -> Seen {
    let below_root = |path: &Path| path.strip_prefix(place.root()).unwrap_or(path).to_owned();
    let follows = |link: &Path| place.follows(&below_root(link));
    let starts = FOLDERS.into_iter().chain([SETTINGS]).map(|name| place.root().join(name));
    let names = starts.flat_map(|start| disk::names(&start, &follows));
    let seen = names.map(|name| {
        let stamp = if name.is_folder { None } else { disk::stamp_of(&name.path) };
        (below_root(&name.path), stamp)
    });
    seen.filter(|(path, _)| is_read(path)).collect()
}

/// The paths that are in one of both only, or not the same in both.
fn differences(before: &Seen, now: &Seen) -> Vec<PathBuf> {
    let new = now.iter().filter(|(path, stamp)| before.get(*path) != Some(stamp));
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
        for name in ["content/a/same.md", "content/a/gone.md", "content/a/other.md", "content/.hidden", "x"] {
            fs::write(root.join(name), "1").unwrap();
        }
        let place = Place::new(root, &root.join("output"));
        let before = look(&place);
        assert!(differences(&before, &look(&place)).is_empty());
        fs::remove_file(root.join("content/a/gone.md")).unwrap();
        for name in ["content/a/other.md", "content/new.md", "content/.hidden", "x", "site.yaml"] {
            fs::write(root.join(name), "22").unwrap();
        }
        let mut changed = differences(&before, &look(&place));
        changed.sort();
        let expected = ["content/a/gone.md", "content/a/other.md", "content/new.md", "site.yaml"];
        assert_eq!(changed, expected.map(PathBuf::from));
    }
}
