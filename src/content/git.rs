//! git, asked for what it knows; `publish/git.rs` runs it to send commits. What the surroundings say of git (variables,
//! configuration, the language of messages) makes no difference. It is ended if it gives no sign of life, because a pipe
//! among its files would hold it for ever.
#![expect(
    clippy::disallowed_methods,
    reason = "this file runs git, to read its history"
)]

use std::io::{self, BufReader, ErrorKind, Read};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::sleep;
use std::time::Duration;

use super::disk;
use super::git_folder::{git_folder, shared_git_folder};

/// How long a short question may take: git only looks at a few small files.
pub const SHORT: Duration = Duration::from_secs(5);
/// How long git may be silent while it looks through a history.
pub const LONG: Duration = Duration::from_secs(60);
/// How long it may take to end after its last word.
const ENDING: Duration = Duration::from_secs(5);
/// How often it is looked whether it has ended.
const POLL: Duration = Duration::from_millis(1);
/// So many bytes are taken from it at once, and so many such pieces wait.
const PIECE: usize = 1 << 16;
const WAITING: usize = 16;

/// What git reads before it does anything, in its folder.
const FIRST: [&str; 7] = [
    "HEAD",
    "config",
    "info/grafts",
    "objects/info/alternates",
    "packed-refs",
    "refs",
    "shallow",
];
/// The most that is read of `HEAD`, which names a branch.
const LONGEST_HEAD: u64 = 1 << 16;

/// True if none of the files that git reads first is a pipe or a device: git would wait for the one, and read the other
/// into memory without end.
pub fn can_be_asked(root: &Path) -> bool {
    let Ok(root) = disk::real_path(root) else {
        return false;
    };
    let mut found = root.ancestors().map(|folder| folder.join(".git"));
    let Some(entry) = found.find(|git| disk::has_entry(git).unwrap_or(true)) else {
        return true;
    };
    if disk::is_endless(&entry) {
        return false;
    }
    let own = git_folder(&entry).unwrap_or(entry);
    let shared = shared_git_folder(&own);
    [own, shared].iter().all(|folder| has_an_end(folder))
}

fn has_an_end(folder: &Path) -> bool {
    let head = disk::read_named(&folder.join("HEAD"), LONGEST_HEAD).unwrap_or_default();
    let head = String::from_utf8(head).unwrap_or_default();
    let branch = head.trim_end().strip_prefix("ref: ");
    FIRST
        .into_iter()
        .chain(branch)
        .all(|name| !disk::is_endless(&folder.join(name)))
}

/// What git answered.
pub struct Answer {
    /// The code it ended with; nothing if it was killed.
    pub code: Option<i32>,
    pub stdout: Vec<u8>,
    pub stderr: Vec<u8>,
}

/// Asks git something in the folder `root`.
///
/// # Errors
/// As the system says; `TimedOut` if it is silent for longer than `patience`.
pub fn ask(root: &Path, args: &[&str], patience: Duration) -> io::Result<Answer> {
    let mut git = command(root, args);
    git.stderr(Stdio::piped());
    let mut running = Running::start(git)?;
    let err = running
        .child
        .stderr
        .take()
        .map(|err| ProcessOutput::of(err, patience));
    let mut answer = Answer {
        code: None,
        stdout: Vec::new(),
        stderr: Vec::new(),
    };
    if let Some(out) = running.take_out(patience) {
        BufReader::new(out).read_to_end(&mut answer.stdout)?;
    }
    if let Some(mut err) = err {
        err.read_to_end(&mut answer.stderr)?;
    }
    answer.code = running.end().ok_or(ErrorKind::TimedOut)?.code();
    Ok(answer)
}

/// A git that is at work; ended when dropped.
pub struct Running {
    child: Child,
}

impl Running {
    /// Starts git in the folder `root`.
    ///
    /// # Errors
    /// As the system says.
    pub fn of(root: &Path, args: &[&str]) -> io::Result<Running> {
        Running::start(command(root, args))
    }

    fn start(mut git: Command) -> io::Result<Running> {
        Ok(Running {
            child: git.stdout(Stdio::piped()).spawn()?,
        })
    }

    /// What it says from now on; reading it fails once it is silent for longer than `patience`.
    pub fn take_out(&mut self, patience: Duration) -> Option<impl Read + use<>> {
        self.child
            .stdout
            .take()
            .map(|out| ProcessOutput::of(out, patience))
    }

    /// Waits for its end, which is near; nothing if it does not come.
    pub fn end(mut self) -> Option<ExitStatus> {
        let mut waited = Duration::ZERO;
        while waited < ENDING {
            match self.child.try_wait() {
                Ok(Some(status)) => return Some(status),
                Ok(None) => sleep(POLL),
                Err(_) => return None,
            }
            waited += POLL;
        }
        None
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // A program that waits for a disk is not ended before the disk answers, and nobody waits for that.
        let _ = self.child.kill();
        let _ = self.child.try_wait();
    }
}

/// What a program says, read beside it, so that nobody has to wait for it longer than he wants to.
struct ProcessOutput {
    pieces: Receiver<io::Result<Vec<u8>>>,
    piece: io::Cursor<Vec<u8>>,
    patience: Duration,
}

impl ProcessOutput {
    fn of(out: impl Read + Send + 'static, patience: Duration) -> ProcessOutput {
        let (sender, pieces) = sync_channel(WAITING);
        std::thread::spawn(move || hand_on(out, &sender));
        ProcessOutput {
            pieces,
            piece: io::Cursor::default(),
            patience,
        }
    }
}

impl Read for ProcessOutput {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = self.piece.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            match self.pieces.recv_timeout(self.patience) {
                Ok(piece) => self.piece = io::Cursor::new(piece?),
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
                Err(RecvTimeoutError::Timeout) => return Err(ErrorKind::TimedOut.into()),
            }
        }
    }
}

/// Reads to the end, or for as long as anybody listens.
fn hand_on(mut out: impl Read, to: &SyncSender<io::Result<Vec<u8>>>) {
    let mut buffer = vec![0; PIECE];
    loop {
        let piece = match out.read(&mut buffer) {
            Ok(0) => return,
            Ok(read) => Ok(buffer.get(..read).unwrap_or_default().to_vec()),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => Err(error),
        };
        let is_over = piece.is_err();
        if to.send(piece).is_err() || is_over {
            return;
        }
    }
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
fn command(root: &Path, args: &[&str]) -> Command {
    let mut git = Command::new("git");
    git.arg("-C")
        .arg(root)
        .args(["--no-pager", "--no-optional-locks", "--no-replace-objects"]);
    for setting in SETTINGS {
        git.args(["-c", setting]);
    }
    for name in MISLEADING {
        git.env_remove(name);
    }
    // In words that can be told apart, asking nobody, and fetching nothing from elsewhere.
    git.env("LC_ALL", "C")
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("GIT_NO_LAZY_FETCH", "1");
    git.stdin(Stdio::null()).stderr(Stdio::null()).args(args);
    git
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_for_a_program_that_is_silent() {
        let (out, mut speaker) = io::pipe().unwrap();
        io::Write::write_all(&mut speaker, b"a word").unwrap();
        let mut speech = ProcessOutput::of(out, Duration::from_millis(50));
        let mut said = Vec::new();
        assert_eq!(
            speech.read_to_end(&mut said).unwrap_err().kind(),
            ErrorKind::TimedOut
        );
        assert_eq!(said, b"a word");
        io::Write::write_all(&mut speaker, b"its last").unwrap();
        drop(speaker);
        assert_eq!(speech.read_to_end(&mut said).unwrap(), 8);
        assert_eq!(said, b"a wordits last");
    }
}
