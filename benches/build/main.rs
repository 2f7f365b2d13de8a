//! How long a build takes and how much memory: the real copublish, its peers, and `cp` on the same files.
//!
//! 1. `options`: what is asked for
//! 2. `site`: articles of real prose, written for each generator
//! 3. `subject`: a generator, and how it builds
//! 4. `process`: one run of a program, its time and its memory
//! 5. `output`: what a build made, and whether it made everything
//! 6. `run`: one site, all generators in turn
//! 7. `figures`, `table`, `targets`: figures, and how they are shown
//!
//! `docs/content/benchmarks.md` says how to run it and what the figures mean. Nothing here is a test: machines differ.

#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark starts programs, writes sites and looks at the clock"
)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the table is what it is for"
)]

mod figures;
mod options;
mod output;
mod process;
mod run;
#[path = "../shared/mod.rs"]
#[allow(dead_code, reason = "each benchmark needs a part of it")]
mod shared;
mod site;
mod subject;
mod table;
mod targets;

use std::env;
use std::path::Path;
use std::process::ExitCode;
use std::thread::available_parallelism;

use figures::Compared;
use options::{Options, Task, USAGE};
use shared::generator::{Generator, Program};
use shared::install;
use site::{Site, dialect};

fn main() -> ExitCode {
    let options = match Options::read(env::args().skip(1)) {
        Ok(options) => options,
        Err(why) => {
            eprintln!("{why}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let done = match &options.task {
        Task::Install => {
            install::all();
            Ok(())
        }
        Task::Keep(folder) => keep(&options, folder),
        Task::Measure => measure(&options),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::from(2)
        }
    }
}

/// Writes copublish's site of the first shape and size, and leaves it there.
fn keep(options: &Options, folder: &Path) -> Result<(), String> {
    if folder.exists() {
        return Err(format!("{} is there already", folder.display()));
    }
    let (Some(shape), Some(pages)) = (options.shapes.first(), options.pages.first()) else {
        return Err("there is no site to write".to_owned());
    };
    let site = Site::of(*shape, shape.pages().unwrap_or(*pages))?;
    let written = dialect::write(&site, Generator::Copublish, folder);
    written.map_err(|error| format!("the site cannot be written: {error}"))
}

/// Measures everything that was asked for, and prints a table for each site.
fn measure(options: &Options) -> Result<(), String> {
    let mut programs = Vec::new();
    for name in &options.only {
        match Program::named(name, &options.exe) {
            Ok(program) => programs.push(program),
            Err(why) => eprintln!("{name} IS LEFT OUT: {why}"),
        }
    }
    if programs.is_empty() {
        return Err("there is nothing to measure".to_owned());
    }
    println!("{}\n", head(&programs));
    let mut run: Vec<Compared> = Vec::new();
    for &shape in &options.shapes {
        let sizes = shape
            .pages()
            .map_or_else(|| options.pages.clone(), |pages| vec![pages]);
        for pages in sizes {
            let before = run.last().filter(|before| before.shape == shape);
            let compared = run::compare(&programs, (shape, pages), options, before)?;
            println!("{}", table::draw(&compared));
            run.push(compared);
        }
    }
    println!("{}", targets::draw(&run));
    Ok(())
}

/// What the figures were measured with.
fn head(programs: &[Program]) -> String {
    let names: Vec<&str> = programs
        .iter()
        .map(|program| program.name.as_str())
        .collect();
    let cores = available_parallelism().map_or(1, usize::from);
    let text = env::var("CORPUS").map_or_else(
        |_| "the example site".to_owned(),
        |folder| format!("`{folder}`"),
    );
    format!(
        "{}; {cores} cores, {}; text of {text}. Median (least–most; count).",
        names.join(", "),
        env::consts::OS
    )
}
