//! Footnotes: written at the end, in the order in which they are used.

use super::draft::Draft;
use super::footnote_numbers::Use;
use super::writer::Writer;

impl Writer<'_> {
    /// Writes the number of a footnote, linked to its text.
    pub fn footnote_reference(&mut self, label: &str) {
        let reference = self.footnotes.add(label);
        let number = reference.number;
        let id = self.own_id(&reference.id());
        let footnote = self.own_id(&format!("fn-{number}"));
        self.push(&format!(
            "<sup><a href=\"#{footnote}\" id=\"{id}\" role=\"doc-noteref\" aria-label=\""
        ));
        self.word("footnote", &number.to_string());
        self.push(&format!("\">{number}</a></sup>"));
        self.body.anchors.push(id);
    }

    /// Writes the footnotes that are used.
    pub fn write_footnotes(&mut self) {
        self.is_in_footnotes = true;
        let mut texts = Vec::new();
        // A footnote may be the first to use another, so the list grows while it is written.
        while let Some(label) = self.footnotes.label(texts.len() + 1) {
            let id = self.tree.footnotes.get(label).copied();
            texts.push(self.apart(|writer| id.into_iter().for_each(|id| writer.element(id))));
        }
        if texts.is_empty() {
            return;
        }
        // If several texts on a page had a place of one name, a screen reader could not tell them apart.
        let end = if self.is_guest() {
            self.block("<div class=\"footnotes\">\n<ol>\n");
            "</ol>\n</div>\n"
        } else {
            self.block("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
            self.word("footnotes", "");
            self.push("\">\n<ol>\n");
            "</ol>\n</section>\n"
        };
        for (at, text) in texts.into_iter().enumerate() {
            self.footnote(at + 1, text);
        }
        self.push(end);
    }

    fn footnote(&mut self, number: usize, mut text: Draft) {
        let id = self.own_id(&format!("fn-{number}"));
        self.push(&format!("<li id=\"{id}\">\n"));
        self.body.anchors.push(id);
        // The way back belongs to the end of the last paragraph, where the reader is.
        let paragraph = text.html.strip_suffix("</p>\n").map(str::len);
        text.html.truncate(paragraph.unwrap_or(text.html.len()));
        self.out.append(text);
        self.write_ways_back(number);
        self.push(if paragraph.is_some() {
            "</p>\n</li>\n"
        } else {
            "\n</li>\n"
        });
    }

    fn write_ways_back(&mut self, number: usize) {
        for time in 1..=self.footnotes.times(number) {
            let reference = Use { number, time };
            let id = self.own_id(&reference.id());
            self.push(&format!(
                " <a href=\"#{id}\" role=\"doc-backlink\" aria-label=\""
            ));
            self.word("back_to_reference", &reference.label());
            self.push("\">↩</a>");
        }
    }
}
