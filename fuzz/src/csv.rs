//! CSV: rows are as wide as the headings, and every message points into the file.

use copublish::base::FilePath;
use copublish::content::csv;

/// Reads the bytes as a table.
pub fn run(bytes: &[u8]) {
    let file = FilePath::new("a.csv");
    let parsed = csv::parse(&file, bytes);
    if let Some(table) = parsed.value {
        let columns = table.headings.len();
        assert!(
            table.rows.iter().all(|row| row.len() == columns),
            "rows of {columns} cells"
        );
        let spans = table
            .headings
            .iter()
            .chain(table.rows.iter().flatten())
            .map(|cell| cell.span);
        assert!(
            spans
                .into_iter()
                .all(|span| span.start <= span.end && span.end as usize <= bytes.len())
        );
    }
    for label in parsed
        .diagnostics
        .iter()
        .flat_map(|diagnostic| &diagnostic.labels)
    {
        assert!(
            label
                .span
                .is_none_or(|span| span.start <= span.end && span.end as usize <= bytes.len())
        );
    }
}
