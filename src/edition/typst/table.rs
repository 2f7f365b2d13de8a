//! Tables: heads of columns and rows are told as such, and one that does not fit is turned.

use std::fmt::Write as _;

use super::grid::{Cell, Grid};
use super::writer::{Writer, is_empty};
use crate::edition::{Element, Node};

/// How many letters of a table fit beside one another on a page.
const PAGE: usize = 78;
/// What the space beside a cell takes, in letters.
const GAP: usize = 3;
/// A column whose cells are all shorter is as wide as it needs to be.
const NARROW: usize = 16;

impl Writer<'_> {
    /// A table with the caption that it has, or that of the figure around it.
    pub fn table(&mut self, table: &Element, caption: Option<&str>) {
        let grid = Grid::new(table);
        if grid.columns == 0 {
            return;
        }
        let caption = self.table_caption(table, caption);
        let widths: Vec<Width> = (0..grid.columns).map(|at| Width::of(&grid, at)).collect();
        let (columns, is_wide) = columns(&widths);
        let rows = grid.rows.len();
        let (head, foot) = (grid.head, grid.foot);
        let turned = is_wide && self.is_on_page;
        let _ = writeln!(
            self.out,
            "#data-table({columns}, rows: {rows}, head: {head}, foot: {foot}, wide: {is_wide}, turned: {turned}, caption: {caption},"
        );
        self.rows(&grid);
        self.out.push_str(")\n\n");
    }

    /// The caption of a table, or that of the figure around it, as Typst.
    fn table_caption(&mut self, table: &Element, around: Option<&str>) -> String {
        let own = match self.hides_caption {
            true => None,
            false => table.elements().find(|child| child.name == "caption"),
        };
        let own = own.map(|caption| self.capture(|it| it.flow_in_line(&caption.children)));
        match own.as_deref().or(around).unwrap_or_default().trim() {
            "" => "none".to_owned(),
            caption => format!("[{caption}]"),
        }
    }

    fn rows(&mut self, grid: &Grid) {
        let body = grid.rows.len() - grid.foot;
        if grid.head > 0 {
            self.out.push_str("table.header(repeat: true,\n");
            grid.rows[..grid.head]
                .iter()
                .flatten()
                .for_each(|cell| self.cell(cell, Part::Head));
            self.out.push_str("),\n");
        }
        grid.rows[grid.head..body]
            .iter()
            .flatten()
            .for_each(|cell| self.cell(cell, Part::Body));
        if grid.foot > 0 {
            self.out.push_str("table.footer(repeat: false,\n");
            grid.rows[body..]
                .iter()
                .flatten()
                .for_each(|cell| self.cell(cell, Part::Body));
            self.out.push_str("),\n");
        }
    }

    fn cell(&mut self, cell: &Cell, part: Part) {
        let element = cell.element;
        let content = element.map_or_else(String::new, |element| {
            self.capture(|it| it.in_language(element, |it| it.flow_in_line(&element.children)))
        });
        let arguments = arguments(cell);
        let is_empty = element.is_none_or(|element| is_empty(&element.children));
        let is_head = element.is_some_and(|element| element.name == "th");
        let written = format!("table.cell({arguments}[{content}])");
        let _ = match part {
            Part::Head if is_empty => writeln!(self.out, "pdf.data-cell({written}),"),
            Part::Body if is_head && !is_empty => writeln!(self.out, "row-head({written}),"),
            _ => writeln!(self.out, "{written},"),
        };
    }
}

/// What a cell is told besides what is in it.
fn arguments(cell: &Cell) -> String {
    let mut arguments = String::new();
    if cell.columns > 1 {
        let _ = write!(arguments, "colspan: {}, ", cell.columns);
    }
    if cell.rows > 1 {
        let _ = write!(arguments, "rowspan: {}, ", cell.rows);
    }
    if cell
        .element
        .is_some_and(|element| element.has_class("number"))
    {
        arguments.push_str("align: end, ");
    }
    arguments
}

/// Where a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Head,
    Body,
}

/// How wide the texts of a column are, in letters.
#[derive(Clone, Copy, Debug, Default)]
struct Width {
    /// The longest word.
    word: usize,
    /// The longest text.
    most: usize,
    /// All of them together.
    sum: usize,
}

impl Width {
    fn of(grid: &Grid, column: usize) -> Width {
        let mut width = Width::default();
        for row in &grid.rows {
            if row.len() != grid.columns {
                continue;
            }
            let Some(element) = row[column].element else {
                continue;
            };
            let text = element.text();
            let words = text.split_whitespace().map(|word| word.chars().count());
            let letters = words.clone().map(|word| word + 1).sum::<usize>();
            width.word = width.word.max(words.max().unwrap_or(0));
            width.most = width.most.max(letters);
            width.sum += letters;
        }
        width
    }
}

/// The columns as Typst has them, and whether the page has to be turned.
fn columns(widths: &[Width]) -> (String, bool) {
    let least: usize = widths.iter().map(|width| width.word.min(24) + GAP).sum();
    let all: usize = widths.iter().map(|width| width.most + GAP).sum();
    let fits = all <= PAGE;
    let total = widths
        .iter()
        .map(|width| width.sum.max(1))
        .sum::<usize>()
        .max(1);
    let column = |width: &Width| {
        if fits || width.most <= NARROW {
            return "auto".to_owned();
        }
        // A long text gets more room than a short one, but not in proportion.
        let share = (width.sum.max(1) * 100 / total).max(1);
        format!("{}fr", share.isqrt().max(1))
    };
    let columns: Vec<String> = widths.iter().map(column).collect();
    (format!("({},)", columns.join(", ")), least > PAGE)
}

/// True for a table, or an element that holds nothing else.
pub fn only_table(nodes: &[Node]) -> Option<&Element> {
    let mut filled = nodes
        .iter()
        .filter(|node| !is_empty(std::slice::from_ref(node)));
    let only = filled.next()?.element()?;
    if filled.next().is_some() {
        return None;
    }
    match only.name.as_str() {
        "table" => Some(only),
        "div" | "section" => only_table(&only.children),
        _ => None,
    }
}
