//! Running text: counted, collected where plain text is wanted, and written.

use std::ops::Range;

use super::abbreviation::Abbreviations;
use super::autolink::OpenUrl;
use super::escape;
use super::foreign::Foreign;
use super::source::{Source, holds};
use super::writer::Writer;

/// What is known of the text between tags.
pub(super) struct Prose<'a> {
    /// The words so far.
    pub words: Words,
    /// The text without markup, while a heading or a paragraph wants it.
    pub plain: Option<String>,
    /// Template code of other generators.
    pub foreign: Foreign,
    /// A bare address that has started and may go on in the next event.
    pub url: Option<OpenUrl>,
    /// True where the text may hold bare addresses at all.
    pub urls: bool,
    abbreviations: Abbreviations<'a>,
    /// Text held back until it is whole, since abbreviations may stand across events.
    held: String,
}

/// A count of words, across events that split them.
#[derive(Default)]
pub(super) struct Words {
    /// How many.
    pub count: usize,
    /// True where the last one may go on.
    open: bool,
}

impl<'a> Prose<'a> {
    /// Finds out what the text needs, so that plain texts pay for nothing.
    pub fn new(source: &Source<'a>) -> Prose<'a> {
        let text = source.text();
        Prose {
            words: Words::default(),
            plain: None,
            foreign: Foreign::new(text),
            url: None,
            urls: holds(text, "://"),
            abbreviations: Abbreviations::new(&source.abbreviations),
            held: String::new(),
        }
    }

    /// Adds to the plain text, where it is wanted.
    pub fn add_plain(&mut self, text: &str) {
        if let Some(plain) = &mut self.plain {
            plain.push_str(text);
        }
    }
}

impl Words {
    /// Counts the words that start in `text`.
    pub fn pass(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
            return;
        };
        // A dash or an ellipsis that the parser made is no word of its own.
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

/// How many words start behind the first byte. Small sums in small parts run over many bytes at once.
fn starts(bytes: &[u8]) -> usize {
    let behind = bytes.get(1..).unwrap_or(&[]);
    let part = |(before, here): (&[u8], &[u8])| {
        usize::from(
            before
                .iter()
                .zip(here)
                .map(|(a, b)| u8::from(is_space(*a) & !is_space(*b)))
                .sum::<u8>(),
        )
    };
    bytes.chunks(128).zip(behind.chunks(128)).map(part).sum()
}

fn is_space(byte: u8) -> bool {
    byte <= b' '
}

impl Writer<'_> {
    /// Text between tags.
    pub fn text(&mut self, text: &str, range: Range<usize>) {
        if let Some(code) = &mut self.code {
            return code.text.push_str(&self.source.restored(text));
        }
        if self.link.titled {
            return;
        }
        let (text, range) = self.unskipped(text, range);
        if self.prose.foreign.possible {
            self.prose.foreign.pass(text, range.start, self.source);
        }
        if self.prose.urls {
            self.text_with_urls(text, range);
        } else {
            self.write_text(text);
        }
    }

    /// Text in which nothing more is looked for but abbreviations.
    pub fn write_text(&mut self, text: &str) {
        self.prose.words.pass(text);
        self.prose.add_plain(text);
        if self.prose.abbreviations.is_empty() {
            escape::text(&mut self.out.html, text);
        } else {
            self.prose.held.push_str(text);
        }
    }

    /// Writes what was held back: something other than text follows.
    pub fn settle(&mut self) {
        if self.prose.url.is_some() {
            self.end_url();
        }
        if !self.prose.held.is_empty() {
            self.write_held();
        }
    }

    /// Writes text held back for its abbreviations.
    pub fn write_held(&mut self) {
        self.prose
            .abbreviations
            .write(&mut self.out.html, &self.prose.held);
        self.prose.held.clear();
    }

    /// The part of a text that does not belong to a destination read before.
    fn unskipped<'t>(&self, text: &'t str, range: Range<usize>) -> (&'t str, Range<usize>) {
        if !self.link.skipped.contains(&range.start) {
            return (text, range);
        }
        let skipped = self.link.skipped.end - range.start;
        (
            text.get(skipped..).unwrap_or(""),
            (range.start + skipped).min(range.end)..range.end,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_words_across_events() {
        let mut words = Words::default();
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
