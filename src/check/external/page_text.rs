//! The bytes of a page of another site as text, in the letters that the page says it is written in.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Browsers look no further for what a page says of its letters.
const START: usize = 1024;

/// The text of a page. `content_type` is its header.
pub fn decode(bytes: &[u8], content_type: &str) -> String {
    let encoding = charset_in(content_type)
        .or_else(|| declared(bytes))
        .unwrap_or_else(|| guess(bytes));
    // A byte-order mark says more than both.
    let (text, _, _) = encoding.decode(bytes);
    text.into_owned()
}

/// What the page says itself, in `<meta charset>` or `<meta http-equiv>`.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(bytes.get(..START).unwrap_or(bytes));
    let encoding = charset_in(&start)?;
    // These letters could not have been read.
    let is_wide = encoding == UTF_16LE || encoding == UTF_16BE;
    Some(if is_wide { UTF_8 } else { encoding })
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    match std::str::from_utf8(bytes) {
        Ok(_) => UTF_8,
        Err(_) => WINDOWS_1252,
    }
}

/// The encoding that follows the first `charset=`.
fn charset_in(text: &str) -> Option<&'static Encoding> {
    let text = text.to_ascii_lowercase();
    let (_, after) = text.split_once("charset")?;
    let name = after.trim_start().strip_prefix('=')?.trim_start();
    let name = name.trim_start_matches(['"', '\'']);
    let end = name.find(|c: char| c.is_whitespace() || "\"';/>".contains(c));
    Encoding::for_label(name.get(..end.unwrap_or(name.len()))?.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_read_in_their_own_letters() {
        let latin: &[u8] = b"<h2 id=\"\xfcber\">";
        let expected = "<h2 id=\"über\">";
        assert_eq!(decode(latin, "text/html; charset=ISO-8859-1"), expected);
        assert_eq!(decode(latin, "text/html"), expected);
        assert_eq!(decode(expected.as_bytes(), "text/html"), expected);
        assert_eq!(
            decode(expected.as_bytes(), "text/html; Charset=\"utf-8\""),
            expected
        );
        let meta = b"<meta charset=windows-1251><p id=\xe9>";
        assert_eq!(
            decode(meta, "text/html"),
            "<meta charset=windows-1251><p id=й>"
        );
        let marked = "\u{feff}é".as_bytes();
        assert_eq!(decode(marked, "text/html; charset=latin1"), "é");
    }
}
