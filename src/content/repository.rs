//! One git repository with files of the site: the one that the site is in, or one below `content/`, such as a submodule.

use std::collections::BTreeSet;
use std::io::{self, BufReader, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::git;
use super::git_log::{Log, Reading, read_log};
use crate::base::site_layout;

/// Why nothing is known of a history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// There is no program called git.
    NoGit,
    /// The site is in no repository.
    NoRepository,
    /// The repository belongs to somebody else, and git does not trust it.
    NotTrusted,
    /// The repository holds only the last part of its history.
    Shallow,
    /// git could not read the repository.
    Unreadable,
    /// git gave no answer in time.
    NoAnswer,
}

/// A repository.
pub(super) struct Repository {
    /// The site's folder, or that of a submodule.
    folder: PathBuf,
    /// What the names of its files start with in the site: nothing, or `content/`.
    below: String,
}

/// Where a folder stands in a history.
struct Place {
    /// The folder below that of its repository, with a slash at its end; empty where they are one.
    prefix: String,
    /// The last commit; nothing where there is none yet.
    head: Option<String>,
}

/// What a repository knows of the files of a site.
#[derive(Default)]
pub(super) struct Known {
    pub log: Log,
    /// The files that its last commit holds, by their names in the site.
    pub committed: BTreeSet<String>,
}

impl Repository {
    /// The repository in which the folder of a site is.
    pub fn of_site(root: &Path) -> Repository {
        Repository {
            folder: root.to_owned(),
            below: String::new(),
        }
    }

    /// The repository whose top is a folder of the site.
    pub fn inside(root: &Path, folder: &str) -> Repository {
        Repository {
            folder: root.join(folder),
            below: format!("{folder}/"),
        }
    }

    /// Reads its log until each file was seen that is in it and in `needed`, once that is known.
    pub fn read(
        &self,
        needed: impl Fn() -> Option<BTreeSet<String>>,
        limit: Timestamp,
    ) -> Result<Known, Unknown> {
        let Place { prefix, head } = place(&self.folder)?;
        let Some(head) = head else {
            return Ok(Known::default());
        };
        let committed = self.committed(&head)?;
        let reading = Reading {
            prefix: &prefix,
            below: &self.below,
            limit,
            // Files that are in no commit would be looked for to the first day of the history.
            needed: || needed().map(|files| &files & &committed),
        };
        let log = self.log(&head, &reading)?;
        Ok(Known { log, committed })
    }

    fn log<N>(&self, head: &str, reading: &Reading<N>) -> Result<Log, Unknown>
    where
        N: Fn() -> Option<BTreeSet<String>>,
    {
        let args = [
            // Merges name what differs from all their parents; a file that was only renamed was not changed.
            &["log", "-z", "-c", "--raw", "--no-abbrev"][..],
            &["--find-renames=100%", "--format=%x01%at"],
            &["--no-show-signature", "--no-notes", "--no-decorate"],
            &["--no-ext-diff", "--no-textconv", "-O/dev/null"],
            &[head, "--", self.part()],
        ];
        let mut running =
            git::Running::of(&self.folder, &args.concat()).map_err(|error| unknown(&error))?;
        let Some(out) = running.take_out(git::LONG) else {
            return Err(Unknown::Unreadable);
        };
        let log = read_log(BufReader::with_capacity(1 << 16, out), reading);
        // What is left of the history is of no use to anybody; but it must not break off by itself.
        if !log.is_whole {
            return Ok(log);
        }
        match running.end() {
            Some(status) if status.success() => Ok(log),
            Some(_) => Err(Unknown::Unreadable),
            None => Err(Unknown::NoAnswer),
        }
    }

    /// What of its folder belongs to the site.
    fn part(&self) -> &'static str {
        if self.below.is_empty() {
            site_layout::CONTENT
        } else {
            "."
        }
    }

    /// The files that its last commit holds.
    fn committed(&self, head: &str) -> Result<BTreeSet<String>, Unknown> {
        let args = [
            "ls-tree",
            "-r",
            "-z",
            "--name-only",
            head,
            "--",
            self.part(),
        ];
        let listed = git::ask(&self.folder, &args, git::LONG).map_err(|error| unknown(&error))?;
        if listed.code != Some(0) {
            return Err(Unknown::Unreadable);
        }
        let names = listed.stdout.split(|byte| *byte == 0);
        let names = names.filter_map(|name| std::str::from_utf8(name).ok());
        Ok(names.map(|name| format!("{}{name}", self.below)).collect())
    }
}

/// Why nothing is known where git could not be asked.
fn unknown(error: &io::Error) -> Unknown {
    match error.kind() {
        ErrorKind::NotFound => Unknown::NoGit,
        ErrorKind::TimedOut => Unknown::NoAnswer,
        _ => Unknown::Unreadable,
    }
}

fn place(root: &Path) -> Result<Place, Unknown> {
    if !git::can_be_asked(root) {
        return Err(Unknown::Unreadable);
    }
    let args = [
        "rev-parse",
        "--show-prefix",
        "--is-shallow-repository",
        "--quiet",
        "--verify",
        "HEAD^{commit}",
    ];
    let answer = git::ask(root, &args, git::SHORT).map_err(|error| unknown(&error))?;
    let said = String::from_utf8_lossy(&answer.stderr);
    let newest = match answer.code {
        Some(0) => Newest::Named,
        Some(1) => Newest::None,
        _ if said.contains("dubious ownership") || said.contains("safe.directory") => {
            return Err(Unknown::NotTrusted);
        }
        _ => return Err(Unknown::NoRepository),
    };
    let answer = std::str::from_utf8(&answer.stdout).map_err(|_| Unknown::Unreadable)?;
    read_place(answer, newest)
}

/// Whether git names the newest commit.
#[derive(Clone, Copy)]
enum Newest {
    /// It is the last line.
    Named,
    /// There is no commit yet.
    None,
}

/// Reads what git says of the place of a folder: the folder in the repository, whether its history is cut off, and the
/// newest commit.
fn read_place(answer: &str, newest: Newest) -> Result<Place, Unknown> {
    let mut lines: Vec<&str> = answer.trim_end_matches('\n').split('\n').collect();
    let head = match newest {
        Newest::Named => lines.pop().map(str::to_owned),
        Newest::None => None,
    };
    match lines.pop() {
        // The name of a folder may hold line ends.
        Some("false") => Ok(Place {
            prefix: lines.join("\n"),
            head,
        }),
        Some("true") => Err(Unknown::Shallow),
        _ => Err(Unknown::Unreadable),
    }
}
