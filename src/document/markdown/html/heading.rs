//! Headings. Builds no table of contents.

use super::writer::Writer;
use crate::base::Span;
use crate::base::english::one_line;
use crate::document::markdown::escape;
use crate::document::markdown::tree::{self, NodeId};
use crate::document::{Heading, Located};

impl Writer<'_> {
    pub fn heading(&mut self, id: NodeId, heading: &tree::Heading) {
        self.block("");
        self.is_in_heading = true;
        self.prose.start_plain();
        let inside = self.apart(|writer| writer.element(id));
        let text = self.prose.take_plain();
        self.is_in_heading = false;
        if self.is_guest() {
            self.push("<p><strong>");
            self.out.append(inside);
            return self.push("</strong></p>\n");
        }
        let text = one_line(&text);
        let anchor = self.anchors.claim_heading(heading.id.as_deref(), &text);
        self.push(&opening_tag(heading, &anchor));
        self.out.append(inside);
        self.push(closing_tag(heading.level));
        let span = self.span_of_heading(id);
        let value = Heading {
            level: heading.level,
            id: anchor.into(),
            text,
        };
        self.body.headings.push(Located { value, span });
    }

    /// Where a heading is, without the end of its line.
    fn span_of_heading(&self, id: NodeId) -> Span {
        let range = self.tree.node(id).range.clone();
        let written = self.source.slice(range.clone()).trim_end();
        self.source.span(range.start..range.start + written.len())
    }
}

fn opening_tag(heading: &tree::Heading, id: &str) -> String {
    let mut tag = format!("<h{} id=\"", heading.level);
    escape::attribute(&mut tag, id);
    for (number, class) in heading.classes.iter().enumerate() {
        tag.push_str(if number == 0 { "\" class=\"" } else { " " });
        escape::attribute(&mut tag, class);
    }
    tag.push_str("\">");
    tag
}

fn closing_tag(level: u8) -> &'static str {
    match level {
        1 => "</h1>\n",
        2 => "</h2>\n",
        3 => "</h3>\n",
        4 => "</h4>\n",
        5 => "</h5>\n",
        _ => "</h6>\n",
    }
}
