//! The door from a file's bytes to its text: UTF-8, else the letters of older Windows programs for a table.
//!
//! Whatever anybody wrote comes through here, whether Markdown, YAML, a template or a table, so a byte-order mark at the
//! start of a file, which editors on Windows write and nobody sees, is part of no text. Places count from behind it.

use std::borrow::Cow;
use std::str::Utf8Error;
use std::string::FromUtf8Error;

/// What some programs write in front of a text in UTF-8.
pub const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The bytes of a text file from its first letter on.
pub fn without_mark(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    // Programs that join files leave a mark of each.
    while let Some(behind) = rest.strip_prefix(BYTE_ORDER_MARK.as_bytes()) {
        rest = behind;
    }
    rest
}

/// The text of a file.
///
/// # Errors
/// With the first byte, counted from behind the mark, that is not UTF-8.
pub fn text(bytes: &[u8]) -> Result<&str, Utf8Error> {
    std::str::from_utf8(without_mark(bytes))
}

/// The text of a file whose bytes are not needed any more.
///
/// # Errors
/// As for [`text`].
pub fn into_text(mut bytes: Vec<u8>) -> Result<String, FromUtf8Error> {
    let mark = bytes.len() - without_mark(&bytes).len();
    bytes.drain(..mark);
    String::from_utf8(bytes)
}

/// A text for showing: bytes that are not UTF-8 are replaced, each by one `?`, so that places stay where they are.
pub fn into_shown_text(bytes: Vec<u8>) -> String {
    into_text(bytes).unwrap_or_else(|error| {
        let mut text = String::new();
        for chunk in error.as_bytes().utf8_chunks() {
            text.push_str(chunk.valid());
            text.extend(std::iter::repeat_n('?', chunk.invalid().len()));
        }
        text
    })
}

/// Whatever bytes may say, read one after the other in each encoding that editors save: for finding names in them.
pub fn any_reading(bytes: &[u8]) -> String {
    let mut text = String::from_utf8_lossy(bytes).into_owned();
    text.push('\n');
    text.push_str(&Encoding::of(bytes).decode(bytes));
    if bytes.contains(&0) {
        let units = |make: fn([u8; 2]) -> u16| {
            let pairs: Vec<u16> = bytes
                .chunks_exact(2)
                .map(|pair| make([pair[0], pair[1]]))
                .collect();
            String::from_utf16_lossy(&pairs)
        };
        text.push('\n');
        text.push_str(&units(u16::from_le_bytes));
        text.push('\n');
        text.push_str(&units(u16::from_be_bytes));
    }
    text
}

/// How a text file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// As everything should be.
    Utf8,
    /// One byte for each letter, as spreadsheet programs on Windows save by default.
    Windows1252 {
        /// The first byte that is no UTF-8.
        first_odd: usize,
    },
}

/// The letters of the bytes 0x80 to 0x9f; five of them stand for nothing.
const LETTERS: [char; 32] = [
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž',
    '\u{fffd}', '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}',
    'ž', 'Ÿ',
];

impl Encoding {
    /// What these bytes are written in.
    pub fn of(bytes: &[u8]) -> Encoding {
        std::str::from_utf8(bytes).map_or_else(
            |error| Encoding::Windows1252 {
                first_odd: error.valid_up_to(),
            },
            |_| Encoding::Utf8,
        )
    }

    /// A part of the file as text.
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Encoding::Utf8 => String::from_utf8_lossy(bytes),
            Encoding::Windows1252 { .. } => {
                Cow::Owned(bytes.iter().map(|byte| letter(*byte)).collect())
            }
        }
    }
}

fn letter(byte: u8) -> char {
    let special = byte
        .checked_sub(0x80)
        .and_then(|at| LETTERS.get(usize::from(at)));
    special.copied().unwrap_or(char::from(byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_part_of_no_text() {
        for bytes in [
            "\u{feff}a\u{feff}",
            "\u{feff}\u{feff}a\u{feff}",
            "a\u{feff}",
        ] {
            assert_eq!(text(bytes.as_bytes()), Ok("a\u{feff}"));
            assert_eq!(into_text(bytes.into()).as_deref(), Ok("a\u{feff}"));
            assert_eq!(into_shown_text(bytes.into()), "a\u{feff}");
        }
        assert_eq!(
            into_text(b"\xef\xbb\xbfab\xff".to_vec())
                .unwrap_err()
                .utf8_error()
                .valid_up_to(),
            2
        );
        assert_eq!(into_shown_text(b"\xef\xbb\xbfa\xffb".to_vec()), "a?b");
        assert_eq!(text(b"\xef\xbb").unwrap_err().valid_up_to(), 0);
    }
}
