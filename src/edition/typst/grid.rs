//! The cells of a table in a grid: each row full, no cell over another, no column that is empty.

use super::writer::is_empty;
use crate::edition::Element;

/// The most columns and rows that a cell may span.
const MOST_COLUMNS: usize = 100;
const MOST_ROWS: usize = 5_000;

/// A cell at its place.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'t> {
    /// The cell; nothing where the HTML has none.
    pub element: Option<&'t Element>,
    pub columns: usize,
    pub rows: usize,
    /// True in a column of numbers that the author has not placed.
    pub is_number: bool,
}

impl Cell<'_> {
    fn is_plain(&self) -> bool {
        self.columns == 1 && self.rows == 1
    }
}

/// The rows of a table.
#[derive(Debug, Default)]
pub struct Grid<'t> {
    /// The cells that begin in each row, in order.
    pub rows: Vec<Vec<Cell<'t>>>,
    /// How many of the rows are its head.
    pub head: usize,
    /// How many are its foot.
    pub foot: usize,
    pub columns: usize,
}

/// Which places of a grid are taken.
#[derive(Default)]
struct Taken(Vec<Vec<bool>>);

impl Taken {
    fn is(&self, row: usize, column: usize) -> bool {
        let taken = self.0.get(row).and_then(|row| row.get(column));
        taken.copied().unwrap_or(false)
    }

    fn take(&mut self, row: usize, column: usize) {
        if self.0.len() <= row {
            self.0.resize_with(row + 1, Vec::new);
        }
        let line = &mut self.0[row];
        if line.len() <= column {
            line.resize(column + 1, false);
        }
        line[column] = true;
    }
}

/// A cell with the column it begins in.
type Placed<'t> = (usize, Cell<'t>);

impl<'t> Grid<'t> {
    pub fn new(table: &'t Element) -> Grid<'t> {
        let parts = Parts::of(table);
        let rows: Vec<&Element> = [&parts.head[..], &parts.body, &parts.foot].concat();
        let mut taken = Taken::default();
        let mut placed: Vec<Vec<Placed>> = Vec::new();
        for (at, row) in rows.iter().enumerate() {
            placed.push(place_row(row, at, rows.len(), &mut taken));
        }
        let columns = taken.0.iter().map(Vec::len).max().unwrap_or(0);
        let filled = placed.into_iter().enumerate();
        let rows = filled.map(|(at, cells)| full_row(cells, at, columns, &taken));
        let grid = Grid {
            rows: rows.collect(),
            head: parts.head.len(),
            foot: parts.foot.len(),
            columns,
        };
        grid.without_empty_columns().with_numbers()
    }

    /// Marks the cells of columns that hold nothing but numbers, so that their digits are below one another.
    fn with_numbers(mut self) -> Grid<'t> {
        let width = self.columns;
        for column in 0..width {
            let full = self
                .rows
                .iter()
                .skip(self.head)
                .filter(|row| row.len() == width);
            let cells = full.filter_map(|row| row[column].element);
            let mut filled = cells.filter(|cell| !is_empty(&cell.children)).peekable();
            if filled.peek().is_none() || !filled.all(holds_number) {
                continue;
            }
            for row in self.rows.iter_mut().filter(|row| row.len() == width) {
                row[column].is_number = row[column].columns == 1;
            }
        }
        self
    }

    /// Columns in which no cell has a word or a picture were for drawings of a page.
    fn without_empty_columns(mut self) -> Grid<'t> {
        if !self.rows.iter().flatten().all(Cell::is_plain) {
            return self;
        }
        let is_used = |column: usize| {
            let cells = self.rows.iter().filter_map(|row| row.get(column)?.element);
            cells.into_iter().any(|cell| !is_empty(&cell.children))
        };
        let used: Vec<bool> = (0..self.columns).map(is_used).collect();
        for row in &mut self.rows {
            let mut at = 0;
            row.retain(|_| {
                at += 1;
                used[at - 1]
            });
        }
        self.columns = used.iter().filter(|used| **used).count();
        self
    }
}

/// The rows of a table by the part they are in.
#[derive(Default)]
struct Parts<'t> {
    head: Vec<&'t Element>,
    body: Vec<&'t Element>,
    foot: Vec<&'t Element>,
}

impl<'t> Parts<'t> {
    fn of(table: &'t Element) -> Parts<'t> {
        let mut parts = Parts::default();
        for child in table.elements() {
            let rows = child.elements().filter(|row| row.name == "tr");
            match child.name.as_str() {
                "thead" => parts.head.extend(rows),
                "tfoot" => parts.foot.extend(rows),
                "tbody" => parts.body.extend(rows),
                "tr" => parts.body.push(child),
                _ => {}
            }
        }
        let is_head = |row: &&Element| row.elements().all(|cell| cell.name == "th");
        if parts.head.is_empty() && parts.body.len() > 1 && parts.body.first().is_some_and(is_head)
        {
            parts.head.push(parts.body.remove(0));
        }
        parts
    }
}

fn place_row<'t>(row: &'t Element, at: usize, height: usize, taken: &mut Taken) -> Vec<Placed<'t>> {
    let mut placed = Vec::new();
    let mut column = 0;
    for element in row
        .elements()
        .filter(|cell| ["td", "th"].contains(&cell.name.as_str()))
    {
        while taken.is(at, column) {
            column += 1;
        }
        let free = (column..).take_while(|column| !taken.is(at, *column));
        let columns = free
            .take(span(element, "colspan", MOST_COLUMNS))
            .count()
            .max(1);
        let rows = span(element, "rowspan", MOST_ROWS).min(height - at);
        for row in at..at + rows {
            (column..column + columns).for_each(|column| taken.take(row, column));
        }
        let cell = Cell {
            element: Some(element),
            columns,
            rows,
            is_number: false,
        };
        placed.push((column, cell));
        column += columns;
    }
    placed
}

/// A row with an empty cell wherever there is none.
fn full_row<'t>(cells: Vec<Placed<'t>>, at: usize, columns: usize, taken: &Taken) -> Vec<Cell<'t>> {
    let empty = Cell {
        element: None,
        columns: 1,
        rows: 1,
        is_number: false,
    };
    let gaps = (0..columns).filter(|column| !taken.is(at, *column));
    let mut all: Vec<Placed> = cells
        .into_iter()
        .chain(gaps.map(|column| (column, empty)))
        .collect();
    all.sort_by_key(|(column, _)| *column);
    all.into_iter().map(|(_, cell)| cell).collect()
}

/// True for a cell with a number, with its sign and unit, that is not placed otherwise.
fn holds_number(cell: &Element) -> bool {
    let text = cell.text();
    let is_mark = |c: char| c.is_ascii_digit() || " \u{a0}\u{202f}.,'%+-−–£€$".contains(c);
    cell.name == "td"
        && !cell.class().contains("align-")
        && text.chars().any(|c| c.is_ascii_digit())
        && text.trim().chars().all(is_mark)
}

fn span(cell: &Element, name: &str, most: usize) -> usize {
    let span = cell
        .attribute(name)
        .and_then(|span| span.trim().parse().ok());
    span.unwrap_or(1).clamp(1, most)
}
