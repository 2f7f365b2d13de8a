//! The start of a paragraph that looks like a note or a task and stands as text.

use std::ops::Range;

/// Marks at the start of a text that stand there as they are.
pub(super) struct FailedLine {
    pub range: Range<usize>,
    pub message: String,
    pub help: String,
}

/// The kinds of notes that GitHub knows.
const NOTES: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

/// Finds them in the text of a paragraph.
pub(super) fn failed_line(text: &str) -> Option<FailedLine> {
    note(text).or_else(|| task(text))
}

/// `[!NOTE] Opening hours` with more on its line, or a kind that there is not: `[!info]`.
fn note(text: &str) -> Option<FailedLine> {
    let (kind, rest) = text.strip_prefix("[!")?.split_once(']')?;
    let kind = kind.trim_end_matches(['-', '+']);
    if kind.is_empty() || !kind.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let kind = kind.to_uppercase();
    let (message, help) = if NOTES.contains(&kind.as_str()) {
        let help =
            format!("write `> [!{kind}]` alone on its line, and a title in bold on the next");
        (
            "this is not a note, because of the words after the bracket",
            help,
        )
    } else {
        let help = "write `> [!NOTE]`, or `TIP`, `IMPORTANT`, `WARNING` or `CAUTION` in its place";
        ("there is no note of this kind", help.to_owned())
    };
    Some(FailedLine {
        range: 0..text.len() - rest.len(),
        message: message.to_owned(),
        help,
    })
}

/// `[ ] Ring the hall` without a list.
fn task(text: &str) -> Option<FailedLine> {
    let marks = ["[ ] ", "[x] ", "[X] "];
    marks
        .iter()
        .any(|mark| text.starts_with(mark))
        .then(|| FailedLine {
            range: 0..3,
            message: "this is not a task, because it is not in a list".to_owned(),
            help: "start the line with `- `".to_owned(),
        })
}
