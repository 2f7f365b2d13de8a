//! The text as the parser gets it, and the way back to places in the author's file.
//!
//! Markdown has no blocks of colons and no abbreviations. Such lines are put out of the parser's way
//! by a placeholder that it takes for a block of HTML; where one comes back inside code or running
//! text, the original is restored. Texts without such lines are borrowed and pay nothing.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::Input;
use super::abbreviation;
use crate::base::Span;

/// A Markdown text made ready for the parser.
pub(super) struct Source<'a> {
    original: &'a str,
    text: Cow<'a, str>,
    /// The byte of the file at which the original starts.
    offset: usize,
    /// Where the text differs from the original, in order.
    changes: Vec<Change>,
    /// What each placeholder starts with behind its `<`; stands nowhere in the original.
    mark: String,
    /// Abbreviations and what they stand for.
    pub abbreviations: Vec<(&'a str, &'a str)>,
}

/// A part of the text that is not as in the original: a placeholder, or a blank line added.
struct Change {
    /// Where it starts.
    at: usize,
    /// Its length.
    length: usize,
    /// What it stands for in the original; empty for a blank line.
    original: Range<usize>,
}

impl<'a> Source<'a> {
    /// Looks for lines to mask.
    pub fn new(input: &Input<'a>) -> Source<'a> {
        let text = input.text.as_str();
        let original = text.strip_prefix('\u{feff}').unwrap_or(text);
        let offset = input.offset + text.len() - original.len();
        let mut source = Source {
            original,
            text: Cow::Borrowed(original),
            offset,
            changes: Vec::new(),
            mark: String::new(),
            abbreviations: Vec::new(),
        };
        let blocks = holds(original, ":::");
        let abbreviations = holds(original, "*[") && holds(original, "]:");
        if blocks || abbreviations {
            source.mask();
        }
        source
    }

    /// The text for the parser. Offsets into it are what the methods below call places.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text between two places; empty where there is none.
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    /// The text from a place on, but not much more than `longest` bytes of it.
    pub fn window(&self, from: usize, longest: usize) -> &str {
        let end = (from + longest..self.text.len()).find(|end| self.text.is_char_boundary(*end));
        self.slice(from..end.unwrap_or(self.text.len()))
    }

    /// Two places as a span of the author's file.
    pub fn span(&self, range: Range<usize>) -> Span {
        let start = self.original_place(range.start);
        self.original_span(start..self.original_place(range.end).max(start))
    }

    /// A range of the original as a span of the author's file.
    pub fn original_span(&self, range: Range<usize>) -> Span {
        Span::new(self.offset + range.start, self.offset + range.end)
    }

    /// The place of a part of the text, told by its address in memory: the parser borrows the
    /// destinations of links, so this finds them in reference definitions as well.
    pub fn place_of(&self, part: &str) -> Option<Range<usize>> {
        let start = part
            .as_ptr()
            .addr()
            .checked_sub(self.text.as_ptr().addr())?;
        let range = start..start + part.len();
        (self.text.get(range.clone()) == Some(part)).then_some(range)
    }

    /// The masked line for which `text` is the placeholder.
    pub fn masked_line(&self, text: &str) -> Option<Range<usize>> {
        if self.changes.is_empty() {
            return None;
        }
        let number = text
            .strip_prefix('<')?
            .strip_prefix(&self.mark)?
            .strip_suffix("?>")?;
        Some(
            self.changes
                .get(number.parse::<usize>().ok()?)?
                .original
                .clone(),
        )
    }

    /// A part of the original.
    pub fn original(&self, range: Range<usize>) -> &'a str {
        self.original.get(range).unwrap_or("")
    }

    /// `text` with the original lines for placeholders in it.
    pub fn restored<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.changes.is_empty() || !text.contains(&self.mark) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(&self.mark) {
            out.push_str(before.strip_suffix('<').unwrap_or(before));
            let (number, after) = after.split_once('?').unwrap_or((after, ""));
            let line = number
                .parse()
                .ok()
                .and_then(|number: usize| self.changes.get(number));
            out.push_str(line.map_or("", |line| self.original(line.original.clone())));
            rest = after.strip_prefix('>').unwrap_or(after);
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    fn original_place(&self, place: usize) -> usize {
        let count = self.changes.partition_point(|change| change.at <= place);
        let Some(last) = count.checked_sub(1).and_then(|last| self.changes.get(last)) else {
            return place;
        };
        match place.checked_sub(last.at + last.length) {
            Some(behind) => last.original.end + behind,
            None => last.original.start,
        }
    }

    fn mask(&mut self) {
        self.mark = unused_mark(self.original);
        let mut text = String::new();
        let mut copied = 0;
        let mut start = 0;
        let mut before = Before::default();
        for line in self.original.split_inclusive('\n') {
            let content = line.trim_end_matches(['\n', '\r']);
            let prefix = container_prefix(content);
            let rest = content.get(prefix..).unwrap_or("");
            if self.is_special(rest, prefix, &before) {
                text.push_str(self.original(copied..start));
                let quotes = self.original(start..start + prefix);
                if before.html && !quotes.contains(|c: char| !matches!(c, ' ' | '\t' | '>')) {
                    // A block of HTML would swallow the line; only a blank line ends one.
                    self.change(&mut text, &format!("{}\n", quotes.trim_end()), start..start);
                }
                text.push_str(quotes);
                copied = start + content.len();
                let placeholder = format!("<{}{}?>", self.mark, self.changes.len());
                self.change(&mut text, &placeholder, start + prefix..copied);
                before.html = false;
            } else {
                before.pass(rest);
            }
            start += line.len();
        }
        if !self.changes.is_empty() {
            text.push_str(self.original(copied..self.original.len()));
            self.text = Cow::Owned(text);
        }
    }

    fn change(&mut self, text: &mut String, put: &str, original: Range<usize>) {
        self.changes.push(Change {
            at: text.len(),
            length: put.len(),
            original,
        });
        text.push_str(put);
    }

    /// True for a line to mask; remembers what abbreviations mean.
    fn is_special(&mut self, line: &'a str, prefix: usize, before: &Before) -> bool {
        if line.starts_with(":::") {
            return true;
        }
        if before.code.is_some() || prefix > 3 {
            return false;
        }
        let definition = abbreviation::definition(line);
        self.abbreviations.extend(definition);
        definition.is_some()
    }
}

/// What the lines before leave open, as far as can be told before parsing.
#[derive(Default)]
struct Before {
    /// The character and the length of a fence of code.
    code: Option<(char, usize)>,
    /// True after a line that starts with a tag, up to a blank line.
    html: bool,
}

impl Before {
    fn pass(&mut self, line: &str) {
        if let Some(c) = line.chars().next().filter(|c| matches!(c, '`' | '~')) {
            self.pass_fence(line, c);
        }
        let tag = line
            .strip_prefix('<')
            .is_some_and(|rest| rest.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic()));
        if tag && self.code.is_none() {
            // What stands in these goes on over blank lines.
            let opaque = ["<pre", "<script", "<style", "<textarea"]
                .iter()
                .any(|name| line.starts_with(name));
            self.html = !opaque;
        } else if line.trim().is_empty() || self.code.is_some() {
            self.html = false;
        }
    }

    fn pass_fence(&mut self, line: &str, c: char) {
        let length = line.chars().take_while(|other| *other == c).count();
        let rest = line.get(length..).unwrap_or("");
        self.code = match self.code {
            None if length >= 3 && !(c == '`' && rest.contains('`')) => Some((c, length)),
            Some((open, least)) if open == c && length >= least && rest.trim().is_empty() => None,
            other => other,
        };
    }
}

/// True where a text holds another one. Most texts hold nothing of what is looked for.
pub(super) fn holds(text: &str, part: &str) -> bool {
    memmem::find(text.as_bytes(), part.as_bytes()).is_some()
}

fn unused_mark(text: &str) -> String {
    let mut mark = "?:".to_owned();
    while text.contains(&mark) {
        mark.push(':');
    }
    mark
}

/// The length of what stands before a line's own content: spaces, `>` and the markers of lists.
fn container_prefix(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at + 1..).unwrap_or(&[]);
        match byte {
            b' ' | b'\t' | b'>' => at += 1,
            b'-' | b'*' | b'+' if rest.first() == Some(&b' ') => at += 2,
            b'0'..=b'9' => {
                let digits = rest
                    .iter()
                    .take_while(|byte| byte.is_ascii_digit())
                    .take(9)
                    .count();
                let marker = matches!(rest.get(digits), Some(b'.' | b')'))
                    && rest.get(digits + 1) == Some(&b' ');
                if !marker {
                    break;
                }
                at += digits + 3;
            }
            _ => break,
        }
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FilePath;
    use crate::base::clean_text::CleanText;
    use crate::config::RawHtml;

    fn source<'a>(file: &'a FilePath, text: &'a CleanText<'a>) -> Source<'a> {
        Source::new(&Input {
            file,
            text,
            offset: 100,
            raw_html: RawHtml::Allow,
            guest: None,
        })
    }

    #[test]
    fn borrows_plain_text() {
        let file = FilePath::new("a.md");
        let text = CleanText::of("\u{feff}a **[b]**\n\n[c]: d\n");
        let plain = source(&file, &text);
        assert!(matches!(plain.text, Cow::Borrowed(_)));
        assert_eq!(plain.span(0..1), Span::new(103, 104));
    }

    #[test]
    fn masks_and_finds_places() {
        let file = FilePath::new("a.md");
        let text = "a\r\n> 1. ::: note x=\"é\"\r\n>    b\r\n:::\r\nc";
        let clean = CleanText::of(text);
        let source = source(&file, &clean);
        assert_eq!(source.text(), "a\r\n> 1. <?:0?>\r\n>    b\r\n<?:1?>\r\nc");
        let b = source.text().find('b').unwrap();
        assert_eq!(source.span(b..b + 1), Span::new(100 + 30, 100 + 31));
        let end = source.text().len();
        assert_eq!(
            source.span(end - 1..end),
            Span::new(100 + text.len() - 1, 100 + text.len())
        );
        assert_eq!(source.restored("x <?:0?> ?:1?"), "x ::: note x=\"é\" :::");
        let line = source.masked_line("<?:1?>").unwrap();
        assert_eq!(source.original(line), ":::");
    }

    #[test]
    fn ends_html_before_a_line_of_colons() {
        let file = FilePath::new("a.md");
        let text = "> <p>\n> :::\n<b>\n\n:::\n<pre>\n:::\né";
        let clean = CleanText::of(text);
        let source = source(&file, &clean);
        assert_eq!(
            source.text(),
            "> <p>\n>\n> <?:1?>\n<b>\n\n<?:2?>\n<pre>\n<?:3?>\né"
        );
        let end = source.text().len();
        assert_eq!(
            source.span(end - 2..end),
            Span::new(100 + text.len() - 2, 100 + text.len())
        );
        assert_eq!(source.span(6..8), Span::new(106, 106));
    }

    #[test]
    fn finds_a_mark_that_the_text_does_not_hold() {
        let file = FilePath::new("a.md");
        assert_eq!(
            source(&file, &CleanText::of("<?:0?>\n:::")).text(),
            "<?:0?>\n<?::0?>"
        );
    }

    #[test]
    fn leaves_abbreviations_in_code() {
        let file = FilePath::new("a.md");
        let text = CleanText::of("*[A]: b\n```\n*[C]: d\n```\n*[E]: f");
        let source = source(&file, &text);
        assert_eq!(source.abbreviations, [("A", "b"), ("E", "f")]);
        assert_eq!(source.text(), "<?:0?>\n```\n*[C]: d\n```\n<?:1?>");
    }
}
