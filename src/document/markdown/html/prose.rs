//! What is known of the running text: its words, and what has to be looked for in it.

use super::foreign::Foreign;
use super::words::Words;
use crate::document::markdown::abbreviation::Abbreviations;
use crate::document::markdown::source::{Source, holds};

pub(super) struct Prose<'a> {
    /// The words so far.
    pub words: Words,
    /// The text without markup, while a heading, a cell or a paragraph wants it.
    plain: Option<String>,
    /// Template code of other generators.
    pub foreign: Foreign,
    /// True if the text may hold comments of HTML at all.
    pub may_hold_comments: bool,
    /// True if the text may hold bare URLs or mail addresses at all.
    pub may_hold_urls: bool,
    pub abbreviations: Abbreviations<'a>,
    /// Text held back until it is whole, since an abbreviation may be in several pieces of it.
    pub held: String,
}

impl<'a> Prose<'a> {
    /// Finds out what the text needs, so that plain texts pay for nothing.
    pub fn new(source: &Source<'a>) -> Prose<'a> {
        let text = source.text();
        Prose {
            words: Words::default(),
            plain: None,
            foreign: Foreign::default(),
            may_hold_comments: holds(text, "<!--"),
            may_hold_urls: ["://", "www.", "@"].iter().any(|sign| holds(text, sign)),
            abbreviations: Abbreviations::new(&source.abbreviations),
            held: String::new(),
        }
    }

    /// From here on the plain text is wanted.
    pub fn start_plain(&mut self) {
        self.plain = Some(String::new());
    }

    /// The plain text since it was wanted.
    pub fn take_plain(&mut self) -> String {
        self.plain.take().unwrap_or_default()
    }

    /// Adds to the plain text, if it is wanted.
    pub fn add_plain(&mut self, text: &str) {
        if let Some(plain) = &mut self.plain {
            plain.push_str(text);
        }
    }
}
