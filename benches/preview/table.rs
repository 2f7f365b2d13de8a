//! Figures as a table in Markdown: a row for each thing that was measured, a column for each generator, and
//! how many times as long it takes as the first.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::measure::{Figures, Row, Samples, Unit};

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
    let rows: BTreeSet<Row> = columns.iter().flat_map(|column| column.figures.rows()).collect();
    for row in rows {
        let _ = write!(text, "\n| {} |", row.words());
        let base = columns.first().and_then(|column| median(column, row));
        for (at, column) in columns.iter().enumerate() {
            let cell = column.figures.row(row).map_or("–".to_owned(), |samples| cell(samples, row.unit()));
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

/// `48 ms (41–66; 30)`: the median, the smallest and the largest, how many there are.
fn cell(samples: &Samples, unit: Unit) -> String {
    let Some([least, median, most]) = samples.spread() else {
        return "never seen".to_owned();
    };
    // All three in the unit that fits the middle.
    let (scale, unit) = match unit {
        Unit::Milliseconds if median >= 1000.0 => (1000.0, "s"),
        Unit::Milliseconds => (1.0, "ms"),
        Unit::Megabytes => (1.0, "MB"),
    };
    let mut text = format!("{} {unit}", digits(median / scale));
    if samples.count() > 1 {
        let _ = write!(text, " ({}–{}; {})", digits(least / scale), digits(most / scale), samples.count());
    }
    if samples.missed > 0 {
        text.push_str(", then never seen");
    }
    text
}

/// As many digits as mean something.
fn digits(value: f64) -> String {
    if value >= 100.0 {
        format!("{value:.0}")
    } else if value >= 10.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

fn thousands(number: usize) -> String {
    let text = number.to_string();
    let parts: Vec<&str> =
        text.as_bytes().rchunks(3).rev().filter_map(|part| std::str::from_utf8(part).ok()).collect();
    parts.join(",")
}
