//! Where links of a page lead in a book: to another place in it, or to the web. A link that leads nowhere from a book is text.

use super::anchors::Anchors;
use crate::base::url::percent_decoded;
use crate::edition::Publication;

/// What reading systems open.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// The links of a book.
pub struct Links<'b> {
    publication: &'b Publication,
    pub anchors: &'b Anchors,
}

impl<'b> Links<'b> {
    pub fn new(publication: &'b Publication, anchors: &'b Anchors) -> Links<'b> {
        Links {
            publication,
            anchors,
        }
    }

    /// The address of a link as it is in a file of the book; `None` if there is nothing that it can lead to.
    pub fn href(&self, href: &str) -> Option<String> {
        let href = href.trim();
        match href.strip_prefix('#') {
            Some(id) => self.within(id),
            None => self.outside(href),
        }
    }

    fn within(&self, id: &str) -> Option<String> {
        let decoded = percent_decoded(id);
        let place = self
            .anchors
            .place(id)
            .or_else(|| self.anchors.place(decoded.as_deref()?))?;
        Some(format!("{}#{}", place.file, place.id))
    }

    fn outside(&self, href: &str) -> Option<String> {
        let url = match href {
            _ if href.starts_with("//") => format!("https:{href}"),
            _ => self.publication.outside(href),
        };
        let (scheme, rest) = url.split_once(':')?;
        let is_known = SCHEMES
            .iter()
            .any(|known| scheme.eq_ignore_ascii_case(known));
        (is_known && !rest.is_empty()).then(|| encoded(&url))
    }
}

/// An address without what no address can have.
fn encoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for letter in url.chars() {
        match letter {
            ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}' => {
                out.push_str(&format!("%{:02X}", u32::from(letter)));
            }
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}
