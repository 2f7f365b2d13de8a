//! What a tree says to readers, as words for the search.

use super::escape;
use super::raw_text::{RawText, holds_no_tags};
use super::tree::{Kind, Node, Tree};
use crate::document::tag::{Scanner, Token};
use crate::document::vocabulary::{Part, Vocabulary, VocabularyBuilder};

/// The words of a text, code and the words of pictures included. Sections are those of the headings in the order in which
/// they are written.
pub(super) fn vocabulary(tree: &Tree) -> Vocabulary {
    let mut reader = Reader::default();
    for (at, node) in tree.nodes.iter().enumerate() {
        if at >= reader.heading_end {
            reader.leave_heading();
        }
        reader.node(node, tree);
    }
    reader.leave_heading();
    reader.finish()
}

#[derive(Default)]
struct Reader {
    builder: VocabularyBuilder,
    /// Text whose words are not taken yet: one may go on in the next node.
    text: String,
    /// The node behind the open heading; 0 if none is open.
    heading_end: usize,
}

impl Reader {
    fn node(&mut self, node: &Node, tree: &Tree) {
        match &node.kind {
            Kind::Text(pieces) => {
                let pieces = tree.pieces(pieces).iter();
                self.text.extend(pieces.map(|piece| &*piece.text));
            }
            Kind::CodeSpan(code) => self.text.push_str(code),
            Kind::Emphasis | Kind::Strong | Kind::Strikethrough | Kind::Link(_) => {}
            Kind::InlineHtml(html) => self.html(html),
            Kind::HtmlBlock(html) => {
                self.end_words();
                html.iter().for_each(|html| self.html(html));
            }
            Kind::Heading(_) => {
                self.take(Part::Prose);
                self.builder.start_section();
                self.heading_end = node.end;
            }
            Kind::Block(block) => {
                for argument in &block.opening.arguments {
                    self.end_words();
                    self.text.push_str(argument.value.unwrap_or(""));
                }
                self.end_words();
            }
            _ => self.end_words(),
        }
    }

    /// The text between tags.
    fn html(&mut self, html: &RawText) {
        let mut scanner = Scanner::new(&html.text);
        while let Some(token) = scanner.next() {
            match token {
                Token::Text(range) => self.text.push_str(&escape::decoded(html.slice(range))),
                Token::Tag(tag) => {
                    self.end_words();
                    if !tag.closing && holds_no_tags(tag.name) {
                        scanner.raw_content(tag.name);
                    }
                }
                Token::Other(_) | Token::UnclosedComment(_) => {}
            }
        }
    }

    fn end_words(&mut self) {
        self.text.push(' ');
    }

    fn leave_heading(&mut self) {
        if self.heading_end > 0 {
            self.take(Part::Heading);
            self.heading_end = 0;
        }
    }

    fn take(&mut self, part: Part) {
        self.builder.take(&self.text, part);
        self.text.clear();
    }

    fn finish(mut self) -> Vocabulary {
        self.take(Part::Prose);
        self.builder.finish()
    }
}
