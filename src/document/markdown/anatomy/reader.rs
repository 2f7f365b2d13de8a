//! The parser's events, one after the other, into the parts of a text.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::Anatomy;
use super::fence::OpenBlock;
use super::link::OpenLink;
use super::parts::{Heading, LinkForm, Table, Written};
use super::passage::{OpenPassage, Role};
use super::picture::OpenPicture;
use crate::config::RawHtml;
use crate::document::markdown::raw_html::RawText;
use crate::document::markdown::source::Source;

/// What is open while a text is read.
pub(super) struct Reader<'a> {
    pub source: &'a Source<'a>,
    pub raw_html: RawHtml,
    pub found: Anatomy,
    /// Elements of Markdown around the present place.
    around: Vec<Around>,
    pub blocks: Vec<OpenBlock>,
    pub passage: Option<OpenPassage>,
    /// Links that are open: one of Markdown may stand in one of HTML.
    pub links: Vec<OpenLink>,
    pub heading: Option<OpenHeading>,
    pub picture: Option<OpenPicture>,
    table: Option<OpenTable>,
    pub raw: Option<RawText>,
    /// How many quotations are open.
    pub quotations: usize,
    /// How many drawings and formulas are open.
    pub foreign: usize,
    /// The element whose text is no text for readers, such as `script`, while it is open.
    pub opaque: Option<&'static str>,
    /// The text of an abbreviation whose meaning HTML says, while it is read.
    pub explained: Option<String>,
    /// True inside the code of a block.
    in_code: bool,
}

/// An element of Markdown that says what the text in it is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Around {
    Role(Role),
    Quotation,
    /// A footnote, an alert.
    Other,
}

fn around(tag: &Tag) -> Option<Around> {
    Some(match tag {
        Tag::Paragraph => Around::Role(Role::Paragraph),
        Tag::Item | Tag::DefinitionListDefinition => Around::Role(Role::Item),
        Tag::Heading { .. } | Tag::DefinitionListTitle => Around::Role(Role::Heading),
        Tag::TableCell => Around::Role(Role::Cell),
        Tag::HtmlBlock => Around::Role(Role::Html),
        Tag::BlockQuote(None) => Around::Quotation,
        Tag::BlockQuote(Some(_)) | Tag::FootnoteDefinition(_) => Around::Other,
        _ => return None,
    })
}

/// True for the end of a tag for which [`around`] gives something.
fn ends_around(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Paragraph
            | TagEnd::Item
            | TagEnd::DefinitionListDefinition
            | TagEnd::Heading(_)
            | TagEnd::DefinitionListTitle
            | TagEnd::TableCell
            | TagEnd::HtmlBlock
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
    )
}

/// A table whose first row is being read, or has been.
struct OpenTable {
    table: Table,
    in_head: bool,
}

/// A heading whose text is being read.
pub(super) struct OpenHeading {
    pub level: u8,
    pub text: String,
    pub written: Written,
    pub range: Range<usize>,
}

impl<'a> Reader<'a> {
    /// Before the first event.
    pub fn new(source: &'a Source<'a>, raw_html: RawHtml) -> Reader<'a> {
        Reader {
            source,
            raw_html,
            found: Anatomy::default(),
            around: Vec::new(),
            blocks: Vec::new(),
            passage: None,
            links: Vec::new(),
            heading: None,
            picture: None,
            table: None,
            raw: None,
            quotations: 0,
            foreign: 0,
            opaque: None,
            explained: None,
            in_code: false,
        }
    }

    /// Takes an event; `range` is its place in the source's text.
    pub fn event(&mut self, event: &Event, range: Range<usize>) {
        if self.picture.is_some() {
            return self.in_picture(event);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(*tag, range),
            Event::Text(text) => self.text(text, range),
            Event::Code(code) => self.code(code, &range),
            Event::SoftBreak | Event::HardBreak => self.say(" ", range),
            Event::Html(html) => {
                if let Some(raw) = &mut self.raw {
                    raw.push(html, range.start);
                }
            }
            Event::InlineHtml(html) => self.raw_inline(html, range),
            Event::Rule => self.close_passage(),
            _ => {}
        }
    }

    /// Closes what is open, and gives all that was found.
    pub fn finish(mut self) -> Anatomy {
        self.close_passage();
        self.found.links.sort_by_key(|link| link.span);
        self.found
    }

    fn start(&mut self, tag: &Tag, range: Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::Strong => self.passage(&range).enter_strong(),
            Tag::Link {
                link_type,
                dest_url,
                ..
            } => self.start_link(*link_type, dest_url, range),
            Tag::Image {
                link_type,
                dest_url,
                ..
            } => self.start_picture(*link_type, dest_url, range),
            block => self.start_block(block, range),
        }
    }

    fn start_block(&mut self, tag: &Tag, range: Range<usize>) {
        self.close_passage();
        match tag {
            Tag::Heading { level, .. } => {
                let (level, text) = (*level as u8, String::new());
                self.heading = Some(OpenHeading {
                    level,
                    text,
                    written: Written::Markdown,
                    range,
                });
            }
            Tag::TableHead => {
                let written = self.source.slice(range.clone()).trim_end().len();
                let span = self.source.span(range.start..range.start + written);
                self.table = Some(OpenTable {
                    table: Table {
                        has_headings: false,
                        span,
                    },
                    in_head: true,
                });
            }
            Tag::HtmlBlock => self.raw = Some(RawText::default()),
            Tag::CodeBlock(_) => self.in_code = true,
            _ => {}
        }
        let around = around(tag);
        self.quotations += usize::from(around == Some(Around::Quotation));
        self.around.extend(around);
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Strong => {
                let span = self.source.span(range.clone());
                self.passage(&range).leave_strong(span);
            }
            TagEnd::Link => {
                while self
                    .links
                    .last()
                    .is_some_and(|open| open.link.form == LinkForm::Html)
                {
                    self.end_link();
                }
                self.end_link();
            }
            TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            block => self.end_block(block, range.end),
        }
    }

    fn end_block(&mut self, tag: TagEnd, end: usize) {
        self.close_passage();
        match tag {
            TagEnd::Heading(_) => self.end_heading(end),
            TagEnd::TableHead => self.table.iter_mut().for_each(|open| open.in_head = false),
            TagEnd::Table => self
                .found
                .tables
                .extend(self.table.take().map(|open| open.table)),
            TagEnd::HtmlBlock => self.end_raw(),
            TagEnd::CodeBlock => self.in_code = false,
            _ => {}
        }
        if ends_around(tag) {
            self.close_passage();
            let left = self.around.pop();
            self.quotations = self
                .quotations
                .saturating_sub(usize::from(left == Some(Around::Quotation)));
        }
    }

    /// Text of Markdown.
    fn text(&mut self, text: &str, range: Range<usize>) {
        if self.in_code || self.opaque.is_some() {
            return;
        }
        let source = self.source;
        self.say(&source.restored(text), range);
    }

    /// Words that readers see.
    pub fn say(&mut self, text: &str, range: Range<usize>) {
        if self.opaque.is_some() {
            return;
        }
        self.name(text);
        let span = self.source.span(range.clone());
        self.passage(&range).push(text, span);
    }

    /// Code is part of what names a link or a heading, and no part of running text.
    fn code(&mut self, code: &str, range: &Range<usize>) {
        let code = self.source.restored(code).into_owned();
        self.name(&code);
        self.passage(range).push_other();
    }

    /// Adds to the texts of what is open.
    pub fn name(&mut self, text: &str) {
        self.links
            .iter_mut()
            .for_each(|open| open.link.text.push_str(text));
        self.heading
            .iter_mut()
            .for_each(|open| open.text.push_str(text));
        self.explained
            .iter_mut()
            .for_each(|short| short.push_str(text));
        let head = self.table.as_mut().filter(|open| open.in_head);
        head.into_iter()
            .for_each(|open| open.table.has_headings |= !text.trim().is_empty());
    }

    /// The passage at a place; it starts there where none is open.
    pub fn passage(&mut self, range: &Range<usize>) -> &mut OpenPassage {
        let passage = match self.passage.take() {
            Some(open) => open,
            None => self.new_passage(range),
        };
        self.passage.insert(passage)
    }

    fn new_passage(&self, range: &Range<usize>) -> OpenPassage {
        let innermost = self.around.iter().rev().find_map(|around| match around {
            Around::Role(role) => Some(*role),
            _ => None,
        });
        let role = innermost.unwrap_or(Role::Html);
        let is_free = self.around.len() <= 1 && role != Role::Item && self.blocks.is_empty();
        OpenPassage::new(
            role,
            (self.is_quoted(), is_free),
            self.source.span(range.clone()),
        )
    }

    /// True where the words are somebody else's.
    fn is_quoted(&self) -> bool {
        self.quotations > 0 || self.blocks.iter().any(|block| block.is_quotation)
    }

    /// What follows is another passage.
    pub fn close_passage(&mut self) {
        let Some(passage) = self.passage.take().map(OpenPassage::closed) else {
            return;
        };
        if passage.text.contains("://") {
            self.find_bare(&passage);
        }
        self.found.passages.push(passage);
    }

    /// A heading ends at a place.
    pub fn end_heading(&mut self, end: usize) {
        let Some(OpenHeading {
            level,
            text,
            written,
            range,
        }) = self.heading.take()
        else {
            return;
        };
        let length = self.source.slice(range.start..end).trim_end().len();
        let span = self.source.span(range.start..range.start + length);
        if !self.is_quoted() {
            self.found.headings.push(Heading {
                level,
                text: text.trim().to_owned(),
                written,
                span,
            });
        }
    }
}
