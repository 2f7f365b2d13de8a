//! Tables, in a frame that can scroll on narrow screens: by keyboard too, so it has a name, which is that of its columns. It is a
//! group rather than a region: a page of twenty tables would have twenty landmarks, of which many are called the same. The
//! values of one that is right inside a block are kept, and each
//! of its cells has a fragment of its own, because the block may draw them.

use super::writer::Writer;
use crate::content::{self, Cell};
use crate::document::markdown::escape;
use crate::document::markdown::tree::{Alignment, Kind, NodeId, Table};
use crate::document::{BodyTable, Filling};

impl Writer<'_> {
    pub fn table(&mut self, id: NodeId, table: &Table) {
        self.block("");
        if !table.is_in_block {
            self.table_rows(id, table);
            return;
        }
        let mut rows = Vec::new();
        let html = self.apart(|writer| rows = writer.table_rows(id, table));
        let mut rows = rows.into_iter();
        self.slot(Filling::Table(Box::new(BodyTable {
            table: content::Table {
                headings: rows.next().unwrap_or_default(),
                rows: rows.collect(),
                ..content::Table::default()
            },
            fragment: html.into(),
        })));
    }

    /// Writes a table, and gives its values; without those of the cells if no block is around it.
    fn table_rows(&mut self, id: NodeId, table: &Table) -> Vec<Vec<Cell>> {
        let (mut rows, mut columns) = (Vec::new(), Vec::new());
        self.block("");
        let inside = self.apart(|writer| rows = writer.rows(id, table, &mut columns));
        self.push("<div class=\"table-scroll\" role=\"group\" aria-label=\"");
        self.word("table", "");
        let name = name_of_table(&columns);
        escape::attribute(&mut self.out.html, &name);
        self.push("\" tabindex=\"0\">\n<table>\n");
        self.out.append(inside);
        self.push("</table>\n</div>\n");
        rows
    }

    /// The rows alone; adds what the columns are called.
    fn rows(&mut self, id: NodeId, table: &Table, columns: &mut Vec<String>) -> Vec<Vec<Cell>> {
        let tree = self.tree;
        let mut rows = Vec::new();
        for row in tree.children(id) {
            self.report_lost_cells(row, table);
            let is_head = matches!(tree.node(row).kind, Kind::TableHead);
            self.push(match rows.len() {
                _ if is_head => "<thead>\n<tr>",
                1 => "<tbody>\n<tr>",
                _ => "<tr>",
            });
            let is_first = rows.is_empty();
            rows.push(self.table_row(row, table, is_first.then_some(&mut *columns)));
            self.push(if is_head {
                "</tr>\n</thead>\n"
            } else {
                "</tr>\n"
            });
        }
        if rows.len() > 1 {
            self.push("</tbody>\n");
        }
        rows
    }

    fn table_row(
        &mut self,
        row: NodeId,
        table: &Table,
        mut columns: Option<&mut Vec<String>>,
    ) -> Vec<Cell> {
        let tree = self.tree;
        let is_head = matches!(tree.node(row).kind, Kind::TableHead);
        let mut cells = Vec::new();
        for (column, cell) in tree.children(row).enumerate() {
            self.prose.words.end();
            // A cell in the corner names nothing, so it is no heading.
            let is_heading = is_head && tree.children(cell).next().is_some();
            let (start, end) = if is_heading { HEADING } else { CELL };
            self.push(start);
            self.push(end_of_tag(table.alignments.get(column)));
            let text = if table.is_in_block {
                let kept = self.kept_cell(cell);
                let text = kept.text.clone();
                cells.push(kept);
                text
            } else {
                self.cell(cell)
            };
            if let Some(columns) = &mut columns {
                columns.push(text);
            }
            self.push(end);
        }
        cells
    }

    /// Writes the content of a cell, and gives its text.
    fn cell(&mut self, id: NodeId) -> String {
        self.prose.start_plain();
        self.element(id);
        self.prose.take_plain().trim().to_owned()
    }

    /// Writes the content of a cell into a fragment of its own, and gives its value.
    fn kept_cell(&mut self, id: NodeId) -> Cell {
        self.prose.start_plain();
        let content = self.apart(|writer| writer.element(id));
        let text = self.prose.take_plain().trim().to_owned();
        self.slot(Filling::Cell(Box::new(content.into())));
        let range = self.tree.node(id).range.clone();
        let written = self.source.slice(range.clone());
        let start = range.start + written.len() - written.trim_start().len();
        let span = self.source.span(start..start + written.trim().len());
        Cell { text, span }
    }
}

/// What is said of a table after the word for one.
fn name_of_table(columns: &[String]) -> String {
    let filled = columns.iter().filter(|column| !column.is_empty());
    let columns: Vec<&str> = filled.map(String::as_str).collect();
    match columns.as_slice() {
        [] => String::new(),
        columns => format!(": {}", columns.join(", ")),
    }
}

/// What the heading of a column begins with, and what it ends with.
const HEADING: (&str, &str) = ("<th scope=\"col\"", "</th>");
/// The same of a cell.
const CELL: (&str, &str) = ("<td", "</td>");

fn end_of_tag(alignment: Option<&Alignment>) -> &'static str {
    match alignment {
        Some(Alignment::Left) => " class=\"align-left\">",
        Some(Alignment::Center) => " class=\"align-center\">",
        Some(Alignment::Right) => " class=\"align-right\">",
        Some(Alignment::None) | None => ">",
    }
}
