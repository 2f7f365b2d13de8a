//! git, run for `publish`: unlike where its history is read, what the surroundings say of git counts, since they say how to get
//! into the remote repository. What git says is not shown: it may repeat an address with a password in it.
//!
//! Nobody is there to answer it in a CI, so it asks nobody, and is ended once it has been silent for too long. Agents, helpers that keep
//! passwords and the program that `GIT_ASKPASS` names still answer it.
#![expect(
    clippy::disallowed_methods,
    reason = "this file runs git, to send commits"
)]

use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use super::target::Fault;

/// How long git may be silent. It tells of its progress every second or so, but a host may look at a push for longer.
const PATIENCE: Duration = Duration::from_secs(120);
/// How often it is looked whether git has ended.
const POLL: Duration = Duration::from_millis(200);
/// How long something may still come after its end: what it started may keep its pipes open.
const AFTER: Duration = Duration::from_secs(5);
/// The time between the end of its pipes and its own.
const NAP: Duration = Duration::from_millis(2);

/// What `ssh` is told, so that it gives up where it would ask or wait.
const BATCH: &str =
    "-o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o ServerAliveCountMax=3";
/// The same for others: a program that asks in a window, and the helper of git for Windows.
const SILENT: [(&str, &str); 3] = [
    ("GIT_TERMINAL_PROMPT", "0"),
    ("SSH_ASKPASS_REQUIRE", "never"),
    ("GCM_INTERACTIVE", "never"),
];

/// Variables that would send git to another repository.
const ELSEWHERE: [&str; 4] = [
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_WORK_TREE",
];

/// Who commits, if git does not know.
const NOBODY: [(&str, &str); 4] = [
    ("GIT_AUTHOR_NAME", "copublish"),
    ("GIT_AUTHOR_EMAIL", "copublish@localhost"),
    ("GIT_COMMITTER_NAME", "copublish"),
    ("GIT_COMMITTER_EMAIL", "copublish@localhost"),
];

/// What the environment says of how git calls ssh.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SshOfGit {
    /// Nothing: git's settings count.
    #[default]
    Unset,
    /// A command, by `GIT_SSH_COMMAND`.
    Command(String),
    /// A program that may not know the options of OpenSSH, by `GIT_SSH`.
    Program,
}

/// git in the repository that a site is in.
#[derive(Debug)]
pub struct Git {
    root: PathBuf,
    ssh: SshOfGit,
    patience: Duration,
}

/// What git answered.
#[derive(Debug)]
pub struct Answer {
    /// True if it did what was asked.
    pub is_fine: bool,
    pub stdout: Vec<u8>,
    pub stderr: String,
}

impl Answer {
    /// The first line of what it printed.
    pub fn line(&self) -> String {
        let text = String::from_utf8_lossy(&self.stdout);
        text.lines().next().unwrap_or_default().to_owned()
    }
}

impl Git {
    /// git in this folder.
    pub fn new(root: &Path, ssh: SshOfGit) -> Git {
        Git {
            root: root.to_owned(),
            ssh,
            patience: PATIENCE,
        }
    }

    /// Asks git something.
    ///
    /// # Errors
    /// If there is no git.
    pub fn ask(&self, args: &[&str]) -> Result<Answer, Fault> {
        self.run(self.command(args), b"")
    }

    /// Asks git something that it asks a remote repository.
    ///
    /// # Errors
    /// The same.
    pub fn reach(&self, args: &[&str]) -> Result<Answer, Fault> {
        let mut command = self.command(args);
        command.env_remove("SSH_ASKPASS");
        if let Some(ssh) = self.silent_ssh()? {
            command.env("GIT_SSH_COMMAND", ssh);
        }
        self.run(command, b"")
    }

    /// The command by which git calls an ssh that asks nothing; `None` for another program than that of OpenSSH, which is called
    /// as it was.
    fn silent_ssh(&self) -> Result<Option<String>, Fault> {
        let command = match &self.ssh {
            SshOfGit::Program => return Ok(None),
            SshOfGit::Command(command) => command.clone(),
            SshOfGit::Unset => {
                let own = self.ask(&["config", "--get", "core.sshCommand"])?;
                if own.is_fine {
                    own.line()
                } else {
                    "ssh".to_owned()
                }
            }
        };
        Ok(is_openssh(&command).then(|| format!("{command} {BATCH}")))
    }

    /// The same with an index of its own, and something to read.
    ///
    /// # Errors
    /// The same.
    pub fn ask_with(&self, args: &[&str], index: &Path, input: &[u8]) -> Result<Answer, Fault> {
        let mut command = self.command(args);
        command.env("GIT_INDEX_FILE", index);
        self.run(command, input)
    }

    /// Makes a commit. If git does not know who makes it, copublish does.
    ///
    /// # Errors
    /// The same.
    pub fn commit(&self, args: &[&str]) -> Result<Answer, Fault> {
        let mut command = self.command(args);
        if !self.ask(&["var", "GIT_COMMITTER_IDENT"])?.is_fine {
            command.envs(NOBODY);
        }
        self.run(command, b"")
    }

    fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .arg("-C")
            .arg(&self.root)
            .args(["-c", "core.quotePath=false", "-c", "gc.auto=0"])
            .args(args)
            .env("LC_ALL", "C")
            .envs(SILENT);
        for name in ELSEWHERE {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, command: Command, input: &[u8]) -> Result<Answer, Fault> {
        let answer = start(command, input).and_then(|run| run.answer(self.patience));
        answer.map_err(|error| {
            Fault::Final(match error.kind() {
                ErrorKind::NotFound => {
                    "git is not installed; install it, or publish by other means than `to: branch`"
                        .to_owned()
                }
                ErrorKind::TimedOut => format!(
                    "git has told of no progress for {} seconds and was stopped; see that `git fetch` works here without asking anything, and publish again",
                    self.patience.as_secs()
                ),
                _ => format!("git cannot be run: {error}"),
            })
        })
    }
}

/// A git that is at work.
struct Running {
    child: Child,
    pieces: Receiver<Piece>,
}

/// What came from git.
enum Piece {
    Out(Vec<u8>),
    Err(Vec<u8>),
}

fn start(mut command: Command, input: &[u8]) -> io::Result<Running> {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let (sender, pieces) = channel();
    let (stdin, input) = (child.stdin.take(), input.to_vec());
    // What git does not read is not needed.
    thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
    let (stdout, stderr) = (child.stdout.take(), child.stderr.take());
    let other = sender.clone();
    thread::spawn(move || stdout.map(|out| pass_on(out, &sender, Piece::Out)));
    thread::spawn(move || stderr.map(|err| pass_on(err, &other, Piece::Err)));
    Ok(Running { child, pieces })
}

fn pass_on(mut from: impl Read, to: &Sender<Piece>, piece: fn(Vec<u8>) -> Piece) {
    let mut buffer = [0; 1 << 16];
    while let Ok(read) = from.read(&mut buffer) {
        if read == 0 || to.send(piece(buffer[..read].to_vec())).is_err() {
            return;
        }
    }
}

impl Running {
    /// What it answers until it ends.
    ///
    /// # Errors
    /// [`ErrorKind::TimedOut`] if it was silent for too long; it is ended then.
    fn answer(mut self, patience: Duration) -> io::Result<Answer> {
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let mut heard = Instant::now();
        let status = loop {
            match self.pieces.recv_timeout(POLL) {
                Ok(Piece::Out(bytes)) => stdout.extend(bytes),
                Ok(Piece::Err(bytes)) => stderr.extend(bytes),
                Err(end) => {
                    let is_all = end == RecvTimeoutError::Disconnected || heard.elapsed() > AFTER;
                    match self.child.try_wait()? {
                        Some(status) if is_all => break status,
                        None if heard.elapsed() > patience => {
                            return Err(ErrorKind::TimedOut.into());
                        }
                        _ => thread::sleep(NAP),
                    }
                    continue;
                }
            }
            heard = Instant::now();
        };
        Ok(Answer {
            is_fine: status.success(),
            stdout,
            stderr: String::from_utf8_lossy(&stderr).into_owned(),
        })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// True for a command that calls the ssh of OpenSSH.
fn is_openssh(command: &str) -> bool {
    let program = command.split_whitespace().next().unwrap_or_default();
    let program = program.trim_matches(['"', '\'']);
    let name = program.rsplit(['/', '\\']).next().unwrap_or_default();
    matches!(name, "ssh" | "ssh.exe")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn git(ssh: SshOfGit) -> (tempfile::TempDir, Git) {
        let folder = tempfile::tempdir().unwrap();
        let git = Git::new(folder.path(), ssh);
        assert!(git.ask(&["init", "--quiet"]).unwrap().is_fine);
        (folder, git)
    }

    #[test]
    fn a_git_that_is_silent_is_ended() {
        let (_folder, mut git) = git(SshOfGit::Unset);
        // It takes connections, and says nothing.
        let silent = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let remote = format!("git://{}/a.git", silent.local_addr().unwrap());
        git.patience = Duration::from_secs(1);
        let began = Instant::now();
        let fault = git.reach(&["ls-remote", &remote]).unwrap_err();
        assert!(began.elapsed() < Duration::from_secs(20));
        assert!(
            fault
                .to_string()
                .starts_with("git has told of no progress for 1 seconds and was stopped"),
            "{fault}"
        );
    }

    #[test]
    fn ssh_asks_nothing_whoever_chose_it() {
        let silent = |ssh| git(ssh).1.silent_ssh().unwrap();
        let own = |command: &str| silent(SshOfGit::Command(command.to_owned()));
        assert_eq!(
            own("/usr/bin/ssh -i k").unwrap(),
            format!("/usr/bin/ssh -i k {BATCH}")
        );
        assert_eq!(own("plink -load x"), None);
        assert_eq!(silent(SshOfGit::Program), None);
        let (_folder, git) = git(SshOfGit::Unset);
        let set = ["config", "core.sshCommand", "ssh -F own"];
        assert!(git.ask(&set).unwrap().is_fine);
        assert_eq!(
            git.silent_ssh().unwrap(),
            Some(format!("ssh -F own {BATCH}"))
        );
    }
}
