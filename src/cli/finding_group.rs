//! Findings that say the same in other places. Draws nothing.

use std::collections::BTreeMap;

use super::source_texts::TextOf;
use crate::base::lines::{Lines, Position};
use crate::base::{Code, Diagnostic, Severity};

/// Findings of the same words.
pub struct Group<'d> {
    /// At least one, in order.
    pub found: Vec<&'d Diagnostic>,
}

impl Group<'_> {
    /// What the group is about.
    pub fn key(&self) -> Option<(Severity, Code, &str)> {
        self.found.first().map(|found| key(found))
    }
}

/// What must be the same in findings that are told as one.
fn key(found: &Diagnostic) -> (Severity, Code, &str) {
    (found.severity, found.code, found.message.as_str())
}

/// Findings of the same words together, in the order in which the first of each was found.
pub fn groups<'d>(ordered: &[&'d Diagnostic]) -> Vec<Group<'d>> {
    let mut numbers: BTreeMap<(Severity, Code, &str), usize> = BTreeMap::new();
    let mut groups: Vec<Group> = Vec::new();
    for found in ordered {
        let number = *numbers.entry(key(found)).or_insert(groups.len());
        match groups.get_mut(number) {
            Some(group) => group.found.push(found),
            None => groups.push(Group { found: vec![found] }),
        }
    }
    groups
}

/// `content/a.md:7:1`, or the file alone.
pub fn place(found: &Diagnostic, text_of: &TextOf) -> Option<String> {
    let label = found.labels.first()?;
    let text = label.span.and_then(|_| text_of(&label.file));
    let file = label.file.as_str().replace(['\n', '\r'], " ");
    Some(match label.span.zip(text.as_ref()) {
        Some((span, text)) => {
            let Position { line, column } = Lines::new(text).position(span.start as usize);
            format!("{file}:{line}:{column}")
        }
        None => file,
    })
}
