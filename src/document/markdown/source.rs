//! The text as the parser gets it, and the way back to places in the author's file.
//!
//! Markdown has no blocks of colons and no abbreviations. `mask` puts a placeholder, which the parser takes for a block of
//! HTML, in place of such a line; and one that it takes for a word in place of template code. If one comes back inside code or
//! HTML, the original is restored. Texts without any of these are borrowed and pay nothing.

use std::borrow::Cow;
use std::ops::Range;

use memchr::memmem;

use super::Input;
use super::mask::{Change, Mask, mask};
use super::template_code;
use crate::base::Span;
use crate::base::clean_text::CleanText;

/// A Markdown text made ready for the parser.
pub(super) struct Source<'a> {
    original: &'a str,
    text: Cow<'a, str>,
    /// The byte of the file at which the original starts.
    offset: usize,
    /// Where the text differs from the original, in order.
    changes: Vec<Change>,
    /// What each placeholder starts with after its `<`; the original does not have it anywhere.
    mark: String,
    /// What is around the number in the placeholder of template code.
    code_mark: Option<char>,
    /// Abbreviations and what they mean.
    pub abbreviations: Vec<(&'a str, &'a str)>,
}

impl<'a> Source<'a> {
    pub fn new(input: &Input<'a>) -> Source<'a> {
        Source::of(input.text, input.offset)
    }

    /// A text that starts at a byte of its file.
    pub fn of(text: &'a CleanText, offset: usize) -> Source<'a> {
        let text = text.as_str();
        let original = text.strip_prefix('\u{feff}').unwrap_or(text);
        let has_blocks = holds(original, ":::");
        let has_abbreviations = holds(original, "*[") && holds(original, "]:");
        let masked = if has_blocks || has_abbreviations || template_code::may_hold(original) {
            mask(original)
        } else {
            Mask::default()
        };
        Source {
            original,
            text: masked.text.map_or(Cow::Borrowed(original), Cow::Owned),
            offset: offset + text.len() - original.len(),
            changes: masked.changes,
            mark: masked.mark,
            code_mark: masked.code_mark,
            abbreviations: masked.abbreviations,
        }
    }

    /// The text for the parser. Offsets into it are what the methods below call places.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text between two places; empty if there is none.
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

    /// The place of a part of the text, told by its position in memory: the parser borrows the destinations of links, so this
    /// finds them in reference definitions as well.
    pub fn place_of(&self, part: &str) -> Option<Range<usize>> {
        let text = self.text.as_ptr().addr();
        let start = part.as_ptr().addr().checked_sub(text)?;
        let range = start..start + part.len();
        (self.text.get(range.clone()) == Some(part)).then_some(range)
    }

    /// The masked line for which `text` is the placeholder.
    pub fn masked_line(&self, text: &str) -> Option<Range<usize>> {
        if self.changes.is_empty() {
            return None;
        }
        let rest = text.strip_prefix('<')?.strip_prefix(&self.mark)?;
        let number: usize = rest.strip_suffix("?>")?.parse().ok()?;
        Some(self.changes.get(number)?.original.clone())
    }

    /// A part of the original.
    pub fn original(&self, range: Range<usize>) -> &'a str {
        self.original.get(range).unwrap_or("")
    }

    /// `text` with the original in place of the placeholders in it.
    pub fn restored<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.changes.is_empty() {
            return Cow::Borrowed(text);
        }
        let lines = self.with_lines(text);
        if !self.holds_code(&lines) {
            return lines;
        }
        let mut out = String::with_capacity(lines.len());
        for part in self.parts(&lines) {
            out.push_str(match part {
                Part::Text(text) => text,
                Part::Code(code) => code.text,
            });
        }
        Cow::Owned(out)
    }

    /// True if there is a placeholder of template code in a text of the parser's.
    pub fn holds_code(&self, text: &str) -> bool {
        self.code_mark.is_some_and(|mark| text.contains(mark))
    }

    /// The parts of a text of the parser's: its own words, and template code.
    pub fn parts<'t>(&self, text: &'t str) -> impl Iterator<Item = Part<'t, 'a>> {
        let mark = self.code_mark.unwrap_or('\u{e000}');
        text.split(mark).enumerate().filter_map(move |(at, part)| {
            if at % 2 == 0 {
                return Some(Part::Text(part));
            }
            let number: usize = part.parse().ok()?;
            let place = self.changes.get(number)?.original.clone();
            let text = self.original(place.clone());
            Some(Part::Code(TemplateCode {
                text,
                start: place.start,
            }))
        })
    }

    /// The length of the placeholder of a piece of template code that a text starts with.
    pub fn code_length(&self, text: &str) -> Option<usize> {
        let mark = self.code_mark?;
        let rest = text.strip_prefix(mark)?;
        Some(rest.find(mark)? + 2 * mark.len_utf8())
    }

    /// `text` with the original lines in place of their placeholders.
    fn with_lines<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.mark.is_empty() || !text.contains(&self.mark) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, after)) = rest.split_once(&self.mark) {
            out.push_str(before.strip_suffix('<').unwrap_or(before));
            let (number, after) = after.split_once('?').unwrap_or((after, ""));
            out.push_str(self.original_of(number));
            rest = after.strip_prefix('>').unwrap_or(after);
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// The original line of a placeholder, by the number in it.
    fn original_of(&self, number: &str) -> &'a str {
        let number = number.parse().ok();
        let change = number.and_then(|number: usize| self.changes.get(number));
        change.map_or("", |change| self.original(change.original.clone()))
    }

    fn original_place(&self, place: usize) -> usize {
        let count = self.changes.partition_point(|change| change.at <= place);
        let last = count.checked_sub(1).and_then(|last| self.changes.get(last));
        let Some(last) = last else {
            return place;
        };
        match place.checked_sub(last.at + last.length) {
            Some(after) => last.original.end + after,
            None => last.original.start,
        }
    }
}

/// A part of a text of the parser's.
pub(super) enum Part<'t, 'a> {
    Text(&'t str),
    Code(TemplateCode<'a>),
}

/// A piece of template code of another generator, as it is written.
#[derive(Clone, Copy)]
pub(super) struct TemplateCode<'a> {
    pub text: &'a str,
    /// Where it starts in the original.
    pub start: usize,
}

/// True if a text holds another one. Most texts hold nothing of what is looked for.
pub(super) fn holds(text: &str, part: &str) -> bool {
    memmem::find(text.as_bytes(), part.as_bytes()).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FilePath;
    use crate::config::link_schemes::NO_OTHER_SCHEMES;
    use crate::config::{AnchorStyle, RawHtml};

    fn source<'a>(file: &'a FilePath, text: &'a CleanText<'a>) -> Source<'a> {
        Source::new(&Input {
            file,
            text,
            offset: 100,
            raw_html: RawHtml::Allow,
            link_schemes: &NO_OTHER_SCHEMES,
            quotes: None,
            anchors: AnchorStyle::Plain,
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
