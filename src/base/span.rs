//! A range of bytes in one file. Knows nothing of lines; see `lines`. A `SourceSpan` is one that does not count in equality.

use std::ops::Deref;

/// Half-open byte range `start..end` in a file's text, counted from the start of the file
/// (front matter included), so that it stays valid for editors and fixes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from byte offsets; offsets past 4 GiB are clamped, since no text that long is read.
    pub fn new(start: usize, end: usize) -> Span {
        let [start, end] =
            [start, end.max(start)].map(|offset| u32::try_from(offset).unwrap_or(u32::MAX));
        Span { start, end }
    }

    /// The span as a range to index text with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// True where `other` lies in this one.
    pub fn holds(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same span, moved `by` bytes towards the end of the file.
    pub fn shifted(self, by: usize) -> Span {
        Span::new(self.start as usize + by, self.end as usize + by)
    }
}

/// Where something is written, kept beside what it says. All of them are equal: a value that only moved in its file says
/// the same, so whatever was made of it stays. Types with one derive their equality, and it ignores places.
///
/// Only diagnostics show places. Whoever keeps a diagnostic beside a value that was found equal has to ask whether the
/// file it points into has changed.
#[derive(Clone, Copy, Debug, Default)]
pub struct SourceSpan(Span);

impl PartialEq for SourceSpan {
    fn eq(&self, _: &SourceSpan) -> bool {
        true
    }
}

impl Eq for SourceSpan {}

impl From<Span> for SourceSpan {
    fn from(span: Span) -> SourceSpan {
        SourceSpan(span)
    }
}

impl From<SourceSpan> for Span {
    fn from(spot: SourceSpan) -> Span {
        spot.0
    }
}

impl Deref for SourceSpan {
    type Target = Span;

    fn deref(&self) -> &Span {
        &self.0
    }
}
