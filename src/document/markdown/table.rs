//! Tables, in a frame that can scroll on narrow screens.

use pulldown_cmark::Alignment;

use super::writer::Writer;

/// The table that is being written.
#[derive(Default)]
pub(super) struct Table {
    alignments: Vec<Alignment>,
    /// The column of the next cell.
    column: usize,
    part: Part,
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
        self.table = Table { alignments, column: 0, part: Part::Head };
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
        self.out.html.push_str(if between { "<tbody>\n<tr>" } else { "<tr>" });
        self.table.part = Part::Body;
        self.table.column = 0;
    }

    /// Starts a cell.
    pub fn start_table_cell(&mut self) {
        self.prose.words.end();
        let head = self.table.part == Part::Head;
        self.out.html.push_str(if head { "<th scope=\"col\"" } else { "<td" });
        self.out.html.push_str(match self.table.alignments.get(self.table.column) {
            Some(Alignment::Left) => " class=\"align-left\">",
            Some(Alignment::Center) => " class=\"align-center\">",
            Some(Alignment::Right) => " class=\"align-right\">",
            Some(Alignment::None) | None => ">",
        });
        self.table.column += 1;
    }

    /// Ends a cell.
    pub fn end_table_cell(&mut self) {
        let head = self.table.part == Part::Head;
        self.out.html.push_str(if head { "</th>" } else { "</td>" });
    }

    /// Ends a table.
    pub fn end_table(&mut self) {
        let body = self.table.part == Part::Body;
        self.out.html.push_str(if body { "</tbody>\n</table>\n</div>\n" } else { "</table>\n</div>\n" });
    }
}
