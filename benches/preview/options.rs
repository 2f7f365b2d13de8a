//! What is asked for on the command line.

use std::path::PathBuf;
use std::time::Duration;

/// Shown where something cannot be understood.
pub const USAGE: &str = "\
cargo bench --bench preview -- [OPTIONS]

  --pages 1000,10000     sizes of the site, at least 50
  --only copublish,hugo  generators, the first being what others are compared with
  --edits 30             edits of each sort, where there is time
  --seconds 20           the time for each sort; three edits are made however long they take
  --exe PATH             the copublish to measure, instead of the one just built
  --asking MS            ask for the page every so many milliseconds, instead of being told as a browser is
  --install              install the peers below target/, then end";

/// What to measure.
pub struct Options {
    pub pages: Vec<usize>,
    pub only: Vec<String>,
    pub edits: usize,
    pub time: Duration,
    pub exe: PathBuf,
    pub seen: Seen,
    pub task: Task,
}

/// What to do at all.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Task {
    Measure,
    Install,
}

/// How the client comes to see a change.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// The page is told, as in a browser.
    Told,
    /// It is asked for again and again, with this pause.
    Asking(Duration),
}

impl Options {
    /// Understands the arguments of the program.
    ///
    /// # Errors
    /// In words, where they cannot be understood.
    pub fn read(arguments: impl Iterator<Item = String>) -> Result<Options, String> {
        let mut options = Options {
            pages: vec![1_000, 10_000],
            only: ["copublish", "hugo", "eleventy"]
                .map(str::to_owned)
                .to_vec(),
            edits: 30,
            time: Duration::from_secs(20),
            exe: PathBuf::from(env!("CARGO_BIN_EXE_copublish")),
            seen: Seen::Told,
            task: Task::Measure,
        };
        // Cargo says `--bench` to every benchmark.
        let mut arguments = arguments.filter(|argument| argument != "--bench");
        while let Some(name) = arguments.next() {
            if name == "--install" {
                options.task = Task::Install;
                continue;
            }
            let value = arguments
                .next()
                .ok_or_else(|| format!("`{name}` wants a value"))?;
            match name.as_str() {
                "--pages" => {
                    options.pages = value.split(',').map(number).collect::<Result<_, _>>()?;
                }
                "--only" => options.only = value.split(',').map(str::to_owned).collect(),
                "--edits" => options.edits = number(&value)?.max(1),
                "--seconds" => options.time = Duration::from_secs(number(&value)? as u64),
                "--exe" => options.exe = absolute(&value)?,
                "--asking" => {
                    options.seen = Seen::Asking(Duration::from_millis(number(&value)? as u64));
                }
                _ => return Err(format!("`{name}` is no option")),
            }
        }
        Ok(options)
    }
}

fn number(text: &str) -> Result<usize, String> {
    let digits = text.replace('_', "");
    digits.parse().map_err(|_| format!("`{text}` is no number"))
}

/// Generators are started in another folder, so a relative path would lead elsewhere.
fn absolute(path: &str) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("`{path}`: {error}"))
}
