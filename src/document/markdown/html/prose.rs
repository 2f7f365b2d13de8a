//! What is known of the running text: its words, and what has to be looked for in it.

use super::foreign::Foreign;
use crate::document::markdown::abbreviation::Abbreviations;
use crate::document::markdown::source::{Source, holds};

pub(super) struct Prose<'a> {
    /// The words so far.
    pub words: WordCount,
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
            words: WordCount::default(),
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

/// A count of words, across the parts that the parser splits them into.
#[derive(Default)]
pub(super) struct WordCount {
    pub count: usize,
    /// True if the last one may go on.
    open: bool,
}

impl WordCount {
    /// Counts the words that start in `text`.
    pub fn pass(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
            return;
        };
        // A dash or an ellipsis that the parser made is not a word of its own.
        if matches!(text, "–" | "—" | "…") {
            return;
        }
        self.count += starts(bytes) + usize::from(!is_space(*first) && !self.open);
        self.open = !is_space(*last);
    }

    /// What follows is a new word.
    pub fn end(&mut self) {
        self.open = false;
    }
}

/// How many words start after the first byte. Small sums in small parts run over many bytes at once.
fn starts(bytes: &[u8]) -> usize {
    let after = bytes.get(1..).unwrap_or(&[]);
    let part = |(before, here): (&[u8], &[u8])| {
        usize::from(
            before
                .iter()
                .zip(here)
                .map(|(a, b)| u8::from(is_space(*a) & !is_space(*b)))
                .sum::<u8>(),
        )
    };
    bytes.chunks(128).zip(after.chunks(128)).map(part).sum()
}

fn is_space(byte: u8) -> bool {
    byte <= b' '
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_words_across_parts() {
        let mut words = WordCount::default();
        for text in ["don", "’", "t  stop ", "–", " now\n"] {
            words.pass(text);
        }
        assert_eq!(words.count, 3);
        assert_eq!(starts("ab ".repeat(1000).as_bytes()), 999);
        words.pass("a");
        words.end();
        words.pass("b");
        assert_eq!(words.count, 5);
    }
}
