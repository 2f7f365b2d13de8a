//! Characters that no page, feed or calendar may hold: control characters, U+FFFE and U+FFFF.
//!
//! They are removed or exchanged where text comes in, before anybody looks at it: in a Markdown text here, in a value where
//! YAML, CSV or a character reference is decoded. Nothing drops a character later, so nothing that was looked at and found
//! harmless, such as `java\u{ffff}script:`, becomes something else on its way to a reader.

use std::borrow::Cow;

/// What readers see in place of a character that cannot be shown.
const REPLACEMENT: char = '\u{fffd}';

/// A text without forbidden characters in which every byte stands at its old place.
#[derive(Clone, Debug)]
pub struct CleanText<'t>(Cow<'t, str>);

impl<'t> CleanText<'t> {
    /// Exchanges forbidden characters for others of the same length: what word processors leave behind, such as a vertical
    /// tab for a line break, becomes a space.
    pub fn of(text: &'t str) -> CleanText<'t> {
        if !may_hold_forbidden(text.as_bytes()) {
            return CleanText(Cow::Borrowed(text));
        }
        let instead = |c: char| match c.len_utf8() {
            1 => ' ',
            2 => '\u{a0}',
            _ => REPLACEMENT,
        };
        CleanText(Cow::Owned(
            text.chars()
                .map(|c| if is_forbidden(c) { instead(c) } else { c })
                .collect(),
        ))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A decoded text with U+FFFD in place of each forbidden character. Nearly all texts have none.
pub fn replaced(text: &str) -> Cow<'_, str> {
    if may_hold_forbidden(text.as_bytes()) && text.contains(is_forbidden) {
        Cow::Owned(text.replace(is_forbidden, "\u{fffd}"))
    } else {
        Cow::Borrowed(text)
    }
}

/// Removes forbidden characters from a value that was just decoded, and that nobody has looked at yet.
pub fn remove_forbidden(text: &mut String) {
    if may_hold_forbidden(text.as_bytes()) {
        text.retain(|c| !is_forbidden(c));
    }
}

/// True for control characters that neither HTML nor XML 1.0 lets stand in a text.
pub fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Without branches, so that many bytes are looked at once.
fn is_odd(byte: u8) -> bool {
    ((byte < b' ') & !matches!(byte, b'\n' | b'\r' | b'\t')) | (byte == 0x7f)
}

/// True for every text with a forbidden character, and for hardly any other. Without branches between bytes, so that it
/// runs over many of them at once: every text and every page is looked through.
fn may_hold_forbidden(bytes: &[u8]) -> bool {
    let any_odd = |part: &[u8]| part.iter().fold(false, |found, byte| found | is_odd(*byte));
    // The others start with one of these two bytes: U+0080 to U+009F, U+FFFE and U+FFFF.
    let starts_one = |at: usize| match bytes.get(at..) {
        Some([0xc2, second, ..]) => *second < 0xa0,
        Some([0xef, 0xbf, third, ..]) => *third >= 0xbe,
        _ => false,
    };
    bytes.chunks(1024).any(any_odd) || memchr::memchr2_iter(0xc2, 0xef, bytes).any(starts_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forbidden_characters_become_others_at_the_same_place() {
        let clean = |text| CleanText::of(text).as_str().to_owned();
        assert_eq!(
            clean("a\u{0}b\u{b}c\u{7f}\u{85}\u{9b}d\u{ffff}\r\n\té"),
            "a b c \u{a0}\u{a0}d\u{fffd}\r\n\té"
        );
        let text = "plain \u{a0}– \u{fffd} \u{feff} é\u{fffc}";
        assert!(matches!(CleanText::of(text).0, Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn forbidden_characters_of_a_value_are_seen() {
        assert_eq!(
            replaced("a\u{0}b\u{1b}[1m\u{ffff}\r\n"),
            "a\u{fffd}b\u{fffd}[1m\u{fffd}\r\n"
        );
        assert!(matches!(replaced("é \u{a0}"), Cow::Borrowed("é \u{a0}")));
    }

    #[test]
    fn a_decoded_value_loses_them() {
        let mut value = "java\u{ffff}script\u{1}:\u{9d}\n".to_owned();
        remove_forbidden(&mut value);
        assert_eq!(value, "javascript:\n");
    }

    #[test]
    fn every_forbidden_character_is_found() {
        for c in ('\0'..='\u{ff}')
            .chain('\u{ff00}'..='\u{ffff}')
            .chain(['\u{1fffe}', '\u{10ffff}'])
        {
            for text in [
                format!("{c}"),
                format!("{}{c}ab", "x".repeat(1023)),
                format!("é{c}"),
            ] {
                assert!(
                    may_hold_forbidden(text.as_bytes()) || !is_forbidden(c),
                    "{c:?}"
                );
            }
        }
    }
}
