//! What is different in a text that a reader sent, a comment: it cannot change the page's outline, take an anchor of the
//! page's, fetch anything from other sites, or lend its links the site's name. HTML in it is made harmless by `sanitise`, as
//! for every author who is not trusted.

use std::ops::Range;

use super::writer::Writer;
use crate::document::LinkRole;
use crate::document::markdown::{escape, scheme};
use crate::document::tag::{RawAttribute, RawTag};

/// A picture of another site.
pub(super) struct ForeignPicture {
    pub target: String,
    pub alt: String,
    /// Its place in the text.
    pub place: Range<usize>,
}

/// What an element of HTML is written as.
pub(super) struct Replacement {
    pub name: &'static str,
    /// What comes right inside its opening tag.
    pub start: &'static str,
    /// What comes right inside its closing tag.
    pub end: &'static str,
}

/// True for a picture that browsers would fetch from another site. They read over some characters that cannot be seen, and
/// take `\` for `/`. What remains of a URL without any of them must not lead to another site.
pub(in crate::document::markdown) fn is_on_other_site(target: &str) -> bool {
    let bare: String = scheme::visible(target).collect();
    let start = bare.split(['/', '?', '#']).next().unwrap_or("");
    let is_inline = scheme::is_inline_picture(target);
    !is_inline && (bare.starts_with("//") || bare.contains('\\') || start.contains(':'))
}

impl Writer<'_> {
    /// Says after a guest's `href` that the site does not recommend the page.
    pub fn disown_link(&mut self) {
        if self.is_guest() {
            self.push(" rel=\"nofollow ugc\"");
        }
    }

    /// Writes a picture of another site as a link to it: to show it would be to fetch it.
    pub fn picture_as_link(&mut self, picture: ForeignPicture) {
        let ForeignPicture { target, alt, place } = picture;
        let words = if alt.trim().is_empty() {
            target.clone()
        } else {
            alt
        };
        let is_inside = self.link.is_inside();
        if !is_inside {
            self.push("<a");
            self.href(target, LinkRole::Target, place);
            self.push(">");
        }
        escape::text(&mut self.out.html, &words);
        self.prose.words.pass(&words);
        self.prose.add_plain(&words);
        if !is_inside {
            self.push("</a>");
        }
    }

    /// True for an element that a guest cannot have: a picture of another site.
    pub fn is_refused(&self, tag: &RawTag) -> bool {
        self.is_guest() && tag.attributes.iter().any(|it| self.is_foreign_src(it))
    }

    /// True for an attribute that a guest cannot have: it names elements of the page, or points to them.
    pub fn is_refused_attribute(&self, name: &str) -> bool {
        self.is_guest() && matches!(name, "id" | "headers" | "aria-label")
    }

    /// What an element of HTML is written as: a guest's headings become bold lines, and what readers of screens jump to
    /// becomes a plain box.
    pub fn replacement(&self, name: &'static str) -> Replacement {
        let (name, start, end) = match name {
            name if !self.is_guest() => (name, "", ""),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => ("div", "<strong>", "</strong>"),
            "article" | "aside" | "footer" | "header" | "section" => ("div", "", ""),
            name => (name, "", ""),
        };
        Replacement { name, start, end }
    }

    fn is_foreign_src(&self, attribute: &RawAttribute) -> bool {
        let target = escape::decoded(attribute.value);
        attribute.name.eq_ignore_ascii_case("src")
            && is_on_other_site(&self.source.restored(&target))
    }
}
