//! HTML that the author wrote: passed on with its links found, made harmless, or turned into text.

use std::ops::Range;

use super::escape;
use super::scheme::{self, Scheme};
use super::writer::Writer;
use crate::config::RawHtml;
use crate::document::tag::{RawAttribute, RawTag, Scanner, Token};
use crate::document::{Filling, LinkRole};

/// HTML gathered from several events, with the way back to the source.
#[derive(Default)]
pub(super) struct RawText {
    /// The HTML.
    pub text: String,
    /// Where each event's text starts here and in the source.
    pieces: Vec<(usize, usize)>,
}

impl RawText {
    /// Adds the text of an event; `place` is where it starts in the source.
    pub fn push(&mut self, text: &str, place: usize) {
        self.pieces.push((self.text.len(), place));
        self.text.push_str(text);
    }

    /// The place in the source of a range here.
    pub fn place(&self, range: &Range<usize>) -> Range<usize> {
        let place = |at: usize| {
            let count = self.pieces.partition_point(|(start, _)| *start <= at);
            let piece = count.checked_sub(1).and_then(|last| self.pieces.get(last));
            piece.map_or(0, |(start, place)| place + at - start)
        };
        let start = place(range.start);
        start
            ..place(range.end.saturating_sub(1).max(range.start))
                + usize::from(range.end > range.start)
    }

    /// A part of it.
    pub fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or("")
    }
}

/// The role of the link in an attribute that leads somewhere.
pub(super) fn role(tag: &str, attribute: &str) -> Option<LinkRole> {
    let is =
        |names: &[&str], name: &str| names.iter().any(|known| known.eq_ignore_ascii_case(name));
    match attribute {
        _ if is(&["href"], attribute) && is(&["a", "area"], tag) => Some(LinkRole::Target),
        _ if is(&["href", "xlink:href"], attribute) && is(&["image", "link"], tag) => {
            Some(LinkRole::File)
        }
        _ if is(&["src"], attribute) && is(&["iframe"], tag) => Some(LinkRole::Target),
        _ if is(&["src"], attribute) => Some(LinkRole::File),
        _ if is(&["poster"], attribute) && is(&["video"], tag) => Some(LinkRole::File),
        _ if is(&["data"], attribute) && is(&["object"], tag) => Some(LinkRole::File),
        _ => None,
    }
}

impl Writer<'_> {
    /// A line of a block of HTML.
    pub fn raw_line(&mut self, html: &str, range: Range<usize>) {
        if let Some(raw) = &mut self.raw {
            raw.push(html, range.start);
        }
    }

    /// The end of a block of HTML.
    pub fn end_raw(&mut self) {
        let Some(raw) = self.raw.take() else { return };
        if let Some(line) = self.source.masked_line(raw.text.trim()) {
            if !self.is_abbreviation(&line) {
                self.fence(line);
            }
            return;
        }
        let escape = self.input.raw_html == RawHtml::Escape;
        self.block(if escape { "<p>" } else { "" });
        self.write_raw(&raw);
        if escape {
            self.out.html.truncate(self.out.html.trim_end().len());
            self.out.html.push_str("</p>\n");
        }
        self.prose.words.end();
    }

    /// A tag inside a line.
    pub fn raw_inline(&mut self, html: &str, range: Range<usize>) {
        let mut raw = RawText::default();
        raw.push(html, range.start);
        self.write_raw(&raw);
    }

    /// Writes text that stands between tags of the author's.
    pub fn raw_text(&mut self, text: &str, place: usize) {
        self.prose.words.pass(text);
        if self.prose.foreign.possible {
            self.prose.foreign.pass(text, place, self.source);
        }
        if self.input.raw_html == RawHtml::Allow {
            self.out.html.push_str(&self.source.restored(text));
        } else {
            escape::tags(&mut self.out.html, &self.source.restored(text));
        }
    }

    /// Writes a piece that is neither text nor a tag: a line of colons that stays text, or a comment.
    pub fn raw_other(&mut self, text: &str) {
        if let Some(line) = self.source.masked_line(text) {
            if !self.is_abbreviation(&line) {
                escape::text(&mut self.out.html, self.source.original(line.clone()));
                self.note_stray(line);
            }
        } else if self.input.raw_html == RawHtml::Allow {
            self.out.html.push_str(&self.source.restored(text));
        }
    }

    /// Remembers the anchors of a tag.
    pub fn note_anchors(&mut self, tag: &RawTag) {
        for attribute in &tag.attributes {
            let name =
                attribute.name.eq_ignore_ascii_case("name") && tag.name.eq_ignore_ascii_case("a");
            if (name || attribute.name.eq_ignore_ascii_case("id")) && !attribute.value.is_empty() {
                let id = escape::decoded(attribute.value).into_owned();
                self.anchors.claim_explicit(&id);
                self.body.anchors.push(id);
            }
        }
    }

    /// Keeps count of links in HTML, in whose text no other may start.
    pub fn note_link(&mut self, tag: &RawTag) {
        if !tag.name.eq_ignore_ascii_case("a") {
            return;
        }
        if tag.closing {
            self.link.raw = self.link.raw.saturating_sub(1);
        } else if tag
            .attributes
            .iter()
            .any(|attribute| attribute.name.eq_ignore_ascii_case("href"))
        {
            self.link.raw += 1;
        }
    }

    /// Writes a quoted address to be filled in.
    pub fn raw_href(&mut self, attribute: &RawAttribute, role: LinkRole, place: Range<usize>) {
        self.out.html.push('"');
        self.raw_target(attribute.value, role, place);
        self.out.html.push('"');
    }

    /// Writes the pictures of a `srcset`, each address to be filled in, with what stands behind it.
    fn raw_srcset(&mut self, attribute: &RawAttribute, raw: &RawText) {
        self.out.html.push('"');
        let mut at = 0;
        for url in urls_in(attribute.value) {
            self.out
                .html
                .push_str(attribute.value.get(at..url.start).unwrap_or(""));
            let start = attribute.value_range.start;
            let place = raw.place(&(start + url.start..start + url.end));
            at = url.end;
            let target = attribute.value.get(url).unwrap_or("");
            if scheme::of(&escape::decoded(target)) == Scheme::Web {
                self.raw_target(target, LinkRole::File, place);
            } else {
                self.out.html.push_str(target);
            }
        }
        self.out
            .html
            .push_str(attribute.value.get(at..).unwrap_or(""));
        self.out.html.push('"');
    }

    fn raw_target(&mut self, written: &str, role: LinkRole, place: Range<usize>) {
        let target = self
            .source
            .restored(&escape::decoded(written))
            .trim()
            .to_owned();
        if self.is_foreign(&target, place.clone()) {
            escape::attribute(&mut self.out.html, &target);
            return;
        }
        let span = self.source.span(place);
        let link = self.add_link(target, role, span);
        self.slot(Filling::Href(link));
    }

    fn is_abbreviation(&self, line: &Range<usize>) -> bool {
        self.source.original(line.clone()).starts_with("*[")
    }

    fn write_raw(&mut self, raw: &RawText) {
        match self.input.raw_html {
            RawHtml::Allow => self.write_allowed(raw),
            RawHtml::Sanitise => self.write_sanitised(raw),
            RawHtml::Escape => self.write_escaped(raw),
        }
    }

    fn write_escaped(&mut self, raw: &RawText) {
        if self.source.masked_line(&raw.text).is_some() {
            return self.raw_other(&raw.text);
        }
        let text = self.source.restored(&raw.text);
        self.prose.words.pass(&text);
        self.prose.add_plain(&text);
        escape::text(&mut self.out.html, &text);
    }

    fn write_allowed(&mut self, raw: &RawText) {
        let mut scanner = Scanner::new(&raw.text);
        while let Some(token) = scanner.next() {
            match token {
                Token::Text(range) => {
                    let place = raw.place(&range).start;
                    self.raw_text(raw.slice(range), place);
                }
                Token::Other(range) => self.raw_other(raw.slice(range)),
                Token::Tag(tag) => {
                    self.write_allowed_tag(&tag, raw);
                    if !tag.closing && holds_no_tags(tag.name) {
                        let content = scanner.raw_content(tag.name);
                        let text = self
                            .source
                            .restored(raw.slice(content.clone()))
                            .into_owned();
                        let span = self.source.span(raw.place(&content));
                        self.add_mentions(&text, span);
                        self.out.html.push_str(&text);
                    }
                }
            }
        }
    }

    fn write_allowed_tag(&mut self, tag: &RawTag, raw: &RawText) {
        self.note_anchors(tag);
        self.note_link(tag);
        let mut written = tag.range.start;
        for attribute in &tag.attributes {
            if !tag.closing
                && attribute.name.eq_ignore_ascii_case("srcset")
                && !attribute.value.is_empty()
            {
                self.out.html.push_str(
                    &self
                        .source
                        .restored(raw.slice(written..attribute.quoted.start)),
                );
                self.raw_srcset(attribute, raw);
                written = attribute.quoted.end;
                continue;
            }
            let Some(role) = role(tag.name, attribute.name).filter(|_| !tag.closing) else {
                let span = self.source.span(raw.place(&attribute.value_range));
                self.add_mentions(&escape::decoded(attribute.value), span);
                continue;
            };
            let target = escape::decoded(attribute.value);
            if target.trim().is_empty() || scheme::of(&target) != Scheme::Web {
                continue;
            }
            self.out.html.push_str(
                &self
                    .source
                    .restored(raw.slice(written..attribute.quoted.start)),
            );
            self.raw_href(attribute, role, raw.place(&attribute.value_range));
            written = attribute.quoted.end;
        }
        self.out
            .html
            .push_str(&self.source.restored(raw.slice(written..tag.range.end)));
    }
}

/// The addresses in a `srcset`, as the HTML standard splits it, in their order.
fn urls_in(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..) {
        let skipped = rest.len()
            - rest
                .trim_start_matches(|c: char| c == ',' || c.is_ascii_whitespace())
                .len();
        let start = at + skipped;
        let Some(rest) = text.get(start..).filter(|rest| !rest.is_empty()) else {
            break;
        };
        let word = rest
            .split(|c: char| c.is_ascii_whitespace())
            .next()
            .unwrap_or(rest);
        let url = word.trim_end_matches(',');
        let end = start + url.len();
        found.push(start..end);
        let descriptor = rest.get(word.len()..).filter(|_| url.len() == word.len());
        let behind = descriptor.map_or(0, |text| text.find(',').unwrap_or(text.len()));
        at = start + word.len() + behind;
    }
    found
}

/// True for an element whose content is plain text, tags or not.
pub(super) fn holds_no_tags(name: &str) -> bool {
    ["script", "style", "textarea", "title"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(name))
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
