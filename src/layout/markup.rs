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

fn is_forbidden(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn nothing_breaks_out() {
        assert_eq!(escaped("a<b> \"c\" & 'd'\u{0}"), "a&lt;b&gt; &quot;c&quot; &amp; &#39;d&#39;");
        assert!(matches!(escaped("plain é"), std::borrow::Cow::Borrowed(_)));
    }
}
