//! A tree of Markdown as a fragment: HTML with slots for whatever depends on other documents or on the theme.
//!
//! 1. `writer`: what has been written so far, and what all others need to go on
//! 2. `prose`: running text, with its count of words, `foreign` and bare URLs
//! 3. `heading`, `table`, `link`, `image`, `code`, `footnote`, `block`: one kind of node each
//! 4. `raw`, by `allowed` or `sanitise`: HTML that the author wrote
//! 5. `unread_text`: text that readers do not see
//! 6. `guest`: what is different in a reader's comment
//!
//! This file goes through the tree, and writes the plain elements itself.

mod allowed;
mod anchors;
mod block;
mod code;
mod draft;
mod footnote;
mod footnote_numbers;
mod foreign;
mod guest;
mod heading;
mod image;
mod link;
mod prose;
mod raw;
mod sanitise;
mod state;
mod table;
mod text;
mod unread_text;
mod writer;

#[cfg(test)]
pub(super) use self::guest::is_on_other_site;
pub use self::raw::{TRANSLATE, role as link_role, urls_in};
use self::writer::Writer;
use super::source::Source;
use super::tree::{Callout, Kind, LinkStyle, NodeId, ROOT, Step, Tree};
use super::{Body, Input};
use crate::base::Diagnostic;
use crate::document::{Link, Located};

/// Writes a tree. Links are added to `links`, and slots name them by their position there.
pub(super) fn write<'a>(
    input: &'a Input<'a>,
    source: &'a Source<'a>,
    tree: &'a Tree<'a>,
    links: &'a mut Vec<Located<Link>>,
    diagnostics: &'a mut Vec<Diagnostic>,
) -> Body {
    let mut writer = Writer::new(input, source, tree, links, diagnostics);
    writer.inside(ROOT);
    writer.report_stray_fences();
    writer.close_elements();
    writer.write_footnotes();
    writer.report_definitions();
    writer.report_template_code();
    writer.into_body()
}

impl Writer<'_> {
    /// Writes an element of Markdown. The author's own elements that open inside end with it.
    fn element(&mut self, id: NodeId) {
        self.elements.enter();
        self.inside(id);
        self.leave_elements();
    }

    /// Writes everything inside a node.
    fn inside(&mut self, id: NodeId) {
        let tree = self.tree;
        let mut walk = tree.walk(id);
        while let Some(step) = walk.step(tree) {
            match step {
                Step::Enter(id) if self.inline(id) || self.block_node(id) => walk.skip(tree),
                Step::Enter(id) => {
                    self.elements.enter();
                    self.start(&tree.node(id).kind);
                }
                Step::Leave(id) => {
                    self.leave_elements();
                    self.end(id);
                }
            }
        }
    }

    /// Writes a node inside a line with all that is inside it; false if it is another one.
    fn inline(&mut self, id: NodeId) -> bool {
        let tree = self.tree;
        match &tree.node(id).kind {
            Kind::Text(pieces) => self.text(tree.pieces(pieces)),
            Kind::CodeSpan(code) => self.code_span(code),
            Kind::TemplateCode(code) => self.template_code(code),
            Kind::SoftBreak => self.line_break("\n"),
            Kind::HardBreak => self.line_break("<br>\n"),
            Kind::Image(image) => self.image(id, image),
            Kind::Link(link) if link.style == LinkStyle::Titled => self.titled_link(id, link),
            Kind::InlineHtml(html) => self.write_raw(html),
            Kind::FootnoteReference(label) => self.footnote_reference(label),
            Kind::TaskBox(true) => self.task_box(" checked> "),
            Kind::TaskBox(false) => self.task_box("> "),
            _ => return false,
        }
        true
    }

    /// Writes a block with all that is inside it; false if it is another node.
    fn block_node(&mut self, id: NodeId) -> bool {
        let tree = self.tree;
        match &tree.node(id).kind {
            Kind::Paragraph => self.paragraph(id),
            Kind::Heading(heading) => self.heading(id, heading),
            Kind::CodeBlock(info) => self.code_block(id, info),
            Kind::HtmlBlock(html) => {
                self.inside(id);
                html.iter().for_each(|html| self.html_block(html));
            }
            Kind::Table(table) => self.table(id, table),
            Kind::Block(block) => self.theme_block(id, block),
            Kind::StrayFence(line) => self.stray_fence(line),
            Kind::TooDeepFence(line) => {
                self.strays.are_too_deep = true;
                self.stray_fence(line);
            }
            Kind::Rule => self.block("<hr>\n"),
            // Footnotes are written at the end; abbreviations show where they are used.
            Kind::Footnote | Kind::Abbreviation(_) => {}
            _ => return false,
        }
        true
    }

    fn start(&mut self, kind: &Kind) {
        match kind {
            Kind::Quote => self.start_container("<blockquote>\n"),
            Kind::Callout(callout) => self.start_callout(*callout),
            Kind::List(start) => self.start_list(*start),
            Kind::Item => self.start_container("<li>"),
            Kind::DefinitionList => self.block("<dl>\n"),
            Kind::Term => self.block("<dt>"),
            Kind::Definition => self.start_container("<dd>"),
            Kind::Emphasis => self.push("<em>"),
            Kind::Strong => self.push("<strong>"),
            Kind::Strikethrough => self.push("<del>"),
            Kind::Link(link) => self.start_link(link),
            _ => {}
        }
    }

    fn end(&mut self, id: NodeId) {
        let tree = self.tree;
        match &tree.node(id).kind {
            Kind::Quote => self.end_container("</blockquote>\n", Line::Own),
            Kind::Callout(_) => self.end_container("</div>\n", Line::Own),
            Kind::List(Some(_)) => self.block("</ol>\n"),
            Kind::List(None) => self.block("</ul>\n"),
            Kind::Item => self.end_container("</li>\n", Line::Same),
            Kind::DefinitionList => self.block("</dl>\n"),
            Kind::Term => self.push("</dt>\n"),
            Kind::Definition => self.end_container("</dd>\n", Line::Same),
            Kind::Emphasis => self.push("</em>"),
            Kind::Strong => self.push("</strong>"),
            Kind::Strikethrough => self.push("</del>"),
            Kind::Link(link) => self.end_link(id, link),
            _ => {}
        }
    }

    fn paragraph(&mut self, id: NodeId) {
        self.block("<p>");
        let is_inner = self.depth > 0;
        let is_first = self.body.first_paragraph.is_empty()
            && !self.is_in_footnotes
            && (!is_inner || self.inner_paragraph.is_empty());
        if is_first {
            self.prose.start_plain();
        }
        self.elements.enter();
        self.inside(id);
        self.carry_formatting_on();
        self.leave_elements();
        self.close_label();
        self.push("</p>\n");
        if !is_first {
            return;
        }
        let text = self.prose.take_plain();
        let place = if is_inner {
            &mut self.inner_paragraph
        } else {
            &mut self.body.first_paragraph
        };
        text.trim().clone_into(place);
    }

    fn start_callout(&mut self, callout: Callout) {
        let (class, title) = match callout {
            Callout::Note => ("note", "callout_note"),
            Callout::Tip => ("tip", "callout_tip"),
            Callout::Important => ("important", "callout_important"),
            Callout::Warning => ("warning", "callout_warning"),
            Callout::Caution => ("caution", "callout_caution"),
        };
        self.block(&format!(
            "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">"
        ));
        self.word(title, "");
        self.push("</p>\n");
        self.depth += 1;
    }

    fn start_list(&mut self, start: Option<u64>) {
        match start {
            None => self.block("<ul>\n"),
            Some(1) => self.block("<ol>\n"),
            Some(number) => {
                self.block("<ol");
                self.attribute("start", &number.to_string());
                self.push(">\n");
            }
        }
    }

    fn start_container(&mut self, html: &str) {
        self.block(html);
        self.depth += 1;
    }

    fn end_container(&mut self, html: &str, line: Line) {
        self.depth -= 1;
        match line {
            Line::Own => self.block(html),
            Line::Same => {
                self.close_label();
                self.push(html);
            }
        }
    }

    fn line_break(&mut self, html: &str) {
        self.push(html);
        self.prose.words.end();
        self.prose.add_plain(" ");
    }

    /// The text that follows names the box, in whatever language it is written.
    fn task_box(&mut self, end: &str) {
        self.push("<label class=\"task\"><input type=\"checkbox\" disabled");
        self.push(end);
        self.is_in_label = true;
    }
}

/// Where a closing tag goes.
#[derive(Clone, Copy)]
enum Line {
    /// To a line of its own.
    Own,
    /// After whatever is inside.
    Same,
}
