//! A source's text into front matter and body. Reads neither.

use crate::base::{Code, Diagnostic, FilePath, Span};

/// The two halves of a source, as ranges of its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Halves {
    /// The lines between the two `---`, those left out; empty where there is no front matter.
    pub front: Span,
    /// All after the front matter.
    pub body: Span,
}

/// Finds the front matter: a `---` line at the start, with only blank lines and a byte-order mark
/// before it, up to the next line of `---`.
///
/// # Errors
/// A diagnostic where front matter starts but cannot be told from the body.
pub fn split(file: &FilePath, text: &str) -> Result<Halves, Box<Diagnostic>> {
    let mut lines = lines(text);
    let opening = lines.by_ref().find(|line| !line.text(text).trim_matches(is_blank).is_empty());
    let Some(opening) =
        opening.filter(|line| line.text(text).trim_start_matches(is_blank).starts_with("---"))
    else {
        return Ok(Halves { front: Span::new(0, 0), body: Span::new(after_mark(text), text.len()) });
    };
    let fence = opening.text(text).trim_matches(is_blank);
    if fence != "---" {
        if fence.bytes().all(|byte| byte == b'-') || fence[3..].contains(char::is_whitespace) {
            return Ok(Halves { front: Span::new(0, 0), body: Span::new(after_mark(text), text.len()) });
        }
        let message =
            format!("this front matter is written in `{}`, which copublish does not read", &fence[3..]);
        let diagnostic = Diagnostic::new(Code::UnreadableFrontMatter, message)
            .at(file, Span::new(opening.start, opening.end), "")
            .help("write it as YAML: `key: value` lines between two lines of `---`");
        return Err(Box::new(diagnostic));
    }
    match lines.find(|line| matches!(line.text(text).trim_end(), "---" | "...")) {
        Some(closing) => Ok(Halves {
            front: Span::new(opening.next, closing.start),
            body: Span::new(closing.next, text.len()),
        }),
        None => Err(Box::new(
            Diagnostic::new(Code::UnclosedFrontMatter, "the front matter that starts here has no end")
                .at(file, Span::new(opening.start, opening.end), "opened here")
                .help("put a line of `---` after its last key"),
        )),
    }
}

/// White space, and marks that editors leave without showing them.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}')
}

fn after_mark(text: &str) -> usize {
    if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 }
}

/// One line: `start..end` without its line end, and where the next line starts.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    next: usize,
}

impl Line {
    fn text(self, text: &str) -> &str {
        &text[self.start..self.end]
    }
}

fn lines(text: &str) -> impl Iterator<Item = Line> {
    let mut start = 0;
    std::iter::from_fn(move || {
        if start >= text.len() {
            return None;
        }
        let rest = &text[start..];
        let end = memchr::memchr2(b'\n', b'\r', rest.as_bytes()).map_or(text.len(), |at| start + at);
        let next = if text[end..].starts_with("\r\n") { end + 2 } else { (end + 1).min(text.len()) };
        let line = Line { start, end, next };
        start = next;
        Some(line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn halves(text: &str) -> (&str, &str) {
        let halves = split(&FilePath::new("a.md"), text).unwrap();
        (&text[halves.front.range()], &text[halves.body.range()])
    }

    #[test]
    fn tells_front_matter_from_body() {
        assert_eq!(halves("---\na: 1\n---\nB\n"), ("a: 1\n", "B\n"));
        assert_eq!(halves("\u{feff}\r\n\n--- \r\na: 1\r\n---\r\nB"), ("a: 1\r\n", "B"));
        assert_eq!(halves("B\n---\n"), ("", "B\n---\n"));
        assert_eq!(halves("\u{feff}B"), ("", "B"));
        assert_eq!(halves("---\n---"), ("", ""));
        assert_eq!(halves(""), ("", ""));
        assert_eq!(halves("-----\nB\n"), ("", "-----\nB\n"));
        assert_eq!(halves("---\na: |\n  ---\n---\nB"), ("a: |\n  ---\n", "B"));
    }

    #[test]
    fn says_what_it_cannot_tell() {
        let code = |text| split(&FilePath::new("a.md"), text).unwrap_err().code;
        assert_eq!(code("---\na: 1\n"), Code::UnclosedFrontMatter);
        assert_eq!(code("---js\n{}\n---\n"), Code::UnreadableFrontMatter);
    }
}
