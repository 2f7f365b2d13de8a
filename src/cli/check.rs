//! `copublish check`: everything that is wrong with a site, and nothing written. Looks for nothing itself.

use std::path::Path;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::args::{Check, Format};
use super::external::External;
use super::json::{self, Document};
use super::known::{Asked, Told};
use super::places::Places;
use super::progress::Progress;
use super::shell::Shell;
use super::summary::{self, Counts};
use super::texts::{TextOf, in_order};
use super::{Answer, build as options_of, github, sarif, terminal};
use crate::base::{Diagnostic, FilePath, Severity};
use crate::check::{self, CheckedSite};
use crate::engine::{self, CheckResult, Drafts, Failure, LinkedSite, Options, PlannedSite};

/// Checks a site and says what was found.
///
/// # Errors
/// A sentence on why nothing could be checked.
pub fn run(shell: Shell, root: &Path, args: &Check) -> Result<Answer, Failure> {
    let drafts = if args.drafts {
        Drafts::Show
    } else {
        Drafts::Hide
    };
    let options = options_of::options_for(root, args.now.as_ref(), drafts)?;
    let started = Instant::now();
    let progress = if shell.shows_progress() {
        Progress::shown()
    } else {
        Progress::hidden()
    };
    let external = External::new(args, &options)?;
    let asking = if shell.shows_progress() {
        Progress::shown()
    } else {
        Progress::hidden()
    };
    let outside = |site: &CheckedSite| {
        let found = external.check(site, &|done, total| asking.set(done, total));
        asking.finish();
        found
    };
    let look = |ready: &PlannedSite| in_site(ready, &options, &outside);
    let result = engine::check(&options, &look, &|done, total| progress.set(done, total));
    progress.finish();
    let checked = result?;
    let ordered = in_order(&checked.diagnostics);
    let text_of = |file: &FilePath| engine::source_text(&options, file);
    let told = match asked(root, args) {
        Some(asked) => asked.tell(&ordered, &text_of)?,
        None => Told::all(&ordered),
    };
    let counts = Counts::of(&told.new);
    let most = args.max_warnings.filter(|most| counts.warnings > *most);
    let too_many = most.map(|most| summary::too_many(counts.warnings, most));
    let took = started.elapsed();
    let report = Report {
        args,
        text_of: &text_of,
        checked: &checked,
        told,
        too_many,
        counts,
        asked: external.note(),
        took,
    };
    report.give(shell, &Places::of(root, super::here().as_deref()))?;
    Ok(report.answer())
}

/// The baseline that was asked for.
fn asked<'a>(root: &'a Path, args: &'a Check) -> Option<Asked<'a>> {
    let file = args.baseline.as_ref().and_then(Option::as_deref);
    let is_wanted = args.baseline.is_some() || args.update_baseline;
    is_wanted.then_some(Asked {
        root,
        file,
        is_to_be_written: args.update_baseline,
    })
}

/// What the rules find in a site.
pub fn by_rules(ready: &PlannedSite, options: &Options) -> Vec<Diagnostic> {
    in_site(ready, options, &|_| Vec::new())
}

/// What the rules find, and what `more` does.
fn in_site(
    ready: &PlannedSite,
    options: &Options,
    more: &dyn Fn(&CheckedSite) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    let LinkedSite {
        project,
        theme,
        graph,
        data,
        ..
    } = &ready.linked;
    let site = CheckedSite {
        config: &project.site,
        kinds: &project.kinds,
        theme,
        theme_files: &project.theme,
        graph,
        plan: &ready.plan,
        data,
        now: options.now,
        suspects: &ready.linked.findings.files(),
        text_of: &|file| engine::source_text(options, file),
        last_changes: &|files| engine::last_changes(options, files),
    };
    let mut found = check::run_rules(&site);
    found.extend(more(&site));
    found
}

/// All there is to say of a check.
struct Report<'r> {
    args: &'r Check,
    text_of: &'r TextOf<'r>,
    checked: &'r CheckResult,
    told: Told<'r>,
    /// Why warnings count as errors do.
    too_many: Option<String>,
    counts: Counts,
    /// What was asked of other sites.
    asked: Option<String>,
    took: Duration,
}

impl Report<'_> {
    fn answer(&self) -> Answer {
        if self.counts.errors == 0 && self.too_many.is_none() {
            Answer::Fine
        } else {
            Answer::Problems
        }
    }

    /// Says it in the form that was asked for.
    fn give(&self, shell: Shell, places: &Places) -> Result<(), String> {
        match shell.format() {
            Format::Text => {
                self.complain(shell);
                self.say(shell)
            }
            Format::Json => shell.document(&self.document()),
            Format::Sarif => {
                let why = (self.answer().exit_code(), self.too_many.as_deref());
                shell.document(&sarif::log(&self.told.new, (self.text_of, places), why))
            }
            Format::Github => {
                let mut lines = github::annotations(&self.shown(shell), self.text_of, places);
                lines.extend(self.too_many.as_deref().map(github::failure));
                lines.extend(self.words().iter().map(|line| format!("{line}\n")));
                shell.show(&lines)
            }
        }
    }

    /// What is new, and where only errors are wanted, those.
    fn shown(&self, shell: Shell) -> Vec<&Diagnostic> {
        let wanted = |found: &&Diagnostic| !shell.is_quiet() || found.severity == Severity::Error;
        self.told.new.iter().copied().filter(wanted).collect()
    }

    /// What was found, on standard error.
    fn complain(&self, shell: Shell) {
        shell.complain(|colour, stderr| {
            terminal::draw_all(&self.shown(shell), self.text_of, colour, |part| {
                let _ = stderr.write_all(part.as_bytes());
            });
            if let Some(too_many) = &self.too_many {
                let _ = writeln!(stderr, "error: {too_many}");
            }
        });
    }

    /// What was looked at, on standard output.
    fn say(&self, shell: Shell) -> Result<(), String> {
        if self.args.timings {
            shell.say(&summary::timings(&self.checked.timings, self.took))?;
        }
        summary::by_code(&self.told.new)
            .iter()
            .try_for_each(|table| shell.say(table))?;
        self.words().iter().try_for_each(|line| shell.say(line))?;
        summary::mendable(&self.told.new)
            .iter()
            .try_for_each(|line| shell.say(line))?;
        self.notes()
            .iter()
            .try_for_each(|note| shell.say(&format!("note: {note}")))
    }

    /// The last lines: what came of it all, and of the baseline.
    fn words(&self) -> Vec<String> {
        let mut lines = vec![summary::checked(
            self.checked,
            self.took,
            (self.counts, self.told.known),
        )];
        lines.extend(self.told.updated.clone());
        lines.extend(
            self.told
                .gone
                .iter()
                .map(|gone| format!("in the baseline, but no longer found: {gone}")),
        );
        if !self.told.gone.is_empty() {
            lines.push(
                "`copublish check --update-baseline` removes what is no longer found".to_owned(),
            );
        }
        lines
    }

    fn notes(&self) -> Vec<String> {
        let of_ledger = summary::unrecorded(self.checked.unrecorded);
        self.checked
            .no_history
            .map(summary::no_history)
            .into_iter()
            .chain(summary::left_out(&self.checked.left_out))
            .chain(of_ledger)
            .chain(self.asked.clone())
            .collect()
    }

    fn document(&self) -> Document<Summary> {
        let summary = Summary {
            pages: self.checked.pages,
            files: self.checked.files,
            errors: self.counts.errors,
            warnings: self.counts.warnings,
            known: self.told.known,
            no_longer_found: self.told.gone.clone(),
            seconds: self.took.as_secs_f64(),
            notes: self
                .notes()
                .into_iter()
                .chain(self.too_many.clone())
                .chain(self.told.updated.clone())
                .collect(),
        };
        let diagnostics = json::found(&self.told.new, self.text_of);
        Document {
            success: self.answer() == Answer::Fine,
            diagnostics,
            ..Document::fine(summary)
        }
    }
}

/// The summary of a check in JSON.
#[derive(Debug, Serialize)]
struct Summary {
    pages: usize,
    files: usize,
    errors: usize,
    warnings: usize,
    /// Findings that the baseline knows.
    known: usize,
    /// What the baseline knows and nobody found.
    no_longer_found: Vec<String>,
    seconds: f64,
    notes: Vec<String>,
}
