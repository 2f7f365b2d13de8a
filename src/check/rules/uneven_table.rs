//! A row of a table has more cells than the table has columns, so readers do not see
//! the last ones. Or the line of hyphens below the first row has another number of
//! cells, so that there is no table at all; `copublish check` finds that. It is a
//! warning.
//!
//! ## Example
//!
//! ```text
//! | Region | Groups |
//! | ------ | ------ |
//! | North  | 12     | since 2011 |
//! ```
//!
//! ## What to do
//!
//! Write as many cells in the first two lines as in the longest row. A bar that is
//! part of a text needs a backslash, also between backticks: `\|`.
//!
//! ```text
//! | Region | Groups | Since |
//! | ------ | ------ | ----- |
//! | North  | 12     | 2011  |
//! ```
//!
//! ## Why it matters
//!
//! What is in such a cell is lost, and what should be a table is a line of bars.

use crate::base::english::{count, excerpt};
use crate::base::{Code, Diagnostic, Fix, Span};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::{Passage, Role};

pub(super) const RULE: Rule = Rule::of_text(Code::UnevenTable, check);

/// Finds tables that are none. Rows that are longer than their table are found where their HTML is written.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    for passage in &text.facts.passages {
        if passage.role == Role::Paragraph {
            found.extend(broken_table(text, passage));
        }
    }
}

/// A line of text and its place.
#[derive(Clone, Copy)]
struct Line<'t> {
    text: &'t str,
    start: usize,
}

/// The table that a paragraph would be, if its second line had as many cells as its first.
fn broken_table(text: &CheckedText, passage: &Passage) -> Option<Diagnostic> {
    let lines = lines(text, passage.span);
    let mut pairs = lines.iter().zip(lines.iter().skip(1));
    let (first, second) =
        pairs.find(|(first, second)| first.text.contains('|') && is_delimiter_row(second.text))?;
    let wanted = cells(first.text);
    if second.text.contains(NON_BREAKING) {
        return Some(about_spaces(text, *second));
    }
    (cells(second.text) != wanted).then(|| about_broken(text, *second, wanted))
}

/// Says that the line of hyphens has another number of cells than is wanted.
fn about_broken(text: &CheckedText, line: Line, wanted: usize) -> Diagnostic {
    let marks = cells(line.text);
    let message = format!(
        "this is not a table: its first line has {}, the line of hyphens has {}",
        count(wanted, "cell"),
        count(marks, "cell")
    );
    let span = Span::new(line.start, line.start + line.text.len());
    let row = with_cells(line.text, wanted);
    let diagnostic = Diagnostic::new(Code::UnevenTable, message)
        .at(text.file(), span, "readers see lines with bars")
        .help(format!("write `{}`", excerpt(&row, 80)));
    // If the line of hyphens has more cells, one of the first line may be missing.
    if marks > wanted {
        return diagnostic;
    }
    let words = "give the table's second line as many cells as its first";
    diagnostic.fixed_by(Fix::of(words, text.file(), span, row))
}

const NON_BREAKING: char = '\u{a0}';

/// Says that the line of hyphens has other spaces than the parser knows.
fn about_spaces(text: &CheckedText, line: Line) -> Diagnostic {
    let span = Span::new(line.start, line.start + line.text.len());
    let help = "type ordinary spaces in its second line";
    let message = "this is not a table, because of a non-breaking space";
    Diagnostic::new(Code::UnevenTable, message)
        .at(text.file(), span, "readers see lines with bars")
        .help(help)
        .fixed_by(Fix::of(
            help,
            text.file(),
            span,
            line.text.replace(NON_BREAKING, " "),
        ))
}

/// The lines of a paragraph, without what is around them.
fn lines<'t>(text: &'t CheckedText, span: Span) -> Vec<Line<'t>> {
    let mut start = span.start as usize;
    let mut lines = Vec::new();
    for line in text.source_at(span).split('\n') {
        let own = line.trim_start_matches([' ', '\t', '>']);
        lines.push(Line {
            start: start + line.len() - own.len(),
            text: own.trim_end(),
        });
        start += line.len() + 1;
    }
    lines
}

/// True for a line of hyphens and bars.
fn is_delimiter_row(line: &str) -> bool {
    line.contains('|')
        && line.contains('-')
        && line
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | NON_BREAKING))
}

/// How many cells a row has.
fn cells(row: &str) -> usize {
    let row = row.strip_prefix('|').unwrap_or(row);
    let is_escaped = row.ends_with("\\|");
    let row = if is_escaped {
        row
    } else {
        row.strip_suffix('|').unwrap_or(row)
    };
    1 + row.matches('|').count() - row.matches("\\|").count()
}

/// A line of hyphens with so many cells: its own, and others like them.
fn with_cells(row: &str, wanted: usize) -> String {
    let own = row.trim_matches('|').split('|').map(str::trim);
    let cells: Vec<&str> = own.chain(std::iter::repeat("---")).take(wanted).collect();
    format!("| {} |", cells.join(" | "))
}

#[cfg(test)]
mod tests {
    use super::{cells, with_cells};

    #[test]
    fn cells_are_counted_with_and_without_outer_bars() {
        for row in ["| a | b |", "a | b", "|a|b", "a\\|c | b", "| a | b\\|"] {
            assert_eq!(cells(row), 2, "{row}");
        }
        assert_eq!(with_cells("|:--|", 3), "| :-- | --- | --- |");
        assert_eq!(with_cells("|:-:|--:|---|", 2), "| :-: | --: |");
    }
}
