//! Bare URLs in a text, as in GFM: `see https://example.org/a_b.`

use std::ops::Range;

/// Nobody wrote a longer URL by hand; the limit keeps the search quick.
pub(super) const LONGEST: usize = 2000;

/// The places of all bare URLs in a plain text.
pub(super) fn all(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let start = at + find(rest)?;
            let longest = (start + LONGEST + 1..text.len()).find(|end| text.is_char_boundary(*end));
            let window = text.get(start..longest.unwrap_or(text.len()))?;
            let scheme = window.find("://").map_or(window.len(), |colon| colon + 3);
            let length = length(window);
            // In a run without an end that is longer than any URL, there is nothing to find.
            let is_endless = length == 0 && window.len() > LONGEST && !window.contains(ends);
            at = start
                + if is_endless {
                    window.len()
                } else {
                    length.max(scheme)
                };
            if length > scheme {
                return Some(start..at);
            }
        }
    })
}

/// Where a URL starts in a text.
pub(super) fn find(text: &str) -> Option<usize> {
    text.match_indices("://").find_map(|(colon, _)| {
        let before = text.get(..colon)?;
        let word = before
            .rfind(|c: char| !c.is_alphanumeric())
            .map_or(0, |at| at + char_length(before, at));
        let scheme = before.get(word..)?;
        let known = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
        known.then_some(word)
    })
}

/// True for a character that no URL holds.
fn ends(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '“' | '”' | '|')
}

/// The length of the scheme of the URL that `text` starts with, its slashes included.
pub(super) fn scheme_length(text: &str) -> usize {
    text.find("://").map_or(0, |colon| colon + 3)
}

/// The length of the URL that `text` starts with; 0 if it starts with none.
pub(super) fn length(text: &str) -> usize {
    let url = text.split(ends).next().unwrap_or("");
    if url.len() > LONGEST {
        return 0;
    }
    let host = url.split_once("://").map_or("", |(_, host)| host);
    if !host.starts_with(|c: char| c.is_alphanumeric() || c == '[') {
        return 0;
    }
    trimmed(url).len()
}

/// A URL without the punctuation of the sentence around it.
fn trimmed(url: &str) -> &str {
    let count = |bracket: char| url.matches(bracket).count();
    let mut round = count(')').saturating_sub(count('('));
    let mut square = count(']').saturating_sub(count('['));
    let mut url = url;
    while let Some(last) = url.chars().next_back() {
        let extra = match last {
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | '’' | '‘' | '…' | '}' => {
                true
            }
            ')' if round > 0 => {
                round -= 1;
                true
            }
            ']' if square > 0 => {
                square -= 1;
                true
            }
            _ => false,
        };
        if !extra {
            break;
        }
        url = url.get(..url.len() - last.len_utf8()).unwrap_or("");
    }
    url
}

fn char_length(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_and_measures() {
        assert_eq!(find("see https://a.b and ftp://c"), Some(4));
        assert_eq!(find("xhttps://a.b"), None);
        let url = |text: &'static str| &text[..length(text)];
        assert_eq!(
            url("https://example.org/a_(b)). Next"),
            "https://example.org/a_(b)"
        );
        assert_eq!(url("http://a.b?c=1, "), "http://a.b?c=1");
        assert_eq!(url("https://"), "");
        let text = "a http://b.c, https:// and <https://d.e/f>";
        assert_eq!(
            all(text).map(|at| &text[at]).collect::<Vec<_>>(),
            ["http://b.c", "https://d.e/f"]
        );
        assert_eq!(url("https://…"), "");
    }
}
