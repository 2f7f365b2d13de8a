//! What is wrong, as editors show it, and where it is in a text that was changed since it was found.

use std::ops::RangeInclusive;

use serde_json::{Value, json};

use super::leads::range;
use crate::base::{Diagnostic, FilePath, Fix, Severity};
use crate::lsp::moved::moved;

/// A finding in a text that was changed since: at its new place, or nothing if what it is about was changed.
pub fn moved_finding(found: &Diagnostic, old: &str, new: &str) -> Option<Diagnostic> {
    let span = found.labels.first()?.span?;
    let mut found = found.clone();
    found.move_to(moved(span, old, new)?);
    let file = found.labels.first()?.file.clone();
    found.fix = found.fix.and_then(|fix| moved_fix(fix, &file, (old, new)));
    Some(found)
}

/// A fix of a text that was changed since; nothing if one of its places in it was.
fn moved_fix(mut fix: Fix, file: &FilePath, texts: (&str, &str)) -> Option<Fix> {
    for edit in fix.edits.iter_mut().filter(|edit| edit.file == *file) {
        edit.span = moved(edit.span, texts.0, texts.1)?;
    }
    Some(fix)
}

/// True for a finding that is about this file.
pub fn is_in(found: &Diagnostic, file: &FilePath) -> bool {
    let first = found.labels.first();
    first.is_some_and(|label| label.file == *file)
}

/// True for a finding whose place has a byte of these, or ends right before them.
pub fn is_at(found: &Diagnostic, bytes: &RangeInclusive<usize>) -> bool {
    let span = found.labels.first().and_then(|label| label.span);
    let range = span.unwrap_or_default().range();
    range.start <= *bytes.end() && *bytes.start() <= range.end
}

/// All findings in a text as editors show them.
pub fn all_shown(found: &[Diagnostic], text: &str) -> Vec<Value> {
    found.iter().map(|one| shown(one, text)).collect()
}

/// A finding as editors show it.
pub fn shown(found: &Diagnostic, text: &str) -> Value {
    let span = found.labels.first().and_then(|label| label.span);
    let severity = match found.severity {
        Severity::Error => 1,
        _ => 2,
    };
    let help = found.help.iter().map(|help| format!("\n{help}"));
    json!({
        "range": range(text, span.unwrap_or_default()),
        "severity": severity,
        "code": found.code.id(),
        "source": "copublish",
        "message": format!("{}{}", found.message, help.collect::<String>()),
    })
}
