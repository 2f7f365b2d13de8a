//! One process of `copublish-press`: a line goes in, a line comes out. Nobody waits for it without end, and it fills no memory
//! without end. It ends with this value.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one file that runs the press"
)]

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use crate::output::CancelToken;

/// An answer may have this many bytes: a PDF of four hundred photographs.
const LONGEST: u64 = 512 << 20;
/// How often it is asked whether the build is to stop.
const POLL: Duration = Duration::from_millis(20);
/// How long a process that says no more may take to end.
const TO_END: Duration = Duration::from_secs(1);
/// What the program ends with that was told to use less memory.
const TOO_MUCH: i32 = 3;

/// A process that waits for a job.
#[derive(Debug)]
pub(super) struct PressProcess {
    child: Child,
    /// Its jobs: another thread hands them on, so nobody waits for a process that does not read.
    jobs_to_do: Sender<String>,
    answers: Receiver<Vec<u8>>,
    /// How many it was given.
    pub jobs: usize,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoAnswer {
    /// It said nothing for too long.
    Silent,
    /// It ended.
    Ended,
    /// It ended because it would have used too much memory.
    TooLarge,
    /// Its answer had no end, or was no answer.
    Unreadable,
    /// The build is to stop.
    Stopped,
}

/// How long an answer is waited for.
#[derive(Clone, Copy)]
pub(super) struct Patience<'p> {
    pub longest: Duration,
    pub stop: &'p CancelToken,
}

impl PressProcess {
    /// Starts a program, with nothing of the environment.
    pub fn start(program: &Path) -> io::Result<PressProcess> {
        let mut command = Command::new(program);
        command.env_clear();
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn()?;
        let input = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let output = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let (jobs_to_do, lines) = channel();
        thread::spawn(move || hand_on(&lines, input));
        let (sender, answers) = channel();
        thread::spawn(move || read_answers(BufReader::new(output), LONGEST, &sender));
        Ok(PressProcess {
            child,
            jobs_to_do,
            answers,
            jobs: 0,
        })
    }

    /// Gives it a job, and waits for the answer.
    pub fn ask(&mut self, line: String, patience: Patience) -> Result<Vec<u8>, NoAnswer> {
        self.jobs += 1;
        if self.answers.try_recv().is_ok() {
            // It has said more than it was asked: what it says next may belong to another job.
            return Err(NoAnswer::Unreadable);
        }
        if self.jobs_to_do.send(line).is_err() {
            return Err(self.end());
        }
        let started = Instant::now();
        loop {
            match self.answers.recv_timeout(POLL) {
                Ok(answer) if answer.is_empty() => return Err(NoAnswer::Unreadable),
                Ok(answer) => return Ok(answer),
                Err(RecvTimeoutError::Disconnected) => return Err(self.end()),
                Err(RecvTimeoutError::Timeout) if patience.stop.is_cancelled() => {
                    return Err(NoAnswer::Stopped);
                }
                Err(RecvTimeoutError::Timeout) if started.elapsed() > patience.longest => {
                    return Err(NoAnswer::Silent);
                }
                Err(RecvTimeoutError::Timeout) => {}
            }
        }
    }

    /// How a process ended that says no more.
    fn end(&mut self) -> NoAnswer {
        let started = Instant::now();
        while started.elapsed() < TO_END {
            match self.child.try_wait().ok().flatten() {
                Some(status) if is_too_large(status) => return NoAnswer::TooLarge,
                Some(_) => return NoAnswer::Ended,
                None => thread::sleep(POLL),
            }
        }
        NoAnswer::Ended
    }
}

impl Drop for PressProcess {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn is_too_large(status: ExitStatus) -> bool {
    status.code() == Some(TOO_MUCH)
}

/// Hands on jobs until there are no more. A process that ended is told by its silence.
fn hand_on(lines: &Receiver<String>, mut input: ChildStdin) {
    for line in lines {
        if input.write_all(line.as_bytes()).is_err() || input.flush().is_err() {
            return;
        }
    }
}

/// Hands on answers until there are no more; one that is too long is handed on as an empty one, and is the last.
fn read_answers(mut output: impl BufRead, longest: u64, sender: &Sender<Vec<u8>>) {
    while let Ok(Some(answer)) = read_answer(&mut output, longest) {
        let is_last = answer.is_empty();
        if sender.send(answer).is_err() || is_last {
            return;
        }
    }
}

fn read_answer(output: &mut impl BufRead, longest: u64) -> io::Result<Option<Vec<u8>>> {
    let mut line = Vec::new();
    let read = output.take(longest).read_until(b'\n', &mut line)?;
    let is_whole = line.last() == Some(&b'\n');
    Ok(match read as u64 {
        _ if is_whole => Some(line),
        read if read < longest => None,
        _ => Some(Vec::new()),
    })
}

#[cfg(test)]
mod tests {
    use std::io::{self, BufRead, BufReader};
    use std::sync::mpsc::channel;

    use super::read_answers;

    fn answers(output: impl BufRead) -> Vec<Vec<u8>> {
        let (sender, answers) = channel();
        read_answers(output, 100, &sender);
        drop(sender);
        answers.iter().collect()
    }

    #[test]
    fn answers_are_lines_that_end() {
        let said = answers(&b"{}\n{\"pages\":1}\n{\"pa"[..]);
        assert_eq!(said, [&b"{}\n"[..], b"{\"pages\":1}\n"]);
    }

    #[test]
    fn an_answer_without_an_end_is_cut_off() {
        let endless = BufReader::new(io::repeat(b'a'));
        assert_eq!(answers(endless), [Vec::<u8>::new()]);
    }
}
