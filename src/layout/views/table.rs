//! What a block's component sees of a table: titles, and cells as text and as number.

use serde::Serialize;
use tera::Value as TeraValue;

use super::value::Html;
use crate::content::Cell;
use crate::layout::number::{Quantity, Separators, says_nothing, to_view};

/// A cell as it was read, with what it holds as HTML if its author used Markdown.
pub struct ReadCell<'t> {
    pub cell: &'t Cell,
    pub html: Option<String>,
    pub number: Option<Quantity>,
}

impl<'t> ReadCell<'t> {
    /// A cell with the number it holds, if it holds one.
    pub fn new(cell: &'t Cell, html: Option<String>, separators: &Separators) -> ReadCell<'t> {
        ReadCell {
            cell,
            html,
            number: separators.read(&cell.text),
        }
    }

    /// True if the cell says nothing: it is empty, or holds a dash.
    pub fn is_empty(&self) -> bool {
        says_nothing(&self.cell.text) && self.html.as_deref().is_none_or(says_nothing)
    }

    fn html(&self) -> Option<Html> {
        let html = self.html.as_deref()?;
        let says_something = !html.is_empty() && !self.is_empty();
        says_something.then(|| Html::new(html))
    }
}

/// A table as a component sees it.
#[derive(Debug, Default, Serialize)]
pub struct TableView<'t> {
    id: String,
    columns: Vec<ColumnView<'t>>,
    rows: Vec<Vec<CellView<'t>>>,
}

#[derive(Debug, Serialize)]
struct ColumnView<'t> {
    title: &'t str,
    html: Option<Html>,
    numeric: bool,
    most_decimals: usize,
}

#[derive(Debug, Serialize)]
struct CellView<'t> {
    text: &'t str,
    html: Option<Html>,
    number: Option<TeraValue>,
    decimals: Option<usize>,
    unit: &'t str,
}

impl<'t> TableView<'t> {
    /// Makes the view of a table. `id` is the id of nothing else on the page.
    pub fn new(headings: &'t [ReadCell], rows: &'t [Vec<ReadCell>], id: String) -> TableView<'t> {
        let column = |(at, heading): (usize, &'t ReadCell)| ColumnView {
            title: &heading.cell.text,
            html: heading.html(),
            numeric: is_numeric(rows, at),
            most_decimals: most_decimals(rows, at),
        };
        TableView {
            id,
            columns: headings.iter().enumerate().map(column).collect(),
            rows: rows
                .iter()
                .map(|row| row.iter().map(CellView::new).collect())
                .collect(),
        }
    }
}

impl<'t> CellView<'t> {
    fn new(cell: &'t ReadCell) -> CellView<'t> {
        let number = cell.number.as_ref();
        CellView {
            text: if cell.is_empty() { "" } else { &cell.cell.text },
            html: cell.html(),
            number: number.map(|number| to_view(number.value)),
            decimals: number.map(|number| number.value.decimals()),
            unit: number.map_or("", |number| &number.unit),
        }
    }
}

/// True for a column of numbers: whatever says something in it is one.
fn is_numeric(rows: &[Vec<ReadCell>], column: usize) -> bool {
    let mut cells = rows
        .iter()
        .filter_map(|row| row.get(column))
        .filter(|cell| !says_nothing(&cell.cell.text))
        .peekable();
    cells.peek().is_some() && cells.all(|cell| cell.number.is_some())
}

/// How many decimals the most precise number of a column has.
fn most_decimals(rows: &[Vec<ReadCell>], column: usize) -> usize {
    let cells = rows.iter().filter_map(|row| row.get(column));
    let numbers = cells.filter_map(|cell| cell.number.as_ref());
    let decimals = numbers.map(|number| number.value.decimals());
    decimals.max().unwrap_or(0)
}
