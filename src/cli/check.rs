//! `copublish check`: runs the rules and reports their findings. Writes nothing but the baseline.

use std::path::Path;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::args::{Check, Format};
use super::digest::{self, Detail};
use super::external::External;
use super::json::{self, Document};
use super::new_findings::{BaselineRequest, NewFindings};
use super::options::{drafts, options_for};
use super::places::Places;
use super::progress::Progress;
use super::shell::Shell;
use super::source_texts::{TextOf, in_order};
use super::summary::{self, Counts};
use super::{Answer, github, sarif};
use crate::base::{Diagnostic, FilePath, Severity};
use crate::check::{self, CheckedSite};
use crate::engine::{self, CheckResult, Failure, LinkedSite, Options, PlannedSite};

/// Checks a site and reports the findings.
///
/// # Errors
/// A sentence on why nothing could be checked.
pub fn run(shell: Shell, root: &Path, args: &Check) -> Result<Answer, Failure> {
    let started = Instant::now();
    let options = options_for(root, args.now.as_ref(), drafts(args.drafts))?;
    let external = External::new(args, &options)?;
    let checked = run_rules(shell, &options, &external)?;
    let ordered = in_order(&checked.diagnostics);
    let text_of = |file: &FilePath| engine::source_text(&options, file);
    let findings = match baseline_request(root, args) {
        Some(request) => request.apply(&ordered, &text_of)?,
        None => NewFindings::all(&ordered),
    };
    let counts = Counts::of(&findings.new);
    let report = CheckReport {
        args,
        text_of: &text_of,
        checked: &checked,
        findings,
        too_many: too_many_warnings(args, &counts),
        counts,
        external: external.note(),
        took: started.elapsed(),
    };
    report.show(shell, &super::places_of(root))?;
    Ok(report.answer())
}

/// What to say if there are more warnings than `--max-warnings` allows.
fn too_many_warnings(args: &Check, counts: &Counts) -> Option<String> {
    let most = args.max_warnings?;
    let is_too_many = counts.warnings > most;
    is_too_many.then(|| summary::too_many(counts.warnings, most))
}

fn run_rules(shell: Shell, options: &Options, external: &External) -> Result<CheckResult, Failure> {
    let progress = Progress::on(shell);
    let requests = Progress::on(shell);
    let check_external = |subject: &CheckedSite| {
        let found = external.check(subject, &|done, total| requests.set(done, total));
        requests.finish();
        found
    };
    let rules = |site: &PlannedSite| findings(site, options, &check_external);
    let result = engine::check(options, &rules, &|done, total| progress.set(done, total));
    progress.finish();
    result
}

fn baseline_request<'a>(root: &'a Path, args: &'a Check) -> Option<BaselineRequest<'a>> {
    if args.baseline.is_none() && !args.update_baseline {
        return None;
    }
    Some(BaselineRequest {
        root,
        file: args.baseline.as_ref().and_then(Option::as_deref),
        is_update: args.update_baseline,
    })
}

/// The findings of the rules in a site.
pub fn rule_findings(site: &PlannedSite, options: &Options) -> Vec<Diagnostic> {
    findings(site, options, &|_| Vec::new())
}

/// The findings of the rules, and of `more`.
fn findings(
    site: &PlannedSite,
    options: &Options,
    more: &dyn Fn(&CheckedSite) -> Vec<Diagnostic>,
) -> Vec<Diagnostic> {
    with_checked_site(site, options, |checked| {
        let mut found = check::run_rules(checked);
        found.extend(more(checked));
        found
    })
}

/// Looks at a site as rules do.
pub fn with_checked_site<T>(
    site: &PlannedSite,
    options: &Options,
    look: impl FnOnce(&CheckedSite) -> T,
) -> T {
    let LinkedSite {
        project,
        theme,
        graph,
        data,
        ..
    } = &site.linked;
    look(&CheckedSite {
        config: &project.site,
        kinds: &project.kinds,
        theme,
        theme_files: &project.theme,
        graph,
        plan: &site.plan,
        facts: &site.facts,
        pictures: &site.pictures,
        data,
        now: options.now,
        suspects: &site.linked.findings.files(),
        text_of: &|file| engine::source_text(options, file),
        last_changes: &|files| engine::last_changes(options, files),
    })
}

/// Everything to report about a check.
struct CheckReport<'r> {
    args: &'r Check,
    text_of: &'r TextOf<'r>,
    checked: &'r CheckResult,
    findings: NewFindings<'r>,
    /// Set if there are more warnings than `--max-warnings` allows.
    too_many: Option<String>,
    counts: Counts,
    /// A note on links to other sites.
    external: Option<String>,
    took: Duration,
}

impl CheckReport<'_> {
    fn answer(&self) -> Answer {
        if self.counts.errors == 0 && self.too_many.is_none() {
            Answer::Fine
        } else {
            Answer::Problems
        }
    }

    /// Prints it in the requested format.
    fn show(&self, shell: Shell, places: &Places) -> Result<(), String> {
        match shell.format() {
            Format::Text => {
                let table = self.show_diagnostics(shell);
                self.show_summary(shell, table.as_deref())
            }
            Format::Json => shell.document(&self.document()),
            Format::Sarif => {
                let exit = sarif::Exit {
                    code: self.answer().exit_code(),
                    why: self.too_many.as_deref(),
                };
                shell.document(&sarif::log(&self.findings.new, self.text_of, places, exit))
            }
            Format::Github => {
                let mut lines = github::annotations(&self.shown(shell), self.text_of, places);
                lines.extend(self.too_many.as_deref().map(github::failure));
                lines.extend(self.summary_lines().iter().map(|line| format!("{line}\n")));
                shell.show(&lines)
            }
        }
    }

    /// The new findings; only errors with `--quiet`.
    fn shown(&self, shell: Shell) -> Vec<&Diagnostic> {
        let wanted = |found: &&Diagnostic| !shell.is_quiet() || found.severity == Severity::Error;
        self.findings.new.iter().copied().filter(wanted).collect()
    }

    /// Prints findings to standard error. Returns the table of how many there are, if that is not said yet.
    fn show_diagnostics(&self, shell: Shell) -> Option<String> {
        let mut table = None;
        shell.on_stderr(|colour, stderr| {
            let detail = Detail::of(self.args.all);
            let report = digest::report(&self.shown(shell), self.text_of, colour, detail);
            let _ = stderr.write_all(report.text().as_bytes());
            table = report.table(&self.findings.new);
            if let Some(too_many) = &self.too_many {
                let _ = writeln!(stderr, "error: {too_many}");
            }
        });
        table
    }

    /// Prints the summary to standard output.
    fn show_summary(&self, shell: Shell, table: Option<&str>) -> Result<(), String> {
        if self.args.timings {
            shell.say(&summary::timings(&self.checked.timings, self.took))?;
        }
        table.map_or(Ok(()), |table| shell.say(table))?;
        self.summary_lines()
            .iter()
            .try_for_each(|line| shell.say(line))?;
        summary::fixable(&self.findings.new)
            .iter()
            .try_for_each(|line| shell.say(line))?;
        self.notes()
            .iter()
            .try_for_each(|note| shell.say(&format!("note: {note}")))
    }

    /// The last lines: the counts, and what is new about the baseline.
    fn summary_lines(&self) -> Vec<String> {
        let mut lines = vec![summary::checked(
            self.checked,
            self.took,
            self.counts,
            self.findings.known,
        )];
        lines.extend(self.findings.updated.clone());
        lines.extend(
            self.findings
                .gone
                .iter()
                .map(|gone| format!("in the baseline, but no longer found: {gone}")),
        );
        if !self.findings.gone.is_empty() {
            lines.push(
                "`copublish check --update-baseline` removes what is no longer found".to_owned(),
            );
        }
        lines
    }

    fn notes(&self) -> Vec<String> {
        let ledger = summary::unrecorded(self.checked.unrecorded);
        let no_history = self.checked.no_history.as_ref();
        summary::hidden_problems(&self.checked.hidden_problems)
            .into_iter()
            .chain(no_history.map(summary::no_history))
            .chain(summary::future_commits(&self.checked.future_commits))
            .chain(summary::default_home(self.checked.defaults))
            .chain(summary::left_out(&self.checked.left_out))
            .chain(summary::unmade_editions(self.checked.unmade))
            .chain(summary::undated_pdfs(&self.checked.undated_pdfs))
            .chain(ledger)
            .chain(self.external.clone())
            .collect()
    }

    fn document(&self) -> Document<CheckSummary> {
        let summary = CheckSummary {
            pages: self.checked.pages,
            files: self.checked.files,
            errors: self.counts.errors,
            warnings: self.counts.warnings,
            known: self.findings.known,
            no_longer_found: self.findings.gone.clone(),
            seconds: self.took.as_secs_f64(),
            notes: self
                .notes()
                .into_iter()
                .chain(self.too_many.clone())
                .chain(self.findings.updated.clone())
                .collect(),
        };
        let diagnostics = json::found(&self.findings.new, self.text_of);
        Document {
            success: self.answer() == Answer::Fine,
            diagnostics,
            ..Document::fine(summary)
        }
    }
}

/// The summary of a check in JSON.
#[derive(Debug, Serialize)]
struct CheckSummary {
    pages: usize,
    files: usize,
    errors: usize,
    warnings: usize,
    /// Findings that are in the baseline.
    known: usize,
    /// Entries of the baseline that were not found.
    no_longer_found: Vec<String>,
    seconds: f64,
    notes: Vec<String>,
}
