//! Tables: heads of columns and rows are told as such, and one that does not fit is turned. In large print, what does not fit on a
//! turned page either is written as `records`.

use std::fmt::Write as _;

use super::columns::Columns;
use super::grid::{Cell, Grid};
use super::writer::{Writer, is_empty};
use crate::edition::{Element, Node};

impl Writer<'_> {
    /// A table with the caption that it has, or that of the figure around it.
    pub fn table(&mut self, table: &Element, caption: Option<&str>) {
        let grid = Grid::new(table);
        if grid.columns == 0 {
            return;
        }
        let caption = self.table_caption(table, caption);
        let columns = self.columns(&grid);
        if self.needs_records(&columns) {
            return self.records(&grid, &caption);
        }
        let rows = grid.rows.len();
        let (head, foot) = (grid.head, grid.foot);
        let Columns {
            widths,
            is_wide,
            fit,
        } = columns;
        let turned = is_wide && self.is_on_page;
        let short = !turned && self.is_short(&grid);
        // Without a page of its own it has less room.
        let fit = if is_wide && !turned { fit * 2 / 3 } else { fit };
        let heading = match turned {
            true => self.take_heading(),
            false => String::new(),
        };
        let _ = writeln!(
            self.out,
            "#data-table({widths}, rows: {rows}, head: {head}, foot: {foot}, wide: {is_wide}, turned: {turned}, short: {short}, fit: {fit}%, {heading}caption: {caption},"
        );
        self.rows(&grid);
        self.out.push_str(")\n\n");
    }

    /// True for a table that is at most half a page high, so that it can stay together. A longer one goes on on the next page:
    /// held together, it would run off this one.
    fn is_short(&self, grid: &Grid) -> bool {
        let cells = grid.rows.iter().flatten().filter_map(|cell| cell.element);
        let letters: usize = cells.map(|cell| cell.text().chars().count()).sum();
        // Half of the width holds what takes several lines.
        let more_lines = letters * 2 / self.style.page_letters();
        grid.rows.len() + more_lines <= self.style.half_page_lines()
    }

    /// The heading right before a table that gets a page of its own: it goes with it.
    fn take_heading(&mut self) -> String {
        match self.heading.take() {
            Some(heading) if heading.end == self.out.len() => {
                self.out.truncate(heading.start);
                format!("heading: [{}], ", heading.text.trim_end())
            }
            _ => String::new(),
        }
    }

    /// True for an element with a table that needs a turned page.
    pub fn holds_turned_table(&self, element: &Element) -> bool {
        let is_turned = |table: &Element| {
            let columns = self.columns(&Grid::new(table));
            columns.is_wide && !self.needs_records(&columns)
        };
        self.is_on_page
            && element.elements().any(|child| match child.name.as_str() {
                "table" => is_turned(child),
                "dl" | "ol" | "ul" | "blockquote" => false,
                _ => self.holds_turned_table(child),
            })
    }

    /// True for a table whose letters would have to be smaller than its readers need.
    fn needs_records(&self, columns: &Columns) -> bool {
        let fits = columns.fit == 100 && (self.is_on_page || !columns.is_wide);
        self.style.keeps_letters() && !fits
    }

    fn columns(&self, grid: &Grid) -> Columns {
        Columns::new(grid, &self.style)
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
    let has = |class: &str| cell.element.is_some_and(|element| element.has_class(class));
    if cell.is_number || has("number") || has("align-right") {
        arguments.push_str("align: end, ");
    } else if has("align-center") {
        arguments.push_str("align: center, ");
    }
    arguments
}

/// Where a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Head,
    Body,
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
