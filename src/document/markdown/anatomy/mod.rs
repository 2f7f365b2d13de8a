//! What a Markdown text is made of, for those who judge how it is written. Makes no HTML.
//!
//! 1. `parts`: pictures, headings, links, tables and the author's own HTML, as values
//! 2. `passage`: runs of plain text with the way back to their places
//! 3. `reader`: the parser's events into these, with `link`, `picture`, `raw` for HTML and `fence` for lines of colons
//!
//! Read by the same parser from the same prepared source as the text's HTML, so that both see the same.

mod fence;
mod link;
mod parts;
mod passage;
mod picture;
mod raw;
mod reader;

pub use self::parts::{
    Attribute, Element, ElementForm, Heading, Link, LinkForm, Picture, Table, Written,
};
pub use self::passage::{Passage, Role};

use self::reader::Reader;
use super::source::Source;
use super::{Input, events};

/// The parts of a text, each sort in the order of the text; places are those of the author's file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Anatomy {
    /// Its pictures, those of raw HTML and of blocks with them.
    pub pictures: Vec<Picture>,
    /// Its headings, those of raw HTML with them, those in quotations left out.
    pub headings: Vec<Heading>,
    /// Its links, bare addresses with them.
    pub links: Vec<Link>,
    /// Its tables of Markdown.
    pub tables: Vec<Table>,
    /// The tags of HTML that reach readers as HTML.
    pub elements: Vec<Element>,
    /// Its runs of text, code left out.
    pub passages: Vec<Passage>,
    /// Abbreviations that it says the meaning of.
    pub abbreviations: Vec<String>,
}

/// Takes a text apart.
pub fn anatomy(input: &Input) -> Anatomy {
    let source = Source::new(input);
    let mut reader = Reader::new(&source, input.raw_html);
    for (event, range) in events(source.text()) {
        reader.event(&event, range);
    }
    reader.finish()
}

#[cfg(test)]
mod tests;
