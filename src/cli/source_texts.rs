//! The texts that diagnostics point into, open while one file's diagnostics are shown. Reads no disk
//! itself: whoever shows diagnostics hands in how a file's text is had.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::base::lines::{Lines, Position};
use crate::base::{Diagnostic, FilePath, Span};

/// How the text of a file is had; `None` where it is gone.
pub type TextOf<'f> = dyn Fn(&FilePath) -> Option<String> + 'f;

/// The open texts, by file.
pub struct SourceTexts<'t>(BTreeMap<&'t FilePath, Text<'t>>);

/// One open text.
pub struct Text<'t> {
    /// The text itself.
    pub text: &'t str,
    lines: Lines<'t>,
}

/// The diagnostics in the order of a report, each once.
pub fn in_order(diagnostics: &[Diagnostic]) -> Vec<&Diagnostic> {
    let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
    sorted.sort_by(|a, b| a.order(b));
    let mut once: Vec<&Diagnostic> = Vec::with_capacity(sorted.len());
    for diagnostic in sorted {
        let mut beside = once
            .iter()
            .rev()
            .take_while(|shown| shown.order(diagnostic).is_eq());
        if !beside.any(|shown| *shown == diagnostic) {
            once.push(diagnostic);
        }
    }
    once
}

/// Shows each diagnostic with the texts it points into. A text is read once for all diagnostics in a
/// row that stand in the same file, and closed after them.
pub fn for_each<'d>(
    ordered: &[&'d Diagnostic],
    text_of: &TextOf,
    mut show: impl FnMut(&'d Diagnostic, &SourceTexts),
) {
    for group in ordered.chunk_by(|a, b| first_file(a) == first_file(b)) {
        let files = group.iter().flat_map(|diagnostic| files_of(diagnostic));
        let mut read: BTreeMap<&FilePath, String> = BTreeMap::new();
        for file in files {
            if !read.contains_key(file)
                && let Some(text) = text_of(file)
            {
                read.insert(file, text);
            }
        }
        let open = read.iter().map(|(file, text)| (*file, Text::new(text)));
        let texts = SourceTexts(open.collect());
        for diagnostic in group {
            show(diagnostic, &texts);
        }
    }
}

/// The files whose texts are needed to show a diagnostic and how it is put right.
fn files_of(diagnostic: &Diagnostic) -> impl Iterator<Item = &FilePath> {
    let labelled = diagnostic
        .labels
        .iter()
        .filter(|label| label.span.is_some())
        .map(|label| &label.file);
    labelled.chain(
        diagnostic
            .fix
            .iter()
            .flat_map(|fix| &fix.edits)
            .map(|edit| &edit.file),
    )
}

fn first_file(diagnostic: &Diagnostic) -> Option<&FilePath> {
    diagnostic.labels.first().map(|label| &label.file)
}

impl SourceTexts<'_> {
    /// The text of a file, where it could be read.
    pub fn get(&self, file: &FilePath) -> Option<&Text<'_>> {
        self.0.get(file)
    }
}

impl<'t> Text<'t> {
    fn new(text: &'t str) -> Text<'t> {
        Text {
            text,
            lines: Lines::new(text),
        }
    }

    /// A span as a range of this very text: the file may have been edited since, or not be UTF-8, so a
    /// span may reach past its end or into the middle of a character.
    pub fn range(&self, span: Span) -> Range<usize> {
        let start = self.lines.boundary(span.start as usize);
        let mut end = (span.end as usize).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end += 1;
        }
        start..end.max(start)
    }

    /// The line in which an offset stands, without what ends it.
    pub fn line(&self, offset: usize) -> Range<usize> {
        self.lines.around(offset)
    }

    /// The line and column of a byte offset.
    pub fn position(&self, offset: usize) -> Position {
        self.lines.position(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Code;

    #[test]
    fn shows_each_once_and_reads_each_file_once_in_a_row() {
        let (a, b) = (FilePath::new("a.md"), FilePath::new("b.md"));
        let found = |file: &FilePath, at| {
            Diagnostic::new(Code::BrokenLink, "x").at(file, Span::new(at, at), "")
        };
        let diagnostics = [found(&b, 1), found(&a, 9), found(&a, 2), found(&a, 9)];
        let read = std::cell::RefCell::new(Vec::new());
        let text_of = |file: &FilePath| {
            read.borrow_mut().push(file.to_string());
            Some("é".to_owned())
        };
        let mut shown = Vec::new();
        for_each(&in_order(&diagnostics), &text_of, |diagnostic, texts| {
            let label = &diagnostic.labels[0];
            let range = texts
                .get(&label.file)
                .map(|text| text.range(label.span.unwrap_or_default()));
            shown.push((label.file.to_string(), range));
        });
        let expected = [("a.md", 2..2), ("a.md", 2..2), ("b.md", 0..2)];
        assert_eq!(
            shown,
            expected.map(|(file, range)| (file.to_owned(), Some(range)))
        );
        assert_eq!(read.into_inner(), ["a.md", "b.md"]);
    }
}
