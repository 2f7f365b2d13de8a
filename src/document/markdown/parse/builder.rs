//! A tree that is being built.

use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::Range;

use pulldown_cmark::CowStr;

use super::definitions::Definitions;
use super::fence::{Footnote, Nesting, Open};
use crate::document::markdown::Author;
use crate::document::markdown::abbreviation;
use crate::document::markdown::directive::{self, Fence};
use crate::document::markdown::quotes::{QuoteReader, Quotes, StraightQuote};
use crate::document::markdown::raw_text::RawText;
use crate::document::markdown::source::{Part, Source};
use crate::document::markdown::tree::{Block, Kind, Node, NodeId, Piece, ROOT, Tree};

/// How far the end of a quotation is looked for.
const LONGEST_QUOTE: usize = 1000;

pub(super) struct Builder<'t> {
    pub source: &'t Source<'t>,
    author: Author,
    quotes: Option<Quotes>,
    quote_reader: QuoteReader,
    pub definitions: Definitions,
    tree: Tree<'t>,
    nesting: Nesting,
    /// The block of HTML that is being read.
    html: RawText<'t>,
    html_node: NodeId,
    is_in_code: bool,
    /// True if the last node is running text that may go on.
    is_in_text: bool,
    /// A part of the source that is not text, although the parser takes it for some.
    skipped: Range<usize>,
}

impl<'t> Builder<'t> {
    pub fn new(
        source: &'t Source<'t>,
        author: Author,
        quotes: Option<Quotes>,
        definitions: Definitions,
    ) -> Builder<'t> {
        let mut builder = Builder {
            source,
            author,
            quotes,
            quote_reader: QuoteReader::default(),
            definitions,
            tree: Tree {
                nodes: Vec::with_capacity(source.text().len() / 48 + 8),
                pieces: Vec::with_capacity(source.text().len() / 64 + 8),
                footnotes: HashMap::new(),
                repeated_footnotes: Vec::new(),
                definitions: Vec::new(),
            },
            nesting: Nesting::default(),
            html: RawText::default(),
            html_node: ROOT,
            is_in_code: false,
            is_in_text: false,
            skipped: 0..0,
        };
        builder.open(Kind::Document, 0..source.text().len());
        builder
    }

    /// The tree with everything closed that is still open.
    pub fn finish(mut self) -> Tree<'t> {
        while let Some(open) = self.nesting.leave() {
            self.end_open(open);
        }
        self.tree.definitions = self.definitions.in_order();
        self.tree
    }

    /// Adds a node with nothing inside.
    pub fn leaf(&mut self, kind: Kind<'t>, range: Range<usize>) {
        let end = self.tree.nodes.len() + 1;
        self.tree.nodes.push(Node { kind, range, end });
    }

    /// Adds a node with all that follows inside, until it is closed.
    pub fn open(&mut self, kind: Kind<'t>, range: Range<usize>) {
        self.nesting.enter(self.next());
        self.leaf(kind, range);
    }

    /// Closes the innermost node of the parser's, and the blocks inside it.
    pub fn close(&mut self) {
        while let Some(open) = self.nesting.leave() {
            let is_last = open.is_parsers();
            self.end_open(open);
            if is_last {
                break;
            }
        }
    }

    /// Adds running text to the node that is open.
    pub fn text(&mut self, text: CowStr<'t>, range: Range<usize>) {
        if self.is_in_code {
            let text = self.restored(text);
            self.piece(Piece { text, range });
        } else if self.source.holds_code(&text) {
            self.text_with_code(range);
        } else {
            let text = self.with_quotes(text, &range);
            let piece = self.without_skipped(Piece { text, range });
            self.piece(piece);
        }
    }

    /// A straight quote that the parser curled, with the marks of the text's language.
    fn with_quotes(&mut self, text: CowStr<'t>, range: &Range<usize>) -> CowStr<'t> {
        let is_curled =
            range.len() == 1 && text.len() == 3 && text.starts_with(['“', '”', '‘', '’']);
        let Some(marks) = self.quotes else {
            return text;
        };
        if !is_curled {
            return text;
        }
        let source = self.source;
        let quote = StraightQuote {
            read_as: &text,
            before: source.slice(0..range.start),
            after: source.window(range.end, LONGEST_QUOTE),
        };
        self.quote_reader.curled(quote, &marks).into()
    }

    /// Adds running text with template code in it. Text with a placeholder is always as in the source.
    fn text_with_code(&mut self, range: Range<usize>) {
        let source = self.source;
        let mut at = range.start;
        for part in source.parts(source.slice(range)) {
            match part {
                Part::Text("") => {}
                Part::Text(text) => {
                    let range = at..at + text.len();
                    at = range.end;
                    let text = CowStr::Borrowed(text);
                    let piece = self.without_skipped(Piece { text, range });
                    self.piece(piece);
                }
                Part::Code(code) => {
                    let length = source.code_length(source.slice(at..source.text().len()));
                    let end = at + length.unwrap_or(0);
                    self.end_text();
                    self.leaf(Kind::TemplateCode(code), at..end);
                    at = end;
                }
            }
        }
    }

    fn piece(&mut self, piece: Piece<'t>) {
        let at = self.tree.pieces.len();
        match self.tree.nodes.last_mut() {
            Some(Node {
                kind: Kind::Text(pieces),
                range,
                ..
            }) if self.is_in_text => {
                pieces.end = at + 1;
                range.end = piece.range.end;
            }
            _ => self.leaf(Kind::Text(at..at + 1), piece.range.clone()),
        }
        self.is_in_text = true;
        self.tree.pieces.push(piece);
    }

    /// What follows is not the same running text.
    pub fn end_text(&mut self) {
        self.is_in_text = false;
    }

    /// Leaves a part of the source out of the text that follows.
    pub fn skip_text(&mut self, range: Range<usize>) {
        self.skipped = range;
    }

    /// True right inside a block.
    pub fn is_in_block(&self) -> bool {
        self.nesting.is_in_block()
    }

    /// The innermost node that is open.
    pub fn innermost(&self) -> Option<NodeId> {
        self.nesting.innermost()
    }

    /// The place from the end of the last node inside an open node to its own end; all of it if nothing is inside.
    pub fn rest_of(&self, id: NodeId) -> Range<usize> {
        let Range { start, end } = self.tree.node(id).range.clone();
        let inside = self.tree.nodes.get(id.0 + 1..).unwrap_or(&[]);
        let last = inside.iter().map(|node| node.range.end).max();
        last.unwrap_or(start)..end
    }

    pub fn kind_mut(&mut self, id: NodeId) -> Option<&mut Kind<'t>> {
        self.tree.nodes.get_mut(id.0).map(|node| &mut node.kind)
    }

    pub fn start_code(&mut self, info: CowStr<'t>, range: Range<usize>) {
        self.is_in_code = true;
        self.open(Kind::CodeBlock(info), range);
    }

    pub fn end_code(&mut self) {
        self.is_in_code = false;
        self.close();
    }

    pub fn start_html(&mut self, range: Range<usize>) {
        self.html = RawText::default();
        self.html_node = self.next();
        self.open(Kind::HtmlBlock(None), range);
    }

    pub fn html_line(&mut self, html: CowStr<'t>, place: usize) {
        self.html.push(html, place);
    }

    /// Ends a block of HTML, which may be a line that Markdown does not know.
    pub fn end_html(&mut self) {
        self.close();
        let html = std::mem::take(&mut self.html);
        let NodeId(at) = self.html_node;
        let Some(line) = self.source.masked_line(html.text.trim()) else {
            self.tree.nodes[at].kind = Kind::HtmlBlock(Some(html));
            return;
        };
        let range = self.tree.nodes[at].range.clone();
        if self.tree.nodes.len() == at + 1 {
            self.tree.nodes.pop();
        }
        self.masked_line(line, range);
    }

    pub fn start_footnote(&mut self, label: &str, range: Range<usize>) {
        let label = label.to_lowercase();
        self.nesting.enter_footnote(self.next(), label);
        self.leaf(Kind::Footnote, range);
    }

    /// A text of the parser with the original lines in place of placeholders.
    pub fn restored(&self, text: CowStr<'t>) -> CowStr<'t> {
        match self.source.restored(&text) {
            Cow::Borrowed(_) => text,
            Cow::Owned(restored) => restored.into(),
        }
    }

    fn masked_line(&mut self, line: Range<usize>, range: Range<usize>) {
        let written = self.source.original(line.clone());
        if let Some((short, _)) = abbreviation::definition(written) {
            return self.leaf(Kind::Abbreviation(short), range);
        }
        // The site's own parts are not for its guests.
        if self.author == Author::Guest {
            return self.stray_fence(line, range);
        }
        match directive::read(written) {
            Fence::Open(opening) if self.nesting.has_room() => {
                self.nesting.enter_block(self.next(), opening.colons);
                let block = Block {
                    opening,
                    line,
                    is_closed: false,
                };
                self.leaf(Kind::Block(Box::new(block)), range);
            }
            Fence::Open(opening) => {
                self.nesting.enter_line(opening.colons);
                self.leaf(Kind::TooDeepFence(line), range);
            }
            Fence::Text { colons } => {
                self.nesting.enter_line(colons);
                self.stray_fence(line, range);
            }
            Fence::Close { colons } => self.close_fence(colons, line, range),
        }
    }

    fn close_fence(&mut self, colons: usize, line: Range<usize>, range: Range<usize>) {
        let Some(inside) = self.nesting.inside_closed_by(colons) else {
            return self.stray_fence(line, range);
        };
        for _ in 0..inside {
            self.nesting
                .leave()
                .into_iter()
                .for_each(|open| self.end_open(open));
        }
        let closed = self.nesting.leave();
        let Some(Open::Block { id, .. }) = closed else {
            return self.stray_fence(line, range);
        };
        self.end_node(id);
        if let Kind::Block(block) = &mut self.tree.nodes[id.0].kind {
            block.is_closed = true;
        }
    }

    fn stray_fence(&mut self, line: Range<usize>, range: Range<usize>) {
        self.leaf(Kind::StrayFence(line), range);
    }

    fn next(&self) -> NodeId {
        NodeId(self.tree.nodes.len())
    }

    fn end_open(&mut self, open: Open) {
        match open {
            Open::Node(id) | Open::Block { id, .. } => self.end_node(id),
            Open::Footnote(Footnote { id, label, .. }) => {
                self.end_node(id);
                match self.tree.footnotes.entry(label) {
                    Entry::Occupied(first) => {
                        let label = first.key().clone();
                        self.tree.repeated_footnotes.push((label, id));
                    }
                    Entry::Vacant(entry) => {
                        entry.insert(id);
                    }
                }
            }
            Open::Line { .. } => {}
        }
    }

    fn end_node(&mut self, NodeId(at): NodeId) {
        let end = self.tree.nodes.len();
        if let Some(node) = self.tree.nodes.get_mut(at) {
            node.end = end;
        }
    }

    fn without_skipped(&self, piece: Piece<'t>) -> Piece<'t> {
        let Range { start, end } = piece.range;
        if !self.skipped.contains(&start) {
            return piece;
        }
        let skipped = self.skipped.end - start;
        Piece {
            text: match piece.text {
                CowStr::Borrowed(text) => CowStr::Borrowed(text.get(skipped..).unwrap_or("")),
                text => text.get(skipped..).unwrap_or("").to_owned().into(),
            },
            range: self.skipped.end.min(end)..end,
        }
    }
}
