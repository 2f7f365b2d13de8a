//! When files were last changed, from the project's git history.
//!
//! The history is read backwards, beside the reading of documents, and only as far as needed.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufReader, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;

use jiff::Timestamp;

use super::git;
use super::git_log::{Log, read_log};
use crate::base::FilePath;
use crate::base::site_layout;

/// Files whose last change is asked for, and the reading of it.
pub struct History {
    root: PathBuf,
    asked: Arc<Asked>,
    reading: OnceLock<JoinHandle<Result<Log, Unknown>>>,
}

#[derive(Default)]
struct Asked {
    files: Mutex<BTreeSet<String>>,
    /// True once no more files will be asked for.
    is_all: AtomicBool,
}

/// Why nothing is known of the history.
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

/// When files were last changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LastChanges {
    /// The author's date of the last commit that changed the file; nothing for a file that is in none.
    pub at: BTreeMap<FilePath, Timestamp>,
    /// Those of these files that this commit brought, or may have brought: there was no other state before.
    pub brought: BTreeSet<FilePath>,
    /// Why none is known.
    pub unknown: Option<Unknown>,
}

impl History {
    /// The history of the site in `root`; nothing is done before a file is asked for.
    pub fn of(root: &Path) -> History {
        History {
            root: root.to_owned(),
            asked: Arc::default(),
            reading: OnceLock::new(),
        }
    }

    /// Asks for a file. The first one starts the reading.
    pub fn ask(&self, file: &FilePath) {
        self.asked.lock().insert(file.as_str().to_owned());
        self.reading.get_or_init(|| {
            let (root, asked) = (self.root.clone(), Arc::clone(&self.asked));
            std::thread::spawn(move || read(&root, &asked))
        });
    }

    /// The last changes of all files that were asked for.
    pub fn last_changes(self) -> LastChanges {
        let Some(reading) = self.reading.into_inner() else {
            return LastChanges::default();
        };
        self.asked.is_all.store(true, Ordering::Release);
        let log = reading.join().unwrap_or(Err(Unknown::Unreadable));
        match log {
            Err(unknown) => LastChanges {
                unknown: Some(unknown),
                ..LastChanges::default()
            },
            Ok(log) => {
                let asked = std::mem::take(&mut *self.asked.lock());
                let mut changes = LastChanges::default();
                for file in asked {
                    let Some(at) = log.date_of(&file) else {
                        continue;
                    };
                    let path = FilePath::new(file.as_str());
                    if log.is_brought(&file) {
                        changes.brought.insert(path.clone());
                    }
                    changes.at.insert(path, at);
                }
                changes
            }
        }
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

/// Where a site stands in a history.
struct Place {
    /// The folder of the site below that of its repository, with a slash at its end; empty where they are one.
    prefix: String,
    /// The last commit; nothing where there is none yet.
    head: Option<String>,
}

fn read(root: &Path, asked: &Asked) -> Result<Log, Unknown> {
    let Place { prefix, head } = place(root)?;
    match head {
        None => Ok(Log::default()),
        Some(head) => read_from(root, asked, (&prefix, &head)),
    }
}

fn read_from(root: &Path, asked: &Asked, (prefix, head): (&str, &str)) -> Result<Log, Unknown> {
    let committed = committed(root, head)?;
    let args = [
        // Merges name what differs from all their parents; a file that was only renamed was not changed.
        &[
            "log",
            "-z",
            "-c",
            "--name-status",
            "--find-renames=100%",
            "--format=%x01%at",
        ][..],
        &[
            "--no-show-signature",
            "--no-notes",
            "--no-decorate",
            "--no-ext-diff",
            "--no-textconv",
            "-O/dev/null",
        ],
        &[head, "--", site_layout::CONTENT],
    ];
    let mut running = git::Running::of(root, &args.concat()).map_err(|error| unknown(&error))?;
    let Some(out) = running.take_out(git::LONG) else {
        return Err(Unknown::Unreadable);
    };
    // Files that are in no commit would be looked for to the first day of the history.
    let needed = || {
        asked
            .all()
            .map(|files| files.intersection(&committed).cloned().collect())
    };
    let log = read_log(BufReader::with_capacity(1 << 16, out), prefix, needed);
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
    let has_commit = match answer.code {
        Some(0) => true,
        Some(1) => false,
        _ if said.contains("dubious ownership") || said.contains("safe.directory") => {
            return Err(Unknown::NotTrusted);
        }
        _ => return Err(Unknown::NoRepository),
    };
    let mut lines: Vec<&str> = std::str::from_utf8(&answer.stdout)
        .map_err(|_| Unknown::Unreadable)?
        .trim_end_matches('\n')
        .split('\n')
        .collect();
    let head = if has_commit {
        lines.pop().map(str::to_owned)
    } else {
        None
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

/// The files that the last commit holds.
fn committed(root: &Path, head: &str) -> Result<BTreeSet<String>, Unknown> {
    let args = [
        "ls-tree",
        "-r",
        "-z",
        "--name-only",
        head,
        "--",
        site_layout::CONTENT,
    ];
    let listed = git::ask(root, &args, git::LONG).map_err(|error| unknown(&error))?;
    let names = listed
        .stdout
        .split(|byte| *byte == 0)
        .filter_map(|name| std::str::from_utf8(name).ok());
    if listed.code == Some(0) {
        Ok(names.map(str::to_owned).collect())
    } else {
        Err(Unknown::Unreadable)
    }
}
