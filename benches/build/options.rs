//! What is asked for on the command line.

use std::path::PathBuf;
use std::time::Duration;

use crate::site::Shape;

/// Shown where something cannot be understood.
pub const USAGE: &str = "\
cargo bench --bench build -- [OPTIONS]

  --pages 1000,10000          sizes of the site of prose
  --shapes prose,short,code   sorts of sites: prose in these sizes, 4,000 short pages, 1,000 pages with code
  --only copublish,hugo,…     generators, the first being what others are compared with
  --rounds 5                  how often each is measured, in turn
  --seconds 300               the time for each generator at each size
  --exe PATH                  the copublish to measure, instead of the one just built
  --keep DIR                  write copublish's site of the first size to a new folder, then end
  --install                   install Hugo and Eleventy below target/, then end

CORPUS=DIR makes the prose of the Markdown below a folder, instead of the example site's.";

/// What to measure.
pub struct Options {
    pub pages: Vec<usize>,
    pub shapes: Vec<Shape>,
    pub only: Vec<String>,
    pub rounds: usize,
    pub time: Duration,
    pub exe: PathBuf,
    pub task: Task,
}

/// What to do at all.
#[derive(Clone, PartialEq, Eq)]
pub enum Task {
    Measure,
    Install,
    /// Writes copublish's site there.
    Keep(PathBuf),
}

impl Options {
    /// Understands the arguments of the program.
    ///
    /// # Errors
    /// In words, where they cannot be understood.
    pub fn read(arguments: impl Iterator<Item = String>) -> Result<Options, String> {
        let mut options = Options {
            pages: vec![1_000, 10_000],
            shapes: vec![Shape::Prose, Shape::Short, Shape::Code],
            only: ["copublish", "hugo", "eleventy", "zola"]
                .map(str::to_owned)
                .to_vec(),
            rounds: 5,
            time: Duration::from_secs(300),
            exe: PathBuf::from(env!("CARGO_BIN_EXE_copublish")),
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
                "--shapes" => {
                    options.shapes = value.split(',').map(shape).collect::<Result<_, _>>()?;
                }
                "--only" => options.only = value.split(',').map(str::to_owned).collect(),
                "--rounds" => options.rounds = number(&value)?,
                "--seconds" => options.time = Duration::from_secs(number(&value)? as u64),
                "--exe" => options.exe = absolute(&value)?,
                "--keep" => options.task = Task::Keep(absolute(&value)?),
                _ => return Err(format!("`{name}` is no option")),
            }
        }
        // A generator that is too slow at one size is not asked for larger ones.
        options.pages.sort_unstable();
        Ok(options)
    }
}

fn number(text: &str) -> Result<usize, String> {
    let digits = text.replace('_', "").parse().ok();
    digits
        .filter(|number| *number > 0)
        .ok_or_else(|| format!("`{text}` is no number above 0"))
}

fn shape(text: &str) -> Result<Shape, String> {
    let shapes = [Shape::Prose, Shape::Short, Shape::Code];
    let found = shapes.into_iter().find(|shape| shape.word() == text);
    found.ok_or_else(|| format!("`{text}` is none of prose, short, code"))
}

/// Generators are started in another folder, so a relative path would lead elsewhere.
fn absolute(path: &str) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("`{path}`: {error}"))
}
