//! Links of Markdown and `[[…]]`: what of them is safe to write.

use std::ops::Range;

use super::writer::Writer;
use crate::content::FileType;
use crate::document::markdown::scheme::Scheme;
use crate::document::markdown::template_code;
use crate::document::markdown::tree::{Link, LinkStyle, NodeId};
use crate::document::{FileLink, Filling, LinkId, LinkRole};

impl Writer<'_> {
    pub fn start_link(&mut self, link: &Link) {
        self.link.is_open = true;
        if link.style == LinkStyle::ById {
            self.link_by_id(link);
            return;
        }
        self.push(match link.style {
            LinkStyle::Defined => "[<a",
            _ => "<a",
        });
        let target = link.target.to_string();
        self.href(target, LinkRole::Target, link.target_range.clone());
        if !link.title.is_empty() {
            self.attribute("title", &link.title);
        }
        self.push(if link.style == LinkStyle::Bracketed {
            ">["
        } else {
            ">"
        });
    }

    pub fn end_link(&mut self, id: NodeId, link: &Link) {
        if link.style == LinkStyle::Bracketed {
            self.push("]");
        }
        if let Some(download) = self.link.download.take() {
            let file = FileLink {
                link: download,
                remark: self.remark(id, link.style).map(Box::from),
            };
            self.slot(Filling::FileFacts(Box::new(file)));
        }
        if let Some(page) = self.link.page.take() {
            self.slot(Filling::TargetLanguage(page));
        }
        self.push(match link.style {
            LinkStyle::Defined => "</a>]",
            _ => "</a>",
        });
        self.link.is_open = false;
    }

    /// Writes a link whose text is the title of its target.
    pub fn titled_link(&mut self, id: NodeId, link: &Link) {
        self.link.is_open = true;
        let target = self.link_by_id(link);
        // Nothing but the id is known of the target here; its last part comes nearest to a title.
        let path = link.target.split('#').next().unwrap_or("");
        let name = path
            .rsplit('/')
            .next()
            .unwrap_or("")
            .replace(['-', '_'], " ");
        self.prose.words.pass(&name);
        self.prose.add_plain(&name);
        self.slot(Filling::Title(target));
        self.end_link(id, link);
    }

    /// Adds the `href` that a target deserves.
    pub fn href(&mut self, target: String, role: LinkRole, place: Range<usize>) {
        let span = self.source.span(place.clone());
        match self.scheme_of(&target) {
            Scheme::Web if self.is_foreign(&target, place) => self.attribute("href", &target),
            Scheme::Web => {
                self.note_target(&target);
                let link = self.add_link(target, role, span);
                self.push(" href=\"");
                self.slot(Filling::Href(link));
                self.push("\"");
            }
            Scheme::Contact => {
                self.refuse(&target, span);
                self.attribute("href", &target);
            }
            Scheme::Unsafe | Scheme::Unknown => return self.refuse(&target, span),
        }
        self.disown_link();
    }

    /// True for the target of a link that holds template code of another generator, which is then counted.
    pub fn is_foreign(&mut self, target: &str, place: Range<usize>) -> bool {
        let written = self.source.slice(place);
        template_code::may_hold(target) && self.note_template_code(written)
    }

    /// What the text of a link says in brackets at its end; nothing if its text is not known yet.
    fn remark(&self, id: NodeId, style: LinkStyle) -> Option<String> {
        let text = self.tree.plain_text(id);
        match style {
            LinkStyle::Titled => None,
            LinkStyle::Bracketed => Some(text),
            _ => Some(FileLink::remark(&text).to_owned()),
        }
    }

    fn link_by_id(&mut self, link: &Link) -> LinkId {
        let span = self.source.span(link.target_range.clone());
        self.note_target(&link.target);
        let id = self.add_link(link.target.to_string(), LinkRole::Id, span);
        self.push("<a href=\"");
        self.slot(Filling::Href(id));
        self.push("\"");
        self.disown_link();
        self.push(">");
        id
    }

    /// Remembers that the link of Markdown that comes next may lead to a file for readers to save, or to a page of this site.
    fn note_target(&mut self, target: &str) {
        let next = LinkId(u32::try_from(self.links.len()).unwrap_or(u32::MAX));
        let is_download = FileType::of(path(target)).is_download();
        self.link.download = (self.link.is_open && is_download).then_some(next);
        let may_be_page = !target.starts_with('#');
        self.link.page = (self.link.is_open && may_be_page && !is_download).then_some(next);
    }
}

/// The extension of the file that a target may lead to. Asked of every link, so byte by byte.
fn path(target: &str) -> &str {
    let end = target.find(['?', '#']).unwrap_or(target.len());
    &target[..end]
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn a_path_ends_before_query_and_anchor() {
        for (target, expected) in [
            ("a/b.pdf?c=d.doc#e.f", "a/b.pdf"),
            ("a.pdf#b?c", "a.pdf"),
            ("a.b/c", "a.b/c"),
            ("", ""),
        ] {
            assert_eq!(path(target), expected, "{target}");
        }
    }
}
