//! Tables, in a frame that can scroll on narrow screens. The values of one that is right inside a block are kept, and each
//! of its cells has a fragment of its own, because the block may draw them.

use super::writer::Writer;
use crate::content::{self, Cell};
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
        let tree = self.tree;
        let mut rows = Vec::new();
        self.block("<div class=\"table-scroll\">\n<table>\n");
        for row in tree.children(id) {
            self.report_lost_cells(row, table);
            let is_head = matches!(tree.node(row).kind, Kind::TableHead);
            self.push(match rows.len() {
                _ if is_head => "<thead>\n<tr>",
                1 => "<tbody>\n<tr>",
                _ => "<tr>",
            });
            rows.push(self.table_row(row, table));
            self.push(if is_head {
                "</tr>\n</thead>\n"
            } else {
                "</tr>\n"
            });
        }
        self.push(if rows.len() > 1 {
            "</tbody>\n</table>\n</div>\n"
        } else {
            "</table>\n</div>\n"
        });
        rows
    }

    fn table_row(&mut self, row: NodeId, table: &Table) -> Vec<Cell> {
        let tree = self.tree;
        let is_head = matches!(tree.node(row).kind, Kind::TableHead);
        let mut cells = Vec::new();
        for (column, cell) in tree.children(row).enumerate() {
            self.prose.words.end();
            self.push(if is_head { "<th scope=\"col\"" } else { "<td" });
            self.push(match table.alignments.get(column) {
                Some(Alignment::Left) => " class=\"align-left\">",
                Some(Alignment::Center) => " class=\"align-center\">",
                Some(Alignment::Right) => " class=\"align-right\">",
                Some(Alignment::None) | None => ">",
            });
            if table.is_in_block {
                cells.push(self.kept_cell(cell));
            } else {
                self.element(cell);
            }
            self.push(if is_head { "</th>" } else { "</td>" });
        }
        cells
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
