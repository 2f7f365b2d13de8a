//! What looking for problems costs: `copublish check` with its rules, and without any of them, one after the other on
//! the same site.
//!
//! Without rules it is a build that writes nothing: every page is made in memory. `docs/content/benchmarks.md` says how to
//! run it and what the figures mean. Nothing here is a test: machines differ.

#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark starts programs, writes sites and looks at the clock"
)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the table is what it is for"
)]

#[path = "../shared/mod.rs"]
#[allow(dead_code, reason = "each benchmark needs a part of it")]
mod shared;
#[path = "../preview/site/mod.rs"]
#[allow(
    dead_code,
    reason = "the site of the other benchmark, of which not all is asked here"
)]
mod site;

use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use copublish::base::Code;
use shared::cell::{Unit, cell, digits};
use shared::files::Folder;
use shared::samples::Samples;
use site::{Site, dialect};

const USAGE: &str = "\
cargo bench --bench check -- [OPTIONS]

  --pages 10000  size of the site, at least 50
  --rounds 9     how often each is measured
  --exe PATH     the copublish to measure, instead of the one just built";

fn main() -> ExitCode {
    let result = Options::read(std::env::args().skip(1)).and_then(|options| compare(&options));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

struct Options {
    pages: usize,
    rounds: usize,
    exe: String,
}

impl Options {
    fn read(arguments: impl Iterator<Item = String>) -> Result<Options, String> {
        let exe = env!("CARGO_BIN_EXE_copublish").to_owned();
        let mut options = Options {
            pages: 10_000,
            rounds: 9,
            exe,
        };
        // Cargo says `--bench` to every benchmark.
        let mut arguments = arguments.filter(|argument| argument != "--bench");
        while let Some(name) = arguments.next() {
            let value = arguments
                .next()
                .ok_or_else(|| format!("{name} wants a value"))?;
            let number = |least: usize| {
                let number = value.parse().ok().filter(|number| *number >= least);
                number.ok_or_else(|| {
                    format!("{name} wants a number of at least {least}, not {value}")
                })
            };
            match name.as_str() {
                "--pages" => options.pages = number(50)?,
                "--rounds" => options.rounds = number(1)?,
                "--exe" => options.exe = value,
                _ => return Err(format!("there is no option {name}")),
            }
        }
        Ok(options)
    }
}

/// Measures both in turn, so that whatever else the machine does falls on both, and prints the table.
fn compare(options: &Options) -> Result<(), String> {
    let folder = Folder::new("check")?;
    in_folder(options, &folder.0)
}

fn in_folder(options: &Options, folder: &Path) -> Result<(), String> {
    let site = Site::of(options.pages);
    let cannot = |error: std::io::Error| format!("the site cannot be written: {error}");
    let [with, without] = ["with", "without"].map(|name| folder.join(name));
    for root in [&with, &without] {
        fs::create_dir_all(root).map_err(cannot)?;
        dialect::write(&site, dialect::Dialect::Copublish, root).map_err(cannot)?;
    }
    let settings = fs::read_to_string(without.join("site.yaml")).map_err(cannot)?;
    let allowed: String = Code::ALL
        .iter()
        .map(|code| format!("  {}: allow\n", code.id()))
        .collect();
    fs::write(
        without.join("site.yaml"),
        format!("{settings}\nchecks:\n{allowed}"),
    )
    .map_err(cannot)?;
    let (mut checks, mut builds) = (Samples::default(), Samples::default());
    for round in 0..=options.rounds {
        eprintln!("round {round} of {}", options.rounds);
        let (check, build) = (time(options, &with)?, time(options, &without)?);
        // The first one warms the machine's caches.
        if round > 0 {
            checks.add(check);
            builds.add(build);
        }
    }
    let [over, under] =
        [&checks, &builds].map(|samples| samples.spread().map(|[_, median, _]| median));
    let ratio = over
        .zip(under)
        .map_or(f64::NAN, |(over, under)| over / under);
    println!("| {} pages | |", site.len());
    println!("| --- | ---: |");
    println!(
        "| every page made, nothing written, no rule asked | {} |",
        cell(&builds, Unit::Milliseconds)
    );
    println!(
        "| `copublish check` | {} |",
        cell(&checks, Unit::Milliseconds)
    );
    println!("| ratio of the medians | {} |", digits(ratio));
    Ok(())
}

/// The milliseconds of one check; what it finds is of no interest here.
fn time(options: &Options, root: &Path) -> Result<f64, String> {
    let mut command = Command::new(&options.exe);
    command
        .args(["check", "--quiet", "--root"])
        .arg(root)
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let started = Instant::now();
    let status = command
        .status()
        .map_err(|error| format!("{} cannot be started: {error}", options.exe))?;
    let took = started.elapsed();
    match status.code() {
        Some(0 | 1) => Ok(took.as_secs_f64() * 1000.0),
        _ => Err(format!("{} could not check the site", options.exe)),
    }
}
