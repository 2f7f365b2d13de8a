//! The author's HTML as the parser found it, with the way back to the source.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::CowStr;

/// HTML of one or several lines.
#[derive(Default)]
pub(super) struct RawText<'t> {
    pub text: Cow<'t, str>,
    /// Where its text starts in the source.
    start: usize,
    /// Where each further line starts here and in the source.
    lines: Vec<(usize, usize)>,
}

impl<'t> RawText<'t> {
    /// HTML inside a line; `place` is where it starts in the source.
    pub fn inline(text: CowStr<'t>, place: usize) -> RawText<'t> {
        RawText {
            text: text.into(),
            start: place,
            lines: Vec::new(),
        }
    }

    /// Adds a line; `place` is where it starts in the source.
    pub fn push(&mut self, text: CowStr<'t>, place: usize) {
        if self.text.is_empty() && self.lines.is_empty() {
            *self = RawText::inline(text, place);
            return;
        }
        self.lines.push((self.text.len(), place));
        self.text.to_mut().push_str(&text);
    }

    /// The place in the source of a range here.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        let start = self.place_of(range.start);
        let last = range.end.saturating_sub(1).max(range.start);
        start..self.place_of(last) + usize::from(range.end > range.start)
    }

    /// A part of it.
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }

    fn place_of(&self, at: usize) -> usize {
        let count = self.lines.partition_point(|(start, _)| *start <= at);
        let line = count.checked_sub(1).and_then(|last| self.lines.get(last));
        let (start, place) = line.copied().unwrap_or((0, self.start));
        place + at - start
    }
}

/// True for an element whose content is plain text, tags or not.
pub(super) fn holds_no_tags(name: &str) -> bool {
    let names = [
        "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
    ];
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}
