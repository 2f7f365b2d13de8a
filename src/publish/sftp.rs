//! The system's `sftp`, run for `publish`: it finds keys and known hosts as the author's `ssh` does, and never asks for anything.
//! A session lives as long as its input is open, so a killed run leaves none.
//!
//! Errors go into a file and not into a pipe: the `ssh` that `sftp` starts makes a pipe that it inherits non-blocking, and what
//! either of them writes into a full one is lost. What `sftp` prints goes through a pipe that `ssh` never gets.
#![expect(
    clippy::disallowed_methods,
    reason = "this file runs sftp, to send files"
)]

use std::io::{self, BufRead, BufReader, ErrorKind, Read, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::NamedTempFile;

use super::target::Fault;
use crate::config::publishing::Ssh;

/// No answer takes longer than this, and the time that a slow line needs for its bytes.
const LONGEST: Duration = Duration::from_secs(60);
/// Bytes that even a slow line takes in a second.
const SLOWEST: u64 = 10_000;
/// `sftp` reads lines that are not longer.
const LONGEST_LINE: usize = 2000;
/// What the answer to `pwd` begins with: the command before it has been answered.
const END: &str = "Remote working directory: ";
/// What the line begins with in which `sftp` repeats a command.
const ECHO: &str = "sftp> ";
/// It gives up on what does not answer, and asks no questions.
const OPTIONS: [&str; 5] = [
    "BatchMode=yes",
    "ConnectTimeout=15",
    "ServerAliveInterval=15",
    "ServerAliveCountMax=3",
    "LogLevel=ERROR",
];

/// What comes before a reason, and what to say of it.
type Reason = (&'static str, &'static str);

/// Why there is no connection and will be none.
const REFUSED: [Reason; 5] = [
    (
        "Could not resolve",
        "is not known; correct `server` in site.yaml, or check the network connection",
    ),
    (
        "IDENTIFICATION HAS CHANGED",
        "has another host key than before; ask who runs it, and then delete the old one with `ssh-keygen -R`",
    ),
    (
        "Host key verification failed",
        "has a host key that this machine does not know; connect once with `ssh`, and accept it",
    ),
    (
        "Permission denied",
        "does not accept your key; `ssh` to it has to work without a password",
    ),
    (
        "ubsystem request failed",
        "does not offer sftp; ask who runs it to allow it",
    ),
];

/// A connection.
#[derive(Debug)]
pub struct Session {
    child: Child,
    input: ChildStdin,
    lines: Receiver<String>,
    errors: NamedTempFile,
}

/// What is told of a command.
#[derive(Debug, Default)]
pub struct Answer {
    /// What it prints.
    pub lines: Vec<String>,
    /// Why it did not work; nothing if it did.
    pub errors: String,
}

/// Why there is no answer.
#[derive(Debug)]
enum Silence {
    /// The connection ended.
    Lost,
    /// There is one, but nothing has come for too long.
    Hung,
}

impl Session {
    /// Connects.
    ///
    /// # Errors
    /// A sentence on why it cannot.
    pub fn open(settings: &Ssh) -> Result<Session, Fault> {
        let mut session = Session::start(settings).map_err(|error| {
            Fault::Final(if error.kind() == ErrorKind::NotFound {
                "`sftp` is not installed; install OpenSSH, or publish by other means than `to: ssh`"
                    .to_owned()
            } else {
                format!("`sftp` cannot be run: {error}")
            })
        })?;
        match session.talk("", 0) {
            Ok(_) => Ok(session),
            Err(_) => Err(unconnected(&settings.server, &session.read_errors())),
        }
    }

    fn start(settings: &Ssh) -> io::Result<Session> {
        let errors = NamedTempFile::new()?;
        let mut child = command(settings)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            // With a place of its own, so that it is read from the start.
            .stderr(errors.reopen()?)
            .spawn()?;
        let input = child.stdin.take().ok_or(ErrorKind::BrokenPipe)?;
        let output = child.stdout.take().ok_or(ErrorKind::BrokenPipe)?;
        let (sender, lines) = channel();
        thread::spawn(move || pass_on(output, &sender));
        Ok(Session {
            child,
            input,
            lines,
            errors,
        })
    }

    /// Gives a command that moves so many bytes, and returns what is told of it. After an error, the session is of no use.
    ///
    /// # Errors
    /// [`Fault::Temporary`] if the connection is lost.
    pub fn ask(&mut self, command: &str, bytes: u64) -> Result<Answer, Fault> {
        if command.len() > LONGEST_LINE || command.contains(['\n', '\r', '\0']) {
            let why = format!("`sftp` cannot send a file with such a name: {command:?}");
            return Err(Fault::Final(why));
        }
        let told = self.talk(&format!("-{command}\n"), bytes);
        told.map_err(|silence| match silence {
            Silence::Lost => {
                Fault::Temporary("the connection was lost; publish again later".to_owned())
            }
            Silence::Hung => Fault::Final(format!(
                "the server has not answered for {} seconds; see whether it works, and publish again",
                LONGEST.as_secs()
            )),
        })
    }

    fn talk(&mut self, command: &str, bytes: u64) -> Result<Answer, Silence> {
        let until = Instant::now() + LONGEST + Duration::from_secs(bytes / SLOWEST);
        // If it is gone, so is what it would have told.
        let _ = self.input.write_all(format!("{command}-pwd\n").as_bytes());
        let mut lines = Vec::new();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) if line.starts_with(END) => {
                    // It wrote them before it answered.
                    let errors = self.read_errors();
                    return Ok(Answer { lines, errors });
                }
                Ok(line) if line.starts_with(ECHO) => {}
                Ok(line) => lines.push(line),
                Err(RecvTimeoutError::Timeout) => return Err(Silence::Hung),
                Err(RecvTimeoutError::Disconnected) => return Err(Silence::Lost),
            }
        }
    }

    /// What was written since it was last read.
    fn read_errors(&mut self) -> String {
        let mut errors = Vec::new();
        // A file of our own that cannot be read tells nothing.
        let _ = self.errors.read_to_end(&mut errors);
        String::from_utf8_lossy(&errors).trim().to_owned()
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(settings: &Ssh) -> Command {
    let mut command = Command::new("sftp");
    command.args(["-b", "-"]).env("LC_ALL", "C.UTF-8");
    for option in OPTIONS {
        command.args(["-o", option]);
    }
    if let Some(user) = &settings.user {
        command.arg("-o").arg(format!("User={user}"));
    }
    if let Some(port) = settings.port {
        command.arg("-P").arg(port.to_string());
    }
    let server = &settings.server;
    // The colons of an address are not those before a path.
    command.arg("--").arg(if server.contains(':') {
        format!("[{server}]")
    } else {
        server.clone()
    });
    command
}

fn pass_on(output: ChildStdout, sender: &Sender<String>) {
    for line in BufReader::new(output).split(b'\n') {
        let Ok(line) = line else { return };
        let line = String::from_utf8_lossy(&line);
        if sender.send(line.trim_end_matches('\r').to_owned()).is_err() {
            return;
        }
    }
}

fn unconnected(server: &str, said: &str) -> Fault {
    match REFUSED.iter().find(|(words, _)| said.contains(words)) {
        Some((_, why)) => Fault::Final(format!("{server} {why}")),
        None => Fault::Temporary(format!(
            "{server} cannot be reached; check the network connection, and `server` and `port` in site.yaml"
        )),
    }
}

/// A path as `sftp` reads it in a command: one word, without patterns.
pub fn quoted(path: &str) -> String {
    let path = path.replace('\\', "\\\\").replace('"', "\\\"");
    format!("\"{path}\"")
}
