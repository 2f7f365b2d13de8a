//! What a block's component sees of a table: titles, and cells as text and as number.

use tera::Value as View;

use super::number::{Quantity, Separators, says_nothing};
use super::record::Record;
use crate::content::Cell;

/// A cell, with what it holds as HTML where its author used Markdown.
pub(super) struct Shown<'t> {
    pub cell: &'t Cell,
    pub html: Option<String>,
    pub number: Option<Quantity>,
}

impl<'t> Shown<'t> {
    /// A cell with the number it holds, if it holds one.
    pub fn new(cell: &'t Cell, html: Option<String>, separators: &Separators) -> Shown<'t> {
        Shown {
            cell,
            html,
            number: separators.read(&cell.text),
        }
    }

    /// True where the cell says nothing: it is empty, or holds a dash.
    pub fn is_empty(&self) -> bool {
        says_nothing(&self.cell.text) && self.html.as_deref().is_none_or(says_nothing)
    }
}

/// A table as a component sees it. `id` stands nowhere else on the page.
pub(super) fn view(headings: &[Shown], rows: &[Vec<Shown>], id: String) -> View {
    let columns = headings.iter().enumerate().map(|(at, heading)| {
        let mut map = Record::default();
        map.set("title", heading.cell.text.as_str());
        map.set("html", html(heading));
        map.set("numeric", is_numeric(rows, at));
        View::from(map)
    });
    let rows = rows
        .iter()
        .map(|row| View::from(row.iter().map(cell).collect::<Vec<View>>()));
    let mut map = Record::default();
    map.set("id", id);
    map.set("columns", View::from(columns.collect::<Vec<View>>()));
    map.set("rows", View::from(rows.collect::<Vec<View>>()));
    View::from(map)
}

/// True for a column of numbers: whatever says something in it is one.
fn is_numeric(rows: &[Vec<Shown>], column: usize) -> bool {
    let mut cells = rows
        .iter()
        .filter_map(|row| row.get(column))
        .filter(|cell| !says_nothing(&cell.cell.text));
    let mut any = false;
    let all = cells.all(|cell| {
        any = true;
        cell.number.is_some()
    });
    any && all
}

fn cell(shown: &Shown) -> View {
    let mut map = Record::default();
    let text = if shown.is_empty() {
        ""
    } else {
        shown.cell.text.as_str()
    };
    map.set("text", text);
    map.set("html", html(shown));
    let number = shown.number.as_ref();
    map.set(
        "number",
        number.map_or_else(View::none, |number| number.value.into()),
    );
    map.set("decimals", number.map(|number| number.decimals));
    map.set("unit", number.map_or("", |number| &number.unit));
    View::from(map)
}

fn html(shown: &Shown) -> View {
    let html = shown
        .html
        .as_deref()
        .filter(|html| !html.is_empty() && !shown.is_empty());
    html.map_or_else(View::none, View::safe_string)
}
