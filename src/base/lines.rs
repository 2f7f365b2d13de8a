//! Byte offsets into lines and columns. Made anew when a diagnostic is shown, never kept.

use std::ops::Range;
use std::sync::OnceLock;

/// Where each line of a text starts.
pub struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
    /// How many characters start before each step of the text; counted once a column is far from the start of its line.
    counted: OnceLock<Vec<usize>>,
}

/// Bytes between two counts. A shorter way is counted each time.
const STEP: usize = 1024;

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
        Lines {
            text,
            starts,
            counted: OnceLock::new(),
        }
    }

    /// The position of a byte offset; an offset past the end is taken as the end.
    pub fn position(&self, offset: usize) -> Position {
        let offset = self.boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        let before = &self.text[start..offset];
        let marks =
            (before.len() - before.trim_start_matches('\u{feff}').len()) / '\u{feff}'.len_utf8();
        Position {
            line,
            column: self.characters(start..offset) - marks + 1,
        }
    }

    /// The number of characters in a range that starts and ends between two. Costs no more on a long line than on a short
    /// one: a line of a megabyte may have as many problems.
    fn characters(&self, range: Range<usize>) -> usize {
        let bytes = self.text.as_bytes();
        if range.len() <= 2 * STEP {
            return starting(bytes.get(range).unwrap_or_default());
        }
        let counted = self.counted.get_or_init(|| {
            let mut before = 0;
            let mut count = |step: &[u8]| {
                before += starting(step);
                before
            };
            [0].into_iter()
                .chain(bytes.chunks(STEP).map(&mut count))
                .collect()
        });
        let until = |offset: usize| {
            let step = (offset / STEP).min(counted.len().saturating_sub(1));
            let rest = bytes.get(step * STEP..offset).unwrap_or_default();
            counted.get(step).copied().unwrap_or_default() + starting(rest)
        };
        until(range.end) - until(range.start)
    }

    /// The line in which an offset stands, without what ends it. Costs no more on a long line than on a short one: a line
    /// of a megabyte may have as many problems.
    pub fn around(&self, offset: usize) -> Range<usize> {
        let behind = self.starts.partition_point(|start| *start <= offset);
        let start = behind
            .checked_sub(1)
            .and_then(|line| self.starts.get(line))
            .copied()
            .unwrap_or(0);
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

/// The number of characters that start in some bytes of a text.
fn starting(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .filter(|byte| **byte & 0b1100_0000 != 0b1000_0000)
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_long_lines_are_counted_alike() {
        let text = format!(
            "short\n\u{feff}{}\r\n{}",
            "aé日😀".repeat(700),
            "日".repeat(3 * STEP)
        );
        let lines = Lines::new(&text);
        for (offset, _) in text.char_indices() {
            let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
            let column = text[start..offset]
                .trim_start_matches('\u{feff}')
                .chars()
                .count()
                + 1;
            assert_eq!(lines.position(offset).column, column, "at {offset}");
        }
        assert_eq!(lines.position(text.len()).column, 3 * STEP + 1);
    }

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
        assert_eq!(
            [0, 2, 3, 4, 5, 6, 7, 99].map(at),
            ["ab", "ab", "ab", "", "c", "c", "é", "é"]
        );
        assert_eq!(Lines::new("").around(0), 0..0);
    }
}
