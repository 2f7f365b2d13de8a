//! Whether time grows with the size of what is read, and not with its square: hostile shapes of Markdown, front matter,
//! blocks, CSV and YAML, doubled up to a megabyte, for each verb that reads them.
//!
//! `docs/content/benchmarks.md` says how to run it and what the figures mean. Nothing here is a test: machines differ. That all
//! these shapes come to an end at a megabyte is a test of the suite.

#![allow(
    clippy::disallowed_methods,
    reason = "a benchmark starts programs, writes sites and looks at the clock"
)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "the table is what it is for"
)]

mod shapes;
mod work;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use shapes::{SHAPES, Shape};
use work::{Work, measure};

const USAGE: &str = "\
cargo bench --bench linear -- [OPTIONS]

  --sizes 64,128,256,512,1024  kilobytes, each twice the one before
  --only TEXT                  shapes whose names hold this
  --verbs build,check,fix      what to measure
  --exe PATH                   the copublish to measure, instead of the one just built";

/// Work below this says nothing about how it grows: the system counts it in hundredths of a second.
const LEAST: f64 = 0.1;
/// Twice the size may cost twice the work, and what the machine adds by chance.
const STEEP: f64 = 2.3;

fn main() -> ExitCode {
    let result = Options::read(std::env::args().skip(1)).and_then(|options| table(&options));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}\n\n{USAGE}");
            ExitCode::from(2)
        }
    }
}

struct Options {
    sizes: Vec<usize>,
    only: String,
    verbs: Vec<String>,
    exe: String,
}

impl Options {
    fn read(arguments: impl Iterator<Item = String>) -> Result<Options, String> {
        let mut options = Options {
            sizes: vec![64, 128, 256, 512, 1024],
            only: String::new(),
            verbs: ["build", "check", "fix"].map(str::to_owned).to_vec(),
            exe: env!("CARGO_BIN_EXE_copublish").to_owned(),
        };
        // Cargo says `--bench` to every benchmark.
        let mut arguments = arguments.filter(|argument| argument != "--bench");
        while let Some(name) = arguments.next() {
            let value = arguments
                .next()
                .ok_or_else(|| format!("{name} wants a value"))?;
            match name.as_str() {
                "--sizes" => {
                    let sizes = value.split(',').map(|size| size.parse().ok());
                    options.sizes = sizes
                        .collect::<Option<_>>()
                        .ok_or("--sizes wants numbers")?;
                }
                "--only" => options.only = value.to_lowercase(),
                "--verbs" => options.verbs = value.split(',').map(str::to_owned).collect(),
                "--exe" => options.exe = value,
                _ => return Err(format!("there is no option {name}")),
            }
        }
        Ok(options)
    }
}

/// How the work of one verb on one shape grew.
struct Growth {
    name: String,
    works: Vec<Work>,
}

impl Growth {
    fn last(&self) -> Work {
        self.works.last().copied().unwrap_or(Work::Endless)
    }

    /// By what the work grew with each doubling, where there was enough of it to say so.
    fn ratios(&self) -> Vec<f64> {
        let pairs = self
            .works
            .windows(2)
            .filter_map(|pair| match (pair.first()?, pair.last()?) {
                (Work::Seconds(before), Work::Seconds(after)) if *before >= LEAST => {
                    Some(after / before)
                }
                _ => None,
            });
        pairs.collect()
    }

    /// True where two doublings in a row cost clearly more than twice, or the end was not waited for.
    fn is_steep(&self) -> bool {
        let is_endless = self
            .works
            .iter()
            .any(|work| matches!(work, Work::Endless | Work::Failed));
        is_endless
            || self
                .ratios()
                .windows(2)
                .any(|two| two.iter().all(|ratio| *ratio > STEEP))
    }

    fn cell(&self) -> String {
        let ratio = self
            .ratios()
            .last()
            .map_or_else(String::new, |ratio| format!(" ×{ratio:.2}"));
        let mark = if self.is_steep() { "**" } else { "" };
        format!("{mark}{}{ratio}{mark}", self.last())
    }
}

fn table(options: &Options) -> Result<(), String> {
    println!(
        "| at {} KB, and by what it grew last | {} |",
        options.sizes.last().unwrap_or(&0),
        options.verbs.join(" | ")
    );
    println!("| --- |{}", " ---: |".repeat(options.verbs.len()));
    let folder =
        std::env::temp_dir().join(format!("copublish-bench-linear-{}", std::process::id()));
    let mut all = Vec::new();
    for shape in SHAPES
        .iter()
        .filter(|shape| shape.name().contains(&options.only))
    {
        let growths = grow(options, shape, &folder);
        let _ = fs::remove_dir_all(&folder);
        let growths = growths?;
        let cells: Vec<String> = growths.iter().map(Growth::cell).collect();
        // A name may hold what ends a cell.
        println!(
            "| `{}` | {} |",
            shape.name().replace('|', "\\|"),
            cells.join(" | ")
        );
        all.extend(growths);
    }
    figures(&all);
    Ok(())
}

fn grow(options: &Options, shape: &Shape, folder: &Path) -> Result<Vec<Growth>, String> {
    let cannot = |error: std::io::Error| format!("the site cannot be written: {error}");
    let growth = |verb: &String| Growth {
        name: format!("{verb}, {}", shape.name()),
        works: Vec::new(),
    };
    let mut growths: Vec<Growth> = options.verbs.iter().map(growth).collect();
    for size in &options.sizes {
        for (verb, growth) in options.verbs.iter().zip(&mut growths) {
            // What has gone on for minutes would go on for longer.
            if matches!(growth.works.last(), Some(Work::Endless | Work::Failed)) {
                continue;
            }
            let _ = fs::remove_dir_all(folder);
            for (path, text) in shape.files(size * 1024) {
                let path = folder.join(path);
                fs::create_dir_all(path.parent().unwrap_or(folder)).map_err(cannot)?;
                fs::write(path, text).map_err(cannot)?;
            }
            growth
                .works
                .push(measure(&options.exe, verb, folder).map_err(cannot)?);
        }
    }
    Ok(growths)
}

fn figures(all: &[Growth]) {
    let mut ratios: Vec<f64> = all
        .iter()
        .filter_map(|growth| growth.ratios().last().copied())
        .collect();
    ratios.sort_by(f64::total_cmp);
    let steep: Vec<&Growth> = all.iter().filter(|growth| growth.is_steep()).collect();
    println!(
        "\n{} times measured, {} of them long enough to say how they grow.",
        all.len(),
        ratios.len()
    );
    if let (Some(median), Some(most)) = (ratios.get(ratios.len() / 2), ratios.last()) {
        println!("Twice the size costs ×{median:.2} in the middle and ×{most:.2} at most.");
    }
    println!("{} grow faster than their size.", steep.len());
    for growth in steep {
        let works: Vec<String> = growth.works.iter().map(ToString::to_string).collect();
        println!("- {}: {}", growth.name, works.join(", "));
    }
}
