//! Lines of a text with their places, whatever ends them.

/// One line: `start..end` without its line end, and where the next line starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) next: usize,
}

impl Line {
    pub(super) fn text(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

/// The lines of a text, from a byte of it on.
pub(super) fn lines(text: &str, mut start: usize) -> impl Iterator<Item = Line> {
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let rest = &text[start..];
        let end =
            memchr::memchr2(b'\n', b'\r', rest.as_bytes()).map_or(text.len(), |at| start + at);
        let next = if text[end..].starts_with("\r\n") {
            end + 2
        } else {
            (end + 1).min(text.len())
        };
        let line = Line { start, end, next };
        start = next;
        Some(line)
    })
}

/// White space, and what an editor may leave in a file without showing it: marks of byte order, letters without a
/// width, control characters, and the zeros of a file in UTF-16.
pub(super) fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(
            c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
                | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
                | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}'
        )
}

/// A text without the blank characters around it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_matches(is_blank)
}
