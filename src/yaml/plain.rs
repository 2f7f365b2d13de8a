//! The YAML that front matter is mostly made of, read in one pass: lines of `key: value` and `- item`.
//!
//! libyaml reads everything, and takes longer over a page's few lines than the Markdown parser over the page. What
//! is read here gives the very same tree; whatever is not as plain as that is left to libyaml, errors above all.

use super::{Entry, Node, Value};
use crate::base::Span;

/// The longest text that is looked at: with a value in every byte it would stay below the limits of a tree.
const LONGEST: usize = 16 * 1024;

/// libyaml looks no further than a thousand characters for the colon behind a key.
const LONGEST_KEY: usize = 200;

/// Reads a text of plain lines; `None` where it holds anything else.
pub(super) fn read(text: &str) -> Option<Node> {
    if text.len() > LONGEST || !is_plain(text) {
        return None;
    }
    let mut lines = Lines { text, at: 0 };
    let mut entries: Vec<Entry> = Vec::new();
    while let Some(line) = lines.next() {
        let entry = entry(line, &mut lines)?;
        if entries.iter().any(|before| before.key == entry.key) {
            return None;
        }
        entries.push(entry);
    }
    let start = entries.first()?.key_span.start as usize;
    Some(Node {
        span: trimmed(text, start..text.len()).into(),
        value: Value::Mapping(entries),
    })
}

/// True for a text without characters that mean something in one place and something else in another.
fn is_plain(text: &str) -> bool {
    let is_ascii_plain = |byte: u8| matches!(byte, b'\n' | b' '..=b'~');
    if text.bytes().all(is_ascii_plain) {
        return true;
    }
    // Marks of order, line ends of other scripts and what is no character at all.
    let is_odd = |c: char| {
        matches!(
            c,
            '\u{80}'..='\u{a0}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
        )
    };
    text.chars().all(|c| {
        if c.is_ascii() {
            is_ascii_plain(c as u8)
        } else {
            !is_odd(c) && c <= '\u{ffff}'
        }
    })
}

/// A line that says something.
#[derive(Clone, Copy)]
struct Line<'t> {
    /// Where it starts in the text, its indentation left out.
    start: usize,
    /// How many spaces stand before it.
    indent: usize,
    /// What it says, without spaces around it.
    says: &'t str,
}

struct Lines<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lines<'t> {
    /// The next line that is neither empty nor a comment, without going on to it; and where it ends.
    fn peek(&self) -> Option<(Line<'t>, usize)> {
        let mut at = self.at;
        loop {
            let rest = self.text.get(at..).filter(|rest| !rest.is_empty())?;
            let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let line = rest.get(..length)?;
            let says = line.trim_start_matches(' ');
            let (start, next) = (at + line.len() - says.len(), at + length + 1);
            if !says.is_empty() && !says.starts_with('#') {
                return Some((
                    Line {
                        start,
                        indent: start - at,
                        says: says.trim_end_matches(' '),
                    },
                    next,
                ));
            }
            at = next;
        }
    }

    fn next(&mut self) -> Option<Line<'t>> {
        let (line, next) = self.peek()?;
        self.at = next;
        Some(line)
    }

    /// Where the next line starts that says something; the end of the text where there is none.
    fn next_start(&self) -> usize {
        self.peek().map_or(self.text.len(), |(line, _)| line.start)
    }
}

fn entry(line: Line, lines: &mut Lines) -> Option<Entry> {
    let length = line
        .says
        .find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')))?;
    let (key, rest) = line.says.split_at_checked(length)?;
    let rest = rest.strip_prefix(':')?;
    if line.indent > 0
        || length > LONGEST_KEY
        || is_nothing(key)
        || !key.starts_with(|c: char| c.is_ascii_alphabetic())
    {
        return None;
    }
    let key_span = Span::new(line.start, line.start + length);
    let said = rest.trim_start_matches(' ');
    let value_at = line.start + line.says.len() - said.len();
    let value = if said.is_empty() {
        items(lines).or_else(|| nothing(lines, line.start + length + 1))?
    } else if rest.len() == said.len() || is_continued(lines) {
        return None;
    } else {
        value(said, value_at)?
    };
    Some(Entry {
        key: key.to_owned(),
        key_span: key_span.into(),
        value,
    })
}

/// An absent value: the next line has to be a key again.
fn nothing(lines: &Lines, at: usize) -> Option<Node> {
    let is_key = lines
        .peek()
        .is_none_or(|(line, _)| line.indent == 0 && !line.says.starts_with('-'));
    is_key.then(|| Node::empty(Span::new(at, at)))
}

/// True where the next line may belong to the value of this one.
fn is_continued(lines: &Lines) -> bool {
    lines
        .peek()
        .is_some_and(|(line, _)| line.indent > 0 || line.says.starts_with('-'))
}

/// A list, an item a line, all of them as far from the margin.
fn items(lines: &mut Lines) -> Option<Node> {
    let (first, _) = lines
        .peek()
        .filter(|(line, _)| line.says.starts_with("- "))?;
    let mut found = Vec::new();
    while let Some((line, next)) = lines.peek().filter(|(line, _)| line.indent >= first.indent) {
        let Some(rest) = line.says.strip_prefix("- ") else {
            // Behind a list that is not indented stands the next key; anything else is more than a list.
            if line.indent == 0 && first.indent == 0 && !line.says.starts_with('-') {
                break;
            }
            return None;
        };
        let said = rest.trim_start_matches(' ');
        if line.indent != first.indent || said.is_empty() {
            return None;
        }
        found.push(value(said, line.start + line.says.len() - said.len())?);
        lines.at = next;
    }
    if lines.peek().is_some_and(|(line, _)| line.indent > 0) {
        return None;
    }
    let span = trimmed(lines.text, first.start..lines.next_start());
    Some(Node {
        span: span.into(),
        value: Value::Sequence(found),
    })
}

/// A value of one line.
fn value(said: &str, at: usize) -> Option<Node> {
    let span = Span::new(at, at + said.len());
    let value = match said.as_bytes().first()? {
        quote @ (b'"' | b'\'') => quoted(said, char::from(*quote))?,
        b'[' => return flow(said, at),
        _ => plain(said)?,
    };
    Some(Node {
        span: span.into(),
        value,
    })
}

fn quoted(said: &str, quote: char) -> Option<Value> {
    let inner = said.strip_prefix(quote)?.strip_suffix(quote)?;
    if inner.contains([quote, '\\']) {
        return None;
    }
    let is_empty = inner.trim().is_empty();
    Some(if is_empty {
        Value::Empty
    } else {
        Value::Scalar {
            text: inner.to_owned(),
            quoted: true,
        }
    })
}

fn plain(said: &str) -> Option<Value> {
    let starts_plain = |c: char| {
        c.is_ascii_alphanumeric() || !c.is_ascii() || matches!(c, '/' | '.' | '(' | '+' | '$')
    };
    let says_more = |(at, byte): (usize, &u8)| {
        let (before, behind) = (
            at.checked_sub(1).and_then(|at| said.as_bytes().get(at)),
            said.as_bytes().get(at + 1),
        );
        match byte {
            b':' => behind.is_none_or(|byte| *byte == b' '),
            b'#' => before == Some(&b' '),
            _ => false,
        }
    };
    if !said.starts_with(starts_plain)
        || said
            .bytes()
            .enumerate()
            .any(|(at, byte)| says_more((at, &byte)))
    {
        return None;
    }
    // Lines of dots end a document; three of them stand nowhere else in what people write.
    Some(if is_nothing(said) {
        Value::Empty
    } else {
        Value::Scalar {
            text: said.to_owned(),
            quoted: false,
        }
    })
}

fn is_nothing(said: &str) -> bool {
    matches!(said, "null" | "Null" | "NULL")
}

/// `[sam-lee, "jo"]`: a list within a line, of values without anything that means something in such a list.
fn flow(said: &str, at: usize) -> Option<Node> {
    let inner = said.strip_prefix('[')?.strip_suffix(']')?;
    let mut items = Vec::new();
    let mut start = at + 1;
    if !inner.trim_matches(' ').is_empty() {
        for part in inner.split(',') {
            let item = part.trim_matches(' ');
            if item.is_empty() || item.contains(['[', ']', '{', '}', ':', '#']) {
                return None;
            }
            items.push(value(
                item,
                start + part.len() - part.trim_start_matches(' ').len(),
            )?);
            start += part.len() + 1;
        }
    }
    Some(Node {
        span: Span::new(at, at + said.len()).into(),
        value: Value::Sequence(items),
    })
}

/// A span without white space at its end.
fn trimmed(text: &str, range: std::ops::Range<usize>) -> Span {
    let said = text.get(range.clone()).unwrap_or("").trim_end();
    Span::new(range.start, range.start + said.len())
}
