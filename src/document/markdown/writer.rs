//! Each event of the parser to the part that writes it, and the plain elements themselves.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::block::Blocks;
use super::draft::Draft;
use super::footnote::Notes;
use super::heading::{Anchors, OpenHeading};
use super::image::OpenImage;
use super::link::OpenLink;
use super::prose::Prose;
use super::raw_html::RawText;
use super::sanitise::Sanitised;
use super::source::Source;
use super::table::Table;
use super::{Body, Input, escape};
use crate::base::Diagnostic;
use crate::document::outline::Link;
use crate::document::{Code, Filling, Slot, Word};

/// Writes HTML, event by event, and remembers what is open.
pub(super) struct Writer<'a> {
    pub input: &'a Input<'a>,
    pub source: &'a Source<'a>,
    pub links: &'a mut Vec<Link>,
    pub diagnostics: &'a mut Vec<Diagnostic>,
    /// What has been found so far; its fragment comes last.
    pub body: Body,
    /// What is being written: the body, a block's body or a footnote.
    pub out: Draft,
    pub prose: Prose<'a>,
    pub blocks: Blocks,
    pub notes: Notes<'a>,
    pub anchors: Anchors,
    pub sanitised: Sanitised,
    pub table: Table,
    pub heading: Option<OpenHeading<'a>>,
    pub link: OpenLink,
    pub image: Option<OpenImage<'a>>,
    pub code: Option<Code>,
    pub raw: Option<RawText>,
    /// The first paragraph inside a quote, a list or a block, for texts that have none outside.
    pub inner_paragraph: String,
    /// True while a task's label is open.
    label: bool,
}

impl<'a> Writer<'a> {
    /// A writer that has written nothing.
    pub fn new(
        input: &'a Input<'a>,
        source: &'a Source<'a>,
        links: &'a mut Vec<Link>,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Writer<'a> {
        let length = source.text().len();
        Writer {
            input,
            source,
            links,
            diagnostics,
            body: Body::default(),
            out: Draft {
                html: String::with_capacity(length + length / 8),
                slots: Vec::new(),
            },
            prose: Prose::new(source),
            blocks: Blocks::default(),
            notes: Notes::default(),
            anchors: Anchors::new(source.text()),
            sanitised: Sanitised::default(),
            table: Table::default(),
            heading: None,
            link: OpenLink::default(),
            image: None,
            code: None,
            raw: None,
            inner_paragraph: String::new(),
            label: false,
        }
    }

    /// Writes one event. `range` is its place in the source's text.
    pub fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        if self.notes.wants(&event) {
            return self.notes.record(event, range);
        }
        if self.image.is_some() {
            return self.image_event(&event);
        }
        if let Event::Text(text) = &event {
            return self.text(text, range);
        }
        self.settle();
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => self.code_span(&code),
            Event::Html(html) => self.raw_line(&html, range),
            Event::InlineHtml(html) => self.raw_inline(&html, range),
            Event::FootnoteReference(label) => self.note_reference(&label),
            Event::SoftBreak => self.line_break("\n"),
            Event::HardBreak => self.line_break("<br>\n"),
            Event::Rule => self.block("<hr>\n"),
            Event::TaskListMarker(done) => self.task(if done { " checked" } else { "" }),
            // Mathematics is not asked for, and its text arrives as text.
            Event::Text(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// Closes what is open, adds the footnotes, and gives all that was found.
    pub fn finish(mut self) -> Body {
        self.settle();
        self.finish_blocks();
        self.close_sanitised();
        self.write_notes();
        self.report_foreign();
        let mut body = self.body;
        body.fragment = self.out.into();
        body.words = self.prose.words.count;
        if body.first_paragraph.is_empty() {
            body.first_paragraph = self.inner_paragraph;
        }
        body
    }

    /// Starts a block-level element, on a line of its own.
    pub fn block(&mut self, html: &str) {
        self.close_label();
        self.prose.words.end();
        if !self.out.html.is_empty() && !self.out.html.ends_with('\n') {
            self.out.html.push('\n');
        }
        self.out.html.push_str(html);
    }

    /// Leaves a gap for what is not known yet.
    pub fn slot(&mut self, filling: Filling) {
        let at = u32::try_from(self.out.html.len()).unwrap_or(u32::MAX);
        self.out.slots.push(Slot { at, filling });
    }

    /// Leaves a gap for a word of the theme; `number` stands in it for `{number}`.
    pub fn word(&mut self, key: &'static str, number: &str) {
        self.slot(Filling::Word(Box::new(Word {
            key,
            number: number.to_owned(),
        })));
    }

    /// Adds ` name="value"`.
    pub fn attribute(&mut self, name: &str, value: &str) {
        let html = &mut self.out.html;
        html.push(' ');
        html.push_str(name);
        html.push_str("=\"");
        escape::attribute(html, value);
        html.push('"');
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        if !matches!(tag, Tag::HtmlBlock | Tag::Image { .. }) {
            self.sanitised.enter();
        }
        match tag {
            Tag::Paragraph => self.start_paragraph(),
            Tag::Heading {
                level, id, classes, ..
            } => {
                let heading = OpenHeading {
                    level: level as u8,
                    id,
                    classes,
                    start: 0,
                    slots: 0,
                    range,
                };
                self.start_heading(heading);
            }
            Tag::BlockQuote(kind) => self.start_quote(kind),
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => self.start_code(&info, range),
            Tag::CodeBlock(CodeBlockKind::Indented) => self.start_code("", range),
            Tag::HtmlBlock => self.raw = Some(RawText::default()),
            Tag::List(start) => self.start_list(start),
            Tag::Item => self.start_container("<li>"),
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => self.start_container("<dd>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead => self.start_table_head(),
            Tag::TableRow => self.start_table_row(),
            Tag::TableCell => self.start_table_cell(range),
            Tag::Emphasis => self.out.html.push_str("<em>"),
            Tag::Strong => self.out.html.push_str("<strong>"),
            Tag::Strikethrough => self.out.html.push_str("<del>"),
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => {
                self.start_link(link_type, &dest_url, &title, range);
            }
            Tag::Image {
                link_type,
                dest_url,
                title,
                ..
            } => {
                self.image = Some(OpenImage::new(link_type, dest_url, title, range));
            }
            // Footnotes are recorded before they get here; the others are not asked for.
            Tag::FootnoteDefinition(_)
            | Tag::Superscript
            | Tag::Subscript
            | Tag::MetadataBlock(_) => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        if matches!(
            tag,
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::DefinitionListDefinition
        ) {
            // Before the author's HTML: what opened around a block that was never closed ends behind it.
            self.leave_container();
        }
        if !matches!(tag, TagEnd::HtmlBlock) {
            self.leave_sanitised();
        }
        match tag {
            TagEnd::Paragraph => self.end_paragraph(),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(kind) => {
                let html = if kind.is_some() {
                    "</div>\n"
                } else {
                    "</blockquote>\n"
                };
                self.block(html);
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => self.end_raw(),
            TagEnd::List(true) => self.block("</ol>\n"),
            TagEnd::List(false) => self.block("</ul>\n"),
            TagEnd::Item => self.end_container("</li>\n"),
            TagEnd::DefinitionList => self.block("</dl>\n"),
            TagEnd::DefinitionListTitle => self.out.html.push_str("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.end_container("</dd>\n"),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead => self.end_table_head(),
            TagEnd::TableRow => self.out.html.push_str("</tr>\n"),
            TagEnd::TableCell => self.end_table_cell(),
            TagEnd::Emphasis => self.out.html.push_str("</em>"),
            TagEnd::Strong => self.out.html.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.html.push_str("</del>"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image | TagEnd::FootnoteDefinition => {}
            TagEnd::Superscript | TagEnd::Subscript | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn start_paragraph(&mut self) {
        self.block("<p>");
        let outside = self.blocks.depth() == 0;
        let wanted =
            self.body.first_paragraph.is_empty() && (outside || self.inner_paragraph.is_empty());
        if wanted && !self.notes.writing {
            self.prose.plain = Some(String::new());
        }
    }

    fn end_paragraph(&mut self) {
        self.close_label();
        self.out.html.push_str("</p>\n");
        let Some(plain) = self.prose.plain.take() else {
            return;
        };
        let outside = self.blocks.depth() == 0;
        let place = if outside {
            &mut self.body.first_paragraph
        } else {
            &mut self.inner_paragraph
        };
        plain.trim().clone_into(place);
    }

    fn start_quote(&mut self, kind: Option<BlockQuoteKind>) {
        let (class, title) = match kind {
            None => return self.start_container("<blockquote>\n"),
            Some(BlockQuoteKind::Note) => ("note", "callout_note"),
            Some(BlockQuoteKind::Tip) => ("tip", "callout_tip"),
            Some(BlockQuoteKind::Important) => ("important", "callout_important"),
            Some(BlockQuoteKind::Warning) => ("warning", "callout_warning"),
            Some(BlockQuoteKind::Caution) => ("caution", "callout_caution"),
        };
        self.block(&format!(
            "<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">"
        ));
        self.word(title, "");
        self.out.html.push_str("</p>\n");
        self.enter_container();
    }

    fn start_list(&mut self, start: Option<u64>) {
        match start {
            None => self.block("<ul>\n"),
            Some(1) => self.block("<ol>\n"),
            Some(number) => {
                self.block("<ol");
                self.attribute("start", &number.to_string());
                self.out.html.push_str(">\n");
            }
        }
    }

    fn start_container(&mut self, html: &str) {
        self.block(html);
        self.enter_container();
    }

    fn end_container(&mut self, html: &str) {
        self.close_label();
        self.out.html.push_str(html);
    }

    fn line_break(&mut self, html: &str) {
        self.out.html.push_str(html);
        self.prose.words.end();
        self.prose.add_plain(" ");
    }

    /// The text that follows names the box, in whatever language it is written.
    fn task(&mut self, checked: &str) {
        self.out
            .html
            .push_str("<label class=\"task\"><input type=\"checkbox\" disabled");
        self.out.html.push_str(checked);
        self.out.html.push_str("> ");
        self.label = true;
    }

    fn close_label(&mut self) {
        if self.label {
            self.label = false;
            self.out.html.push_str("</label>");
        }
    }
}
