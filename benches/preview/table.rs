//! Figures as a table in Markdown: a row for each thing that was measured, a column for each generator, and
//! how many times as long it takes as the first.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::measure::{Figures, Row};
use crate::shared::cell::{cell, digits, thousands};

/// What was measured of a generator.
pub struct Column {
    pub name: String,
    pub figures: Figures,
}

/// Draws the table of one size.
pub fn draw(columns: &[Column], pages: usize) -> String {
    let mut text = format!("| {} pages |", thousands(pages));
    for column in columns {
        let _ = write!(text, " {} |", column.name);
    }
    let _ = write!(text, "\n| --- |{}", " ---: |".repeat(columns.len()));
    let rows: BTreeSet<Row> = columns
        .iter()
        .flat_map(|column| column.figures.rows())
        .collect();
    for row in rows {
        let _ = write!(text, "\n| {} |", row.words());
        let base = columns.first().and_then(|column| median(column, row));
        for (at, column) in columns.iter().enumerate() {
            let cell = column
                .figures
                .row(row)
                .map_or("–".to_owned(), |samples| cell(samples, row.unit()));
            let compared = base.filter(|_| at > 0).zip(median(column, row));
            let ratio = compared.map(|(base, median)| format!(", **×{}**", digits(median / base)));
            let _ = write!(text, " {cell}{} |", ratio.unwrap_or_default());
        }
    }
    text.push('\n');
    text
}

fn median(column: &Column, row: Row) -> Option<f64> {
    let [_, median, _] = column.figures.row(row)?.spread()?;
    Some(median)
}
