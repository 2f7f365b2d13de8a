//! HTML that the author wrote: passed on with its links found, made harmless, or turned into text.

use std::ops::Range;

use super::writer::Writer;
use crate::base::{Code, Diagnostic};
use crate::config::RawHtml;
use crate::document::markdown::escape;
use crate::document::markdown::raw_text::RawText;
use crate::document::markdown::scheme;
use crate::document::markdown::source::Part;
use crate::document::markdown::unusable;
use crate::document::tag::{RawAttribute, RawTag, Scanner, Token};
use crate::document::{Filling, LinkRole};

/// Attributes that are links, with the elements that have them (none: any element) and the role of the link. The first
/// that fits counts.
const ROLES: [(&str, &[&str], LinkRole); 9] = [
    ("href", &["a", "area"], LinkRole::Target),
    ("href", &["image"], LinkRole::Picture),
    ("xlink:href", &["image"], LinkRole::Picture),
    ("href", &["link"], LinkRole::File),
    ("src", &["iframe"], LinkRole::Target),
    ("src", &["img", "source"], LinkRole::Picture),
    ("src", &[], LinkRole::File),
    ("poster", &["video"], LinkRole::Picture),
    ("data", &["object"], LinkRole::File),
];

/// The role of the link in an attribute that is one.
pub fn role(tag: &str, attribute: &str) -> Option<LinkRole> {
    let fits = |(name, tags, _): &&(&str, &[&str], LinkRole)| {
        name.eq_ignore_ascii_case(attribute)
            && (tags.is_empty() || tags.iter().any(|one| one.eq_ignore_ascii_case(tag)))
    };
    ROLES.iter().find(fits).map(|(_, _, role)| *role)
}

/// How a comment begins that holds a text to be translated: it is published in no way.
pub const TRANSLATE: &str = "translate:";

/// True for a comment with a text to be translated.
fn is_for_translators(html: &str) -> bool {
    let inside = html.trim().strip_prefix("<!--");
    let inside = inside.and_then(|rest| rest.strip_suffix("-->"));
    inside.is_some_and(|text| text.trim_start().starts_with(TRANSLATE))
}

impl Writer<'_> {
    /// Writes a block of HTML.
    pub fn html_block(&mut self, html: &RawText) {
        if is_for_translators(&html.text) {
            return;
        }
        if self.input.raw_html == RawHtml::Escape {
            let text = self.source.restored(&html.text);
            self.block("<p>");
            self.write_as_text(text.trim_end());
            self.push("</p>\n");
        } else {
            self.block("");
            self.write_raw(html);
        }
        self.prose.words.end();
    }

    /// Writes HTML as the site's rule has it.
    pub fn write_raw(&mut self, html: &RawText) {
        match self.input.raw_html {
            RawHtml::Allow => self.write_allowed(html),
            RawHtml::Sanitise => self.write_sanitised(html),
            RawHtml::Escape if self.source.masked_line(&html.text).is_some() => {
                self.raw_other(&html.text);
            }
            RawHtml::Escape => self.write_as_text(&self.source.restored(&html.text)),
        }
    }

    /// Writes HTML, its tags by `write_tag`, which may read on to the end of an element.
    pub fn write_tokens<'h>(
        &mut self,
        html: &'h RawText,
        write_tag: impl Fn(&mut Self, &RawTag<'h>, &mut Scanner<'h>),
    ) {
        let mut scanner = Scanner::new(&html.text);
        while let Some(token) = scanner.next() {
            match token {
                Token::Text(range) => self.raw_text(html.slice(range)),
                Token::Other(range) => self.raw_other(html.slice(range)),
                Token::UnclosedComment(range) => {
                    self.report_unclosed_comment(html.place(&range));
                }
                Token::Tag(tag) => write_tag(self, &tag, &mut scanner),
            }
        }
    }

    /// Writes text between tags of the author's.
    pub fn raw_text(&mut self, text: &str) {
        self.prose.words.pass(text);
        self.note_template_code(text);
        // What starts no tag must not become the start of one with what follows on the page.
        escape::tags(&mut self.out.html, &self.source.restored(text));
    }

    /// Writes a piece that is neither text nor a tag: a line of colons that stays text, or a comment.
    pub fn raw_other(&mut self, text: &str) {
        if let Some(line) = self.source.masked_line(text) {
            let written = self.source.original(line.clone());
            if !written.starts_with("*[") {
                escape::text(&mut self.out.html, written);
                self.note_stray_fence(&line);
            }
        } else if self.input.raw_html == RawHtml::Allow {
            self.push(&self.source.restored(text));
        }
    }

    /// Says that a block starts with a comment that has no end. Nothing of it is shown: it was not meant for readers.
    pub fn report_unclosed_comment(&mut self, place: Range<usize>) {
        self.report_open_comment(place, "readers see nothing from here on");
    }

    /// Says that a comment has no end, and what comes of it.
    pub fn report_open_comment(&mut self, place: Range<usize>, effect: &str) {
        let line = self.source.slice(place.clone());
        let length = line.find(['\n', '\r']).unwrap_or(line.len());
        let span = self.source.span(place.start..place.start + length);
        self.diagnostics.push(
            Diagnostic::new(Code::UnclosedComment, "this comment is never closed")
                .at(self.input.file, span, effect)
                .help("close it with `-->` where it ends"),
        );
    }

    /// Remembers the anchors of a tag.
    pub fn note_anchors(&mut self, tag: &RawTag) {
        let is_link = tag.name.eq_ignore_ascii_case("a");
        for attribute in &tag.attributes {
            let is_name = is_link && attribute.name.eq_ignore_ascii_case("name");
            let is_anchor = is_name || attribute.name.eq_ignore_ascii_case("id");
            if is_anchor && !attribute.value.is_empty() {
                let id = escape::decoded(attribute.value).into_owned();
                self.anchors.claim_explicit(&id);
                self.body.anchors.push(id);
            }
        }
    }

    /// Counts links in HTML, in whose text no other may start.
    pub fn note_link(&mut self, tag: &RawTag) {
        if !tag.name.eq_ignore_ascii_case("a") {
            return;
        }
        let mut attributes = tag.attributes.iter();
        if tag.closing {
            self.link.raw = self.link.raw.saturating_sub(1);
        } else if attributes.any(|attribute| attribute.name.eq_ignore_ascii_case("href")) {
            self.link.raw += 1;
        }
    }

    /// Writes a quoted URL to be filled in.
    pub fn raw_href(&mut self, attribute: &RawAttribute, role: LinkRole, place: Range<usize>) {
        self.push("\"");
        self.raw_target(attribute.value, role, place);
        self.push("\"");
    }

    /// Writes the pictures of a `srcset`, each URL to be filled in, with what follows it.
    pub fn raw_srcset(&mut self, attribute: &RawAttribute, html: &RawText) {
        let value = attribute.value;
        let start = attribute.value_range.start;
        let mut written = 0;
        self.push("\"");
        for url in urls_in(value) {
            self.push(value.get(written..url.start).unwrap_or(""));
            let place = html.place(&(start + url.start..start + url.end));
            written = url.end;
            let target = value.get(url).unwrap_or("");
            if scheme::is_web(&escape::decoded(target)) {
                self.raw_target(target, LinkRole::Picture, place);
            } else {
                self.push(target);
            }
        }
        self.push(value.get(written..).unwrap_or(""));
        self.push("\"");
    }

    fn raw_target(&mut self, written: &str, role: LinkRole, place: Range<usize>) {
        let target = self
            .source
            .restored(&escape::decoded(written))
            .trim()
            .to_owned();
        if self.note_template_code(written) {
            escape::attribute(&mut self.out.html, &target);
            return;
        }
        let span = self.source.span(place);
        let link = self.add_link(target, role, span);
        self.slot(Filling::Href(link));
    }

    /// Writes HTML as the text that it is.
    fn write_as_text(&mut self, html: &str) {
        self.prose.words.pass(html);
        self.prose.add_plain(html);
        escape::text(&mut self.out.html, html);
    }

    /// Says why a target that is written as it is can work for nobody, if it is so.
    pub fn check_unchanged(&mut self, attribute: &RawAttribute, html: &RawText) {
        let target = escape::decoded(attribute.value);
        let span = self.source.span(html.place(&attribute.value_range));
        let refused = unusable::refusal_in_html(&target, self.input.file, span);
        self.diagnostics.extend(refused);
    }

    /// Adds a part of a tag with the original in place of placeholders. Quotes in template code are not those of the tag.
    pub fn push_restored(&mut self, html: &str) {
        let source = self.source;
        if !self.note_template_code(html) {
            return self.push(&source.restored(html));
        }
        for part in source.parts(html) {
            match part {
                Part::Text(text) => self.push(&source.restored(text)),
                Part::Code(code) => escape::attribute(&mut self.out.html, code.text),
            }
        }
    }
}

/// The URLs in a `srcset`, as the HTML standard splits it, in their order.
pub fn urls_in(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let rest = text.get(at..).unwrap_or("");
        let rest = rest.trim_start_matches(|c: char| c == ',' || c.is_ascii_whitespace());
        if rest.is_empty() {
            return found;
        }
        let start = text.len() - rest.len();
        let word = rest.split(|c: char| c.is_ascii_whitespace()).next();
        let word = word.unwrap_or(rest);
        let url = word.trim_end_matches(',');
        found.push(start..start + url.len());
        at = start + word.len();
        // A URL that ends with a comma has no descriptor.
        if url.len() == word.len() {
            let after = text.get(at..).unwrap_or("");
            at += after.find(',').unwrap_or(after.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::urls_in;

    #[test]
    fn a_srcset_is_split_as_browsers_do() {
        let of = |text| {
            urls_in(text)
                .into_iter()
                .map(|range| &text[range])
                .collect::<Vec<&str>>()
        };
        assert_eq!(of("a.png 1x, b,c.png 2x"), ["a.png", "b,c.png"]);
        assert_eq!(
            of(" a.png, b.png ,\nc.png 100w"),
            ["a.png", "b.png", "c.png"]
        );
        assert_eq!(
            of("data:image/png;base64,AA== 1x,é.png"),
            ["data:image/png;base64,AA==", "é.png"]
        );
        assert_eq!(of(",, ,"), Vec::<&str>::new());
        assert_eq!(of("a.png"), ["a.png"]);
    }
}
