//! A table as its author wrote it: cells of text, each with its place. What the text means, such as a
//! number, is not known here.

use crate::base::Span;

/// A row of headings, and rows with as many cells each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The titles of the columns.
    pub headings: Vec<Cell>,
    /// The rows beneath.
    pub rows: Vec<Vec<Cell>>,
    /// How its numbers are written.
    pub numbers: NumberStyle,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text, without spaces around it; empty where it says nothing.
    pub text: String,
    /// Where it stands in its file.
    pub span: Span,
}

/// What stands before the decimals of a table's numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NumberStyle {
    /// What the language of the page has there.
    #[default]
    OfPage,
    /// A comma, with points between thousands.
    DecimalComma,
    /// Nobody can tell: no number with a point or a comma is read.
    Unclear,
}

/// What the way one number is written says of all.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sign {
    Nothing,
    DecimalComma,
    DecimalPoint,
    /// A point before three digits: `90.000`.
    EitherPoint,
    /// A comma before three digits: `90,000`.
    EitherComma,
}

/// How the numbers of a table are written whose cells are between semicolons.
pub(super) fn between_semicolons(table: &Table) -> NumberStyle {
    let signs: Vec<Sign> = table
        .rows
        .iter()
        .flatten()
        .map(|cell| sign(&cell.text))
        .collect();
    let has = |sign: Sign| signs.contains(&sign);
    match (has(Sign::DecimalComma), has(Sign::DecimalPoint)) {
        (true, true) => NumberStyle::Unclear,
        (true, false) => NumberStyle::DecimalComma,
        (false, true) if has(Sign::EitherPoint) => NumberStyle::Unclear,
        (false, true) => NumberStyle::OfPage,
        (false, false) if has(Sign::EitherComma) => NumberStyle::Unclear,
        (false, false) if has(Sign::EitherPoint) => NumberStyle::DecimalComma,
        (false, false) => NumberStyle::OfPage,
    }
}

fn sign(text: &str) -> Sign {
    let number = text.trim_matches(|c: char| !c.is_ascii_digit());
    if !number.chars().all(is_of_number) {
        return Sign::Nothing;
    }
    let marks: Vec<&str> = number.matches(['.', ',']).collect();
    let digits_after = number.rsplit(['.', ',']).next().map_or(0, str::len);
    match marks.as_slice() {
        [] => Sign::Nothing,
        ["."] if digits_after == 3 => Sign::EitherPoint,
        ["."] => Sign::DecimalPoint,
        [_] if digits_after == 3 => Sign::EitherComma,
        [_] => Sign::DecimalComma,
        // Of several marks, the first one is between thousands.
        [".", ..] => Sign::DecimalComma,
        [..] => Sign::DecimalPoint,
    }
}

fn is_of_number(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '.' | ',' | ' ' | '\u{a0}' | '\'')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(cells: &[&str]) -> NumberStyle {
        let row = cells.iter().map(|text| Cell {
            text: (*text).to_owned(),
            ..Cell::default()
        });
        between_semicolons(&Table {
            rows: vec![row.collect()],
            ..Table::default()
        })
    }

    #[test]
    fn one_number_tells_how_all_are_written() {
        for (cells, expected) in [
            (&["90.000"][..], NumberStyle::DecimalComma),
            (&["90.000", "1,5"], NumberStyle::DecimalComma),
            (&["1.234.567"], NumberStyle::DecimalComma),
            (&["85.000,50"], NumberStyle::DecimalComma),
            (&["€ 1.250,-", "12"], NumberStyle::DecimalComma),
            (&["90.5", "12"], NumberStyle::OfPage),
            (&["1,234.50"], NumberStyle::OfPage),
            (&["90.5", "90.000"], NumberStyle::Unclear),
            (&["90.5", "1,5"], NumberStyle::Unclear),
            (&["12,500"], NumberStyle::Unclear),
            (&["12", "A. B, C", "2012-10-01"], NumberStyle::OfPage),
        ] {
            assert_eq!(style(cells), expected, "{cells:?}");
        }
    }
}
