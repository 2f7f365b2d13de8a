//! The lines that front matter mostly consists of, `key: value` and `- item`, read in one pass.
//!
//! The events are those that libyaml would give. A text that is less plain is given up here, and read again by libyaml.

use super::builder::{Builder, Event};
use super::libyaml;
use super::parsed::Parsed;
use super::problem::Problem;
use crate::base::Span;

/// The longest text that is read here: with a value in every byte it would be below the limits of a tree.
const LONGEST: usize = 16 * 1024;

/// libyaml looks for the colon after a key no further than a thousand characters.
const LONGEST_KEY: usize = 200;

/// Reads one document by the quicker of two ways; its problem has no repair yet.
///
/// libyaml reads everything, and takes longer for the few lines of a page than the Markdown parser for the page. Plain
/// lines give the same events, so the same tree; whatever is not plain is libyaml's, errors above all.
pub(super) fn read(text: &str) -> Result<Parsed, Problem> {
    match read_plain(text) {
        Some(parsed) => Ok(parsed),
        None => libyaml::read(text),
    }
}

/// Reads a text of plain lines; `None` if it holds anything else.
pub(super) fn read_plain(text: &str) -> Option<Parsed> {
    if text.len() > LONGEST || !is_plain_text(text) {
        return None;
    }
    let mut reader = Reader {
        lines: Lines { text, at: 0 },
        builder: Builder::new(text),
    };
    let (first, _) = reader.lines.peek()?;
    reader.emit(
        Event::Mapping { anchor: None },
        Span::new(first.start, first.start),
    )?;
    while let Some(line) = reader.lines.next() {
        reader.entry(line)?;
    }
    reader.emit(Event::End, Span::new(text.len(), text.len()))?;
    Some(reader.builder.finish())
}

/// True for a text without characters that mean different things in different places.
fn is_plain_text(text: &str) -> bool {
    text.bytes().all(is_plain_byte) || text.chars().all(is_plain_char)
}

fn is_plain_byte(byte: u8) -> bool {
    matches!(byte, b'\n' | b' '..=b'~')
}

/// False for byte-order marks, line ends of other scripts and what is not a character at all.
fn is_plain_char(c: char) -> bool {
    match c {
        '\u{80}'..='\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {
            false
        }
        _ if c.is_ascii() => is_plain_byte(c as u8),
        _ => c <= '\u{ffff}',
    }
}

/// A line that is neither empty nor a comment.
#[derive(Clone, Copy)]
struct Line<'t> {
    /// Where it starts in the text, after its indentation.
    start: usize,
    /// The number of spaces before it.
    indent: usize,
    /// Its text, without spaces around it.
    words: &'t str,
}

impl<'t> Line<'t> {
    /// A part of the line up to its end, with its place.
    fn rest(&self, words: &'t str) -> WrittenValue<'t> {
        WrittenValue {
            words,
            at: self.start + self.words.len() - words.len(),
        }
    }
}

/// A value as written, and where it starts in the text.
#[derive(Clone, Copy)]
struct WrittenValue<'t> {
    words: &'t str,
    at: usize,
}

impl WrittenValue<'_> {
    fn span(self) -> Span {
        Span::new(self.at, self.at + self.words.len())
    }
}

struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lines<'t> {
    /// The next line that is neither empty nor a comment, and where the one after it starts.
    fn peek(&self) -> Option<(Line<'t>, usize)> {
        let mut at = self.at;
        loop {
            let rest = self.text.get(at..)?;
            if rest.is_empty() {
                return None;
            }
            let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let line = rest.get(..length)?;
            let words = line.trim_start_matches(' ');
            let (start, next) = (at + line.len() - words.len(), at + length + 1);
            if !words.is_empty() && !words.starts_with('#') {
                let line = Line {
                    start,
                    indent: start - at,
                    words: words.trim_end_matches(' '),
                };
                return Some((line, next));
            }
            at = next;
        }
    }

    fn next(&mut self) -> Option<Line<'t>> {
        let (line, next) = self.peek()?;
        self.at = next;
        Some(line)
    }

    /// Where the next line starts; the end of the text after the last one.
    fn next_start(&self) -> usize {
        self.peek().map_or(self.text.len(), |(line, _)| line.start)
    }

    /// True if the next line is a key again, or there is none.
    fn is_key_next(&self) -> bool {
        match self.peek() {
            Some((line, _)) => line.indent == 0 && !line.words.starts_with('-'),
            None => true,
        }
    }
}

/// Reads the lines of a text into a tree.
struct Reader<'t> {
    lines: Lines<'t>,
    builder: Builder<'t>,
}

impl<'t> Reader<'t> {
    /// Gives an event to the builder. What it refuses is left to libyaml, so that there is one place for errors.
    fn emit(&mut self, event: Event, span: Span) -> Option<()> {
        self.builder.take(event, span).ok()
    }

    fn emit_scalar(&mut self, text: &str, quote: Option<char>, span: Span) -> Option<()> {
        let scalar = Event::Scalar {
            text: text.to_owned(),
            quoted: quote.is_some(),
            anchor: None,
        };
        self.emit(scalar, span)
    }

    /// Reads a key and its value.
    fn entry(&mut self, line: Line<'t>) -> Option<()> {
        let length = line.words.find(|c: char| !is_of_key(c))?;
        let (key, rest) = line.words.split_at_checked(length)?;
        let rest = rest.strip_prefix(':')?;
        let starts_well = key.starts_with(|c: char| c.is_ascii_alphabetic());
        if line.indent > 0 || length > LONGEST_KEY || is_null(key) || !starts_well {
            return None;
        }
        let span = Span::new(line.start, line.start + length);
        self.emit_scalar(key, None, span)?;
        let value = rest.trim_start_matches(' ');
        if !value.is_empty() {
            let has_space = value.len() < rest.len();
            if !has_space || !self.lines.is_key_next() {
                return None;
            }
            return self.value(line.rest(value));
        }
        if self.lines.is_key_next() {
            let end = line.start + length + 1;
            return self.emit_scalar("", None, Span::new(end, end));
        }
        self.items()
    }

    /// Reads a list, an item a line, all of them as far from the margin.
    fn items(&mut self) -> Option<()> {
        let (first, _) = self.lines.peek()?;
        let start = Span::new(first.start, first.start);
        self.emit(Event::Sequence { anchor: None }, start)?;
        while let Some((line, next)) = self.lines.peek() {
            if self.lines.is_key_next() {
                break;
            }
            let value = line.words.strip_prefix("- ")?.trim_start_matches(' ');
            if line.indent != first.indent || value.is_empty() {
                return None;
            }
            self.lines.at = next;
            self.value(line.rest(value))?;
        }
        let end = self.lines.next_start();
        self.emit(Event::End, Span::new(end, end))
    }

    /// Reads a value of one line.
    fn value(&mut self, said: WrittenValue<'t>) -> Option<()> {
        match said.words.as_bytes().first()? {
            b'"' => self.quoted(said, '"'),
            b'\'' => self.quoted(said, '\''),
            b'[' => self.flow(said),
            _ if is_plain_value(said.words) => self.emit_scalar(said.words, None, said.span()),
            _ => None,
        }
    }

    fn quoted(&mut self, said: WrittenValue<'t>, quote: char) -> Option<()> {
        let inner = said.words.strip_prefix(quote)?.strip_suffix(quote)?;
        if inner.contains([quote, '\\']) {
            return None;
        }
        self.emit_scalar(inner, Some(quote), said.span())
    }

    /// Reads `[sam-lee, "jo"]`: a list within a line, of values without signs that mean something in such a list.
    fn flow(&mut self, said: WrittenValue<'t>) -> Option<()> {
        let inner = said.words.strip_prefix('[')?.strip_suffix(']')?;
        let end = said.at + said.words.len();
        let start = Span::new(said.at, said.at);
        self.emit(Event::Sequence { anchor: None }, start)?;
        let mut at = said.at + 1;
        if !inner.trim_matches(' ').is_empty() {
            for part in inner.split(',') {
                let words = part.trim_matches(' ');
                if words.is_empty() || words.contains(['[', ']', '{', '}', ':', '#']) {
                    return None;
                }
                let indent = part.len() - part.trim_start_matches(' ').len();
                self.value(WrittenValue {
                    words,
                    at: at + indent,
                })?;
                at += part.len() + 1;
            }
        }
        self.emit(Event::End, Span::new(end, end))
    }
}

fn is_of_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}

/// True for a value without quotes that says what it is in every context.
fn is_plain_value(words: &str) -> bool {
    let bytes = words.as_bytes();
    words.starts_with(may_start_value) && !(0..bytes.len()).any(|at| is_sign(bytes, at))
}

// Lines of dots end a document; three of them are nowhere else in what people write.
fn may_start_value(c: char) -> bool {
    c.is_ascii_alphanumeric() || !c.is_ascii() || matches!(c, '/' | '.' | '(' | '+' | '$')
}

/// True for a colon that ends a key and for a `#` that starts a comment.
fn is_sign(bytes: &[u8], at: usize) -> bool {
    let is_space = |at: usize| bytes.get(at) == Some(&b' ');
    match bytes[at] {
        b':' => at + 1 == bytes.len() || is_space(at + 1),
        b'#' => at > 0 && is_space(at - 1),
        _ => false,
    }
}

fn is_null(words: &str) -> bool {
    matches!(words, "null" | "Null" | "NULL")
}
