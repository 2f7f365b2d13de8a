//! `copublish build`: hands options to the pipeline and says what came out. Builds nothing itself.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::Serialize;

use super::args::{Build, Format, Now};
use super::change::Change;
use super::due::Due;
use super::ending::{Ending, How};
use super::json::{self, Document};
use super::places::Places;
use super::progress::Progress;
use super::reasons;
use super::shell::Shell;
use super::summary::{self, Counts};
use super::terminal;
use super::texts::{TextOf, in_order};
use super::{Answer, clock, github, sarif};
use crate::base::site_layout;
use crate::base::{Diagnostic, FilePath, Severity};
use crate::engine::{
    self, CancelToken, Drafts, Engine, Failure, FileChange, NewUrls, OnError, Options, Outcome,
    Unsaved,
};
use crate::watch::{Batch, Watch, WatchEvent, WatchMethod};

/// Builds a site and says how it went.
///
/// # Errors
/// A sentence on why nothing could be built.
pub fn run(shell: Shell, root: &Path, args: &Build) -> Result<Answer, Failure> {
    if args.watch {
        let memory = Some(Engine::default());
        return Job {
            shell,
            root,
            args,
            memory,
            ending: Ending::awaited(How::Well),
        }
        .again_and_again();
    }
    let job = Job {
        shell,
        root,
        args,
        memory: None,
        ending: Ending::awaited(How::BySignal),
    };
    job.once(None).map(|built| built.answer)
}

/// What is to be built, once or again and again.
struct Job<'j> {
    shell: Shell,
    root: &'j Path,
    args: &'j Build,
    /// What need not be made again; none for a single build.
    memory: Option<Engine>,
    ending: Ending,
}

/// What came of a build.
struct Ended {
    answer: Answer,
    /// When it is to be built again by itself.
    due: Due,
    /// Why it could not run.
    failed: Option<Failure>,
}

impl Job<'_> {
    /// Builds, and builds again after each batch of changes, and when the site changes by itself. A build that
    /// cannot run is said, and mended by the next change; it is tried again now and then without one.
    fn again_and_again(&self) -> Result<Answer, Failure> {
        let (shell, root) = (self.shell, self.root);
        if !shell.speaks_to_people() {
            let format = if shell.wants_json() { " json" } else { "" };
            return Err(Failure::from(format!(
                "--watch cannot be combined with --format{format}"
            )));
        }
        let mut watch = Watch::start(root, &self.options()?.output);
        let mut ended = self.said(self.once(None), None);
        let mut by = WatchMethod::Events;
        shell.say("waiting for changes; press Ctrl-C to stop")?;
        loop {
            say_how(shell, &mut by, &watch)?;
            let Some(woken) = watch.wait(ended.due.until()) else {
                return Ok(ended.answer);
            };
            let Some(change) = Change::of(&woken, ended.due, root) else {
                continue;
            };
            if let (WatchEvent::Changed(batch), Some(memory)) = (&woken, &self.memory) {
                forget(memory, batch);
            }
            let before = ended.failed.as_ref().filter(|_| woken == WatchEvent::Due);
            ended = self.said(self.once(Some(&change)), before);
        }
    }

    /// Says why a build could not run, unless nothing has changed since that was last said.
    fn said(&self, result: Result<Ended, Failure>, before: Option<&Failure>) -> Ended {
        result.unwrap_or_else(|why| {
            if before != Some(&why) {
                super::fail(self.shell, self.root, &why);
            }
            Ended {
                answer: Answer::Problems,
                due: Due::again(),
                failed: Some(why),
            }
        })
    }
}

/// Says once that the system tells of no changes.
pub fn say_how(shell: Shell, by: &mut WatchMethod, watch: &Watch) -> Result<(), String> {
    if *by == WatchMethod::Events && watch.method() == WatchMethod::Polling {
        *by = WatchMethod::Polling;
        shell.say("file events are not available here; polling once a second")?;
    }
    Ok(())
}

/// Makes a memory forget what has changed.
pub fn forget(memory: &Engine, batch: &Batch) {
    if batch.everything {
        memory.forget(&[PathBuf::new()]);
    }
    memory.forget(&batch.paths);
    memory.forget(&batch.transient);
    if batch.history || batch.everything {
        memory.forget_history();
    }
}

impl Job<'_> {
    /// Builds once; `change` made it necessary, where it is not the first time.
    fn once(&self, change: Option<&Change>) -> Result<Ended, Failure> {
        let (shell, root, args) = (self.shell, self.root, self.args);
        let options = self.options()?;
        let started = Instant::now();
        let progress = if shell.shows_progress() {
            Progress::shown()
        } else {
            Progress::hidden()
        };
        let result = engine::build(&options, self.memory.as_ref(), &|done, total| {
            progress.set(done, total)
        });
        progress.finish();
        self.ending.end_if_asked();
        let outcome = result?;
        let took = started.elapsed();
        let ordered = in_order(&outcome.diagnostics);
        let counts = Counts::of(&ordered);
        let report = Report {
            args,
            options: &options,
            outcome: &outcome,
            ordered,
            counts,
            took,
        };
        if let Some(failure) = &outcome.not_written {
            if shell.speaks_to_people() {
                report.complain(shell);
            }
            return Err(failure.clone());
        }
        let answer = if report.counts.errors == 0 {
            Answer::Fine
        } else {
            Answer::Problems
        };
        report.show(shell, root, (answer, change))?;
        let next = outcome.next_change.as_ref().map(Zoned::timestamp);
        Ok(Ended {
            answer,
            due: Due::at((options.now, next), args.now.as_ref()),
            failed: None,
        })
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
            now: moment_or_now(root, args.now.as_ref())?,
            drafts: if args.drafts {
                Drafts::Show
            } else {
                Drafts::Hide
            },
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
            stop: self.ending.stop().clone(),
        })
    }
}

/// The options to look at a site with, without writing anything.
pub fn options_for(root: &Path, now: Option<&Now>, drafts: Drafts) -> Result<Options, Failure> {
    Ok(options_at(root, moment_or_now(root, now)?, drafts))
}

/// The same, for a moment that is known.
pub fn options_at(root: &Path, now: Timestamp, drafts: Drafts) -> Options {
    Options {
        root: root.to_owned(),
        output: root.join(site_layout::OUTPUT),
        base_url: None,
        now,
        drafts,
        on_error: OnError::KeepGoing,
        unsaved: Unsaved::default(),
        new_urls: NewUrls::Count,
        stop: CancelToken::default(),
    }
}

/// The moment to build for: the clock's, or the one typed.
fn moment_or_now(root: &Path, now: Option<&Now>) -> Result<Timestamp, Failure> {
    now.map_or_else(|| Ok(clock()), |now| moment(root, now))
}

/// The time zone of the site; that of Greenwich where there is no site just now.
pub fn zone(root: &Path) -> TimeZone {
    engine::read_project(root).map_or(TimeZone::UTC, |declared| declared.site.timezone)
}

/// The moment typed, in the zone of the site.
pub fn moment(root: &Path, now: &Now) -> Result<Timestamp, Failure> {
    let declared = engine::read_project(root)?;
    Ok(now.instant(&declared.site.timezone))
}

/// All there is to say of a build.
struct Report<'r> {
    args: &'r Build,
    options: &'r Options,
    outcome: &'r Outcome,
    ordered: Vec<&'r Diagnostic>,
    counts: Counts,
    took: Duration,
}

impl Report<'_> {
    /// All of it, in the form that was asked for.
    fn show(
        &self,
        shell: Shell,
        root: &Path,
        (answer, change): (Answer, Option<&Change>),
    ) -> Result<(), String> {
        match shell.format() {
            Format::Text => {
                self.complain(shell);
                self.say(shell, change)
            }
            Format::Json => shell.document(&self.document()),
            Format::Sarif => {
                let places = Places::of(root, super::here().as_deref());
                let told = (answer.exit_code(), None);
                shell.document(&sarif::log(
                    &self.ordered,
                    (&*self.text_of(), &places),
                    told,
                ))
            }
            Format::Github => {
                let places = Places::of(root, super::here().as_deref());
                let lines = github::annotations(&self.ordered, &*self.text_of(), &places);
                shell.show(&(lines + &summary::built(self.outcome, self.took, self.counts) + "\n"))
            }
        }
    }

    /// What was found, on standard error.
    fn complain(&self, shell: Shell) {
        let wanted = |found: &&Diagnostic| !shell.is_quiet() || found.severity == Severity::Error;
        let shown: Vec<&Diagnostic> = self.ordered.iter().copied().filter(wanted).collect();
        shell.complain(|colour, stderr| {
            terminal::draw_all(&shown, &*self.text_of(), colour, |part| {
                let _ = stderr.write_all(part.as_bytes());
            });
            // Where something was written, the last line on standard output counts them.
            if !self.outcome.committed && !shell.is_quiet() {
                let _ = writeln!(stderr, "{}", self.counts.words());
            }
        });
    }

    /// What was done, on standard output.
    fn say(&self, shell: Shell, change: Option<&Change>) -> Result<(), String> {
        if self.args.timings {
            shell.say(&summary::timings(&self.outcome.timings, self.took))?;
        }
        self.why()
            .iter()
            .try_for_each(|why| shell.say(&reasons::why(why)))?;
        shell.say(&match change {
            None => summary::built(self.outcome, self.took, self.counts),
            Some(change) => reasons::rebuilt(change, self.outcome, (self.took, self.counts)),
        })?;
        for kept in &self.outcome.kept {
            shell.say(&format!(
                "moved a file that copublish did not write out of the way: {}",
                kept.display()
            ))?;
        }
        // A watch has said so when it began.
        if change.is_none() {
            summary::mendable(&self.ordered)
                .iter()
                .try_for_each(|line| shell.say(line))?;
            self.notes()
                .iter()
                .try_for_each(|note| shell.say(&format!("note: {note}")))?;
        }
        if let Some(at) = &self.outcome.next_change {
            shell.say(&summary::next_change(at.timestamp(), at.time_zone()))?;
        }
        Ok(())
    }

    /// Why files were written, where that was asked for.
    fn why(&self) -> &[FileChange] {
        if self.args.why {
            &self.outcome.why
        } else {
            &[]
        }
    }

    /// What is worth knowing and no problem of the site.
    fn notes(&self) -> Vec<String> {
        let outcome = self.outcome;
        let of_ledger = if self.args.update_ledger {
            Some(summary::recorded(outcome.recorded))
        } else {
            summary::unrecorded(outcome.unrecorded)
        };
        let no_history = outcome.no_history.map(summary::no_history);
        let left_out = summary::left_out(&outcome.left_out);
        no_history
            .into_iter()
            .chain(left_out)
            .chain(of_ledger)
            .collect()
    }

    fn document(&self) -> Document<Built> {
        let seconds = |(stage, time): &(&'static str, Duration)| Stage {
            stage,
            seconds: time.as_secs_f64(),
        };
        let outcome = self.outcome;
        let summary = Built {
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
            why: self.why().iter().map(reasons::document).collect(),
            next_change: outcome
                .next_change
                .as_ref()
                .map(|at| at.timestamp().to_string()),
            notes: self.notes(),
            timings: outcome.timings.iter().map(seconds).collect(),
        };
        let diagnostics = json::found(&self.ordered, &*self.text_of());
        Document {
            success: self.counts.errors == 0,
            diagnostics,
            ..Document::fine(summary)
        }
    }

    fn text_of(&self) -> Box<TextOf<'_>> {
        Box::new(|file: &FilePath| engine::source_text(self.options, file))
    }
}

/// The summary of a build in JSON.
#[derive(Debug, Serialize)]
struct Built {
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
    /// Files written or removed, and why; only where the reasons were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    why: Vec<reasons::Reasons>,
    next_change: Option<String>,
    notes: Vec<String>,
    timings: Vec<Stage>,
}

#[derive(Debug, Serialize)]
struct Stage {
    stage: &'static str,
    seconds: f64,
}
