//! What has been written so far, and the ways to write on.

use super::anchors::Anchors;
use super::draft::Draft;
use super::footnote_numbers::FootnoteNumbers;
use super::prose::Prose;
use super::state::{OpenElements, OpenLink, StrayFences};
use crate::base::{Diagnostic, Span};
use crate::document::markdown::scheme::{self, Scheme};
use crate::document::markdown::source::Source;
use crate::document::markdown::tree::Tree;
use crate::document::markdown::{Body, Input, escape, unusable};
use crate::document::mention::{mention, mentions};
use crate::document::{Filling, Link, LinkId, LinkRole, Located, Slot, Word};

/// Writes HTML, and remembers what the rest of it needs.
pub(super) struct Writer<'a> {
    pub input: &'a Input<'a>,
    pub source: &'a Source<'a>,
    pub tree: &'a Tree<'a>,
    pub links: &'a mut Vec<Located<Link>>,
    pub diagnostics: &'a mut Vec<Diagnostic>,
    /// What has been found so far; its fragment comes last.
    pub body: Body,
    /// What is being written: the body, a block's body or a footnote.
    pub out: Draft,
    pub prose: Prose<'a>,
    pub footnotes: FootnoteNumbers,
    pub anchors: Anchors,
    pub elements: OpenElements,
    pub link: OpenLink,
    pub strays: StrayFences,
    /// How many quotes, items and blocks are open.
    pub depth: usize,
    pub is_in_heading: bool,
    pub is_in_footnotes: bool,
    /// True while the label of a task is open.
    pub is_in_label: bool,
    /// The first paragraph inside a quote, a list or a block, for texts that have none outside.
    pub inner_paragraph: String,
}

impl<'a> Writer<'a> {
    pub fn new(
        input: &'a Input<'a>,
        source: &'a Source<'a>,
        tree: &'a Tree<'a>,
        links: &'a mut Vec<Located<Link>>,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Writer<'a> {
        let length = source.text().len();
        Writer {
            input,
            source,
            tree,
            links,
            diagnostics,
            body: Body::default(),
            out: Draft::with_capacity(length + length / 8),
            prose: Prose::new(source),
            footnotes: FootnoteNumbers::default(),
            anchors: Anchors::new(source.text(), input.anchors),
            elements: OpenElements::default(),
            link: OpenLink::default(),
            strays: StrayFences::default(),
            depth: 0,
            is_in_heading: false,
            is_in_footnotes: false,
            is_in_label: false,
            inner_paragraph: String::new(),
        }
    }

    /// All that was found.
    pub fn into_body(self) -> Body {
        let first_paragraph = if self.body.first_paragraph.is_empty() {
            self.inner_paragraph
        } else {
            self.body.first_paragraph
        };
        Body {
            fragment: self.out.into(),
            words: self.prose.words.count,
            first_paragraph,
            ..self.body
        }
    }

    /// Adds HTML.
    pub fn push(&mut self, html: &str) {
        self.out.html.push_str(html);
    }

    /// Starts a block-level element, on a line of its own.
    pub fn block(&mut self, html: &str) {
        self.close_label();
        self.prose.words.end();
        if !self.out.html.is_empty() && !self.out.html.ends_with('\n') {
            self.push("\n");
        }
        self.push(html);
    }

    pub fn close_label(&mut self) {
        if self.is_in_label {
            self.is_in_label = false;
            self.push("</label>");
        }
    }

    /// The length of the HTML so far.
    pub fn length(&self) -> u32 {
        u32::try_from(self.out.html.len()).unwrap_or(u32::MAX)
    }

    /// Leaves a gap for what is not known yet.
    pub fn slot(&mut self, filling: Filling) {
        let at = self.length();
        self.out.slots.push(Slot { at, filling });
    }

    /// Leaves a gap for a word of the theme, with `number` in place of its `{number}`.
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

    /// Does something, and gives what it wrote apart from what was written before.
    pub fn apart(&mut self, write: impl FnOnce(&mut Self)) -> Draft {
        let before = std::mem::take(&mut self.out);
        write(self);
        std::mem::replace(&mut self.out, before)
    }

    /// True for a text that a reader sent.
    pub fn is_guest(&self) -> bool {
        self.input.guest.is_some()
    }

    /// An id of this text: a guest's starts with what no other text of the page has.
    pub fn own_id(&self, id: &str) -> String {
        format!("{}{id}", self.input.guest.unwrap_or_default())
    }

    /// Adds a link to those of the document.
    pub fn add_link(&mut self, target: String, role: LinkRole, span: Span) -> LinkId {
        let id = LinkId(u32::try_from(self.links.len()).unwrap_or(u32::MAX));
        let value = Link {
            target: target.into(),
            role,
        };
        self.links.push(Located { value, span });
        id
    }

    /// Adds the files that a text mentions.
    pub fn add_mentions(&mut self, text: &str, span: Span) {
        self.links
            .extend(mentions(text).map(|target| mention(target, span)));
    }

    /// Who handles a target of this text.
    pub fn scheme_of(&self, target: &str) -> Scheme {
        scheme::of(target, self.input.link_schemes)
    }

    /// Says why a link can work for nobody, if it is so.
    pub fn refuse(&mut self, target: &str, span: Span) {
        // What it is meant for is not public for that.
        self.add_mentions(target, span);
        self.diagnostics.extend(unusable::refusal(
            target,
            self.input.link_schemes,
            self.input.file,
            span,
        ));
    }
}
