//! Code in the text and blocks of code. Colours come in a later stage.

use super::writer::Writer;
use crate::document::markdown::escape;
use crate::document::markdown::tree::NodeId;
use crate::document::{Code, Filling};

impl Writer<'_> {
    /// Code inside a line.
    pub fn code_span(&mut self, code: &str) {
        self.prose.words.pass(code);
        self.prose.add_plain(code);
        self.push("<code>");
        escape::text(&mut self.out.html, code);
        self.push("</code>");
    }

    /// A block of code; `info` is what its author wrote after the fence.
    pub fn code_block(&mut self, id: NodeId, info: &str) {
        self.block("");
        let range = self.tree.node(id).range.clone();
        self.report_open_fence(&range);
        let language = language(info);
        // If the parser had to rewrite the line, the fence itself is the place.
        let first_line = self.source.slice(range.clone()).lines().next();
        let fence = range.start..range.start + first_line.map_or(0, str::len);
        let place = self.source.place_of(language).unwrap_or(fence);
        self.slot(Filling::Code(Box::new(Code {
            language: language.to_owned(),
            span: self.source.span(place),
            text: self.tree.plain_text(id),
        })));
        self.push("\n");
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
