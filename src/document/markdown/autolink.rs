//! Bare addresses in the text, as in GFM: `see https://example.org/a_b.`
//!
//! The parser splits text at characters that might be markup and curls quotes, so an address is
//! measured in the source and gathered from the events that cover it.

use std::ops::Range;

use super::escape;
use super::writer::Writer;
use crate::document::LinkRole;

/// An address that has started.
pub(super) struct OpenUrl {
    /// Its place in the source.
    range: Range<usize>,
    /// What has come of it so far.
    text: String,
    /// The place up to which it has come.
    reached: usize,
}

/// Anything longer is no address that a person wrote; the limit keeps the search quick.
const LONGEST: usize = 2000;

impl Writer<'_> {
    /// Text that may hold bare addresses.
    pub fn text_with_urls(&mut self, text: &str, range: Range<usize>) {
        let mut text = self.continue_url(text, &range);
        while !self.link.any() {
            let Some(at) = find(text) else { break };
            // Text that the parser rewrote is a single character, so what holds an address is as written.
            let start = range.end - (text.len() - at).min(range.end);
            let end = start + length(self.source.window(start, LONGEST + 1));
            let scheme_end = at
                + text
                    .get(at..)
                    .and_then(|url| url.find("://"))
                    .map_or(0, |colon| colon + 3);
            if end <= start + scheme_end - at {
                self.write_text(text.get(..scheme_end).unwrap_or(""));
                text = text.get(scheme_end..).unwrap_or("");
                continue;
            }
            self.write_text(text.get(..at).unwrap_or(""));
            self.prose.url = Some(OpenUrl {
                range: start..end,
                text: String::new(),
                reached: start,
            });
            text = self.continue_url(text.get(at..).unwrap_or(""), &(start..range.end));
        }
        if !text.is_empty() {
            self.write_text(text);
        }
    }

    /// Writes the address that has come to its end.
    pub fn end_url(&mut self) {
        let Some(bare) = self.prose.url.take() else {
            return;
        };
        // It may have ended early, where markup started.
        let (url, rest) = bare.text.split_at(length(&bare.text).min(bare.text.len()));
        if !url.is_empty() {
            self.write_held();
            self.prose.words.pass(url);
            self.prose.add_plain(url);
            self.out.html.push_str("<a");
            let end = bare
                .reached
                .saturating_sub(rest.len())
                .max(bare.range.start);
            self.href(url.to_owned(), LinkRole::Target, bare.range.start..end);
            self.out.html.push('>');
            escape::text(&mut self.out.html, url);
            self.out.html.push_str("</a>");
        }
        self.write_text(rest);
    }

    /// Takes from a text what belongs to the open address; gives the rest.
    fn continue_url<'t>(&mut self, text: &'t str, range: &Range<usize>) -> &'t str {
        let Some(url) = &mut self.prose.url else {
            return text;
        };
        let written = self.source.slice(range.clone());
        let taken = url.range.end.saturating_sub(range.start).min(written.len());
        if taken == written.len() {
            // A character reference is read; quotes and dashes stay as they were typed.
            url.text.push_str(if written.starts_with('&') {
                text
            } else {
                written
            });
            url.reached = range.end;
            return "";
        }
        // What the parser rewrote starts with another character. Comparing all of a long text
        // again for each address in it would cost too much.
        let as_written =
            written.len() == text.len() && written.as_bytes().first() == text.as_bytes().first();
        let taken = if as_written { taken } else { 0 };
        let (more, rest) = text.split_at_checked(taken).unwrap_or(("", text));
        url.text.push_str(more);
        url.reached = range.start + more.len();
        self.end_url();
        rest
    }
}

/// The places of all bare addresses in a plain text.
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
            // In a run without an end that is longer than any address, nothing more is looked for.
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

/// Where in a text an address starts.
fn find(text: &str) -> Option<usize> {
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

/// True for what no address holds.
fn ends(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '“' | '”' | '|')
}

/// The length of the address that `text` starts with; 0 where it is none.
fn length(text: &str) -> usize {
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

/// An address without the punctuation of the sentence around it.
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
