//! The table of filters: each example is rendered by the binary, and its result written beside it.

use std::fs;
use std::path::Path;

use super::page::{Last, Page, Piece, Row, Table, code, cut, rows_of};
use crate::site::Site;

/// The page in whose template the examples stand.
const DOCUMENT: &str = "---\ntitle: Regional initiatives\ndate: 2012-08-02\nsummary: Seven regions show *what works*.\n\
    template: examples\n---\nText.\n";

/// The part with what the examples of the page come to.
pub fn part(page: &Page) -> Vec<Piece> {
    let rows = rows_of(page.part("filters"));
    let mut examples: Vec<(String, String)> = rows
        .iter()
        .skip(1)
        .filter_map(|row| Some((row.first()?.clone(), row.get(1)?.clone())))
        .collect();
    let known = registered();
    examples.retain(|(name, _)| known.iter().any(|known| code(known) == *name));
    for name in &known {
        if !examples.iter().any(|(first, _)| *first == code(name)) {
            examples.push((code(name), String::new()));
        }
    }
    let lacking: Vec<&String> = examples
        .iter()
        .filter(|(_, example)| example.is_empty())
        .map(|(name, _)| name)
        .collect();
    assert!(
        lacking.is_empty(),
        "docs/content/themes/reference/filters.md: the table of filters lacks an example of {lacking:?}"
    );
    let results = rendered(&examples);
    let mut rows: Vec<Row> = Vec::new();
    for ((name, example), result) in examples.into_iter().zip(results) {
        rows.push(Row {
            cells: vec![name, example, result],
            last: Last::Kept,
        });
    }
    let columns = vec!["Filter", "Example", "Result", "What it does"];
    vec![Piece::Table(Table { columns, rows })]
}

/// The names of the filters that the engine registers.
fn registered() -> Vec<String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/layout/theme/filter.rs");
    let source = fs::read_to_string(source).expect("the file of filters");
    let named = source
        .split("register_filter(")
        .skip(1)
        .filter_map(|rest| rest.split('"').nth(1));
    named.map(str::to_owned).collect()
}

/// What each example comes to, as code.
fn rendered(examples: &[(String, String)]) -> Vec<String> {
    let plain = |cell: &str| cell.trim_matches('`').replace("\\|", "|");
    let template: String = examples
        .iter()
        .map(|(_, example)| format!("{}\u{e000}", plain(example)))
        .collect();
    let run = Site::new()
        .file("content/a.md", DOCUMENT)
        .file(
            "templates/examples.html",
            format!("{template}<a href=\"/\">Home</a>"),
        )
        .file("content/index.md", "---\ntitle: Home\n---\n")
        .build();
    run.assert_clean();
    let page = crate::cases::without_hashes(&run.page("/a/"));
    page.split('\u{e000}')
        .map(|result| code(&cut(result, 60)))
        .collect()
}
