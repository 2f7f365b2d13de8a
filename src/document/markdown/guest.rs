//! What is different in a text that a reader sent, a comment: it cannot change the page's outline,
//! take an anchor of the page's, fetch anything from elsewhere, or lend its links the site's name.
//! HTML in it is made harmless by `sanitise`, as for every author who is not trusted.

use std::ops::Range;

use super::escape;
use super::scheme;
use super::writer::Writer;
use crate::document::LinkRole;
use crate::document::tag::{RawAttribute, RawTag};

/// A picture that stands on another site.
pub(super) struct Elsewhere {
    /// Its address.
    pub target: String,
    /// What it shows.
    pub alt: String,
    /// Its place in the text.
    pub place: Range<usize>,
}

/// True for a picture that browsers would fetch from another site. They read over some characters that cannot be seen, and
/// take `\` for `/`. What remains of an address without any of them must lead nowhere else.
pub(super) fn is_elsewhere(target: &str) -> bool {
    let bare: String = scheme::visible(target).collect();
    let start = bare.split(['/', '?', '#']).next().unwrap_or("");
    let inline = scheme::is_inline_picture(target);
    !inline && (bare.starts_with("//") || bare.contains('\\') || start.contains(':'))
}

impl Writer<'_> {
    /// True for a text that a reader sent.
    pub fn is_guest(&self) -> bool {
        self.input.guest.is_some()
    }

    /// An id of this text: a guest's starts with what no other text of the page has.
    pub fn own_id(&self, id: &str) -> String {
        format!("{}{id}", self.input.guest.unwrap_or_default())
    }

    /// Says behind a guest's `href` that the site does not recommend the page.
    pub fn disown_link(&mut self) {
        if self.is_guest() {
            self.out.html.push_str(" rel=\"nofollow ugc\"");
        }
    }

    /// Writes a picture of another site as a link to it: to show it would be to fetch it.
    pub fn picture_as_link(&mut self, picture: Elsewhere) {
        let Elsewhere { target, alt, place } = picture;
        let words = if alt.trim().is_empty() {
            target.clone()
        } else {
            alt
        };
        let inside = self.link.any();
        if !inside {
            self.out.html.push_str("<a");
            self.href(target, LinkRole::Target, place);
            self.out.html.push('>');
        }
        escape::text(&mut self.out.html, &words);
        self.prose.words.pass(&words);
        self.prose.add_plain(&words);
        if !inside {
            self.out.html.push_str("</a>");
        }
    }

    /// True for an element that a guest cannot have: a picture of another site.
    pub fn is_refused(&self, tag: &RawTag) -> bool {
        let leads_away = |attribute: &RawAttribute| {
            attribute.name.eq_ignore_ascii_case("src")
                && is_elsewhere(&self.source.restored(&escape::decoded(attribute.value)))
        };
        self.is_guest() && tag.attributes.iter().any(leads_away)
    }

    /// True for an attribute that a guest cannot have: it names, or points to, elements of the page.
    pub fn is_refused_attribute(&self, name: &str) -> bool {
        self.is_guest() && matches!(name, "id" | "headers" | "aria-label")
    }

    /// What an element of HTML is written as, with its opening and closing tags: a guest's headings
    /// become bold lines, and what readers of screens jump to becomes plain boxes.
    pub fn stand_in(&self, name: &'static str) -> (&'static str, &'static str, &'static str) {
        if !self.is_guest() {
            return (name, "", "");
        }
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => ("div", "<strong>", "</strong>"),
            "article" | "aside" | "footer" | "header" | "section" => ("div", "", ""),
            name => (name, "", ""),
        }
    }
}
