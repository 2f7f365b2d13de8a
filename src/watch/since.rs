//! What changed before a watch began: found by the times that the system keeps for each file and folder. So a
//! site can be read first and watched afterwards, and nothing is missed in between.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::content::disk;

use super::Batch;
use super::place::Place;
use super::repository::Repository;

/// All that has changed since a moment. A folder stands for what came and went in it.
pub(super) fn changed(place: &Place, repository: Option<&Repository>, since: Timestamp) -> Batch {
    let is_new = |path: &Path| disk::stamp_of(path).is_some_and(|stamp| stamp.is_since(since));
    // A folder of the site may have been exchanged for another one, which shows in the root alone.
    if is_new(place.root()) {
        return Batch {
            everything: true,
            ..Batch::default()
        };
    }
    let new = place.names().filter(|(_, name)| is_new(&name.path));
    let mut paths: Vec<PathBuf> = new.map(|(path, _)| path).collect();
    paths.sort();
    let history =
        repository.is_some_and(|repository| repository.files().iter().any(|file| is_new(file)));
    Batch {
        paths,
        history,
        ..Batch::default()
    }
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "the test makes files and looks at their clock"
)]
mod tests {
    use std::fs;
    use std::time::Duration;

    use super::*;

    /// The moment at which a file was last written, and a little more: nothing before it counts.
    fn after(path: &Path) -> Timestamp {
        std::thread::sleep(Duration::from_millis(20));
        let written = fs::metadata(path).unwrap().modified().unwrap();
        Timestamp::try_from(written + Duration::from_millis(1)).unwrap()
    }

    #[test]
    fn what_came_went_or_changed_is_found_by_its_time() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for below in ["content/a", "content/b", "content/c", ".git/refs/heads"] {
            fs::create_dir_all(root.join(below)).unwrap();
        }
        for name in [
            "content/a/same.md",
            "content/b/gone.md",
            "content/c/moved.md",
            ".git/HEAD",
            "site.yaml",
        ] {
            fs::write(root.join(name), "1").unwrap();
        }
        let changed = |moment: Timestamp| {
            let place = Place::new(&root, &root.join("output"));
            changed(&place, Repository::of(&root).as_ref(), moment)
        };
        let moment = after(&root.join("site.yaml"));
        assert_eq!(changed(moment), Batch::default());
        fs::remove_file(root.join("content/b/gone.md")).unwrap();
        fs::rename(
            root.join("content/c/moved.md"),
            root.join("content/c/to.md"),
        )
        .unwrap();
        fs::write(root.join("site.yaml"), "2").unwrap();
        let paths = ["content/b", "content/c", "content/c/to.md", "site.yaml"]
            .map(PathBuf::from)
            .to_vec();
        assert_eq!(
            changed(moment),
            Batch {
                paths,
                ..Batch::default()
            }
        );
        let moment = after(&root.join("site.yaml"));
        fs::write(root.join(".git/refs/heads/main"), "1").unwrap();
        assert_eq!(
            changed(moment),
            Batch {
                history: true,
                ..Batch::default()
            }
        );
        let moment = after(&root.join(".git/refs/heads/main"));
        fs::rename(root.join("content"), root.join("away")).unwrap();
        fs::rename(root.join("away"), root.join("content")).unwrap();
        assert!(changed(moment).everything);
    }
}
