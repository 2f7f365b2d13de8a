//! When files were last changed, from the project's git history: the one place that runs another program.
//!
//! The history is read backwards, beside the reading of documents, and only as far as needed. What the
//! surroundings say of git (variables, configuration, the language of messages) makes no difference.
#![expect(clippy::disallowed_methods, reason = "this is the one file that runs git")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread::JoinHandle;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::git_log::{Log, read_log};
use crate::base::FilePath;

/// Files whose last change is asked for, and the reading of it.
pub struct History {
    root: PathBuf,
    asked: Arc<Asked>,
    reading: OnceLock<JoinHandle<Read>>,
}

/// What was read, and of which history.
type Read = (Option<HistoryVersion>, Result<Log, Unknown>);

#[derive(Default)]
struct Asked {
    files: Mutex<BTreeSet<String>>,
    /// True once no more files will be asked for.
    is_all: AtomicBool,
}

/// Why nothing is known of the history.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
}

/// Which history it is that was read: of the same version, files have the same last changes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryVersion(String);

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
        History { root: root.to_owned(), asked: Arc::default(), reading: OnceLock::new() }
    }

    /// Which history it is, of the site in `root`, as it stands now; nothing where git fails.
    pub fn version(root: &Path) -> Option<HistoryVersion> {
        version_of(&place(root))
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
        self.last_changes_and_version().0
    }

    /// The same, and of which history: none where no file was asked for, or where git has failed.
    pub fn last_changes_and_version(self) -> (LastChanges, Option<HistoryVersion>) {
        let Some(reading) = self.reading.into_inner() else { return (LastChanges::default(), None) };
        self.asked.is_all.store(true, Ordering::Release);
        let (version, log) = reading.join().unwrap_or((None, Err(Unknown::Unreadable)));
        let changes = match log {
            Err(unknown) => LastChanges { unknown: Some(unknown), ..LastChanges::default() },
            Ok(log) => {
                let asked = std::mem::take(&mut *self.asked.lock());
                let mut changes = LastChanges::default();
                for file in asked {
                    let Some(at) = log.date_of(&file) else { continue };
                    let path = FilePath::new(file.as_str());
                    if log.is_brought(&file) {
                        changes.brought.insert(path.clone());
                    }
                    changes.at.insert(path, at);
                }
                changes
            }
        };
        (changes, version)
    }
}

impl Asked {
    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        // A set of names is whole at any moment.
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The files asked for, once that is known of all of them.
    fn all(&self) -> Option<BTreeSet<String>> {
        self.is_all.load(Ordering::Acquire).then(|| self.lock().clone())
    }
}

/// Where a site stands in a history.
struct Place {
    /// The folder of the site below that of its repository, with a slash at its end; empty where they are one.
    prefix: String,
    /// The last commit; nothing where there is none yet.
    head: Option<String>,
}

fn version_of(place: &Result<Place, Unknown>) -> Option<HistoryVersion> {
    match place {
        Err(Unknown::Unreadable) => None,
        Err(unknown) => Some(HistoryVersion(format!("{unknown:?}"))),
        Ok(Place { prefix, head }) => {
            Some(HistoryVersion(format!("{} {prefix}", head.as_deref().unwrap_or("no commit"))))
        }
    }
}

fn read(root: &Path, asked: &Asked) -> Read {
    let place = place(root);
    let version = version_of(&place);
    let log = match place {
        Err(unknown) => Err(unknown),
        Ok(Place { head: None, .. }) => Ok(Log::default()),
        Ok(Place { prefix, head: Some(head) }) => read_from(root, asked, (&prefix, &head)),
    };
    (version.filter(|_| !matches!(log, Err(Unknown::Unreadable))), log)
}

fn read_from(root: &Path, asked: &Asked, (prefix, head): (&str, &str)) -> Result<Log, Unknown> {
    let Some(committed) = committed(root, head) else { return Ok(Log::default()) };
    let mut child = git(root)
        // Merges name what differs from all their parents; a file that was only renamed was not changed.
        .args(["log", "-z", "-c", "--name-status", "--find-renames=100%", "--format=%x01%at"])
        .args([
            "--no-show-signature",
            "--no-notes",
            "--no-decorate",
            "--no-ext-diff",
            "--no-textconv",
            "-O/dev/null",
        ])
        .args([head, "--", "content"])
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|_| Unknown::Unreadable)?;
    let Some(out) = child.stdout.take() else { return Err(Unknown::Unreadable) };
    // Files that are in no commit would be looked for to the first day of the history.
    let needed = || asked.all().map(|files| files.intersection(&committed).cloned().collect());
    let log = read_log(BufReader::with_capacity(1 << 16, out), prefix, needed);
    if end(&mut child, &log) { Ok(log) } else { Err(Unknown::Unreadable) }
}

/// Ends the reading: what is left of the history is of no use to anybody. False where it broke off by itself.
fn end(child: &mut Child, log: &Log) -> bool {
    if log.is_whole {
        return child.wait().is_ok_and(|status| status.success());
    }
    let _ = child.kill();
    let _ = child.wait();
    true
}

fn place(root: &Path) -> Result<Place, Unknown> {
    let asked = git(root)
        .args([
            "rev-parse",
            "--show-prefix",
            "--is-shallow-repository",
            "--quiet",
            "--verify",
            "HEAD^{commit}",
        ])
        .stderr(Stdio::piped())
        .output();
    let answer = match asked {
        Ok(answer) => answer,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(Unknown::NoGit),
        Err(_) => return Err(Unknown::Unreadable),
    };
    let said = String::from_utf8_lossy(&answer.stderr);
    let has_commit = match answer.status.code() {
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
    let head = if has_commit { lines.pop().map(str::to_owned) } else { None };
    match lines.pop() {
        // The name of a folder may hold line ends.
        Some("false") => Ok(Place { prefix: lines.join("\n"), head }),
        Some("true") => Err(Unknown::Shallow),
        _ => Err(Unknown::Unreadable),
    }
}

/// The files that the last commit holds; `None` where git cannot say.
fn committed(root: &Path, head: &str) -> Option<BTreeSet<String>> {
    let listed =
        git(root).args(["ls-tree", "-r", "-z", "--name-only", head, "--", "content"]).output().ok()?;
    let names = listed.stdout.split(|byte| *byte == 0).filter_map(|name| std::str::from_utf8(name).ok());
    listed.status.success().then(|| names.map(str::to_owned).collect())
}

/// Variables that lead git to another repository, or to another idea of this one.
const MISLEADING: [&str; 22] = [
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_ATTR_SOURCE",
    "GIT_CEILING_DIRECTORIES",
    "GIT_COMMON_DIR",
    "GIT_CONFIG",
    "GIT_DIFF_OPTS",
    "GIT_DIR",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXTERNAL_DIFF",
    "GIT_GLOB_PATHSPECS",
    "GIT_GRAFT_FILE",
    "GIT_ICASE_PATHSPECS",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_LITERAL_PATHSPECS",
    "GIT_NAMESPACE",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_OBJECT_DIRECTORY",
    "GIT_PREFIX",
    "GIT_REPLACE_REF_BASE",
    "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE",
];

/// Configuration that would change what is said.
const SETTINGS: [&str; 9] = [
    "color.ui=false",
    "core.fsmonitor=false",
    "core.quotePath=false",
    "diff.ignoreSubmodules=none",
    "diff.relative=false",
    "diff.renames=true",
    "log.follow=false",
    "log.showRoot=true",
    "log.showSignature=false",
];

/// git, asked in `root`, and deaf to its surroundings.
fn git(root: &Path) -> Command {
    let mut git = Command::new("git");
    git.arg("-C").arg(root).args(["--no-pager", "--no-optional-locks", "--no-replace-objects"]);
    for setting in SETTINGS {
        git.args(["-c", setting]);
    }
    for name in MISLEADING {
        git.env_remove(name);
    }
    // In words that can be told apart, asking nobody, and fetching nothing from elsewhere.
    git.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0").env("GIT_NO_LAZY_FETCH", "1");
    git.stdin(Stdio::null()).stderr(Stdio::null());
    git
}
