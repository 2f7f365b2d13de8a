//! A line of text without its markup.

use super::parse;
use super::parse::Author;
use super::source::Source;
use super::tree::{Kind, Piece, ROOT};
use crate::base::clean_text::CleanText;
use crate::document::tag::{Scanner, Token};

/// The words of a line of Markdown, without markup.
pub fn plain_line(line: &str) -> String {
    let text = CleanText::of(line);
    let source = Source::of(&text, 0);
    parse::parse(&source, Author::Guest, None).plain_text(ROOT)
}

/// The words of a line, if some of what is written there is markup or a reference to a character such as `&amp;`. Tags that
/// `is_element` does not know are words.
pub fn without_markup(line: &str, is_element: fn(&str) -> bool) -> Option<String> {
    if !line.contains(['*', '_', '`', '<', '&', '[', '~']) || line.contains('\n') {
        return None;
    }
    // A heading starts no list and no quotation.
    let heading = format!("# {line}");
    let text = CleanText::of(&heading);
    let source = Source::of(&text, 0);
    let tree = parse::parse(&source, Author::Guest, None);
    let mut plain = Plain::default();
    for node in tree.descendants(ROOT) {
        match &node.kind {
            Kind::InlineHtml(html) if !is_known(&html.text, is_element) => {
                plain.text.push_str(&html.text);
            }
            Kind::Text(pieces) => plain.add(tree.pieces(pieces), &source),
            kind => plain.add_markup(kind),
        }
    }
    plain.is_marked.then_some(plain.text)
}

/// The words of a line so far.
#[derive(Default)]
struct Plain {
    text: String,
    /// True if something in it was markup.
    is_marked: bool,
}

impl Plain {
    /// Adds running text as it is written, but for references to characters.
    fn add(&mut self, pieces: &[Piece], source: &Source) {
        for piece in pieces {
            let written = source.slice(piece.range.clone());
            let is_reference = written.starts_with('&') && written != &*piece.text;
            self.is_marked |= is_reference;
            self.text
                .push_str(if is_reference { &piece.text } else { written });
        }
    }

    fn add_markup(&mut self, kind: &Kind) {
        match kind {
            Kind::TemplateCode(code) => self.text.push_str(code.text),
            Kind::SoftBreak | Kind::HardBreak => self.text.push(' '),
            Kind::Document | Kind::Heading(_) => {}
            Kind::CodeSpan(code) => {
                self.is_marked = true;
                self.text.push_str(code);
            }
            _ => self.is_marked = true,
        }
    }
}

fn is_known(html: &str, is_element: fn(&str) -> bool) -> bool {
    match Scanner::new(html).next() {
        Some(Token::Tag(tag)) => is_element(&tag.name.to_ascii_lowercase()),
        _ => true,
    }
}
