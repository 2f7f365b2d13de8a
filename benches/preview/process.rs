//! A generator at work: what it says line by line with the moment of each, where it listens, and its memory.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long a generator may take until it says its address.
const PATIENCE: Duration = Duration::from_secs(900);

/// A line that a generator said.
pub struct Line {
    pub at: Instant,
    pub text: String,
}

/// A running generator; ended when dropped.
pub struct Process {
    child: Child,
    said: Receiver<Line>,
    /// All lines so far.
    lines: Vec<Line>,
    /// When it was started.
    pub started: Instant,
    /// Name and port that it listens at.
    pub authority: String,
    /// How long it took to say so.
    pub address_after: Duration,
}

/// Megabytes of memory.
#[derive(Clone, Copy, Default)]
pub struct Memory {
    pub now: f64,
    pub most: f64,
}

impl Process {
    /// Starts a generator and waits until it says its address.
    ///
    /// # Errors
    /// In words, with what it said, where it ends before.
    pub fn start(mut command: Command) -> Result<Process, String> {
        command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        let started = Instant::now();
        let mut child = command
            .spawn()
            .map_err(|error| format!("{command:?} cannot be started: {error}"))?;
        let (say, said) = channel();
        if let Some(stdout) = child.stdout.take() {
            read(stdout, say.clone());
        }
        if let Some(stderr) = child.stderr.take() {
            read(stderr, say);
        }
        let (authority, address_after) = (String::new(), Duration::ZERO);
        let mut process = Process {
            child,
            said,
            lines: Vec::new(),
            started,
            authority,
            address_after,
        };
        let Some(line) = process.wait(started, PATIENCE, |line| address(line).is_some()) else {
            let said: Vec<&str> = process
                .lines
                .iter()
                .map(|line| line.text.as_str())
                .collect();
            return Err(format!("{command:?} says no address:\n{}", said.join("\n")));
        };
        let found = (
            address(&line.text).unwrap_or_default().to_owned(),
            line.at - started,
        );
        (process.authority, process.address_after) = found;
        Ok(process)
    }

    /// The first line since `since` that is as wanted; waits for it for at most `time`.
    pub fn wait(
        &mut self,
        since: Instant,
        time: Duration,
        wanted: impl Fn(&str) -> bool,
    ) -> Option<&Line> {
        let end = Instant::now() + time;
        let mut seen = self.lines.partition_point(|line| line.at < since);
        loop {
            if let Some(at) = (seen..self.lines.len()).find(|at| wanted(&self.lines[*at].text)) {
                return self.lines.get(at);
            }
            seen = self.lines.len();
            match self
                .said
                .recv_timeout(end.saturating_duration_since(Instant::now()))
            {
                Ok(line) => self.lines.push(line),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return None,
            }
        }
    }

    /// All lines since `since`, as far as they have come.
    pub fn lines(&mut self, since: Instant) -> &[Line] {
        self.lines.extend(self.said.try_iter());
        let first = self.lines.partition_point(|line| line.at < since);
        &self.lines[first..]
    }

    /// The memory it has now and had at most; nothing where the system does not say.
    pub fn memory(&self) -> Memory {
        let status =
            fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let megabytes = |name: &str| {
            let value = status
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .unwrap_or_default();
            let kilobytes = value
                .trim()
                .split(' ')
                .next()
                .and_then(|number| number.parse::<f64>().ok());
            kilobytes.unwrap_or_default() / 1024.0
        };
        Memory {
            now: megabytes("VmRSS:"),
            most: megabytes("VmHWM:"),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may have ended by itself.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

fn read(from: impl Read + Send + 'static, say: Sender<Line>) {
    thread::spawn(move || {
        for text in BufReader::new(from).lines().map_while(Result::ok) {
            if say
                .send(Line {
                    at: Instant::now(),
                    text,
                })
                .is_err()
            {
                return;
            }
        }
    });
}

/// Name and port of the first address in a line.
fn address(line: &str) -> Option<&str> {
    let (_, rest) = line.split_once("http://")?;
    let end =
        rest.find(|letter: char| !letter.is_ascii_alphanumeric() && !".:-[]".contains(letter));
    let authority = rest.get(..end.unwrap_or(rest.len()))?;
    authority.contains(':').then_some(authority)
}
