//! git, run for `publish`: unlike where its history is read, what the surroundings say of git counts, since they say how to get
//! into the remote repository. What git says is not shown: it may repeat an address with a password in it.
#![expect(
    clippy::disallowed_methods,
    reason = "this file runs git, to send commits"
)]

use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::target::Fault;

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

/// git in the repository that a site is in.
#[derive(Debug)]
pub struct Git {
    root: PathBuf,
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
    pub fn new(root: &Path) -> Git {
        Git {
            root: root.to_owned(),
        }
    }

    /// Asks git something.
    ///
    /// # Errors
    /// If there is no git.
    pub fn ask(&self, args: &[&str]) -> Result<Answer, Fault> {
        self.run(self.command(args), b"")
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
            .env("GIT_TERMINAL_PROMPT", "0");
        for name in ELSEWHERE {
            command.env_remove(name);
        }
        command
    }

    fn run(&self, command: Command, input: &[u8]) -> Result<Answer, Fault> {
        let output = output(command, input).map_err(|error| {
            let why = if error.kind() == ErrorKind::NotFound {
                "git is not installed; install it, or publish by other means than `to: branch`"
                    .to_owned()
            } else {
                format!("git cannot be run: {error}")
            };
            Fault::Final(why)
        })?;
        Ok(Answer {
            is_fine: output.status.success(),
            stdout: output.stdout,
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        })
    }
}

fn output(mut command: Command, input: &[u8]) -> io::Result<Output> {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let stdin = child.stdin.take();
    std::thread::scope(|scope| {
        // What git does not read is not needed.
        scope.spawn(|| stdin.map(|mut stdin| stdin.write_all(input)));
        child.wait_with_output()
    })
}
