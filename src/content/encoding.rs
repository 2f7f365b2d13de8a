//! Which letters a file's bytes stand for: UTF-8, else the letters of older Windows programs.

use std::borrow::Cow;

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
    '€', '\u{fffd}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{fffd}', 'Ž', '\u{fffd}',
    '\u{fffd}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{fffd}', 'ž', 'Ÿ',
];

impl Encoding {
    /// What these bytes are written in.
    pub fn of(bytes: &[u8]) -> Encoding {
        std::str::from_utf8(bytes)
            .map_or_else(|error| Encoding::Windows1252 { first_odd: error.valid_up_to() }, |_| Encoding::Utf8)
    }

    /// A part of the file as text.
    pub fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Encoding::Utf8 => String::from_utf8_lossy(bytes),
            Encoding::Windows1252 { .. } => Cow::Owned(bytes.iter().map(|byte| letter(*byte)).collect()),
        }
    }
}

fn letter(byte: u8) -> char {
    let special = byte.checked_sub(0x80).and_then(|at| LETTERS.get(usize::from(at)));
    special.copied().unwrap_or(char::from(byte))
}
