//! The reasons for rebuilding and writing files, in words.

use std::time::Duration;

use serde::Serialize;

use super::change::Change;
use super::summary::Counts;
use crate::base::english::count;
use crate::engine::{FileChange, Outcome, Rebuild, RelinkReason, WriteReason};

/// How far a change reached: `its tags, so everything was relinked`.
pub fn rebuild_words(rebuild: &Rebuild, changed: usize) -> String {
    let (reason, reached) = match rebuild {
        Rebuild::Everything => return "everything was read".to_owned(),
        Rebuild::Nothing => return "no change".to_owned(),
        Rebuild::Texts(1) => return "only a text".to_owned(),
        Rebuild::Texts(texts) => return format!("only {}", count(*texts, "text")),
        Rebuild::Theme => return "only the theme".to_owned(),
        Rebuild::Words(reason) => (reason, "shown wherever it is named"),
        Rebuild::Links(reason) => (reason, "so everything was relinked"),
    };
    let why = match reason {
        RelinkReason::Part(_, part) if changed == 1 => format!("its {part}"),
        RelinkReason::Part(file, part) => format!("the {part} of {file}"),
        RelinkReason::Readable(file) => format!("{file} became readable (or unreadable)"),
        RelinkReason::Files => "the list of files".to_owned(),
        RelinkReason::Settings => "settings, kinds or assets".to_owned(),
        RelinkReason::Moment => "what is public at this moment".to_owned(),
        RelinkReason::Problems => "the line of a problem".to_owned(),
    };
    format!("{why}, {reached}")
}

/// The line of one build of a watch.
pub fn rebuilt(change: &Change, outcome: &Outcome, took: Duration, counts: Counts) -> String {
    let how_far = outcome
        .rebuild
        .as_ref()
        .map(|how| rebuild_words(how, change.files))
        .unwrap_or_default();
    let files = match (outcome.changed, outcome.removed) {
        (0, 0) if outcome.committed => "nothing to write".to_owned(),
        (0, 0) => "nothing was written".to_owned(),
        (changed, 0) => format!("{} written", count(changed, "file")),
        (changed, removed) => format!("{} written, {removed} removed", count(changed, "file")),
    };
    let made = count(outcome.made_again, "file");
    let found = if counts == Counts::default() {
        String::new()
    } else {
        format!("; {}", counts.words())
    };
    format!(
        "{}; {how_far}; {made} made, {files}; {}{found}",
        change.what,
        time(took)
    )
}

/// Why a file was written or removed, in a line.
pub fn why(why: &FileChange) -> String {
    let reason = match &why.reason {
        WriteReason::New => "new".to_owned(),
        WriteReason::Gone => "gone".to_owned(),
        WriteReason::Other => "its contents".to_owned(),
        WriteReason::Parts(parts) => in_words(parts),
    };
    format!("  {}: {reason}", why.file)
}

/// The same for programs.
#[derive(Debug, Serialize)]
pub struct Reasons {
    file: String,
    /// `new`, `gone`, `other`, or `parts`.
    reason: &'static str,
    /// The changed parts of the page, by their names in templates.
    parts: Vec<String>,
}

/// Why a file was written or removed, for programs.
pub fn document(why: &FileChange) -> Reasons {
    let (reason, parts) = match &why.reason {
        WriteReason::New => ("new", Vec::new()),
        WriteReason::Gone => ("gone", Vec::new()),
        WriteReason::Other => ("other", Vec::new()),
        WriteReason::Parts(parts) => ("parts", parts.clone()),
    };
    Reasons {
        file: why.file.clone(),
        reason,
        parts,
    }
}

/// The parts of a page that changed. If the text changed, its length is not listed too.
fn in_words(parts: &[String]) -> String {
    let has_text = parts.iter().any(|part| part == "page.content");
    parts
        .iter()
        .filter(|part| !has_text || *part != "page.words")
        .map(|part| part_in_words(part))
        .collect::<Vec<_>>()
        .join(", ")
}

/// A part of a page in the author's words.
fn part_in_words(part: &str) -> String {
    match part {
        "template" => "its template".to_owned(),
        "text" => "the theme's text".to_owned(),
        "settings" => "an address or an asset of the theme".to_owned(),
        "paginator" => "what it lists".to_owned(),
        "page.content" => "its text".to_owned(),
        "page.toc" => "its headings".to_owned(),
        "page.words" => "its length".to_owned(),
        "site.menus" => "the menus".to_owned(),
        other => format!("`{other}`"),
    }
}

/// A duration in words.
pub fn time(took: Duration) -> String {
    let milliseconds = took.as_millis();
    if milliseconds < 1_000 {
        format!("{milliseconds} ms")
    } else {
        format!("{:.2} s", took.as_secs_f64())
    }
}
