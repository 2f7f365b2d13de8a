//! What `copublish publish` says of what it did: what was sent, where the site is, and when it changes by itself.

use std::path::Path;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use serde::Serialize;

use super::args::Publish;
use super::json::{self, Document};
use super::shell::Shell;
use super::source_texts::TextOf;
use super::summary::{self, Counts};
use crate::base::Diagnostic;
use crate::base::english::{count, grouped};
use crate::config::publishing::PublishTarget;
use crate::publish::{Change, Report};

/// Up to so many files are named; of more, their number is said.
const MOST_NAMED: usize = 20;

/// A finished run.
pub struct PublishReport<'r> {
    pub args: &'r Publish,
    pub root: &'r Path,
    pub target: &'r PublishTarget,
    /// Where the target is.
    pub place: String,
    /// The address of the site.
    pub address: Option<String>,
    pub next_change: Option<Zoned>,
    pub report: Report,
}

/// The same in JSON.
#[derive(Debug, Serialize)]
struct PublishSummary<'s> {
    target: &'s str,
    place: &'s str,
    address: Option<&'s str>,
    dry_run: bool,
    due: bool,
    sent: Vec<SentFile<'s>>,
    removed: &'s [String],
    kept: &'s [String],
    unchanged: usize,
    bytes: u64,
    next_change: Option<String>,
    notes: Vec<String>,
}

#[derive(Debug, Serialize)]
struct SentFile<'s> {
    path: &'s str,
    change: &'static str,
}

/// A run that had nothing to do yet.
#[derive(Debug, Serialize)]
struct NotDue {
    due: bool,
    next_change: Option<String>,
}

/// A build that was not sent.
#[derive(Debug, Serialize)]
struct FailedBuild {
    errors: usize,
    warnings: usize,
}

impl PublishReport<'_> {
    /// Prints it in the requested format.
    ///
    /// # Errors
    /// Standard output cannot be written to.
    pub fn show(&self, shell: Shell) -> Result<(), String> {
        if shell.wants_json() {
            return shell.document(&Document::fine(self.summary()));
        }
        for line in self.file_lines() {
            shell.say(&line)?;
        }
        shell.say(&self.headline())?;
        for note in self.notes() {
            shell.say(&format!("note: {note}"))?;
        }
        if let Some(address) = &self.address {
            shell.say(&format!("address: {address}/"))?;
        }
        self.next_change.as_ref().map_or(Ok(()), |at| {
            shell.say(&summary::next_change(at.timestamp(), at.time_zone()))?;
            shell.say(&format!(
                "to publish it then, add to your crontab: {}",
                self.cron()
            ))
        })
    }

    /// The files, in the order in which they are sent.
    fn file_lines(&self) -> Vec<String> {
        let report = &self.report;
        let all = report.sent.len() + report.removed.len();
        if all > MOST_NAMED && !self.args.dry_run {
            return Vec::new();
        }
        let sent = report.sent.iter();
        let sent = sent.map(|(path, change)| format!("{:<8} {path}", word(*change)));
        let removed = report.removed.iter();
        let removed = removed.map(|path| format!("removed  {path}"));
        let kept = report.kept.iter();
        let kept = kept.map(|path| format!("kept     {path}"));
        sent.chain(removed).chain(kept).collect()
    }

    fn headline(&self) -> String {
        let report = &self.report;
        let (sent, place) = (report.sent.len(), &self.place);
        let unchanged = format!("{} unchanged", grouped(report.unchanged));
        if sent + report.removed.len() == 0 {
            return format!(
                "{place} has this site already ({})",
                count(report.unchanged, "file")
            );
        }
        let verb = if self.args.dry_run {
            "would send"
        } else {
            "sent"
        };
        let sent = format!("{verb} {} ({})", count(sent, "file"), size(report.bytes));
        let removed = format!("{} removed", grouped(report.removed.len()));
        let kept = match report.kept.len() {
            0 => String::new(),
            kept => format!(", {} kept for pages that are open", grouped(kept)),
        };
        format!("{sent} to {place}; {removed}, {unchanged}{kept}")
    }

    fn notes(&self) -> Vec<String> {
        let unguarded = "this target does not support conditional writes, so two runs at the very same moment are not noticed; do not publish from two places at once";
        if self.report.is_guarded {
            Vec::new()
        } else {
            vec![unguarded.to_owned()]
        }
    }

    /// A line for cron that publishes what has become due.
    fn cron(&self) -> String {
        let root = std::path::absolute(self.root).unwrap_or_else(|_| self.root.to_owned());
        let root = quoted(&root.display().to_string());
        let target = match self.target.name.as_str() {
            "" => String::new(),
            name => format!(" {}", quoted(name)),
        };
        format!("*/15 * * * * copublish publish{target} --if-due --quiet --root {root}")
    }

    fn summary(&self) -> PublishSummary<'_> {
        let report = &self.report;
        let sent = report.sent.iter().map(|(path, change)| SentFile {
            path,
            change: word(*change),
        });
        PublishSummary {
            target: &self.target.name,
            place: &self.place,
            address: self.address.as_deref(),
            dry_run: self.args.dry_run,
            due: true,
            sent: sent.collect(),
            removed: &report.removed,
            kept: &report.kept,
            unchanged: report.unchanged,
            bytes: report.bytes,
            next_change: moment(self.next_change.as_ref().map(Zoned::timestamp)),
            notes: self.notes(),
        }
    }
}

/// Says that nothing was done because the site at the target is up to date for now.
///
/// # Errors
/// Standard output cannot be written to.
pub fn not_due(shell: Shell, next: Option<Timestamp>, zone: &TimeZone) -> Result<(), String> {
    if shell.wants_json() {
        let next_change = moment(next);
        return shell.document(&Document::fine(NotDue {
            due: false,
            next_change,
        }));
    }
    shell.say(&match next {
        Some(next) => format!("nothing is due; {}", summary::next_change(next, zone)),
        None => "nothing is due: the site does not change by itself".to_owned(),
    })
}

/// Says that a site with errors is not sent. Its errors have been shown to people already.
///
/// # Errors
/// Standard output cannot be written to.
pub fn failed_build(
    shell: Shell,
    ordered: &[&Diagnostic],
    text_of: &TextOf,
    counts: Counts,
) -> Result<(), String> {
    if shell.wants_json() {
        return shell.document(&Document {
            success: false,
            diagnostics: json::found(ordered, text_of),
            ..Document::fine(FailedBuild {
                errors: counts.errors,
                warnings: counts.warnings,
            })
        });
    }
    let errors = count(counts.errors, "error");
    shell.say(&format!("nothing was sent: the site has {errors}"))
}

fn moment(at: Option<Timestamp>) -> Option<String> {
    at.map(|at| at.to_string())
}

fn word(change: Change) -> &'static str {
    match change {
        Change::New => "new",
        Change::Changed => "changed",
    }
}

/// A size as people say it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => {
            let tenths = bytes.div_ceil(100_000);
            format!("{}.{} MB", tenths / 10, tenths % 10)
        }
    }
}

/// A word as a shell reads it; cron reads `%` as a line end.
fn quoted(word: &str) -> String {
    if word
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c))
    {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''").replace('%', "\\%"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_and_words_for_shells() {
        assert_eq!(size(999), "999 bytes");
        assert_eq!(size(1_001), "2 KB");
        assert_eq!(size(12_340_000), "12.4 MB");
        assert_eq!(quoted("/srv/a-b"), "/srv/a-b");
        assert_eq!(quoted("/srv/it's 5%"), "'/srv/it'\\''s 5\\%'");
    }
}
