//! Applies the fixes of findings to texts. Reads and writes no files.

use std::collections::BTreeMap;

use crate::base::site_layout;
use crate::base::{Diagnostic, Edit, FilePath, Fix, Span};

/// What applying the fixes of some findings has changed.
#[derive(Debug, Default)]
pub struct FixResult {
    /// The changed texts.
    pub texts: BTreeMap<FilePath, String>,
    /// In the order of the findings.
    pub applied: Vec<AppliedFix>,
}

/// A fix that was applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedFix {
    /// The changed file; the first one if there are several.
    pub file: FilePath,
    /// What was done, as an instruction.
    pub words: String,
}

/// True for a finding with a fix that only changes the texts of authors and the settings.
pub fn is_fixable(diagnostic: &Diagnostic) -> bool {
    let fix = diagnostic.fix.as_ref();
    fix.is_some_and(|fix| fix.edits.iter().all(|edit| may_change(&edit.file)))
}

fn may_change(file: &FilePath) -> bool {
    let extension = file.extension();
    let is_markdown = ["md", "markdown"]
        .iter()
        .any(|known| extension.eq_ignore_ascii_case(known));
    let is_content = site_layout::below(site_layout::CONTENT, file.as_str()).is_some();
    file.as_str() == site_layout::SETTINGS || is_markdown && is_content
}

/// Applies every fix that is possible, each completely or not at all. If two fixes change the same place, the first one is
/// applied, and the other has to be found again.
pub fn apply_fixes(
    diagnostics: &[Diagnostic],
    text_of: &dyn Fn(&FilePath) -> Option<String>,
) -> FixResult {
    let mut session = FixSession {
        text_of,
        texts: BTreeMap::new(),
    };
    let mut applied = Vec::new();
    for diagnostic in diagnostics
        .iter()
        .filter(|diagnostic| is_fixable(diagnostic))
    {
        if let Some(fix) = &diagnostic.fix
            && let Some(file) = session.apply(fix)
        {
            let words = fix.words.clone();
            applied.push(AppliedFix { file, words });
        }
    }
    let edited = session.texts.into_iter();
    let texts = edited.filter_map(|(file, text)| Some((file, text?.finish()?)));
    FixResult {
        texts: texts.collect(),
        applied,
    }
}

/// The texts that fixes change; `None` for those that cannot be read.
struct FixSession<'s> {
    text_of: &'s dyn Fn(&FilePath) -> Option<String>,
    texts: BTreeMap<FilePath, Option<EditedText>>,
}

/// A text and the edits to apply to it, by where they start.
struct EditedText {
    text: String,
    edits: BTreeMap<u32, PlacedEdit>,
}

struct PlacedEdit {
    span: Span,
    text: String,
}

impl FixSession<'_> {
    /// Adds the edits of a fix, if all of them are possible, and returns the first file that it changes.
    fn apply(&mut self, fix: &Fix) -> Option<FilePath> {
        let mut spans = Vec::new();
        for edit in &fix.edits {
            spans.push(self.place(edit)?);
        }
        let edits = || fix.edits.iter().zip(&spans);
        if !edits().any(|(edit, span)| self.changes(edit, *span)) {
            return None;
        }
        for (edit, span) in edits() {
            if let Some(Some(edited)) = self.texts.get_mut(&edit.file) {
                let (span, text) = (*span, edit.text.clone());
                edited.edits.insert(span.start, PlacedEdit { span, text });
            }
        }
        fix.edits.first().map(|edit| edit.file.clone())
    }

    /// The place of an edit; `None` if the text has something else there, or if another edit changes that place.
    fn place(&mut self, edit: &Edit) -> Option<Span> {
        let text_of = self.text_of;
        let read = || {
            text_of(&edit.file).map(|text| EditedText {
                text,
                edits: BTreeMap::new(),
            })
        };
        let edited = self.texts.entry(edit.file.clone()).or_insert_with(read);
        let edited = edited.as_ref()?;
        let span = edit.place(&edited.text)?;
        edited.is_free(span, &edit.text).then_some(span)
    }

    fn changes(&self, edit: &Edit, span: Span) -> bool {
        let edited = self.texts.get(&edit.file).and_then(Option::as_ref);
        let before = edited.and_then(|edited| edited.text.get(span.range()));
        before.is_some_and(|before| before != edit.text)
    }
}

impl EditedText {
    /// True if no other edit changes these bytes. Several findings may ask for the very same edit.
    fn is_free(&self, span: Span, text: &str) -> bool {
        let mut before = self.edits.range(..=span.start);
        let mut after = self.edits.range(span.start + 1..);
        let allows = |other: &PlacedEdit| {
            let is_same = other.span == span && other.text == text;
            let is_apart = other.span.end < span.start || span.end < other.span.start;
            is_same || is_apart || touches(other.span, span)
        };
        before.next_back().is_none_or(|(_, edit)| allows(edit))
            && after.next().is_none_or(|(_, edit)| allows(edit))
    }

    /// The text with all edits applied; `None` if that changes nothing.
    fn finish(self) -> Option<String> {
        let mut fixed = String::with_capacity(self.text.len());
        let mut end = 0;
        for PlacedEdit { span, text } in self.edits.values() {
            fixed.push_str(self.text.get(end..span.start as usize)?);
            fixed.push_str(text);
            end = span.end as usize;
        }
        fixed.push_str(self.text.get(end..)?);
        (fixed != self.text).then_some(fixed)
    }
}

/// True for two spans side by side that share no byte, if it is clear which one comes first.
fn touches(one: Span, other: Span) -> bool {
    let are_empty = one.start == one.end || other.start == other.end;
    !are_empty && (one.end == other.start || other.end == one.start)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Code;

    fn found(file: &str, place: (usize, usize), text: &str) -> Diagnostic {
        let (start, end) = place;
        let file = FilePath::new(file);
        let fix = Fix::of(format!("write {text}"), &file, Span::new(start, end), text);
        Diagnostic::new(Code::BrokenLink, "x").fixed_by(fix)
    }

    fn fixed(found: &[Diagnostic]) -> (Option<String>, usize) {
        let mut result = apply_fixes(found, &|_| Some("0123456789".to_owned()));
        (
            result.texts.remove(&FilePath::new("content/a.md")),
            result.applied.len(),
        )
    }

    #[test]
    fn edits_are_applied_in_any_order_and_only_once() {
        let a = |place, text| found("content/a.md", place, text);
        assert_eq!(
            fixed(&[a((8, 9), "x"), a((0, 1), ""), a((8, 9), "x")]),
            (Some("1234567x9".into()), 3)
        );
        assert_eq!(
            fixed(&[a((2, 4), "x"), a((4, 6), "y")]),
            (Some("01xy6789".into()), 2)
        );
        assert_eq!(fixed(&[a((2, 4), "23")]), (None, 0));
    }

    #[test]
    fn the_second_of_two_edits_at_one_place_waits() {
        let a = |place, text| found("content/a.md", place, text);
        for (second, why) in [
            ((3, 5), "overlaps"),
            ((2, 4), "is the same"),
            ((3, 3), "is inside"),
            ((1, 9), "holds it"),
        ] {
            assert_eq!(
                fixed(&[a((2, 4), "x"), a(second, "y")]),
                (Some("01x456789".into()), 1),
                "{why}"
            );
        }
        assert_eq!(
            fixed(&[a((2, 2), "x"), a((2, 2), "y")]),
            (Some("01x23456789".into()), 1)
        );
        assert_eq!(
            fixed(&[a((2, 2), "x"), a((1, 3), "y")]),
            (Some("01x23456789".into()), 1)
        );
    }

    #[test]
    fn a_fix_is_applied_completely_or_not_at_all() {
        let mut both = found("content/a.md", (0, 1), "x");
        let of_theme = found("themes/a/kinds/b.yaml", (0, 1), "x");
        assert_eq!(
            fixed(std::slice::from_ref(&of_theme)),
            (None, 0),
            "templates and kinds are no texts of authors"
        );
        let more = found("content/a.md", (20, 21), "x")
            .fix
            .into_iter()
            .flat_map(|fix| fix.edits);
        both.fix.as_mut().unwrap().edits.extend(more);
        assert_eq!(fixed(&[both]), (None, 0), "one of its places is not there");
    }
}
