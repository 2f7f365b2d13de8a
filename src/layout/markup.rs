//! Text made safe inside HTML and XML.

use std::borrow::Cow;

/// Text for an element or a quoted attribute, in HTML and in XML: the five characters with a
/// meaning are written as entities, control characters that XML 1.0 forbids are left out.
pub fn escaped(text: &str) -> Cow<'_, str> {
    let needs = |c: char| matches!(c, '<' | '>' | '&' | '"' | '\'') || is_forbidden(c);
    if !text.contains(needs) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if is_forbidden(c) => {}
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// A page without the control characters that HTML forbids, wherever they came from. Nearly all pages have none.
pub fn without_controls(mut page: String) -> String {
    if may_hold_controls(page.as_bytes()) {
        page.retain(|c| !is_forbidden(c));
    }
    page
}

/// True for every text with a forbidden character, and for hardly any other. Without branches between bytes, so that it
/// runs over many of them at once: every page is looked through.
fn may_hold_controls(bytes: &[u8]) -> bool {
    let is_odd = |byte: u8| ((byte < b' ') & !matches!(byte, b'\n' | b'\r' | b'\t')) | (byte == 0x7f);
    let any_odd = |part: &[u8]| part.iter().fold(false, |found, byte| found | is_odd(*byte));
    // The others start with one of these two bytes: U+0080 to U+009F, U+FFFE and U+FFFF.
    let starts_one = |at: usize| match bytes.get(at..) {
        Some([0xc2, second, ..]) => *second < 0xa0,
        Some([0xef, 0xbf, third, ..]) => *third >= 0xbe,
        _ => false,
    };
    bytes.chunks(1024).any(any_odd) || memchr::memchr2_iter(0xc2, 0xef, bytes).any(starts_one)
}

/// True for control characters that neither HTML nor XML 1.0 lets stand in a text.
fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::{escaped, without_controls};

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(escaped("a<b> \"c\" & 'd'\u{0}"), "a&lt;b&gt; &quot;c&quot; &amp; &#39;d&#39;");
        assert!(matches!(escaped("plain é"), std::borrow::Cow::Borrowed(_)));
    }

    #[test]
    fn pages_hold_no_control_characters() {
        let clean = |page: &str| without_controls(page.to_owned());
        assert_eq!(clean("a\u{0}b\u{1b}[1m\u{7f}\u{85}\u{9b}c\u{ffff}\r\n\t"), "ab[1mc\r\n\t");
        assert_eq!(clean("£ é ｆ \u{a0}\u{2028}"), "£ é ｆ \u{a0}\u{2028}");
    }
}
