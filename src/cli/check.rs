//! `copublish check`: everything that is wrong with a site, and nothing written. Looks for nothing itself.

use std::path::Path;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::args::Check;
use super::json::{self, Document};
use super::progress::Progress;
use super::shell::Shell;
use super::summary::{self, Counts};
use super::texts::in_order;
use super::{Answer, build as options_of, terminal};
use crate::base::{Diagnostic, FilePath, Severity};
use crate::build::{self, Checked, Drafts, Linked, Options, Ready};
use crate::check::{self, Subject};

/// Checks a site and says what was found.
///
/// # Errors
/// A sentence on why nothing could be checked.
pub fn run(shell: Shell, root: &Path, args: &Check) -> Result<Answer, String> {
    let drafts = if args.drafts { Drafts::Show } else { Drafts::Hide };
    let options = options_of::options_for(root, args.now.as_ref(), drafts)?;
    let started = Instant::now();
    let progress = if shell.shows_progress() { Progress::shown() } else { Progress::hidden() };
    let look = |ready: &Ready| by_rules(ready, &options);
    let result = build::check(&options, &look, &|done, total| progress.set(done, total));
    progress.finish();
    let checked = result.map_err(|failure| failure.to_string())?;
    let ordered = in_order(&checked.diagnostics);
    let counts = Counts::of(&ordered);
    let report =
        Report { args, options: &options, checked: &checked, ordered, counts, took: started.elapsed() };
    if shell.wants_json() {
        shell.document(&report.document())?;
    } else {
        report.complain(shell);
        report.say(shell)?;
    }
    Ok(if counts.errors == 0 { Answer::Fine } else { Answer::Problems })
}

/// What the rules find in a site.
pub fn by_rules(ready: &Ready, options: &Options) -> Vec<Diagnostic> {
    let Linked { declared, theme, graph, data, .. } = &ready.linked;
    check::look(&Subject {
        site: &declared.site,
        kinds: &declared.kinds,
        theme,
        graph,
        plan: &ready.plan,
        data,
        now: options.now,
        text_of: &|file| build::source_text(options, file),
    })
}

/// All there is to say of a check.
struct Report<'r> {
    args: &'r Check,
    options: &'r Options,
    checked: &'r Checked,
    ordered: Vec<&'r Diagnostic>,
    counts: Counts,
    took: Duration,
}

impl Report<'_> {
    /// What was found, on standard error.
    fn complain(&self, shell: Shell) {
        let wanted = |found: &&Diagnostic| !shell.is_quiet() || found.severity == Severity::Error;
        let shown: Vec<&Diagnostic> = self.ordered.iter().copied().filter(wanted).collect();
        shell.complain(|colour, stderr| {
            terminal::draw_all(&shown, &|file| self.text(file), colour, |part| {
                let _ = stderr.write_all(part.as_bytes());
            });
        });
    }

    /// What was looked at, on standard output.
    fn say(&self, shell: Shell) -> Result<(), String> {
        if self.args.timings {
            shell.say(&summary::timings(&self.checked.timings, self.took))?;
        }
        shell.say(&summary::checked(self.checked, self.took, self.counts))?;
        self.notes().iter().try_for_each(|note| shell.say(&format!("note: {note}")))
    }

    fn notes(&self) -> Vec<String> {
        self.checked.no_history.map(summary::no_history).into_iter().collect()
    }

    fn document(&self) -> Document<Summary> {
        let summary = Summary {
            pages: self.checked.pages,
            files: self.checked.files,
            errors: self.counts.errors,
            warnings: self.counts.warnings,
            seconds: self.took.as_secs_f64(),
            notes: self.notes(),
        };
        let diagnostics = json::found(&self.ordered, &|file| self.text(file));
        Document { success: self.counts.errors == 0, diagnostics, ..Document::fine(summary) }
    }

    fn text(&self, file: &FilePath) -> Option<String> {
        build::source_text(self.options, file)
    }
}

/// The summary of a check in JSON.
#[derive(Debug, Serialize)]
struct Summary {
    pages: usize,
    files: usize,
    errors: usize,
    warnings: usize,
    seconds: f64,
    notes: Vec<String>,
}
