//! Tables, in a frame that can scroll on narrow screens. The values of one that is right inside a block are kept, because
//! the block may draw them.

use std::ops::Range;

use super::writer::Writer;
use crate::content::{self, Cell};
use crate::document::markdown::tree::{Alignment, Kind, NodeId, Table};
use crate::document::{BodyTable, Filling};

/// A cell that was written.
struct WrittenCell {
    cell: Cell,
    /// Where its content is in the HTML.
    html: Range<u32>,
}

impl Writer<'_> {
    pub fn table(&mut self, id: NodeId, table: &Table) {
        self.block("");
        if !table.is_in_block {
            self.table_rows(id, table);
            return;
        }
        let mut rows = Vec::new();
        let draft = self.apart(|writer| rows = writer.table_rows(id, table));
        let body = BodyTable {
            cells: rows
                .iter()
                .flatten()
                .map(|cell| cell.html.clone())
                .collect(),
            table: values(rows),
            fragment: draft.into(),
        };
        self.slot(Filling::Table(Box::new(body)));
    }

    fn table_rows(&mut self, id: NodeId, table: &Table) -> Vec<Vec<WrittenCell>> {
        let tree = self.tree;
        let mut rows = Vec::new();
        self.block("<div class=\"table-scroll\">\n<table>\n");
        for row in tree.children(id) {
            let is_head = matches!(tree.node(row).kind, Kind::TableHead);
            self.push(match rows.len() {
                _ if is_head => "<thead>\n<tr>",
                1 => "<tbody>\n<tr>",
                _ => "<tr>",
            });
            let cells = tree.children(row).enumerate();
            let cells = cells.map(|(column, cell)| {
                let alignment = table.alignments.get(column).copied();
                self.table_cell(cell, is_head, alignment)
            });
            rows.push(cells.collect());
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

    fn table_cell(
        &mut self,
        id: NodeId,
        is_head: bool,
        alignment: Option<Alignment>,
    ) -> WrittenCell {
        self.prose.words.end();
        self.push(if is_head { "<th scope=\"col\"" } else { "<td" });
        self.push(match alignment {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            Some(Alignment::None) | None => ">",
        });
        let start = self.length();
        self.prose.start_plain();
        self.element(id);
        let text = self.prose.take_plain();
        let html = start..self.length();
        self.push(if is_head { "</th>" } else { "</td>" });
        let range = self.tree.node(id).range.clone();
        let written = self.source.slice(range.clone());
        let start = range.start + written.len() - written.trim_start().len();
        let place = start..start + written.trim().len();
        WrittenCell {
            cell: Cell {
                text: text.trim().to_owned(),
                span: self.source.span(place),
            },
            html,
        }
    }
}

/// The values of a table, without its HTML.
fn values(rows: Vec<Vec<WrittenCell>>) -> content::Table {
    let values = |row: Vec<WrittenCell>| row.into_iter().map(|written| written.cell).collect();
    let mut rows = rows.into_iter().map(values);
    content::Table {
        headings: rows.next().unwrap_or_default(),
        rows: rows.collect(),
    }
}
