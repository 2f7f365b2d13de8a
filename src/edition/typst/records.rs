//! Tables that do not fit on a page in large print: each row as an entry of its own, with the head of the column beside each
//! value. So letters stay as large as their readers need them, and no line has to be followed across a page.

use std::fmt::Write as _;

use super::grid::{Cell, Grid};
use super::writer::{Writer, is_empty, literal};
use crate::edition::Element;

impl Writer<'_> {
    /// The rows of a grid, one below the other.
    pub(super) fn records(&mut self, grid: &Grid, caption: &str) {
        if caption != "none" {
            let _ = writeln!(self.out, "#para(\"box-title\"){caption}\n");
        }
        let rows = placed(grid);
        let (heads, rest) = rows.split_at(grid.head);
        for row in rest {
            self.record(heads, row);
        }
    }

    fn record(&mut self, heads: &[Row], row: &Row) {
        let mut cells = row.iter();
        let Some(first) = cells.next() else {
            return;
        };
        let title = with_head(&self.head_of(heads, first), &self.value(first));
        self.block_call("para(\"box-title\")", &title);
        let entries = cells.map(|cell| (self.head_of(heads, cell), self.value(cell)));
        let mut entries: Vec<(String, String)> = entries.collect();
        entries.retain(|(_, value)| !value.trim().is_empty());
        let has_all_heads = entries.iter().all(|(head, _)| !head.trim().is_empty());
        match entries.is_empty() {
            true => {}
            false if has_all_heads => self.with_heads(&entries),
            false => self.without_heads(&entries),
        }
    }

    fn with_heads(&mut self, entries: &[(String, String)]) {
        self.out.push_str("#definitions(\"record\",\n");
        for (head, value) in entries {
            let _ = writeln!(self.out, "([{head}], [{value}]),");
        }
        self.out.push_str(")\n\n");
    }

    /// Where nothing says what some values are.
    fn without_heads(&mut self, entries: &[(String, String)]) {
        let is_loose = entries.iter().any(|(_, value)| value.starts_with('\n'));
        let _ = writeln!(self.out, "#items(\"record\", loose: {is_loose},");
        for (head, value) in entries {
            let _ = writeln!(self.out, "[{}],", with_head(head, value));
        }
        self.out.push_str(")\n\n");
    }

    /// The heads of the columns of a cell, from the top.
    fn head_of(&mut self, heads: &[Row], cell: &Placed) -> String {
        let columns = cell.column..cell.column + cell.cell.columns;
        let mut above: Vec<&Element> = Vec::new();
        for head in heads.iter().flatten() {
            let is_above = columns.contains(&head.column)
                || (head.column..head.column + head.cell.columns).contains(&cell.column);
            if let (true, Some(element)) = (is_above, head.cell.element)
                && !is_empty(&element.children)
                && !above.iter().any(|it| std::ptr::eq(*it, element))
            {
                above.push(element);
            }
        }
        let heads = above.into_iter().map(|head| self.words(head));
        heads
            .collect::<Vec<_>>()
            .join(&format!("#{};", literal(", ")))
    }

    fn value(&mut self, cell: &Placed) -> String {
        cell.cell
            .element
            .map_or_else(String::new, |it| self.words(it))
    }

    fn words(&mut self, cell: &Element) -> String {
        self.capture(|it| it.in_language(cell, |it| it.flow_in_line(&cell.children)))
    }
}

/// A value behind the head of its column.
fn with_head(head: &str, value: &str) -> String {
    let (head, value) = (head.trim(), value.trim_end());
    match head.is_empty() || value.is_empty() {
        true => format!("{head}{value}"),
        false => format!("{head}#{};{value}", literal(": ")),
    }
}

/// A cell in a row that it is in, which may be below that where it begins.
#[derive(Clone, Copy)]
struct Placed<'t> {
    column: usize,
    cell: Cell<'t>,
}

type Row<'t> = Vec<Placed<'t>>;

/// All rows of a grid, each with every cell that reaches into it.
fn placed<'t>(grid: &Grid<'t>) -> Vec<Row<'t>> {
    let mut rows: Vec<Row> = vec![Vec::new(); grid.rows.len()];
    for (at, begins) in grid.rows.iter().enumerate() {
        let mut column = 0;
        for cell in begins {
            while let Some(taken) = rows[at].iter().find(|it| it.reaches(column)) {
                column = taken.column + taken.cell.columns;
            }
            let placed = Placed {
                column,
                cell: *cell,
            };
            let last = (at + cell.rows).min(rows.len());
            rows[at..last].iter_mut().for_each(|row| row.push(placed));
            column += cell.columns;
        }
        rows[at].sort_by_key(|placed| placed.column);
    }
    rows
}

impl Placed<'_> {
    fn reaches(&self, column: usize) -> bool {
        (self.column..self.column + self.cell.columns).contains(&column)
    }
}
