//! The first row of a table is empty, so the table does not say what its columns
//! contain; or a table in HTML has no `<th>`. `copublish check` finds this; it is a
//! warning.
//!
//! ## Example
//!
//! ```text
//! |       |    |
//! | ----- | -: |
//! | North | 12 |
//! | South |  9 |
//! ```
//!
//! ## What to do
//!
//! Write the title of each column in the first row:
//!
//! ```text
//! | Region | Groups |
//! | ------ | -----: |
//! | North  |     12 |
//! | South  |      9 |
//! ```
//!
//! In HTML, write the cells that name a column or a row as `<th scope="col">` or `<th
//! scope="row">`. If a table is only for layout, write `<table role="presentation">`.
//!
//! ## Why it matters
//!
//! A screen reader says the title of the column before each cell. Without it, readers
//! hear only numbers.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::{Element, ElementForm};

pub(super) const RULE: Rule = Rule::of_text(Code::HeadlessTable, check);

/// Finds tables without a word in their first row, and tables of HTML without a `th`.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    let headless = text.facts.tables.iter().filter(|table| !table.has_headings);
    found.extend(headless.map(|table| {
        diagnostic()
            .at(text.file(), table.span, "an empty first row")
            .help("write the title of each column in the first row")
    }));
    for table in without_headings(&text.facts.elements) {
        found.push(
            diagnostic()
                .at(text.file(), table.span, "no `<th>`")
                .help("write the cells that name a column or a row as `<th scope=\"col\">` or `<th scope=\"row\">`")
                .help("if the table is only for layout, write `role=\"presentation\"`"),
        );
    }
}

/// The tables of HTML that have no `th` of their own, and are not for layout.
fn without_headings(elements: &[Element]) -> Vec<&Element> {
    let mut headless = Vec::new();
    let mut open: Vec<(&Element, bool)> = Vec::new();
    for element in elements {
        match (element.name.as_str(), element.form) {
            ("table", ElementForm::Opening) => open.push((element, is_layout(element))),
            ("th", ElementForm::Opening) => {
                if let Some((_, has_headings)) = open.last_mut() {
                    *has_headings = true;
                }
            }
            ("table", ElementForm::Closing) => {
                if let Some((table, false)) = open.pop() {
                    headless.push(table);
                }
            }
            _ => {}
        }
    }
    headless
}

fn diagnostic() -> Diagnostic {
    Diagnostic::new(
        Code::HeadlessTable,
        "this table does not say what its columns contain",
    )
}

/// True if its author declares that it is not a table of data.
fn is_layout(table: &Element) -> bool {
    matches!(table.get("role"), Some("presentation" | "none"))
}
