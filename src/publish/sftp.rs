//! The system's `sftp`, run for `publish`: it finds keys and known hosts as the author's `ssh` does, and never asks for anything.
//! A session lives as long as its input is open, so a killed run leaves none.
#![expect(
    clippy::disallowed_methods,
    reason = "this file runs sftp, to send files"
)]

use std::io::{self, BufRead, BufReader, ErrorKind, PipeReader, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

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
/// What `sftp` tells without being asked: the command that it reads, and what it does.
const CHATTER: [&str; 4] = ["sftp> ", "Uploading ", "Fetching ", "Removing "];
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
        let greeting = session.talk("", 0);
        greeting.map_err(|said| unconnected(&settings.server, &said.join("\n")))?;
        Ok(session)
    }

    fn start(settings: &Ssh) -> io::Result<Session> {
        // Both are one stream, so that what is told of a command comes between it and the next one.
        let (reader, writer) = io::pipe()?;
        let mut child = command(settings)
            .stdin(Stdio::piped())
            .stdout(writer.try_clone()?)
            .stderr(writer)
            .spawn()?;
        let input = child.stdin.take().ok_or(ErrorKind::BrokenPipe)?;
        let (sender, lines) = channel();
        thread::spawn(move || pass_on(reader, &sender));
        Ok(Session {
            child,
            input,
            lines,
        })
    }

    /// Gives a command that moves so many bytes, and returns what is told of it; nothing if all went well.
    ///
    /// # Errors
    /// [`Fault::Temporary`] if the connection is lost; the session is of no use then.
    pub fn ask(&mut self, command: &str, bytes: u64) -> Result<Vec<String>, Fault> {
        if command.len() > LONGEST_LINE || command.contains(['\n', '\r', '\0']) {
            let why = format!("`sftp` cannot send a file with such a name: {command:?}");
            return Err(Fault::Final(why));
        }
        self.talk(&format!("-{command}\n"), bytes).map_err(|_| {
            Fault::Temporary("the connection was lost; publish again later".to_owned())
        })
    }

    /// What was told until the connection ended is the error.
    fn talk(&mut self, command: &str, bytes: u64) -> Result<Vec<String>, Vec<String>> {
        let until = Instant::now() + LONGEST + Duration::from_secs(bytes / SLOWEST);
        // If it is gone, so is what it would have told.
        let _ = self.input.write_all(format!("{command}-pwd\n").as_bytes());
        let mut said = Vec::new();
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) if line.starts_with(END) => return Ok(said),
                Ok(line) if is_chatter(&line) => {}
                Ok(line) => said.push(line),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => {
                    return Err(said);
                }
            }
        }
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

fn pass_on(reader: PipeReader, sender: &Sender<String>) {
    for line in BufReader::new(reader).split(b'\n') {
        let Ok(line) = line else { return };
        let line = String::from_utf8_lossy(&line);
        if sender.send(line.trim_end_matches('\r').to_owned()).is_err() {
            return;
        }
    }
}

fn is_chatter(line: &str) -> bool {
    line.is_empty() || CHATTER.iter().any(|start| line.starts_with(start))
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
