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

use super::git_log::{Log, read_log};
use crate::base::FilePath;

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
        History { root: root.to_owned(), asked: Arc::default(), reading: OnceLock::new() }
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
        let Some(reading) = self.reading.into_inner() else { return LastChanges::default() };
        self.asked.is_all.store(true, Ordering::Release);
        match reading.join().unwrap_or(Err(Unknown::Unreadable)) {
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
        self.is_all.load(Ordering::Acquire).then(|| self.lock().clone())
    }
}

fn read(root: &Path, asked: &Asked) -> Result<Log, Unknown> {
    let prefix = prefix(root)?;
    let Some(committed) = committed(root) else { return Ok(Log::default()) };
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
        .args(["HEAD", "--", "content"])
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|_| Unknown::Unreadable)?;
    let Some(out) = child.stdout.take() else { return Err(Unknown::Unreadable) };
    // Files that are in no commit would be looked for to the first day of the history.
    let needed = || asked.all().map(|files| files.intersection(&committed).cloned().collect());
    let log = read_log(BufReader::with_capacity(1 << 16, out), &prefix, needed);
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

/// The folder of the site below that of its repository, with a slash at its end; empty where they are one.
fn prefix(root: &Path) -> Result<String, Unknown> {
    let asked = git(root)
        .args(["rev-parse", "--show-prefix", "--is-shallow-repository"])
        .stderr(Stdio::piped())
        .output();
    let answer = match asked {
        Ok(answer) => answer,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(Unknown::NoGit),
        Err(_) => return Err(Unknown::Unreadable),
    };
    let said = String::from_utf8_lossy(&answer.stderr);
    if !answer.status.success() {
        let is_other = said.contains("dubious ownership") || said.contains("safe.directory");
        return Err(if is_other { Unknown::NotTrusted } else { Unknown::NoRepository });
    }
    let lines = String::from_utf8(answer.stdout).map_err(|_| Unknown::Unreadable)?;
    match lines.trim_end_matches('\n').rsplit_once('\n') {
        Some((prefix, "false")) => Ok(prefix.to_owned()),
        Some((_, "true")) => Err(Unknown::Shallow),
        _ => Err(Unknown::Unreadable),
    }
}

/// The files that the last commit holds; `None` where there is no commit yet.
fn committed(root: &Path) -> Option<BTreeSet<String>> {
    let listed =
        git(root).args(["ls-tree", "-r", "-z", "--name-only", "HEAD", "--", "content"]).output().ok()?;
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
