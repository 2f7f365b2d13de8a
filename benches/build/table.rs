//! Figures as a table in Markdown: a row for each thing that was measured, a column for each generator, and
//! how many times as much as the first has.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::figures::{Column, Compared, Figures, Row};
use crate::shared::cell::{cell, digits, thousands};
use crate::site::Shape;

/// Draws the table of one site, and below it why a column is empty.
pub fn draw(compared: &Compared) -> String {
    let measured: Vec<(&Column, &Figures)> = compared
        .columns
        .iter()
        .filter_map(|column| Some((column, column.figures.as_ref().ok()?)))
        .collect();
    let mut text = format!(
        "| {}, {} MB |",
        title(compared),
        digits(megabytes(compared.source))
    );
    for (column, _) in &measured {
        let _ = write!(text, " {} |", column.name);
    }
    let _ = write!(text, "\n| --- |{}", " ---: |".repeat(measured.len()));
    let rows: BTreeSet<Row> = measured
        .iter()
        .flat_map(|(_, figures)| figures.rows())
        .collect();
    let base = compared
        .columns
        .first()
        .and_then(|column| column.figures.as_ref().ok());
    for row in rows {
        let _ = write!(text, "\n| {} |", row.words());
        for (at, (_, figures)) in measured.iter().enumerate() {
            let cell = figures
                .row(row)
                .map_or("–".to_owned(), |samples| cell(samples, row.unit()));
            let base = base.filter(|_| at > 0).and_then(|base| base.median(row));
            let compared = base.zip(figures.median(row));
            let ratio = compared.map(|(base, median)| format!(", **×{}**", digits(median / base)));
            let _ = write!(text, " {cell}{} |", ratio.unwrap_or_default());
        }
    }
    sizes(&mut text, &measured);
    for column in &compared.columns {
        if let Err(why) = &column.figures {
            let said = if why.starts_with("left out") {
                why.clone()
            } else {
                format!("COULD NOT BE MEASURED: {why}")
            };
            let _ = write!(text, "\n\n{}: {said}", column.name);
        }
    }
    text.push('\n');
    text
}

/// How a cell is written.
type Cell = fn(&Figures) -> String;

/// What was made, which is the same in all rounds.
fn sizes(text: &mut String, measured: &[(&Column, &Figures)]) {
    let rows: [(&str, Cell); 3] = [
        ("files", |figures| thousands(figures.output.files)),
        ("bytes of them", |figures| {
            format!("{} MB", digits(megabytes(figures.output.bytes)))
        }),
        ("bytes of an article's page", |figures| {
            let output = figures.output;
            let each = output
                .article_bytes
                .checked_div(output.articles as u64)
                .unwrap_or_default();
            thousands(usize::try_from(each).unwrap_or_default())
        }),
    ];
    for (words, cell) in rows {
        let _ = write!(text, "\n| {words} |");
        for (_, figures) in measured {
            let _ = write!(text, " {} |", cell(figures));
        }
    }
}

fn title(compared: &Compared) -> String {
    let pages = thousands(compared.pages);
    match compared.shape {
        Shape::Prose => format!("{pages} pages"),
        Shape::Short => format!("{pages} short pages"),
        Shape::Code => format!("{pages} pages with code"),
    }
}

/// Millions of bytes.
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}
