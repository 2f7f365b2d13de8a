//! Links of Markdown and `[[…]]`: their places, and what of them is safe to write.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::escape;
use super::scheme::{self, Scheme};
use super::writer::Writer;
use crate::base::Span;
use crate::content::asset::is_download;
use crate::document::{Filling, LinkId, LinkRole};

/// What is known of the link that is open; links do not nest.
#[derive(Default)]
pub(super) struct OpenLink {
    /// True inside a link of Markdown.
    pub open: bool,
    /// True where the link's text is its target's title, so that its own text is not written.
    pub titled: bool,
    /// True where the text stands in square brackets.
    bracketed: bool,
    /// The file it may lead to, of which readers are told something behind its text.
    download: Option<LinkId>,
    /// Links open in HTML.
    pub raw: usize,
    /// A destination that the parser takes for text; it is not written.
    pub skipped: Range<usize>,
}

impl OpenLink {
    /// True where no other link may start.
    pub fn any(&self) -> bool {
        self.open || self.raw > 0
    }
}

impl Writer<'_> {
    /// Starts a link.
    pub fn start_link(
        &mut self,
        kind: LinkType,
        target: &CowStr,
        title: &str,
        range: Range<usize>,
    ) {
        self.link.open = true;
        if let LinkType::WikiLink { has_pothole } = kind {
            if !has_pothole && self.start_bracketed(range.end) {
                return;
            }
            self.start_link_by_id(target, range);
            if !has_pothole {
                self.title_as_text();
            }
            return;
        }
        let written = self.source.restored(target);
        let destination = if kind == LinkType::Email {
            format!("mailto:{written}")
        } else {
            written.into_owned()
        };
        let place = self.destination(target, range);
        self.out.html.push_str("<a");
        self.href(destination, LinkRole::Target, place);
        if !title.is_empty() {
            let title = self.source.restored(title).into_owned();
            self.attribute("title", &title);
        }
        self.out.html.push('>');
    }

    /// Ends a link.
    pub fn end_link(&mut self) {
        if self.link.bracketed {
            self.out.html.push(']');
        }
        if let Some(link) = self.link.download.take() {
            self.slot(Filling::FileFacts(link));
        }
        self.out.html.push_str("</a>");
        self.link.open = false;
        self.link.titled = false;
        self.link.bracketed = false;
    }

    /// The place of a link's destination, or of the whole link where the parser had to rewrite it.
    pub fn destination(&self, target: &str, range: Range<usize>) -> Range<usize> {
        self.source.place_of(target).unwrap_or(range)
    }

    /// Adds the `href` that a target deserves.
    pub fn href(&mut self, target: String, role: LinkRole, place: Range<usize>) {
        let span = self.source.span(place.clone());
        match scheme::of(&target) {
            Scheme::Web if self.is_foreign(&target, place) => self.attribute("href", &target),
            Scheme::Web => {
                let link = self.add_link(target, role, span);
                self.out.html.push_str(" href=\"");
                self.slot(Filling::Href(link));
                self.out.html.push('"');
                self.note_download(link);
            }
            Scheme::Contact => self.attribute("href", &target),
            Scheme::Unsafe | Scheme::Unknown => return self.refuse(&target, span),
        }
        self.disown_link();
    }

    /// Says why a link is left out.
    pub fn refuse(&mut self, target: &str, span: Span) {
        self.diagnostics
            .push(scheme::refusal(target, (self.input.file, span)));
    }

    /// Remembers a link of Markdown that may lead to a file for readers to take away.
    fn note_download(&mut self, link: LinkId) {
        let target = self
            .links
            .get(link.0 as usize)
            .map_or("", |link| link.target.as_str());
        let may_be = self.link.open && extension(target).is_some_and(is_download);
        self.link.download = may_be.then_some(link);
    }

    fn start_link_by_id(&mut self, target: &str, range: Range<usize>) {
        // In a table the bar before the text is written `\|`.
        let id = target.trim().trim_end_matches('\\').trim_end();
        let restored = self.source.restored(id).into_owned();
        let place = self.destination(id, range);
        let span = self.source.span(place);
        let link = self.add_link(restored, LinkRole::Id, span);
        self.out.html.push_str("<a href=\"");
        self.slot(Filling::Href(link));
        self.out.html.push('"');
        self.disown_link();
        self.out.html.push('>');
        self.note_download(link);
    }

    fn title_as_text(&mut self) {
        self.link.titled = true;
        let Some(last) = self.links.len().checked_sub(1) else {
            return;
        };
        // Nothing but the id is known of the target here; its last part comes nearest to a title.
        let id = self.links.get(last).map_or("", |link| link.target.as_str());
        let name = id
            .split('#')
            .next()
            .unwrap_or("")
            .rsplit('/')
            .next()
            .unwrap_or("")
            .replace(['-', '_'], " ");
        self.prose.words.pass(&name);
        self.prose.add_plain(&name);
        self.slot(Filling::Title(LinkId(
            u32::try_from(last).unwrap_or(u32::MAX),
        )));
    }

    /// `[[1]](notes.md)` is an ordinary link whose text stands in brackets, not a link by id.
    fn start_bracketed(&mut self, behind: usize) -> bool {
        let rest = self.source.slice(behind..self.source.text().len());
        let Some(rest) = rest.strip_prefix('(') else {
            return false;
        };
        let Some(end) = rest.find(|c: char| c == ')' || c == '(' || c == '<' || c.is_whitespace())
        else {
            return false;
        };
        let Some(target) = rest.get(..end).filter(|_| rest[end..].starts_with(')')) else {
            return false;
        };
        if target.is_empty() {
            return false;
        }
        let place = behind + 1..behind + 1 + end;
        self.link.skipped = behind..place.end + 1;
        self.link.bracketed = true;
        let target = escape::decoded(target).into_owned();
        self.out.html.push_str("<a");
        self.href(target, LinkRole::Target, place);
        self.out.html.push_str(">[");
        true
    }
}

/// The extension of the file that a target may lead to. Asked of every link, so byte by byte.
fn extension(target: &str) -> Option<&str> {
    let bytes = target.as_bytes();
    let end = bytes
        .iter()
        .position(|byte| matches!(byte, b'?' | b'#'))
        .unwrap_or(bytes.len());
    let path = bytes.get(..end)?;
    let name = memchr::memrchr(b'/', path).map_or(0, |slash| slash + 1);
    let dot = memchr::memrchr(b'.', path).filter(|dot| *dot > name)?;
    target.get(dot + 1..end)
}

#[cfg(test)]
mod tests {
    use super::extension;

    #[test]
    fn the_extension_is_that_of_the_file() {
        for (target, expected) in [
            ("a/b.pdf?c=d.doc#e.f", Some("pdf")),
            ("plan.v2.PDF", Some("PDF")),
            ("a.b/c", None),
            ("a/.hidden", None),
            ("a.", Some("")),
            ("", None),
        ] {
            assert_eq!(extension(target), expected, "{target}");
        }
    }
}
