//! Code in the text and blocks of code. Colours come in a later stage.

use std::ops::Range;

use super::escape;
use super::writer::Writer;
use crate::document::{Code, Filling};

impl Writer<'_> {
    /// Code inside a line.
    pub fn code_span(&mut self, code: &str) {
        let code = self.source.restored(code);
        self.prose.words.pass(&code);
        self.prose.add_plain(&code);
        self.out.html.push_str("<code>");
        escape::text(&mut self.out.html, &code);
        self.out.html.push_str("</code>");
    }

    /// Starts a block of code; `info` is what stands behind its fence.
    pub fn start_code(&mut self, info: &str, range: Range<usize>) {
        self.block("");
        let language = language(info);
        // Where the parser had to rewrite the line, the fence itself is the place.
        let fence = range.start
            ..range.start
                + self
                    .source
                    .slice(range.clone())
                    .lines()
                    .next()
                    .unwrap_or("")
                    .len();
        let place = self.source.place_of(language).unwrap_or(fence);
        self.code = Some(Code {
            language: language.to_owned(),
            span: self.source.span(place),
            text: String::new(),
        });
    }

    /// Ends a block of code.
    pub fn end_code(&mut self) {
        if let Some(code) = self.code.take() {
            self.slot(Filling::Code(Box::new(code)));
            self.out.html.push('\n');
        }
    }
}

/// The language in an info string, in the styles of several tools: `rust,ignore`, `{.rust}`, `js{1,3}`.
fn language(info: &str) -> &str {
    let info = info.trim_start_matches(|c: char| c.is_whitespace() || c == '{' || c == '.');
    let end = info.find(|c: char| c.is_whitespace() || matches!(c, ',' | '{' | '}' | ':'));
    let word = info.get(..end.unwrap_or(info.len())).unwrap_or("");
    if word.starts_with('#') || word.contains('=') {
        ""
    } else {
        word
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_language() {
        for info in [
            "rust",
            "rust ignore",
            "rust,ignore",
            "{.rust .wide}",
            "{ .rust }",
            "rust{1,3}",
            "rust:a.rs",
        ] {
            assert_eq!(language(info), "rust", "{info}");
        }
        assert_eq!(language("{#id .rust}"), "");
        assert_eq!(language("title=\"x\""), "");
        assert_eq!(language("c++"), "c++");
    }
}
