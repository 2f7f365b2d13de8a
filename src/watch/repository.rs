//! The git repository that holds a site: which commit is the newest. Pages show when they last changed, so a commit changes
//! them although no file of the site changes. Reads git's own files, and runs no program.

use std::path::{Path, PathBuf};

use crate::base::{Hash, site_layout};
use crate::content::disk::{self, Presence};
use crate::content::{git_folder, shared_git_folder};

/// The largest file of git that is read; lists of packed branches can be long.
const MAX_FILE: u64 = 64 << 20;

/// A repository, and its newest commit when we last looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// The folder whose files it holds.
    root: PathBuf,
    /// The `.git` in that folder, or in one above it.
    entry: PathBuf,
    /// The git folder of this working tree, with `HEAD` and its log.
    own: PathBuf,
    /// The git folder that all working trees of the repository share, with the branches.
    shared: PathBuf,
    /// `None` while the repository does not exist.
    newest: Option<Hash>,
}

/// What an event in the git folder means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GitEvent {
    /// The newest commit may be another one.
    HeadMayHaveMoved,
    /// git locks its index, as it does before it changes files.
    Lock,
}

impl Repository {
    /// Finds the repository that holds the documents of the site in `root`, a real path: `content/` may be a submodule.
    pub fn of_site(root: &Path) -> Option<Repository> {
        Repository::find(&root.join(site_layout::CONTENT))
    }

    /// Finds the repository that holds `root`, a real path.
    fn find(root: &Path) -> Option<Repository> {
        let found =
            |folder: &Path| Some(folder.join(".git")).and_then(|at| Some((git_folder(&at)?, at)));
        let (own, entry) = root.ancestors().find_map(found)?;
        let shared = shared_git_folder(&own);
        let repository = Repository {
            root: root.to_owned(),
            entry,
            own,
            shared,
            newest: None,
        };
        Some(Repository {
            newest: Some(repository.read_newest()),
            ..repository
        })
    }

    /// The folders in which something happens when the newest commit changes.
    pub fn folders(&self) -> Vec<PathBuf> {
        let Repository { own, shared, .. } = self;
        let mut folders = vec![
            own.clone(),
            own.join("logs"),
            shared.clone(),
            shared.join("reftable"),
        ];
        // A removed repository may be created again.
        folders.extend(self.entry.parent().map(Path::to_owned));
        // The names of branches may contain slashes, so there may be folders below.
        let heads = disk::names(&shared.join("refs/heads"), &|_| false);
        folders.extend(
            heads
                .into_iter()
                .filter(|name| name.is_folder)
                .map(|name| name.path),
        );
        folders.retain(|folder| disk::is_folder(folder));
        folders.sort();
        folders.dedup();
        folders
    }

    /// The files of which one is written when the newest commit changes.
    pub fn files(&self) -> Vec<PathBuf> {
        let of_own = ["HEAD", "logs/HEAD"].map(|name| self.own.join(name));
        let of_shared =
            ["packed-refs", "shallow", "reftable/tables.list"].map(|name| self.shared.join(name));
        let heads = disk::names(&self.shared.join("refs/heads"), &|_| false);
        of_own
            .into_iter()
            .chain(of_shared)
            .chain(heads.into_iter().map(|name| name.path))
            .collect()
    }

    /// What an event at a path means; `None` if nothing, as for most of what git does.
    pub fn event_at(&self, path: &Path) -> Option<GitEvent> {
        if path == self.own.join("index.lock") {
            return Some(GitEvent::Lock);
        }
        if path == self.entry {
            return Some(GitEvent::HeadMayHaveMoved);
        }
        let name = path
            .strip_prefix(&self.own)
            .or_else(|_| path.strip_prefix(&self.shared))
            .ok()?;
        let is_reference = [
            "HEAD",
            "logs/HEAD",
            "packed-refs",
            "shallow",
            "reftable/tables.list",
        ]
        .iter()
        .any(|file| name == Path::new(file));
        let is_branch =
            name.starts_with("refs/heads") && path.extension().is_none_or(|end| end != "lock");
        (is_reference || is_branch).then_some(GitEvent::HeadMayHaveMoved)
    }

    /// True if git holds the lock of its index.
    pub fn is_locked(&self) -> bool {
        disk::presence(&self.own.join("index.lock")) != Presence::Nothing
    }

    /// True if, since the last call, the newest commit has changed, more of the history is known, or the repository was
    /// removed or created again.
    pub fn has_moved(&mut self) -> bool {
        let now = Repository::find(&self.root);
        let now = now.unwrap_or_else(|| Repository {
            newest: None,
            ..self.clone()
        });
        let has_moved = now != *self;
        *self = now;
        has_moved
    }

    fn read_newest(&self) -> Hash {
        let head = text(&self.own.join("HEAD")).unwrap_or_default();
        let commit = match head.trim_end().strip_prefix("ref: ") {
            None => head,
            Some(branch) => self.commit_of(branch).unwrap_or_default(),
        };
        let shallow = text(&self.shared.join("shallow")).unwrap_or_default();
        Hash::of(format!("{commit}\n{shallow}").as_bytes())
    }

    /// The commit of a branch, however the repository stores it.
    fn commit_of(&self, branch: &str) -> Option<String> {
        let loose = text(&self.shared.join(branch)).map(|commit| commit.trim_end().to_owned());
        let packed = || {
            let all = text(&self.shared.join("packed-refs"))?;
            let mut lines = all.lines().filter_map(|line| line.split_once(' '));
            lines
                .find(|(_, name)| *name == branch)
                .map(|(commit, _)| commit.to_owned())
        };
        loose
            .or_else(packed)
            .or_else(|| text(&self.shared.join("reftable/tables.list")))
    }
}

fn text(path: &Path) -> Option<String> {
    let bytes = disk::read_named(path, MAX_FILE).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests make repositories")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_changes_of_the_newest_commit_count() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        assert!(Repository::find(&root.join("site")).is_none());
        write(".git/HEAD", "ref: refs/heads/a/main\n");
        let mut repository = Repository::find(&root.join("site")).unwrap();
        assert!(!repository.has_moved());
        write(".git/refs/heads/a/main", "1\n");
        assert!(repository.has_moved());
        // Packed, it is the same commit; so is that of another branch with this one.
        write(
            ".git/packed-refs",
            "# pack-refs\n1 refs/heads/a/main\n1 refs/heads/b\n",
        );
        fs::remove_file(root.join(".git/refs/heads/a/main")).unwrap();
        assert!(!repository.has_moved());
        write(".git/HEAD", "ref: refs/heads/b\n");
        assert!(!repository.has_moved());
        write(".git/HEAD", "2\n");
        assert!(repository.has_moved());
        write(".git/shallow", "1\n");
        assert!(repository.has_moved());
        fs::rename(root.join(".git"), root.join("away")).unwrap();
        assert!(repository.has_moved());
        assert!(!repository.has_moved() && repository.folders() == [root.clone()]);
        fs::rename(root.join("away"), root.join(".git")).unwrap();
        assert!(repository.has_moved());
        assert!(!repository.has_moved());
        let event_at = |path: &str| repository.event_at(&root.join(path));
        for path in [
            ".git",
            ".git/HEAD",
            ".git/logs/HEAD",
            ".git/refs/heads/a/main",
            ".git/packed-refs",
        ] {
            assert_eq!(event_at(path), Some(GitEvent::HeadMayHaveMoved), "{path}");
        }
        assert_eq!(event_at(".git/index.lock"), Some(GitEvent::Lock));
        for path in [
            ".git/index",
            ".git/FETCH_HEAD",
            ".git/HEAD.lock",
            ".git/refs/heads/b.lock",
            "content/HEAD",
        ] {
            assert_eq!(event_at(path), None, "{path}");
        }
    }

    #[test]
    fn a_second_working_tree_has_its_own_head() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let own = root.join("main/.git/worktrees/second");
        fs::create_dir_all(root.join("main/.git/refs/heads")).unwrap();
        fs::create_dir_all(&own).unwrap();
        fs::create_dir_all(root.join("second")).unwrap();
        fs::write(
            root.join("second/.git"),
            format!("gitdir: {}\n", own.display()),
        )
        .unwrap();
        fs::write(own.join("commondir"), "../..\n").unwrap();
        fs::write(own.join("HEAD"), "ref: refs/heads/x\n").unwrap();
        let mut repository = Repository::find(&root.join("second")).unwrap();
        fs::write(root.join("main/.git/refs/heads/x"), "1\n").unwrap();
        assert!(repository.has_moved());
        assert!(
            repository
                .folders()
                .contains(&root.join("main/.git/refs/heads"))
        );
        fs::write(root.join("second/.git"), "nonsense").unwrap();
        assert!(Repository::find(&root.join("second")).is_none());
    }
}
