//! Places in a text as editors count them: lines from 0, and columns in units of UTF-16.

/// A place between two letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 0.
    pub line: usize,
    /// Units of UTF-16 before it in the line.
    pub column: usize,
}

/// The place of a byte. One that is beyond the end, or inside a letter, counts as the nearest place before it.
pub fn at_byte(text: &str, byte: usize) -> Position {
    let mut byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    let before = &text[..byte];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    Position {
        line: before.matches('\n').count(),
        column: before[line_start..].encode_utf16().count(),
    }
}

/// The byte of a place. One that is beyond the end of its line counts as that end.
pub fn byte_at(text: &str, position: Position) -> usize {
    let mut lines = text.split_inclusive('\n');
    let before: usize = lines.by_ref().take(position.line).map(str::len).sum();
    let line = text[before..].split('\n').next().unwrap_or_default();
    let line = line.trim_end_matches('\r');
    let mut units = 0;
    for (at, letter) in line.char_indices() {
        if units >= position.column {
            return before + at;
        }
        units += letter.len_utf16();
    }
    before + line.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_counted_in_units_of_utf_16() {
        let text = "a\r\nb😀c\n";
        for (byte, line, column) in [(0, 0, 0), (3, 1, 0), (4, 1, 1), (8, 1, 3), (10, 2, 0)] {
            let position = Position { line, column };
            assert_eq!(at_byte(text, byte), position, "{byte}");
            assert_eq!(byte_at(text, position), byte, "{position:?}");
        }
        assert_eq!(
            byte_at(
                text,
                Position {
                    line: 0,
                    column: 99
                }
            ),
            1
        );
        assert_eq!(
            byte_at(
                text,
                Position {
                    line: 99,
                    column: 0
                }
            ),
            text.len()
        );
        assert_eq!(at_byte(text, 999).line, 2);
    }
}
