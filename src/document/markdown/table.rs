//! Tables, in a frame that can scroll on narrow screens. The values of one that stands right inside a
//! block are kept, because the block may draw them.

use std::ops::Range;

use pulldown_cmark::Alignment;

use super::draft::Draft;
use super::writer::Writer;
use crate::content::Cell;
use crate::document::{BodyTable, Filling};

/// The table that is being written.
#[derive(Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    /// The column of the next cell.
    column: usize,
    part: Part,
    /// The table's values, right inside a block, and what was being written before it.
    kept: Option<(BodyTable, Draft)>,
}

/// Where in a table the writer is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Part {
    #[default]
    Head,
    /// Past the head, with no row yet.
    Between,
    Body,
}

impl Writer<'_> {
    /// Starts a table.
    pub fn start_table(&mut self, alignments: Vec<Alignment>) {
        self.block("");
        let kept = self
            .blocks
            .is_in_block()
            .then(|| (BodyTable::default(), std::mem::take(&mut self.out)));
        self.table = Table {
            alignments,
            column: 0,
            part: Part::Head,
            kept,
        };
        self.block("<div class=\"table-scroll\">\n<table>\n");
    }

    /// Starts the row of headings.
    pub fn start_table_head(&mut self) {
        self.out.html.push_str("<thead>\n<tr>");
    }

    /// Ends the row of headings.
    pub fn end_table_head(&mut self) {
        self.out.html.push_str("</tr>\n</thead>\n");
        self.table.part = Part::Between;
    }

    /// Starts a row.
    pub fn start_table_row(&mut self) {
        let between = self.table.part == Part::Between;
        self.out
            .html
            .push_str(if between { "<tbody>\n<tr>" } else { "<tr>" });
        self.table.part = Part::Body;
        self.table.column = 0;
        if let Some((body, _)) = &mut self.table.kept {
            body.table.rows.push(Vec::new());
        }
    }

    /// Starts a cell.
    pub fn start_table_cell(&mut self, range: Range<usize>) {
        self.prose.words.end();
        let head = self.table.part == Part::Head;
        self.out
            .html
            .push_str(if head { "<th scope=\"col\"" } else { "<td" });
        self.out
            .html
            .push_str(match self.table.alignments.get(self.table.column) {
                Some(Alignment::Left) => " class=\"align-left\">",
                Some(Alignment::Center) => " class=\"align-center\">",
                Some(Alignment::Right) => " class=\"align-right\">",
                Some(Alignment::None) | None => ">",
            });
        self.table.column += 1;
        if let Some((body, _)) = &mut self.table.kept {
            let written = self.source.slice(range.clone());
            let start = range.start + written.len() - written.trim_start().len();
            let place = start..start + written.trim().len();
            let cell = Cell {
                text: String::new(),
                span: self.source.span(place),
            };
            body.table
                .rows
                .last_mut()
                .unwrap_or(&mut body.table.headings)
                .push(cell);
            let start = u32::try_from(self.out.html.len()).unwrap_or(u32::MAX);
            body.cells.push(start..start);
            self.prose.plain = Some(String::new());
        }
    }

    /// Ends a cell.
    pub fn end_table_cell(&mut self) {
        if let Some((body, _)) = &mut self.table.kept {
            let end = u32::try_from(self.out.html.len()).unwrap_or(u32::MAX);
            body.cells
                .last_mut()
                .into_iter()
                .for_each(|cell| cell.end = end);
            let text = self.prose.plain.take().unwrap_or_default();
            let cell = body
                .table
                .rows
                .last_mut()
                .unwrap_or(&mut body.table.headings)
                .last_mut();
            cell.into_iter()
                .for_each(|cell| text.trim().clone_into(&mut cell.text));
        }
        let head = self.table.part == Part::Head;
        self.out.html.push_str(if head { "</th>" } else { "</td>" });
    }

    /// Ends a table.
    pub fn end_table(&mut self) {
        let body = self.table.part == Part::Body;
        self.out.html.push_str(if body {
            "</tbody>\n</table>\n</div>\n"
        } else {
            "</table>\n</div>\n"
        });
        if let Some((mut body, outer)) = self.table.kept.take() {
            body.fragment = std::mem::replace(&mut self.out, outer).into();
            self.slot(Filling::Table(Box::new(body)));
        }
    }
}
