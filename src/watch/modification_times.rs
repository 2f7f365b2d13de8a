//! What changed before a watch began, by the modification times of files and folders. So a site can be read first and
//! watched afterwards, without missing anything in between.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::content::disk;

use super::Batch;
use super::repository::Repository;
use super::site_paths::SitePaths;

/// Everything that has changed since a moment. A folder stands for what was created and removed in it.
pub(super) fn changes_since(
    site: &SitePaths,
    repository: Option<&Repository>,
    since: Timestamp,
) -> Batch {
    let is_new = |path: &Path| disk::stamp_of(path).is_some_and(|stamp| stamp.is_since(since));
    // A folder of the site may have been replaced by another one, which shows only in the root.
    if is_new(site.root()) {
        return Batch::of_everything();
    }
    let new = site.names().filter(|(_, name)| is_new(&name.path));
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

    /// A moment just after a file was last written.
    fn after(path: &Path) -> Timestamp {
        std::thread::sleep(Duration::from_millis(20));
        let written = fs::metadata(path).unwrap().modified().unwrap();
        Timestamp::try_from(written + Duration::from_millis(1)).unwrap()
    }

    #[test]
    fn changes_are_found_by_their_time() {
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
            let site = SitePaths::new(&root, &root.join("output"));
            changes_since(&site, Repository::of_site(&root).as_ref(), moment)
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
