//! `copublish fix`: applies the fixes of findings to the author's files. Finds nothing itself.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::tz::TimeZone;
use serde::Serialize;
use similar::TextDiff;

use super::args::Fix;
use super::check::rule_findings;
use super::json::{self, Document};
use super::options::{drafts, options_at, options_for};
use super::progress::Progress;
use super::replace::replace;
use super::shell::{self, Shell};
use super::source_texts::in_order;
use super::summary::Counts;
use super::{Answer, clock};
use crate::base::english::count;
use crate::base::{Diagnostic, FilePath};
use crate::check::{self, AppliedFix};
use crate::content::{disk, encoding};
use crate::engine::{self, Failure, Options, PlannedSite};

/// Fixing a file may make more problems visible, so the site is checked again up to this many times.
const MOST_ROUNDS: usize = 12;

/// Fixes a site, or shows the changes.
///
/// # Errors
/// A sentence on why nothing could be checked.
pub fn run(shell: Shell, root: &Path, args: &Fix) -> Result<Answer, Failure> {
    let mut session = FixSession {
        options: options(root, args)?,
        before: BTreeMap::new(),
        done: Vec::new(),
        left: Vec::new(),
    };
    session.fix_all(shell)?;
    let not_written = if args.dry_run {
        BTreeMap::new()
    } else {
        session.write()
    };
    let report = FixReport {
        session: &session,
        is_dry_run: args.dry_run,
        not_written,
    };
    if shell.wants_json() {
        shell.document(&report.document())?;
    } else {
        report.show(shell)?;
    }
    Ok(report.answer())
}

/// The options, also if the settings cannot be read: they may be what can be fixed.
fn options(root: &Path, args: &Fix) -> Result<Options, Failure> {
    let now = args.now.as_ref();
    let drafts = drafts(args.drafts);
    options_for(root, now, drafts).or_else(|failure| {
        if failure.found.is_empty() {
            return Err(failure);
        }
        let now = now.map_or_else(clock, |now| now.instant(&TimeZone::UTC));
        Ok(options_at(root, now, drafts))
    })
}

/// A site while it is fixed in memory.
struct FixSession {
    options: Options,
    /// The texts on the disk of the files that were changed.
    before: BTreeMap<FilePath, String>,
    done: Vec<AppliedFix>,
    /// The remaining problems.
    left: Vec<Diagnostic>,
}

/// A file that was changed, with its texts before and after.
struct ChangedFile<'s> {
    file: &'s FilePath,
    before: &'s str,
    after: &'s str,
}

impl FixSession {
    /// Checks and fixes until nothing more can be fixed.
    fn fix_all(&mut self, shell: Shell) -> Result<(), Failure> {
        for _ in 0..MOST_ROUNDS {
            self.left = self.check(shell)?;
            let fixed = check::apply_fixes(&self.left, &|file| self.text(file));
            if fixed.texts.is_empty() {
                break;
            }
            self.done.extend(fixed.applied);
            for (file, text) in fixed.texts {
                if !self.before.contains_key(&file)
                    && let Some(before) = self.text(&file)
                {
                    self.before.insert(file.clone(), before);
                }
                self.options.unsaved.0.insert(file, Arc::from(text));
            }
        }
        Ok(())
    }

    fn check(&self, shell: Shell) -> Result<Vec<Diagnostic>, Failure> {
        let progress = Progress::on(shell);
        let rules = |site: &PlannedSite| rule_findings(site, &self.options);
        let result = engine::check(&self.options, &rules, &|done, total| {
            progress.set(done, total);
        });
        progress.finish();
        match result {
            Ok(checked) => Ok(checked.diagnostics),
            Err(failure) if failure.found.is_empty() => Err(failure),
            Err(failure) => Ok(failure.found),
        }
    }

    /// The text of a file that may be changed. A file that is not UTF-8 could not be written back as it was.
    fn text(&self, file: &FilePath) -> Option<String> {
        match self.options.unsaved.0.get(file) {
            Some(text) => Some(text.as_ref().to_owned()),
            None => {
                let bytes =
                    disk::read(&self.options.root, file, disk::size_limit::DOCUMENT).ok()?;
                encoding::into_text(bytes).ok()
            }
        }
    }

    fn changed(&self) -> Vec<ChangedFile<'_>> {
        let mut changed = Vec::new();
        for (file, before) in &self.before {
            if let Some(after) = self.options.unsaved.0.get(file)
                && **after != **before
            {
                changed.push(ChangedFile {
                    file,
                    before,
                    after,
                });
            }
        }
        changed
    }

    /// Writes the changed files. Returns those that could not be written, and why.
    fn write(&self) -> BTreeMap<&FilePath, String> {
        let mut failed = BTreeMap::new();
        for changed in self.changed() {
            if let Err(why) = self.write_file(&changed) {
                failed.insert(changed.file, why);
            }
        }
        failed
    }

    fn write_file(&self, changed: &ChangedFile) -> Result<(), String> {
        let root = &self.options.root;
        let bytes = disk::read(root, changed.file, disk::size_limit::DOCUMENT).unwrap_or_default();
        // A byte-order mark is not part of the text, and stays.
        let mark_length = bytes.len() - encoding::without_mark(&bytes).len();
        let mark = bytes.get(..mark_length).unwrap_or_default();
        let with_mark = |text: &str| [mark, text.as_bytes()].concat();
        replace(
            &disk::path_of(root, changed.file),
            Some(&with_mark(changed.before)),
            &with_mark(changed.after),
        )
    }
}

/// Everything to report about a run.
struct FixReport<'r> {
    session: &'r FixSession,
    is_dry_run: bool,
    not_written: BTreeMap<&'r FilePath, String>,
}

impl FixReport<'_> {
    fn show(&self, shell: Shell) -> Result<(), String> {
        for changed in self.session.changed() {
            let file = changed.file;
            match self.not_written.get(file) {
                Some(why) => {
                    let line = format!("{file} was not changed: {why}");
                    shell.on_stderr(|_, stderr| {
                        let _ = writeln!(stderr, "error: {}", shell::without_controls(&line));
                    });
                }
                None if self.is_dry_run && !shell.is_quiet() => shell.show(&diff(&changed))?,
                None => shell.say(&format!("{file}: {}", self.fixes(file).join("; ")))?,
            }
        }
        shell.say(&self.summary())
    }

    /// The different fixes of a file, each with how often it was made.
    fn fixes(&self, file: &FilePath) -> Vec<String> {
        let mut fixes: Vec<(&str, usize)> = Vec::new();
        for done in self.session.done.iter().filter(|done| done.file == *file) {
            match fixes.iter_mut().find(|(words, _)| *words == done.words) {
                Some((_, times)) => *times += 1,
                None => fixes.push((&done.words, 1)),
            }
        }
        let mut lines = Vec::with_capacity(fixes.len());
        for (words, times) in fixes {
            lines.push(if times > 1 {
                format!("{words} ({times} times)")
            } else {
                words.to_owned()
            });
        }
        lines
    }

    /// The last line.
    fn summary(&self) -> String {
        let is_written = |file: &FilePath| !self.not_written.contains_key(file);
        let files = self.session.changed();
        let files = files.iter().filter(|changed| is_written(changed.file));
        let fixes = self.session.done.iter();
        let fixes = fixes.filter(|done| is_written(&done.file));
        let (found, files) = (
            count(fixes.count(), "finding"),
            count(files.count(), "file"),
        );
        let done = if self.session.done.is_empty() {
            "nothing to fix".to_owned()
        } else if self.is_dry_run {
            format!("{found} in {files} can be fixed; nothing was written")
        } else {
            format!("fixed {found} in {files}")
        };
        match self.session.left.len() {
            0 => done,
            left => format!(
                "{done}; `copublish check` shows {} that only you can fix",
                count(left, "finding")
            ),
        }
    }

    /// With `--dry-run`, the exit code says whether there is anything to fix.
    fn answer(&self) -> Answer {
        let has_fixes = self.is_dry_run && !self.session.done.is_empty();
        if self.not_written.is_empty() && !has_fixes {
            Answer::Fine
        } else {
            Answer::Problems
        }
    }

    fn document(&self) -> Document<FixSummary> {
        let ordered = in_order(&self.session.left);
        let counts = Counts::of(&ordered);
        let files = self.session.changed();
        let summary = FixSummary {
            written: !self.is_dry_run,
            mended: self.session.done.len(),
            files: files
                .iter()
                .map(|changed| self.fixed_file(changed))
                .collect(),
            errors: counts.errors,
            warnings: counts.warnings,
        };
        let diagnostics = json::found(&ordered, &|file| {
            engine::source_text(&self.session.options, file)
        });
        Document {
            success: self.answer() == Answer::Fine,
            diagnostics,
            ..Document::fine(summary)
        }
    }

    fn fixed_file(&self, changed: &ChangedFile) -> FixedFile {
        FixedFile {
            file: changed.file.to_string(),
            done: self.fixes(changed.file),
            diff: diff(changed),
            not_written: self.not_written.get(changed.file).cloned(),
        }
    }
}

/// The changes of a file in the format of `diff -u`.
fn diff(changed: &ChangedFile) -> String {
    let file = changed.file;
    TextDiff::from_lines(changed.before, changed.after)
        .unified_diff()
        .header(&format!("a/{file}"), &format!("b/{file}"))
        .to_string()
}

/// The summary of a run in JSON.
#[derive(Debug, Serialize)]
struct FixSummary {
    /// False with `--dry-run`.
    written: bool,
    mended: usize,
    files: Vec<FixedFile>,
    errors: usize,
    warnings: usize,
}

#[derive(Debug, Serialize)]
struct FixedFile {
    file: String,
    done: Vec<String>,
    diff: String,
    /// Why the file was not changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_written: Option<String>,
}
