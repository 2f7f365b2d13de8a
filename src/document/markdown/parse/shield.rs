//! Signs of emphasis inside a bare URL, hidden from the parser: `https://example.org/a*b*c` is one address, as on GitHub.
//!
//! The parser knows no bare URLs. Each sign becomes a character of the same length that no text holds, so that no place
//! moves, and comes back in all that the parser returns.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, CowStr, Event, Tag};

use crate::document::markdown::autolink::{self, BareLink, Form};
use crate::document::markdown::source::holds;

/// The signs, and the control characters in their place: a clean text has none.
const SIGNS: [(char, char); 3] = [('*', '\u{1}'), ('_', '\u{2}'), ('~', '\u{3}')];

/// What may be right before the target of a link, or the value of an attribute: it is no bare URL.
const BEFORE_TARGETS: [&str; 7] = ["](", "](<", "<", "=\"", "='", "]:", "]: "];

/// A text for the parser.
pub(super) struct Shield<'t> {
    original: &'t str,
    /// The same with other characters in bare URLs.
    pub text: String,
}

impl<'t> Shield<'t> {
    /// Hides the signs in all bare URLs; nothing if there are none.
    pub fn new(original: &'t str) -> Option<Shield<'t>> {
        if !holds(original, "://") && !holds(original, "www.") {
            return None;
        }
        let (mut text, mut copied) = (String::new(), 0);
        for place in autolink::all(original).filter_map(|link| to_hide(original, &link)) {
            let url = original.get(place.clone()).unwrap_or("");
            text.push_str(original.get(copied..place.start).unwrap_or(""));
            text.extend(url.chars().map(hidden));
            copied = place.end;
        }
        if copied == 0 {
            return None;
        }
        text.push_str(original.get(copied..).unwrap_or(""));
        Some(Shield { original, text })
    }

    /// An event of the parser with the signs in their places.
    pub fn event(&self, event: Event) -> Event<'t> {
        match event {
            Event::Text(text) => Event::Text(self.restored(text)),
            Event::Code(text) => Event::Code(self.restored(text)),
            Event::Html(text) => Event::Html(self.restored(text)),
            Event::InlineHtml(text) => Event::InlineHtml(self.restored(text)),
            Event::FootnoteReference(text) => Event::FootnoteReference(self.restored(text)),
            Event::Start(tag) => Event::Start(self.tag(tag)),
            other => other.into_static(),
        }
    }

    fn tag(&self, tag: Tag) -> Tag<'t> {
        match tag {
            Tag::CodeBlock(CodeBlockKind::Fenced(info)) => {
                Tag::CodeBlock(CodeBlockKind::Fenced(self.restored(info)))
            }
            Tag::FootnoteDefinition(label) => Tag::FootnoteDefinition(self.restored(label)),
            Tag::Link {
                link_type,
                dest_url,
                title,
                id,
            } => Tag::Link {
                link_type,
                dest_url: self.restored(dest_url),
                title: self.restored(title),
                id: self.restored(id),
            },
            Tag::Image {
                link_type,
                dest_url,
                title,
                id,
            } => Tag::Image {
                link_type,
                dest_url: self.restored(dest_url),
                title: self.restored(title),
                id: self.restored(id),
            },
            // No URL is in the id or the classes of a heading.
            other => other.into_static(),
        }
    }

    /// What the parser borrowed is borrowed from the original: its place tells where it was written.
    fn restored(&self, text: CowStr) -> CowStr<'t> {
        let start = text.as_ptr().addr().checked_sub(self.text.as_ptr().addr());
        let borrowed = start.and_then(|start| self.original.get(start..start + text.len()));
        match (text, borrowed) {
            (CowStr::Borrowed(_), Some(original)) => CowStr::Borrowed(original),
            (text, _) => restored(&text).into(),
        }
    }
}

/// The place of a bare URL with signs of emphasis in it.
fn to_hide(text: &str, link: &BareLink) -> Option<Range<usize>> {
    let before = text.get(..link.range.start)?;
    let url = text.get(link.range.clone())?;
    let is_target = BEFORE_TARGETS.iter().any(|it| before.ends_with(it));
    // In `[https://example.org](plan.md)` it is the text of a link.
    let is_text_of_link = url.contains("](");
    let is_bare = link.form == Form::Web && !is_target && !is_text_of_link;
    (is_bare && url.contains(|c| hidden(c) != c)).then(|| link.range.clone())
}

/// A text of the parser's with the signs in their places.
pub(super) fn restored(text: &str) -> String {
    let sign = |c: char| {
        let found = SIGNS.iter().find(|(_, hidden)| *hidden == c);
        found.map_or(c, |(sign, _)| *sign)
    };
    text.chars().map(sign).collect()
}

fn hidden(c: char) -> char {
    let found = SIGNS.iter().find(|(sign, _)| *sign == c);
    found.map_or(c, |(_, hidden)| *hidden)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_signs_in_bare_addresses_are_hidden() {
        let shielded = |text| Shield::new(text).map(|shield| restored(&shield.text) == text);
        for text in [
            "*a* b_c",
            "[x](https://a.example/b)*c*",
            "[https://a.example](b)*c*",
            "**https://a.example/b**",
            "<https://a.example/b_c>",
        ] {
            assert_eq!(shielded(text), None, "{text}");
        }
        for text in [
            "https://a.example/b*c",
            "www.a.example/b_c",
            "é https://a.example/~b~c",
        ] {
            assert_eq!(shielded(text), Some(true), "{text}");
        }
    }
}
