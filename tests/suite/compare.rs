//! Two programs on the same sites, for changes that must not change what a site is.
//!
//! `COMPARE_WITH` names the other program, usually one of an earlier commit. Every file of the output must be the same
//! byte for byte, and the exit code too. Messages may differ; `COMPARE_MESSAGES=1` compares them as well.
//! `COMPARE_SITES` names further folders, separated by `:`, each of which holds a site.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use rayon::prelude::*;

use crate::site::{Run, Site};
use crate::{cases, corpus, diff};

/// How many differences of one site are shown.
const SHOWN: usize = 5;

/// The other program; says so on the terminal if there is none.
fn other_program() -> Option<PathBuf> {
    let program = std::env::var_os("COMPARE_WITH").map(PathBuf::from);
    if program.is_none() {
        let words =
            "SKIPPED: two programs on the same sites: set COMPARE_WITH to the other program";
        writeln!(std::io::stderr(), "{words}").expect("standard error");
    }
    program
}

/// Runs a verb by another program, in the environment of the first one.
fn run_other(program: &Path, site: &Site, verb: &str) -> Run {
    let own = site.command(&[verb]);
    let mut other = Command::new(program);
    other.args(own.get_args()).env_clear();
    for (name, value) in own.get_envs() {
        other.env(name, value.unwrap_or_default());
    }
    if let Some(folder) = own.get_current_dir() {
        other.current_dir(folder);
    }
    site.run_by(other)
}

/// What differs between two runs, in words.
fn differences(before: &Run, now: &Run) -> Vec<String> {
    let mut found = Vec::new();
    if before.status.code() != now.status.code() {
        found.push(format!(
            "ended with {}, now with {}",
            before.status, now.status
        ));
    }
    for (path, bytes) in &before.output {
        match now.output.get(path) {
            None => found.push(format!("{path} is missing now")),
            Some(same) if same == bytes => {}
            Some(other) => found.push(format!(
                "{path} has changed\n{}",
                changed_lines(bytes, other)
            )),
        }
    }
    let added = now
        .output
        .keys()
        .filter(|path| !before.output.contains_key(*path));
    found.extend(added.map(|path| format!("{path} is new")));
    if std::env::var_os("COMPARE_MESSAGES").is_some() && before.stderr != now.stderr {
        found.push(format!(
            "messages differ\n{}",
            diff::lines(&before.stderr, &now.stderr)
        ));
    }
    found
}

/// The lines that differ, of files short enough to be compared by line.
fn changed_lines(before: &[u8], now: &[u8]) -> String {
    let (before, now) = (
        String::from_utf8_lossy(before),
        String::from_utf8_lossy(now),
    );
    if before.lines().count().max(now.lines().count()) > 2_000 {
        return "    (long)".to_owned();
    }
    let lines = diff::lines(&before, &now);
    let changed = lines.lines().filter(|line| !line.starts_with("  "));
    changed
        .take(8)
        .map(|line| format!("    {line}\n"))
        .collect()
}

/// The first differences between two runs of one site, under its name.
fn report(name: &str, before: &Run, now: &Run) -> Option<String> {
    let found = differences(before, now);
    if found.is_empty() {
        return None;
    }
    let shown: Vec<&str> = found.iter().take(SHOWN).map(String::as_str).collect();
    Some(format!(
        "{name}: {} differences\n  {}",
        found.len(),
        shown.join("\n  ")
    ))
}

fn assert_none(differing: &[String]) {
    assert!(
        differing.is_empty(),
        "{} sites differ\n\n{}",
        differing.len(),
        differing.join("\n\n")
    );
}

#[test]
fn cases_give_the_same_sites() {
    let Some(program) = other_program() else {
        return;
    };
    let compared = |(name, case): &(String, cases::file::Case)| {
        let (before, verb) = cases::site_of(case);
        let (now, _) = cases::site_of(case);
        let strict = report(name, &run_other(&program, &before, verb), &now.run(&[verb]));
        if verb != "build" || strict.is_some() {
            return strict;
        }
        // What is left out and what is kept of a site with errors counts too.
        let (before, now) = (before.arg("--keep-going"), now.arg("--keep-going"));
        let lenient = report(name, &run_other(&program, &before, verb), &now.build());
        lenient.map(|found| format!("--keep-going, {found}"))
    };
    let differing: Vec<String> = cases::all().par_iter().filter_map(compared).collect();
    assert_none(&differing);
}

#[test]
fn the_example_and_other_sites_are_the_same() {
    let Some(program) = other_program() else {
        return;
    };
    let example = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let further = std::env::var_os("COMPARE_SITES").unwrap_or_default();
    let folders = std::iter::once(example).chain(std::env::split_paths(&further));
    let mut differing = Vec::new();
    for folder in folders.filter(|folder| !folder.as_os_str().is_empty()) {
        let name = folder.to_string_lossy().into_owned();
        let before = run_other(&program, &Site::copy_of(&folder), "build");
        let now = Site::copy_of(&folder).build();
        differing.extend(report(&name, &before, &now));
    }
    assert_none(&differing);
}

#[test]
fn the_18f_posts_give_the_same_site() {
    let Some(program) = other_program() else {
        return;
    };
    let Some(posts) = corpus::posts() else { return };
    let before = run_other(&program, &corpus::site(&posts), "build");
    let now = corpus::site(&posts).build();
    assert_none(
        &report("the 18F posts", &before, &now)
            .into_iter()
            .collect::<Vec<_>>(),
    );
}
