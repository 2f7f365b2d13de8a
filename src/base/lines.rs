//! Byte offsets into lines and columns. Made anew when a diagnostic is shown, never kept.

use std::ops::Range;

/// Where each line of a text starts.
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

/// A place a person can find: both counted from 1, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1; a byte-order mark does not count.
    pub column: usize,
}

impl<'t> Lines<'t> {
    /// Finds the lines of `text`; `\n`, `\r\n` and a lone `\r` end a line.
    pub fn new(text: &'t str) -> Lines<'t> {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends_line {
                starts.push(at + 1);
            }
        }
        Lines { text, starts }
    }

    /// The position of a byte offset; an offset past the end is taken as the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        let before = self.text[start..offset].trim_start_matches('\u{feff}');
        Position { line, column: before.chars().count() + 1 }
    }

    /// The line in which an offset stands, without what ends it. Costs no more on a long line than on a short one: a line
    /// of a megabyte may have as many problems.
    pub fn around(&self, offset: usize) -> Range<usize> {
        let behind = self.starts.partition_point(|start| *start <= offset);
        let start = behind.checked_sub(1).and_then(|line| self.starts.get(line)).copied().unwrap_or(0);
        let end = self.starts.get(behind).copied().unwrap_or(self.text.len());
        let line = self.text.get(start..end).unwrap_or_default();
        let line = line.strip_suffix('\n').unwrap_or(line);
        start..start + line.strip_suffix('\r').unwrap_or(line).len()
    }

    /// The nearest character boundary at or before `offset`.
    pub fn boundary(&self, offset: usize) -> usize {
        let mut offset = offset.min(self.text.len());
        while !self.text.is_char_boundary(offset) {
            offset -= 1;
        }
        offset
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_lines_and_characters_from_one() {
        let lines = Lines::new("\u{feff}título\r\nb\rc\n");
        assert_eq!(lines.position(3), Position { line: 1, column: 1 });
        assert_eq!(lines.position(8), Position { line: 1, column: 5 });
        assert_eq!(lines.position(12), Position { line: 2, column: 1 });
        assert_eq!(lines.position(14), Position { line: 3, column: 1 });
        assert_eq!(lines.position(99), Position { line: 4, column: 1 });
    }

    #[test]
    fn a_line_has_no_line_end() {
        let text = "ab\r\n\rc\n\u{e9}";
        let lines = Lines::new(text);
        let at = |offset: usize| &text[lines.around(offset)];
        assert_eq!([0, 2, 3, 4, 5, 6, 7, 99].map(at), ["ab", "ab", "ab", "", "c", "c", "é", "é"]);
        assert_eq!(Lines::new("").around(0), 0..0);
    }
}
