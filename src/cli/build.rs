//! `copublish build`: passes options to the engine and reports the result. Builds nothing itself.

use std::path::Path;
use std::time::{Duration, Instant};

use jiff::Zoned;
use serde::Serialize;

use super::args::{Build, EditionsWanted, Format};
use super::change::{Change, PollingNotice, invalidate};
use super::digest::{self, Detail};
use super::json::{self, Document};
use super::options::{drafts, moment_or_now};
use super::press_program::press_program;
use super::progress::Progress;
use super::reasons;
use super::schedule::Schedule;
use super::shell::Shell;
use super::shutdown::{ExitAs, Shutdown};
use super::source_texts::{TextOf, in_order};
use super::summary::{self, Counts};
use super::{Answer, github, sarif};
use crate::base::site_layout;
use crate::base::{Diagnostic, FilePath, Severity};
use crate::engine::{
    self, EditionPress, Engine, Failure, FileChange, LanguageHosts, Need, NewUrls, OnError,
    Options, Outcome, Unsaved,
};
use crate::watch::{Watch, WatchEvent};

/// Builds a site and reports the result.
///
/// # Errors
/// A sentence on why nothing could be built.
pub fn run(shell: Shell, root: &Path, args: &Build) -> Result<Answer, Failure> {
    let exit_as = if args.watch {
        ExitAs::Success
    } else {
        ExitAs::Signal
    };
    let shutdown = Shutdown::listen(exit_as);
    let (need, stop) = (needs(args.editions), shutdown.token().clone());
    let job = BuildJob {
        shell,
        root,
        args,
        engine: args.watch.then(Engine::default),
        shutdown,
        editions: EditionPress::of_build(press_program(), root, need, stop),
    };
    if args.watch {
        job.watch()
    } else {
        job.build(None).map(|result| result.answer)
    }
}

/// Whether editions must be made.
pub fn needs(wanted: EditionsWanted) -> Need {
    match wanted {
        EditionsWanted::IfPossible => Need::IfPossible,
        EditionsWanted::Required => Need::Required,
    }
}

/// One build, or many with `--watch`.
struct BuildJob<'j> {
    shell: Shell,
    root: &'j Path,
    args: &'j Build,
    /// What later builds reuse; `None` for a single build.
    engine: Option<Engine>,
    shutdown: Shutdown,
    editions: EditionPress,
}

struct BuildResult {
    answer: Answer,
    schedule: Schedule,
    /// Why the build could not run.
    failure: Option<Failure>,
}

impl BuildJob<'_> {
    /// Builds the site again after each batch of changes, and when it changes by itself. A build that cannot run is
    /// reported, and retried after the next change or after a while.
    fn watch(&self) -> Result<Answer, Failure> {
        let (shell, root) = (self.shell, self.root);
        check_is_for_people(shell)?;
        let mut watch = Watch::start(root, &self.options()?.output);
        let mut result = self.build_or_report(None, None);
        let mut notice = PollingNotice::default();
        shell.say("waiting for changes; press Ctrl-C to stop")?;
        loop {
            notice.show_once(shell, &watch)?;
            let Some(event) = watch.wait(result.schedule.deadline()) else {
                return Ok(result.answer);
            };
            let Some(change) = Change::new(&event, result.schedule, root) else {
                continue;
            };
            if let (WatchEvent::Changed(batch), Some(engine)) = (&event, &self.engine) {
                invalidate(engine, batch);
            }
            // A failure that was reported is not reported again only because time passes.
            let reported = match event {
                WatchEvent::Due => result.failure.as_ref(),
                WatchEvent::Changed(_) => None,
            };
            result = self.build_or_report(Some(&change), reported);
        }
    }

    /// Builds, and reports a build that cannot run, unless the same failure was `reported` before and nothing has
    /// changed since.
    fn build_or_report(&self, change: Option<&Change>, reported: Option<&Failure>) -> BuildResult {
        self.build(change).unwrap_or_else(|failure| {
            if reported != Some(&failure) {
                super::report_failure(self.shell, self.root, &failure, Detail::of(self.args.all));
            }
            BuildResult {
                answer: Answer::Problems,
                schedule: Schedule::retry(),
                failure: Some(failure),
            }
        })
    }

    /// Builds once. `change` is the reason, unless it is the first build.
    fn build(&self, change: Option<&Change>) -> Result<BuildResult, Failure> {
        let options = self.options()?;
        let started = Instant::now();
        let outcome = self.run_engine(&options)?;
        let took = started.elapsed();
        let ordered = in_order(&outcome.diagnostics);
        let counts = Counts::of(&ordered);
        let report = BuildReport {
            args: self.args,
            options: &options,
            outcome: &outcome,
            ordered,
            counts,
            took,
            change,
        };
        if let Some(failure) = &outcome.not_written {
            if self.shell.is_for_people() {
                report.show_diagnostics(self.shell);
            }
            return Err(failure.clone());
        }
        report.show(self.shell, self.root)?;
        Ok(BuildResult {
            answer: report.answer(),
            schedule: Schedule::new(options.now, outcome.next_moment, self.args.now.as_ref()),
            failure: None,
        })
    }

    fn run_engine(&self, options: &Options) -> Result<Outcome, Failure> {
        let progress = Progress::on(self.shell);
        let result = engine::build(options, self.engine.as_ref(), &|done, total| {
            progress.set(done, total);
        });
        progress.finish();
        self.shutdown.exit_if_requested();
        result
    }

    fn options(&self) -> Result<Options, Failure> {
        let (root, args) = (self.root, self.args);
        Ok(Options {
            root: root.to_owned(),
            output: args
                .output
                .clone()
                .unwrap_or_else(|| root.join(site_layout::OUTPUT)),
            base_url: args.base_url.clone(),
            hosts: LanguageHosts::Own,
            now: moment_or_now(root, args.now.as_ref())?,
            drafts: drafts(args.drafts),
            on_error: if args.keep_going {
                OnError::KeepGoing
            } else {
                OnError::Stop
            },
            unsaved: Unsaved::default(),
            new_urls: if args.update_ledger {
                NewUrls::Record
            } else {
                NewUrls::Count
            },
            stop: self.shutdown.token().clone(),
            editions: self.editions.clone(),
            shard: self.args.shard,
        })
    }
}

/// Everything to report about a build.
struct BuildReport<'r> {
    args: &'r Build,
    options: &'r Options,
    outcome: &'r Outcome,
    ordered: Vec<&'r Diagnostic>,
    counts: Counts,
    took: Duration,
    /// The reason for a rebuild.
    change: Option<&'r Change>,
}

impl BuildReport<'_> {
    fn answer(&self) -> Answer {
        if self.counts.errors == 0 {
            Answer::Fine
        } else {
            Answer::Problems
        }
    }

    /// Prints all of it in the requested format.
    fn show(&self, shell: Shell, root: &Path) -> Result<(), String> {
        match shell.format() {
            Format::Text => {
                let table = self.show_diagnostics(shell);
                self.show_summary(shell, table.as_deref())
            }
            Format::Json => shell.document(&self.document()),
            Format::Sarif => {
                let places = super::places_of(root);
                let exit = sarif::Exit {
                    code: self.answer().exit_code(),
                    why: None,
                };
                shell.document(&sarif::log(&self.ordered, &*self.text_of(), &places, exit))
            }
            Format::Github => {
                let places = super::places_of(root);
                let lines = github::annotations(&self.ordered, &*self.text_of(), &places);
                shell.show(&(lines + &summary::built(self.outcome, self.took, self.counts) + "\n"))
            }
        }
    }

    /// Prints diagnostics to standard error. Returns the table of how many there are, if that is not said yet.
    fn show_diagnostics(&self, shell: Shell) -> Option<String> {
        let is_wanted =
            |found: &&Diagnostic| !shell.is_quiet() || found.severity == Severity::Error;
        let shown: Vec<&Diagnostic> = self.ordered.iter().copied().filter(is_wanted).collect();
        let mut table = None;
        shell.on_stderr(|colour, stderr| {
            let detail = Detail::of(self.args.all);
            let report = digest::report(&shown, &*self.text_of(), colour, detail);
            let _ = stderr.write_all(report.text().as_bytes());
            table = report.table(&self.ordered);
            // After a successful build, the last line on standard output counts them.
            if !self.outcome.committed && !shell.is_quiet() {
                let _ = writeln!(stderr, "{}", self.counts.words());
            }
        });
        table
    }

    /// Prints what was done to standard output.
    fn show_summary(&self, shell: Shell, table: Option<&str>) -> Result<(), String> {
        self.show_reasons(shell)?;
        shell.say(&match self.change {
            None => summary::built(self.outcome, self.took, self.counts),
            Some(change) => reasons::rebuilt(change, self.outcome, self.took, self.counts),
        })?;
        for kept in &self.outcome.kept {
            let message = "moved a file that copublish did not write out of the way";
            shell.say(&format!("{message}: {}", kept.display()))?;
        }
        // With --watch, the first build has shown them.
        if self.change.is_none() {
            table.map_or(Ok(()), |table| shell.say(table))?;
            self.show_advice(shell)?;
        }
        match &self.outcome.next_change {
            Some(at) => shell.say(&summary::next_change(at.timestamp(), at.time_zone())),
            None => Ok(()),
        }
    }

    /// What `--timings` and `--why` ask for.
    fn show_reasons(&self, shell: Shell) -> Result<(), String> {
        if self.args.timings {
            shell.say(&summary::timings(&self.outcome.timings, self.took))?;
        }
        self.file_changes()
            .iter()
            .try_for_each(|why| shell.say(&reasons::why(why)))
    }

    fn show_advice(&self, shell: Shell) -> Result<(), String> {
        if let Some(line) = summary::fixable(&self.ordered) {
            shell.say(&line)?;
        }
        for note in self.notes() {
            shell.say(&format!("note: {note}"))?;
        }
        Ok(())
    }

    /// Why files were written, with `--why`.
    fn file_changes(&self) -> &[FileChange] {
        if self.args.why {
            &self.outcome.why
        } else {
            &[]
        }
    }

    /// Information that is not a problem of the site.
    fn notes(&self) -> Vec<String> {
        let outcome = self.outcome;
        let ledger = if self.args.update_ledger {
            Some(summary::recorded(outcome.recorded))
        } else {
            summary::unrecorded(outcome.unrecorded)
        };
        let no_history = outcome.no_history.as_ref().map(summary::no_history);
        let future_commits = summary::future_commits(&outcome.future_commits);
        let left_out = summary::left_out(&outcome.left_out);
        let defaults = summary::defaults(outcome.defaults);
        let hidden = summary::hidden_problems(&outcome.hidden_problems);
        let unmade = summary::unmade_editions(outcome.unmade);
        let undated = summary::undated_pdfs(&outcome.undated_pdfs);
        let others = [hidden, no_history, future_commits, unmade, undated]
            .into_iter()
            .flatten();
        defaults
            .into_iter()
            .chain(others)
            .chain(left_out)
            .chain(ledger)
            .collect()
    }

    fn document(&self) -> Document<BuildSummary> {
        let diagnostics = json::found(&self.ordered, &*self.text_of());
        Document {
            success: self.counts.errors == 0,
            diagnostics,
            ..Document::fine(self.summary())
        }
    }

    fn summary(&self) -> BuildSummary {
        let outcome = self.outcome;
        let next_change = outcome.next_change.as_ref().map(Zoned::timestamp);
        BuildSummary {
            pages: outcome.pages,
            files: outcome.files,
            changed: outcome.changed,
            removed: outcome.removed,
            bytes: outcome.bytes,
            committed: outcome.committed,
            kept: outcome
                .kept
                .iter()
                .map(|kept| kept.display().to_string())
                .collect(),
            errors: self.counts.errors,
            warnings: self.counts.warnings,
            seconds: self.took.as_secs_f64(),
            why: self.file_changes().iter().map(reasons::document).collect(),
            next_change: next_change.map(|at| at.to_string()),
            notes: self.notes(),
            timings: outcome
                .timings
                .iter()
                .copied()
                .map(StageTime::new)
                .collect(),
        }
    }

    fn text_of(&self) -> Box<TextOf<'_>> {
        Box::new(|file: &FilePath| engine::source_text(self.options, file))
    }
}

/// The summary of a build in JSON.
#[derive(Debug, Serialize)]
struct BuildSummary {
    pages: usize,
    files: usize,
    changed: usize,
    removed: usize,
    bytes: u64,
    committed: bool,
    kept: Vec<String>,
    errors: usize,
    warnings: usize,
    seconds: f64,
    /// Files written or removed; only with `--why`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    why: Vec<reasons::Reasons>,
    next_change: Option<String>,
    notes: Vec<String>,
    timings: Vec<StageTime>,
}

#[derive(Debug, Serialize)]
struct StageTime {
    stage: &'static str,
    seconds: f64,
}

impl StageTime {
    fn new(timing: (&'static str, Duration)) -> StageTime {
        let (stage, time) = timing;
        StageTime {
            stage,
            seconds: time.as_secs_f64(),
        }
    }
}

/// A watch never ends, so that nothing that reads a whole document can use it.
fn check_is_for_people(shell: Shell) -> Result<(), Failure> {
    if shell.is_for_people() {
        return Ok(());
    }
    let format = if shell.wants_json() { " json" } else { "" };
    let why = format!("--watch cannot be combined with --format{format}");
    Err(Failure::from(why))
}
