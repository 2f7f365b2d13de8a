//! The git repository that a site is in: which commit is the newest. Pages say when they last changed, so
//! a commit changes them although no file of the site does. Only looks at git's own files, and runs nothing.

use std::path::{Path, PathBuf};

use crate::base::Hash;
use crate::content::disk::{self, Presence};

/// The most that is read of a file of git's; lists of packed branches can be long.
const MOST: u64 = 64 << 20;

/// A repository, and its newest commit as last seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repository {
    /// The folder whose history it holds.
    root: PathBuf,
    /// The `.git` that was found there, or above.
    entry: PathBuf,
    /// What belongs to this tree of files: `HEAD`, and the record of its moves.
    own: PathBuf,
    /// What all trees of the repository share: branches.
    shared: PathBuf,
    /// Nothing while the repository is gone.
    newest: Option<Hash>,
}

/// What an event in the repository's folder means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// The newest commit may be another one.
    MayHaveMoved,
    /// git locks its list of files, as before it changes some.
    Lock,
}

impl Repository {
    /// The repository that holds `root`, a real path.
    pub fn of(root: &Path) -> Option<Repository> {
        let found =
            |folder: &Path| Some(folder.join(".git")).and_then(|at| Some((git_folder(&at)?, at)));
        let (own, entry) = root.ancestors().find_map(found)?;
        let shared = text(&own.join("commondir"))
            .and_then(|path| disk::real_path(&own.join(path.trim_end())).ok())
            .unwrap_or_else(|| own.clone());
        let repository = Repository {
            root: root.to_owned(),
            entry,
            own,
            shared,
            newest: None,
        };
        Some(Repository {
            newest: Some(repository.look()),
            ..repository
        })
    }

    /// The folders in which something happens when the newest commit becomes another one.
    pub fn folders(&self) -> Vec<PathBuf> {
        let Repository { own, shared, .. } = self;
        let mut folders = vec![
            own.clone(),
            own.join("logs"),
            shared.clone(),
            shared.join("reftable"),
        ];
        // A repository that goes may come again.
        folders.extend(self.entry.parent().map(Path::to_owned));
        // The folder of a branch may be several deep: its name may hold slashes.
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

    /// The files of which one is written when the newest commit becomes another one.
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

    /// What an event at a path means; `None` for what means nothing, as most that git does.
    pub fn meaning(&self, path: &Path) -> Option<Meaning> {
        if path == self.own.join("index.lock") {
            return Some(Meaning::Lock);
        }
        if path == self.entry {
            return Some(Meaning::MayHaveMoved);
        }
        let name = path
            .strip_prefix(&self.own)
            .or_else(|_| path.strip_prefix(&self.shared))
            .ok()?;
        let is_told = [
            "HEAD",
            "logs/HEAD",
            "packed-refs",
            "shallow",
            "reftable/tables.list",
        ]
        .iter()
        .any(|told| name == Path::new(told));
        let is_branch =
            name.starts_with("refs/heads") && path.extension().is_none_or(|end| end != "lock");
        (is_told || is_branch).then_some(Meaning::MayHaveMoved)
    }

    /// True where git holds the lock of its list of files.
    pub fn is_locked(&self) -> bool {
        disk::presence(&self.own.join("index.lock")) != Presence::Nothing
    }

    /// True where the newest commit is another one than when this was last asked, where more of the history is there,
    /// and where the repository has gone or come again.
    pub fn has_moved(&mut self) -> bool {
        let now = Repository::of(&self.root);
        let now = now.unwrap_or_else(|| Repository {
            newest: None,
            ..self.clone()
        });
        let has_moved = now != *self;
        *self = now;
        has_moved
    }

    fn look(&self) -> Hash {
        let head = text(&self.own.join("HEAD")).unwrap_or_default();
        let commit = match head.trim_end().strip_prefix("ref: ") {
            None => head,
            Some(branch) => self.commit_of(branch).unwrap_or_default(),
        };
        let shallow = text(&self.shared.join("shallow")).unwrap_or_default();
        Hash::of(format!("{commit}\n{shallow}").as_bytes())
    }

    /// The commit of a branch, however the repository keeps it.
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

/// The folder of a repository: `.git` itself, or what it names as in a second tree of files.
fn git_folder(dot_git: &Path) -> Option<PathBuf> {
    if disk::is_folder(dot_git) {
        return disk::real_path(dot_git).ok();
    }
    let named = text(dot_git)?;
    let path = dot_git
        .parent()?
        .join(named.strip_prefix("gitdir: ")?.trim_end());
    disk::real_path(&path).ok()
}

fn text(path: &Path) -> Option<String> {
    let bytes = disk::read_named(path, MOST).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests make repositories")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_what_moves_the_newest_commit_counts() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let write = |path: &str, text: &str| {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        assert!(Repository::of(&root.join("site")).is_none());
        write(".git/HEAD", "ref: refs/heads/a/main\n");
        let mut repository = Repository::of(&root.join("site")).unwrap();
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
        let meaning = |path: &str| repository.meaning(&root.join(path));
        for path in [
            ".git",
            ".git/HEAD",
            ".git/logs/HEAD",
            ".git/refs/heads/a/main",
            ".git/packed-refs",
        ] {
            assert_eq!(meaning(path), Some(Meaning::MayHaveMoved), "{path}");
        }
        assert_eq!(meaning(".git/index.lock"), Some(Meaning::Lock));
        for path in [
            ".git/index",
            ".git/FETCH_HEAD",
            ".git/HEAD.lock",
            ".git/refs/heads/b.lock",
            "content/HEAD",
        ] {
            assert_eq!(meaning(path), None, "{path}");
        }
    }

    #[test]
    fn a_second_tree_has_a_head_of_its_own() {
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
        let mut repository = Repository::of(&root.join("second")).unwrap();
        fs::write(root.join("main/.git/refs/heads/x"), "1\n").unwrap();
        assert!(repository.has_moved());
        assert!(
            repository
                .folders()
                .contains(&root.join("main/.git/refs/heads"))
        );
        fs::write(root.join("second/.git"), "nonsense").unwrap();
        assert!(Repository::of(&root.join("second")).is_none());
    }
}
