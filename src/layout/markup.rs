//! Text made safe inside HTML and XML.

use std::borrow::Cow;

use crate::base::clean_text::{is_forbidden, replaced};

/// Text for an element or a quoted attribute, in HTML and in XML: the five characters with a
/// meaning are written as entities, control characters that XML 1.0 forbids become U+FFFD.
pub fn escaped(text: &str) -> Cow<'_, str> {
    if !text.contains(is_escaped) {
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
            c if is_forbidden(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

fn is_escaped(c: char) -> bool {
    matches!(c, '<' | '>' | '&' | '"' | '\'') || is_forbidden(c)
}

/// A page without the control characters that HTML forbids, wherever they came from. Nearly all pages have none. They are
/// not dropped: what stands around them was looked at with them.
pub fn without_controls(page: String) -> String {
    match replaced(&page) {
        Cow::Borrowed(_) => page,
        Cow::Owned(clean) => clean,
    }
}

#[cfg(test)]
mod tests {
    use super::{escaped, without_controls};

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(
            escaped("a<b> \"c\" & 'd'\u{0}"),
            "a&lt;b&gt; &quot;c&quot; &amp; &#39;d&#39;\u{fffd}"
        );
        assert!(matches!(escaped("plain é"), std::borrow::Cow::Borrowed(_)));
    }

    #[test]
    fn pages_hold_no_control_characters() {
        let clean = |page: &str| without_controls(page.to_owned());
        assert_eq!(
            clean("a\u{0}b\u{1b}[1m\u{7f}\u{85}\u{9b}c\u{ffff}\r\n\t"),
            "a\u{fffd}b\u{fffd}[1m\u{fffd}\u{fffd}\u{fffd}c\u{fffd}\r\n\t"
        );
        assert_eq!(clean("£ é ｆ \u{a0}\u{2028}"), "£ é ｆ \u{a0}\u{2028}");
    }
}
