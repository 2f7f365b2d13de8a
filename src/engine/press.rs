//! `copublish-press`, the program that sets PDFs: one process for many jobs, a line of JSON each. It is started anew after a
//! crash, and once it has grown large.
//!
//! A job that it is silent about, crashes at or needs too much memory for costs one edition. Then the program has to answer to
//! an empty job: if it does not, or is silent for the second time, it is given up, so a program that does not work costs a
//! build two waits at the most, and one message.

use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

use super::press_process::{NoAnswer, Patience, PressProcess};
use crate::base::Hash;
use crate::edition::{FinishedEdition, PageStart, PressJob, PressMessage};
use crate::output::CancelToken;

/// A process that uses more memory than this is ended after its job.
const LARGE: u64 = 700 << 20;
/// A process that uses more than this ends itself.
const LARGEST: u64 = 2 << 30;
/// How many jobs a process does.
const JOBS: usize = 500;
/// How long a program may take for an empty job.
const FOR_NOTHING: Duration = Duration::from_secs(10);
/// How often a program may be silent.
const SILENCES: usize = 2;

/// The program.
#[derive(Clone, Debug)]
pub struct PressProgram {
    /// Where it is.
    pub path: PathBuf,
    /// What tells it from other versions of it, which may set the same job in another way.
    pub version: String,
    /// How long a job may take.
    pub patience: Duration,
}

impl PressProgram {
    /// Three hundred pages take a few seconds on a slow machine.
    pub const PATIENCE: Duration = Duration::from_secs(120);
}

/// The program, and its process if it runs.
#[derive(Debug, Default)]
pub(super) struct Press {
    program: Option<PressProgram>,
    stop: CancelToken,
    desk: Mutex<Desk>,
}

#[derive(Debug, Default)]
struct Desk {
    running: Option<PressProcess>,
    silences: usize,
    /// True once no more jobs are given to it.
    is_given_up: bool,
}

/// A job as the program reads it.
#[derive(Serialize)]
struct JobLine<'j> {
    main: &'j str,
    files: Vec<(&'j str, String)>,
    /// What each is for, its face, its name and its bytes.
    fonts: Vec<(&'j str, &'j str, &'j str, String)>,
    /// The names and texts of the theme's files.
    looks: Vec<(&'j str, &'j str)>,
    /// Where something begins that a page may begin with.
    places: Vec<usize>,
    dated: bool,
    memory: u64,
    /// How many seconds it may take, for a program whose parent is gone.
    seconds: u64,
}

/// What it answers.
#[derive(Deserialize)]
struct AnswerLine {
    #[serde(default)]
    pdf: Option<String>,
    #[serde(default)]
    pages: u32,
    #[serde(default)]
    starts: Vec<PageStart>,
    #[serde(default)]
    messages: Vec<PressMessage>,
    #[serde(default)]
    memory: u64,
}

/// What became of a job.
pub(super) enum Pressed {
    /// A file; what is wrong with it.
    Made(FinishedEdition, Vec<PressMessage>),
    /// Nothing; what was wrong with it.
    Refused(Vec<PressMessage>),
}

/// Why a job was not done, though nothing may be wrong with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PressFault {
    /// The program failed at this job.
    AtJob(String),
    /// The program was silent about this job: it would be about another one of the same text.
    Silent(String),
    /// The program does not work, and is given up.
    Broken(String),
    /// It was given up before, and that was told; or the build is to stop.
    GivenUp,
}

impl Press {
    /// The program at a path, `None` if it is not installed; no build that is to stop waits for it.
    pub fn new(program: Option<PressProgram>, stop: CancelToken) -> Press {
        Press {
            program,
            stop,
            desk: Mutex::default(),
        }
    }

    /// True if there is a program.
    pub fn is_there(&self) -> bool {
        self.program.is_some()
    }

    /// Another build begins: what was wrong with the program may be over.
    pub fn begin(&self) {
        let mut desk = self.desk();
        desk.silences = 0;
        desk.is_given_up = false;
    }

    /// What a job is known by: all that its file is made of.
    pub fn hash_of(&self, job: &PressJob) -> Hash {
        let version = self.program.as_ref().map(|program| &program.version);
        let line = line(job, Duration::ZERO);
        Hash::of(format!("{version:?} {line}").as_bytes())
    }

    /// Sets a job.
    pub fn set(&self, job: &PressJob) -> Result<Pressed, PressFault> {
        let Some(program) = &self.program else {
            return Err(PressFault::GivenUp);
        };
        let mut desk = self.desk();
        if desk.is_given_up {
            return Err(PressFault::GivenUp);
        }
        let fault = match self.answer(&mut desk, program, job) {
            Ok(answer) => return Ok(answer),
            Err(fault) => fault,
        };
        let is_of_job = matches!(fault, PressFault::AtJob(_) | PressFault::Silent(_));
        desk.is_given_up = !(is_of_job && self.still_works(&mut desk, program));
        Err(match fault {
            PressFault::AtJob(why) | PressFault::Silent(why) if desk.is_given_up => {
                PressFault::Broken(why)
            }
            fault => fault,
        })
    }

    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// True if a program that failed at a job does an empty one.
    fn still_works(&self, desk: &mut Desk, program: &PressProgram) -> bool {
        let brief = PressProgram {
            patience: program.patience.min(FOR_NOTHING),
            ..program.clone()
        };
        let has_room = desk.silences < SILENCES;
        has_room && self.answer(desk, &brief, &PressJob::default()).is_ok()
    }

    fn answer(
        &self,
        desk: &mut Desk,
        program: &PressProgram,
        job: &PressJob,
    ) -> Result<Pressed, PressFault> {
        let running = desk.running.take();
        let mut process = running.map_or_else(|| start(program), Ok)?;
        let patience = Patience {
            longest: program.patience,
            stop: &self.stop,
        };
        let answer = process.ask(line(job, program.patience), patience);
        let read = answer.and_then(|answer| {
            serde_json::from_slice::<AnswerLine>(&answer).map_err(|_| NoAnswer::Unreadable)
        });
        let memory = read.as_ref().map(|answer| answer.memory);
        if memory.is_ok_and(|memory| memory < LARGE) && process.jobs < JOBS {
            desk.running = Some(process);
        }
        if read.as_ref().err() == Some(&NoAnswer::Silent) {
            desk.silences += 1;
        }
        let pressed = read.and_then(pressed);
        pressed.map_err(|why| fault(why, program.patience))
    }
}

fn start(program: &PressProgram) -> Result<PressProcess, PressFault> {
    PressProcess::start(&program.path).map_err(|error| {
        let path = program.path.display();
        PressFault::Broken(format!("{path} cannot be started: {error}"))
    })
}

fn fault(why: NoAnswer, patience: Duration) -> PressFault {
    let seconds = patience.as_secs();
    match why {
        NoAnswer::Stopped => PressFault::GivenUp,
        NoAnswer::Silent => {
            PressFault::Silent(format!("copublish-press was silent for {seconds} seconds"))
        }
        NoAnswer::Ended => {
            PressFault::AtJob("copublish-press ended in the middle of it".to_owned())
        }
        NoAnswer::TooLarge => {
            let most = LARGEST >> 30;
            PressFault::AtJob(format!(
                "copublish-press needs more than {most} GB of memory for it"
            ))
        }
        NoAnswer::Unreadable => PressFault::AtJob(
            "copublish-press answered in words that copublish does not know".to_owned(),
        ),
    }
}

fn pressed(answer: AnswerLine) -> Result<Pressed, NoAnswer> {
    let Some(pdf) = answer.pdf else {
        return match answer.messages.is_empty() {
            true => Err(NoAnswer::Unreadable),
            false => Ok(Pressed::Refused(answer.messages)),
        };
    };
    let bytes = STANDARD.decode(pdf).map_err(|_| NoAnswer::Unreadable)?;
    let file = FinishedEdition {
        bytes,
        pages: Some(answer.pages),
        starts: answer.starts,
        found: Vec::new(),
    };
    Ok(Pressed::Made(file, answer.messages))
}

fn fonts(job: &PressJob) -> Vec<(&str, &str, &str, String)> {
    let fonts = job.look.fonts.iter();
    let fonts = fonts.map(|font| {
        (
            font.role,
            font.face,
            &*font.name,
            STANDARD.encode(&font.bytes),
        )
    });
    fonts.collect()
}

fn line(job: &PressJob, patience: Duration) -> String {
    let files = job.files.iter();
    let files = files.map(|(name, bytes)| (name.as_str(), STANDARD.encode(bytes)));
    let line = serde_json::to_string(&JobLine {
        main: &job.main,
        files: files.collect(),
        fonts: fonts(job),
        looks: job
            .look
            .sources
            .iter()
            .map(|it| (&*it.name, &*it.text))
            .collect(),
        places: job.places.iter().map(|place| place.offset).collect(),
        dated: job.is_dated,
        memory: LARGEST,
        seconds: patience.as_secs(),
    });
    // Texts and numbers are always JSON.
    line.unwrap_or_default() + "\n"
}
