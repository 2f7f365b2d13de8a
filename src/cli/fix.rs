//! `copublish fix`: what findings say of how they are put right, done to the author's files. Finds nothing itself.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::tz::TimeZone;
use serde::Serialize;
use similar::TextDiff;

use super::args::Fix;
use super::json::{self, Document};
use super::progress::Progress;
use super::replace::replace;
use super::shell::{self, Shell};
use super::summary::Counts;
use super::texts::in_order;
use super::{Answer, build as options_of, check::by_rules, clock};
use crate::base::wording::count;
use crate::base::{Diagnostic, FilePath};
use crate::check::{self, AppliedFix};
use crate::content::{disk, encoding};
use crate::engine::{self, Drafts, Failure, Options, PlannedSite};

/// A file that could not be read may show more once it can be; each look finds what the one before made visible.
const MOST_LOOKS: usize = 12;

/// Mends a site, or shows what would be done.
///
/// # Errors
/// A sentence on why nothing could be looked at.
pub fn run(shell: Shell, root: &Path, args: &Fix) -> Result<Answer, Failure> {
    let drafts = if args.drafts {
        Drafts::Show
    } else {
        Drafts::Hide
    };
    // Settings that cannot be understood are among what can be fixed.
    let options = options_of::options_for(root, args.now.as_ref(), drafts).or_else(|failure| {
        let now = args
            .now
            .as_ref()
            .map_or_else(clock, |now| now.instant(&TimeZone::UTC));
        if failure.found.is_empty() {
            Err(failure)
        } else {
            Ok(options_of::options_at(root, now, drafts))
        }
    })?;
    let mut site = FixedSite {
        options,
        before: BTreeMap::new(),
        done: Vec::new(),
        left: Vec::new(),
    };
    site.mend(shell)?;
    let not_written = if args.dry_run {
        BTreeMap::new()
    } else {
        site.write()
    };
    let report = Report {
        site: &site,
        is_dry: args.dry_run,
        not_written,
    };
    if shell.wants_json() {
        shell.document(&report.document())?;
    } else {
        report.say(shell)?;
    }
    Ok(report.answer())
}

/// A site while it is being mended, in memory.
struct FixedSite {
    options: Options,
    /// The files that are changed, as they stand on the disk.
    before: BTreeMap<FilePath, String>,
    done: Vec<AppliedFix>,
    /// What is still wrong.
    left: Vec<Diagnostic>,
}

impl FixedSite {
    /// Looks and mends until nothing more can be.
    fn mend(&mut self, shell: Shell) -> Result<(), Failure> {
        for _ in 0..MOST_LOOKS {
            self.left = self.look(shell)?;
            let result = check::apply_fixes(&self.left, &|file| self.text(file));
            if result.texts.is_empty() {
                break;
            }
            self.done.extend(result.applied);
            for (file, text) in result.texts {
                if let Some(before) = self
                    .text(&file)
                    .filter(|_| !self.before.contains_key(&file))
                {
                    self.before.insert(file.clone(), before);
                }
                self.options.unsaved.0.insert(file, Arc::from(text));
            }
        }
        Ok(())
    }

    fn look(&self, shell: Shell) -> Result<Vec<Diagnostic>, Failure> {
        let progress = if shell.shows_progress() {
            Progress::shown()
        } else {
            Progress::hidden()
        };
        let look = |ready: &PlannedSite| by_rules(ready, &self.options);
        let result = engine::check(&self.options, &look, &|done, total| {
            progress.set(done, total)
        });
        progress.finish();
        match result {
            Ok(checked) => Ok(checked.diagnostics),
            Err(failure) if failure.found.is_empty() => Err(failure),
            Err(failure) => Ok(failure.found),
        }
    }

    /// A text that may be changed: what is no UTF-8 could not be written back as it was.
    fn text(&self, file: &FilePath) -> Option<String> {
        match self.options.unsaved.0.get(file) {
            Some(text) => Some(text.as_ref().to_owned()),
            None => {
                let bytes = disk::read(&self.options.root, file, disk::most::OF_A_DOCUMENT).ok()?;
                encoding::into_text(bytes).ok()
            }
        }
    }

    /// The files that are other than before, with their texts before and after.
    fn changed(&self) -> impl Iterator<Item = (&FilePath, &str, &str)> {
        let both = |(file, before)| {
            Some((
                file,
                String::as_str(before),
                self.options.unsaved.0.get(file)?.as_ref(),
            ))
        };
        self.before
            .iter()
            .filter_map(both)
            .filter(|(_, before, after)| before != after)
    }

    /// Writes all files that changed; those that could not be, and why.
    fn write(&self) -> BTreeMap<&FilePath, String> {
        let write = |(file, before, after): (_, &str, &str)| {
            let path = disk::path_of(&self.options.root, file);
            // What stands before the text is not the author's, and stays.
            let there =
                disk::read(&self.options.root, file, disk::most::OF_A_DOCUMENT).unwrap_or_default();
            let mark = there.len() - encoding::without_mark(&there).len();
            let whole =
                |text: &str| [there.get(..mark).unwrap_or_default(), text.as_bytes()].concat();
            replace(&path, Some(&whole(before)), &whole(after))
                .err()
                .map(|why| (file, why))
        };
        self.changed().filter_map(write).collect()
    }
}

/// All there is to say of a repair.
struct Report<'r> {
    site: &'r FixedSite,
    is_dry: bool,
    not_written: BTreeMap<&'r FilePath, String>,
}

impl Report<'_> {
    fn say(&self, shell: Shell) -> Result<(), String> {
        for (file, before, after) in self.site.changed() {
            match self.not_written.get(file) {
                Some(why) => shell.complain(|_, stderr| {
                    let _ = writeln!(
                        stderr,
                        "error: {}",
                        shell::tame(&format!("{file} was not changed: {why}"))
                    );
                }),
                None if self.is_dry && !shell.is_quiet() => {
                    shell.show(&diff(file, before, after))?
                }
                None => shell.say(&format!("{file}: {}", self.words(file).join("; ")))?,
            }
        }
        shell.say(&self.summary())
    }

    /// What was done to a file, each once with how often it was.
    fn words(&self, file: &FilePath) -> Vec<String> {
        let mut words: Vec<(&str, usize)> = Vec::new();
        for done in self.site.done.iter().filter(|done| done.file == *file) {
            match words.iter_mut().find(|(known, _)| *known == done.words) {
                Some((_, times)) => *times += 1,
                None => words.push((&done.words, 1)),
            }
        }
        let said = |(words, times)| {
            if times > 1 {
                format!("{words} ({times} times)")
            } else {
                String::from(words)
            }
        };
        words.into_iter().map(said).collect()
    }

    /// The last line.
    fn summary(&self) -> String {
        let files = self
            .site
            .changed()
            .filter(|(file, ..)| !self.not_written.contains_key(file))
            .count();
        let is_written = |done: &&AppliedFix| !self.not_written.contains_key(&done.file);
        let found = count(self.site.done.iter().filter(is_written).count(), "finding");
        let files = count(files, "file");
        let done = match self.site.done.is_empty() {
            true => "nothing to fix".to_owned(),
            false if self.is_dry => {
                format!("{found} in {files} can be fixed; nothing was written")
            }
            false => format!("fixed {found} in {files}"),
        };
        match self.site.left.len() {
            0 => done,
            left => {
                format!(
                    "{done}; `copublish check` shows {} that only you can fix",
                    count(left, "finding")
                )
            }
        }
    }

    /// Whoever only asks is told by the exit code whether there is anything to mend.
    fn answer(&self) -> Answer {
        let could_be_done = self.is_dry && !self.site.done.is_empty();
        let is_fine = self.not_written.is_empty() && !could_be_done;
        if is_fine {
            Answer::Fine
        } else {
            Answer::Problems
        }
    }

    fn document(&self) -> Document<Summary> {
        let file = |(file, before, after): (&FilePath, &str, &str)| Changed {
            file: file.to_string(),
            done: self.words(file),
            diff: diff(file, before, after),
            not_written: self.not_written.get(file).cloned(),
        };
        let ordered = in_order(&self.site.left);
        let counts = Counts::of(&ordered);
        let summary = Summary {
            written: !self.is_dry,
            mended: self.site.done.len(),
            files: self.site.changed().map(file).collect(),
            errors: counts.errors,
            warnings: counts.warnings,
        };
        let diagnostics = json::found(&ordered, &|file| {
            engine::source_text(&self.site.options, file)
        });
        Document {
            success: self.answer() == Answer::Fine,
            diagnostics,
            ..Document::fine(summary)
        }
    }
}

/// The difference between two texts of a file, as `diff -u` and `git diff` write it.
fn diff(file: &FilePath, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    diff.unified_diff()
        .header(&format!("a/{file}"), &format!("b/{file}"))
        .to_string()
}

/// The summary of a repair in JSON.
#[derive(Debug, Serialize)]
struct Summary {
    /// False where only asked.
    written: bool,
    mended: usize,
    files: Vec<Changed>,
    errors: usize,
    warnings: usize,
}

#[derive(Debug, Serialize)]
struct Changed {
    file: String,
    done: Vec<String>,
    diff: String,
    /// Why the file stays as it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    not_written: Option<String>,
}
