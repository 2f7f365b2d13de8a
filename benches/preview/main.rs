//! How long it takes from saving a file to seeing it: the real copublish, and its peers, over HTTP.
//!
//! 1. `options`: what is asked for
//! 2. `site`: a large partnership's site, written for each generator
//! 3. `subject`: a generator, and how it is called
//! 4. `process`, `client`: a generator at work, and a browser without a screen
//! 5. `edit`, `run`: what is changed, and one generator at one size
//! 6. `measure`, `table`: figures, and how they are shown
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

mod client;
mod edit;
mod measure;
mod options;
mod process;
mod run;
#[path = "../shared/mod.rs"]
#[allow(dead_code, reason = "each benchmark needs a part of it")]
mod shared;
mod site;
mod subject;
mod table;

use std::env;
use std::process::ExitCode;
use std::thread::available_parallelism;

use options::{Options, Seen, Task, USAGE};
use shared::files::Folder;
use shared::install;
use site::{Site, dialect};
use subject::Subject;
use table::Column;

fn main() -> ExitCode {
    let options = match Options::read(env::args().skip(1)) {
        Ok(options) => options,
        Err(why) => {
            eprintln!("{why}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    if options.task == Task::Install {
        install::all();
        return ExitCode::SUCCESS;
    }
    let mut subjects = Vec::new();
    for name in &options.only {
        match Subject::named(name, &options.exe) {
            Ok(subject) => subjects.push(subject),
            Err(why) => eprintln!("{name} IS LEFT OUT: {why}"),
        }
    }
    if subjects.is_empty() {
        eprintln!("there is nothing to measure");
        return ExitCode::from(2);
    }
    println!("{}\n", head(&subjects, &options));
    for &pages in &options.pages {
        compare(&subjects, pages, &options);
    }
    ExitCode::SUCCESS
}

/// Measures all generators at one size, one after the other, and prints the table.
fn compare(subjects: &[Subject], pages: usize, options: &Options) {
    let site = Site::of(pages);
    let mut columns = Vec::new();
    for subject in subjects {
        eprintln!("{} at {} pages …", subject.name, site.len());
        let measured = Folder::new(&pages.to_string()).and_then(|folder| {
            let written = dialect::write(&site, subject.dialect, &folder.0);
            written.map_err(|error| format!("the site cannot be written: {error}"))?;
            run::measure((&site, &folder.0), subject, options)
        });
        match measured {
            Ok(figures) => {
                if figures.untold > 0 {
                    eprintln!(
                        "note: {} edits were there before the page was told",
                        figures.untold
                    );
                }
                columns.push(Column {
                    name: subject.name.clone(),
                    figures,
                });
            }
            Err(why) => eprintln!(
                "{} COULD NOT BE MEASURED at {pages} pages: {why}",
                subject.name
            ),
        }
    }
    println!("{}", table::draw(&columns, site.len()));
}

/// What the figures were measured with.
fn head(subjects: &[Subject], options: &Options) -> String {
    let names: Vec<&str> = subjects
        .iter()
        .map(|subject| subject.name.as_str())
        .collect();
    let cores = available_parallelism().map_or(1, usize::from);
    let seen = match options.seen {
        Seen::Told => "pages are told of changes, as in a browser".to_owned(),
        Seen::Asking(pause) => format!("pages are asked for every {} ms", pause.as_millis()),
    };
    format!(
        "{}; {cores} cores, {}; {seen}. Median (least–most; count).",
        names.join(", "),
        env::consts::OS
    )
}
