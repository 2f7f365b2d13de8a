//! Text made safe for HTML. Changes nothing else about it.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

use crate::base::clean_text::is_forbidden;

/// Adds `text` as it may be between tags.
pub fn text(out: &mut String, text: &str) {
    // Most text needs nothing.
    if plain_start(text.as_bytes()) < text.len() {
        push(out, text, between_tags);
    } else {
        out.push_str(text);
    }
}

/// How many bytes at the start of a text may be between tags as they are.
pub fn plain_start(bytes: &[u8]) -> usize {
    // Both look through many bytes at once.
    let plain = memchr::memchr3(b'&', b'<', b'>', bytes).map_or(bytes, |end| &bytes[..end]);
    if plain
        .iter()
        .fold(false, |found, byte| found | is_control(*byte))
    {
        plain.iter().take_while(|byte| !is_control(**byte)).count()
    } else {
        plain.len()
    }
}

/// Adds `text` as it may be in the quotes of an attribute, single or double.
pub fn attribute(out: &mut String, text: &str) {
    push(out, text, in_quotes);
}

/// Adds HTML text in which character references stay and only tags become text.
pub fn tags(out: &mut String, text: &str) {
    push(out, text, |byte| {
        if byte == b'&' {
            None
        } else {
            between_tags(byte)
        }
    });
}

/// Reads the character references of an attribute's value; those it does not know stay.
pub fn decoded(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let mut out = String::with_capacity(value.len());
    let mut rest = value;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match reference(after) {
            Some((text, length)) => {
                out.push_str(&text);
                rest = after.get(length..).unwrap_or("");
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The characters that the reference after a `&` means, and the reference's length without the `&`.
fn reference(after: &str) -> Option<(String, usize)> {
    let Some(number) = after.strip_prefix('#') else {
        return named_character(after);
    };
    let (character, length) = numeric_reference(number)?;
    Some((character.to_string(), 1 + length))
}

/// The character that a number after `&#` means, and the number's length.
fn numeric_reference(number: &str) -> Option<(char, usize)> {
    let hexadecimal = number.strip_prefix(['x', 'X']);
    let digits = hexadecimal.unwrap_or(number);
    let radix = if hexadecimal.is_some() { 16 } else { 10 };
    let is_digit = |byte: &u8| char::from(*byte).is_digit(radix);
    let length = digits.bytes().take_while(is_digit).count();
    let code = u32::from_str_radix(digits.get(..length)?, radix).ok()?;
    let end = number.len() - digits.len() + length;
    let semicolon = usize::from(number.as_bytes().get(end) == Some(&b';'));
    let character = char::from_u32(code).filter(|c| !is_forbidden(*c));
    Some((character.unwrap_or('\u{fffd}'), end + semicolon))
}

fn push(out: &mut String, text: &str, replacement: fn(u8) -> Option<&'static str>) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !is_special(byte) {
            continue;
        }
        if let Some(replacement) = replacement(byte) {
            out.push_str(text.get(written..at).unwrap_or(""));
            out.push_str(replacement);
            written = at + 1;
        }
    }
    out.push_str(text.get(written..).unwrap_or(""));
}

/// Without branches, so that it runs over many bytes at once.
fn is_special(byte: u8) -> bool {
    (byte == b'&')
        | (byte == b'<')
        | (byte == b'>')
        | (byte == b'"')
        | (byte == b'\'')
        | is_control(byte)
}

/// True for a control character that HTML may not hold; likewise without branches.
fn is_control(byte: u8) -> bool {
    (byte < b' ') & (byte != b'\n') & (byte != b'\t')
}

fn between_tags(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        0 => Some("\u{fffd}"),
        b'\n' | b'\t' => None,
        // Browsers read a line end of Windows as that of other systems.
        b'\r' => Some(""),
        // HTML may hold no other control character. It is not dropped: the text around it was checked with it.
        1..b' ' => Some("\u{fffd}"),
        _ => None,
    }
}

fn in_quotes(byte: u8) -> Option<&'static str> {
    match byte {
        b'"' => Some("&quot;"),
        b'\'' => Some("&#39;"),
        _ => between_tags(byte),
    }
}

/// Longer names are none.
const LONGEST_NAME: usize = 40;

/// The characters that a name after a `&` means, as the table of the HTML standard has it, which the parser knows, and the length of the name with its semicolon.
fn named_character(after: &str) -> Option<(String, usize)> {
    let length = after
        .bytes()
        .take(LONGEST_NAME)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let is_named = length > 0 && after.as_bytes().get(length) == Some(&b';');
    if !is_named {
        return None;
    }
    let reference = format!("&{}", after.get(..=length)?);
    let text = Parser::new(&reference).find_map(|event| match event {
        Event::Text(text) => Some(text.to_string()),
        _ => None,
    })?;
    let is_read = !text.starts_with('&') || ["&amp;", "&AMP;"].contains(&reference.as_str());
    is_read.then_some((text, length + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_what_html_would_read() {
        let mut out = String::new();
        text(&mut out, "a < b & \"c\"\r\n\0");
        assert_eq!(out, "a &lt; b &amp; \"c\"\n\u{fffd}");
        out.clear();
        attribute(&mut out, "\"it's\" <&>");
        assert_eq!(out, "&quot;it&#39;s&quot; &lt;&amp;&gt;");
        out.clear();
        tags(&mut out, "&eacute; <b>");
        assert_eq!(out, "&eacute; &lt;b&gt;");
    }

    #[test]
    fn knows_how_much_is_plain() {
        for end in ["&", "<", ">", "\r", "\0", "\u{1b}", "\r<", "<\r", ""] {
            for start in ["", "a \"b\"\n\t'é'", &"long ".repeat(99)] {
                assert_eq!(
                    plain_start(format!("{start}{end}").as_bytes()),
                    start.len(),
                    "{start}{end:?}"
                );
            }
        }
    }

    #[test]
    fn reads_character_references() {
        assert_eq!(decoded("a?b=1&amp;c=2&x=3"), "a?b=1&c=2&x=3");
        assert_eq!(
            decoded("java&#115;cript&#x3a;&colon;&#99999999;"),
            "javascript::\u{fffd}"
        );
        assert_eq!(
            decoded("&#0;&#xD800;&unknown;&"),
            "\u{fffd}\u{fffd}&unknown;&"
        );
        assert_eq!(
            decoded("caf&eacute; &amp;&AMP;&NotEqualTilde; &eacute"),
            "café &&≂̸ &eacute"
        );
    }
}
