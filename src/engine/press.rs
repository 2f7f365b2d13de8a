//! `copublish-press`, the program that sets PDFs: one process for many jobs, a line of JSON each. It is ended if it is silent
//! for too long, and started anew after that, after a crash, or once it has grown large. A job that fails costs one edition.
#![expect(
    clippy::disallowed_methods,
    reason = "this is the one file that runs the press"
)]

use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use crate::base::Hash;
use crate::edition::{EditionError, FinishedEdition, PressJob, PressMessage};

/// How long a job may take: three hundred pages take a few seconds on a slow machine.
const PATIENCE: Duration = Duration::from_secs(120);
/// A process that uses more memory than this is ended after its job.
const LARGE: u64 = 700 << 20;
/// A process that uses more than this ends itself.
const LARGEST: u64 = 2 << 30;
/// How many jobs a process does.
const JOBS: usize = 500;

/// The program.
#[derive(Clone, Debug)]
pub struct PressProgram {
    /// Where it is.
    pub path: PathBuf,
    /// What tells it from other versions of it, which may set the same job in another way.
    pub version: String,
}

/// The program, and its process if it runs.
#[derive(Debug, Default)]
pub struct Press {
    program: Option<PressProgram>,
    running: Mutex<Option<Running>>,
}

/// A process that waits for a job.
#[derive(Debug)]
struct Running {
    child: Child,
    /// Its jobs: another thread hands them on, so nobody waits for a process that does not read.
    jobs_to_do: Sender<String>,
    answers: Receiver<io::Result<String>>,
    jobs: usize,
}

/// A job as the program reads it.
#[derive(Serialize)]
struct JobLine<'j> {
    main: &'j str,
    files: Vec<(&'j str, String)>,
    dated: bool,
    memory: u64,
}

/// What it answers.
#[derive(Deserialize)]
struct AnswerLine {
    #[serde(default)]
    pdf: Option<String>,
    #[serde(default)]
    pages: u32,
    #[serde(default)]
    messages: Vec<PressMessage>,
    #[serde(default)]
    memory: u64,
}

/// What became of a job.
pub(super) enum Pressed {
    /// A file.
    Made(FinishedEdition),
    /// Nothing; what was wrong with it.
    Refused(Vec<PressMessage>),
}

impl Press {
    /// The program at a path; `None` if it is not installed.
    pub fn new(program: Option<PressProgram>) -> Press {
        Press {
            program,
            running: Mutex::default(),
        }
    }

    /// True if there is a program.
    pub fn is_there(&self) -> bool {
        self.program.is_some()
    }

    /// What a job is known by: all that its file is made of.
    pub(super) fn hash_of(&self, job: &PressJob) -> Hash {
        let version = self.program.as_ref().map(|program| &program.version);
        let line = line(job).unwrap_or_default();
        Hash::of(format!("{version:?} {line}").as_bytes())
    }

    /// Sets a job.
    pub(super) fn set(&self, job: &PressJob) -> Result<Pressed, EditionError> {
        let Some(program) = &self.program else {
            return Err(error("copublish-press is not installed"));
        };
        let line = line(job).map_err(|_| error("its text cannot be handed on"))?;
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        let mut process = match running.take() {
            Some(process) => process,
            None => Running::start(&program.path).map_err(|found| {
                error(&format!(
                    "{} cannot be started: {found}",
                    program.path.display()
                ))
            })?,
        };
        let answer = process.ask(&line)?;
        if answer.memory < LARGE && process.jobs < JOBS {
            *running = Some(process);
        }
        drop(running);
        pressed(answer)
    }
}

fn pressed(answer: AnswerLine) -> Result<Pressed, EditionError> {
    let Some(pdf) = answer.pdf else {
        return Ok(Pressed::Refused(answer.messages));
    };
    let bytes = STANDARD
        .decode(pdf)
        .map_err(|_| error("copublish-press answered what is no file"))?;
    Ok(Pressed::Made(FinishedEdition {
        bytes,
        pages: Some(answer.pages),
    }))
}

fn line(job: &PressJob) -> serde_json::Result<String> {
    let files = job.files.iter();
    let files = files.map(|(name, bytes)| (name.as_str(), STANDARD.encode(bytes)));
    let mut line = serde_json::to_string(&JobLine {
        main: &job.main,
        files: files.collect(),
        dated: job.is_dated,
        memory: LARGEST,
    })?;
    line.push('\n');
    Ok(line)
}

impl Running {
    fn start(program: &Path) -> io::Result<Running> {
        let mut command = Command::new(program);
        command.env_clear();
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.stderr(Stdio::null()).spawn()?;
        let mut input = child.stdin.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let output = child.stdout.take().ok_or(io::ErrorKind::BrokenPipe)?;
        let (jobs_to_do, lines) = channel::<String>();
        std::thread::spawn(move || {
            for line in lines {
                // A process that ended is told by its silence.
                if input.write_all(line.as_bytes()).is_err() || input.flush().is_err() {
                    return;
                }
            }
        });
        let (sender, answers) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines() {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Running {
            child,
            jobs_to_do,
            answers,
            jobs: 0,
        })
    }

    fn ask(&mut self, line: &str) -> Result<AnswerLine, EditionError> {
        self.jobs += 1;
        let line = line.to_owned();
        self.jobs_to_do.send(line).map_err(|_| ended())?;
        match self.answers.recv_timeout(PATIENCE) {
            Ok(Ok(answer)) => serde_json::from_str(&answer).map_err(|_| {
                error("copublish-press answered in words that copublish does not know")
            }),
            Ok(Err(_)) | Err(RecvTimeoutError::Disconnected) => Err(ended()),
            Err(RecvTimeoutError::Timeout) => {
                let seconds = PATIENCE.as_secs();
                Err(error(&format!("it took longer than {seconds} seconds")))
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn ended() -> EditionError {
    error("copublish-press ended in the middle of it")
}

fn error(message: &str) -> EditionError {
    EditionError {
        message: message.to_owned(),
        help: "build again; if it stays so, take the page's `editions` out and tell the makers of copublish".to_owned(),
    }
}
