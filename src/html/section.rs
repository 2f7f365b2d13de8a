//! Several documents on one page: ids that stay apart, links between them that stay on the page, and headings one level
//! down. Works on finished HTML, since most of it comes from the theme's components and from the author's own tags, which may
//! name any id; the rules of a style sheet inside it stay as they are.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::base::url::percent_decoded;
use crate::document::markdown::escape::decoded;
use crate::document::tag::{RawAttribute, RawTag, Scanner, Token};

/// One of the documents of a page.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Its own URL as links write it, without an anchor.
    pub href: String,
    /// The anchor of the section on the page; empty for the document whose page it is.
    pub anchor: String,
    /// The ids in its HTML, as written.
    pub ids: BTreeSet<String>,
    /// Those that are written with `&…;`, as they are meant.
    unescaped_ids: BTreeSet<String>,
}

/// The documents of a page, the one whose page it is first.
#[derive(Clone, Debug, Default)]
pub struct Sections {
    sections: Vec<Section>,
    /// The place of the first one with each `href`.
    places: HashMap<String, usize>,
    /// All ids of the page.
    taken: BTreeSet<String>,
}

/// Attributes that hold ids, one or several with spaces between.
const REFERENCES: [&str; 16] = [
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
    "commandfor",
    "contextmenu",
    "for",
    "form",
    "headers",
    "itemref",
    "list",
    "popovertarget",
];

/// Elements whose text is not HTML.
pub const RAW_ELEMENTS: [&str; 8] = [
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
];

impl Sections {
    /// Adds a document with all its HTML. Its anchor is `name` and its number, or a longer word if an id of the page is like
    /// that already; the first document has none.
    pub fn add<'h>(
        &mut self,
        href: &str,
        name: &str,
        html: impl Iterator<Item = &'h str>,
    ) -> &Section {
        let number = self.sections.len();
        let anchor = match number {
            0 => String::new(),
            number => self.free_anchor(format!("{name}-{number}")),
        };
        let ids: BTreeSet<String> = html.flat_map(ids).collect();
        let escaped = ids.iter().filter(|id| id.contains('&'));
        let section = Section {
            href: href.to_owned(),
            anchor,
            unescaped_ids: escaped.map(|id| decoded(id).into_owned()).collect(),
            ids,
        };
        if number > 0 {
            self.taken.insert(section.anchor.clone());
        }
        self.taken
            .extend(section.ids.iter().map(|id| section.id(id)));
        self.places.entry(section.href.clone()).or_insert(number);
        self.sections.push(section);
        &self.sections[number]
    }

    /// The HTML of the document at a place, as it may be on the page.
    pub fn rewrite(&self, place: usize, html: &str) -> String {
        let Some(section) = self.sections.get(place) else {
            return html.to_owned();
        };
        let mut out = String::with_capacity(html.len() + html.len() / 16);
        let mut scanner = Scanner::new(html);
        while let Some(token) = scanner.next() {
            match token {
                Token::Text(range) | Token::Other(range) | Token::UnclosedComment(range) => {
                    out.push_str(html.get(range).unwrap_or(""));
                }
                Token::Tag(tag) => {
                    self.tag(section, &tag, html, &mut out);
                    if let Some(name) = raw(&tag) {
                        out.push_str(html.get(scanner.raw_content(name)).unwrap_or(""));
                    }
                }
            }
        }
        out
    }

    /// An anchor that no id of the page is like; it starts with `wanted`.
    fn free_anchor(&self, wanted: String) -> String {
        let mut anchor = wanted;
        while self.is_taken(&anchor) {
            anchor.push('x');
        }
        anchor
    }

    /// True if an id of the page is an anchor, or could be one of its section.
    fn is_taken(&self, anchor: &str) -> bool {
        let from = self.taken.range(anchor.to_owned()..);
        let mut rests = from.map_while(|id| id.strip_prefix(anchor));
        rests.any(|rest| rest.is_empty() || rest.starts_with('-'))
    }

    fn tag(&self, section: &Section, tag: &RawTag, html: &str, out: &mut String) {
        let slice = |from: usize, to: usize| html.get(from..to).unwrap_or("");
        let start = tag.range.start + if tag.closing { 2 } else { 1 };
        out.push_str(slice(tag.range.start, start));
        out.push_str(&name_in(section, tag.name));
        let mut at = start + tag.name.len();
        for attribute in &tag.attributes {
            let Some(value) = self.attribute(section, tag, attribute) else {
                continue;
            };
            out.push_str(slice(at, attribute.quoted.start));
            let quote = slice(attribute.quoted.start, attribute.value_range.start);
            out.push_str(&quoted(quote, &value));
            at = attribute.quoted.end;
        }
        out.push_str(slice(at, tag.range.end));
    }

    /// An attribute's new value; `None` if it stays.
    fn attribute(
        &self,
        section: &Section,
        tag: &RawTag,
        attribute: &RawAttribute,
    ) -> Option<String> {
        let is = |name: &str| attribute.name.eq_ignore_ascii_case(name);
        let value = attribute.value;
        if value.is_empty() {
            None
        } else if is("href") || is("xlink:href") {
            self.link(section, tag, value)
        } else if section.is_part() {
            section.attribute(tag, attribute.name, value)
        } else {
            None
        }
    }

    /// Where a link leads on the page; `None` if it leads away from it.
    fn link(&self, section: &Section, tag: &RawTag, href: &str) -> Option<String> {
        let (path, anchor) = match href.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (href, None),
        };
        if path.is_empty() {
            return Some(section.own_link(anchor?, tag));
        }
        if !is_link(tag) {
            return None;
        }
        let place = self.places.get(&*decoded(path))?;
        let target = self.sections.get(*place)?;
        match anchor {
            None | Some("") => Some(format!("#{}", target.anchor)),
            Some(anchor) if target.has(anchor) => Some(format!("#{}", target.id(anchor))),
            Some(_) => None,
        }
    }
}

impl Section {
    /// An id of its HTML as it is on the page.
    pub fn id(&self, id: &str) -> String {
        if self.anchor.is_empty() {
            id.to_owned()
        } else {
            format!("{}-{id}", self.anchor)
        }
    }

    /// True for a document that has a section of another one's page.
    fn is_part(&self) -> bool {
        !self.anchor.is_empty()
    }

    /// The new value of an attribute that is not a link; `None` if it stays.
    fn attribute(&self, tag: &RawTag, name: &str, value: &str) -> Option<String> {
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if is("id") || (is("name") && is_among(&["a", "map"], tag.name)) {
            Some(self.id(value))
        } else if is("usemap") {
            let id = value.strip_prefix('#')?;
            Some(format!("#{}", self.id(id)))
        } else if is("aria-level") {
            let level: u8 = value.trim().parse().ok()?;
            Some(level.saturating_add(1).to_string())
        } else if is_among(&REFERENCES, name) {
            let ids = value.split_ascii_whitespace().map(|id| self.id(id));
            Some(ids.collect::<Vec<_>>().join(" "))
        } else if value.contains("url(") {
            Some(self.painted(value))
        } else {
            None
        }
    }

    /// A link to an anchor of the document itself.
    fn own_link(&self, anchor: &str, tag: &RawTag) -> String {
        if self.has(anchor) || !is_link(tag) {
            return format!("#{}", self.id(anchor));
        }
        // Something that only the document's own page has, or the top of it.
        match anchor {
            "" | "top" => format!("#{}", self.anchor),
            anchor => format!("{}#{anchor}", self.href),
        }
    }

    /// True if an anchor, as a link writes it, is in its HTML.
    fn has(&self, anchor: &str) -> bool {
        self.ids.contains(anchor) || {
            let anchor = decoded(anchor);
            let decoded = percent_decoded(&anchor);
            let is_id = |id: &str| {
                self.unescaped_ids.contains(id) || (!id.contains('&') && self.ids.contains(id))
            };
            is_id(&anchor) || decoded.is_some_and(|decoded| is_id(&decoded))
        }
    }

    /// A value with `url(#id)` in it, as pictures in SVG paint and clip.
    fn painted(&self, value: &str) -> String {
        let mut out = String::with_capacity(value.len() + 16);
        let mut rest = value;
        while let Some(at) = rest.find("url(") {
            let (before, after) = rest.split_at(at + "url(".len());
            out.push_str(before);
            let inner = after
                .trim_start()
                .trim_start_matches(['"', '\''])
                .trim_start_matches("&quot;");
            let (opening, inner) = after.split_at(after.len() - inner.len());
            out.push_str(opening);
            rest = match inner.strip_prefix('#') {
                Some(id) => {
                    out.push_str(&format!("#{}", self.id("")));
                    id
                }
                None => inner,
            };
        }
        out.push_str(rest);
        out
    }
}

/// The ids in some HTML, as written: what a link may lead to.
fn ids(html: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let mut scanner = Scanner::new(html);
    while let Some(token) = scanner.next() {
        let Token::Tag(tag) = token else { continue };
        for attribute in &tag.attributes {
            let name = attribute.name.eq_ignore_ascii_case("name")
                && (tag.name.eq_ignore_ascii_case("a") || tag.name.eq_ignore_ascii_case("map"));
            if (name || attribute.name.eq_ignore_ascii_case("id")) && !attribute.value.is_empty() {
                ids.push(attribute.value.to_owned());
            }
        }
        if let Some(name) = raw(&tag) {
            scanner.raw_content(name);
        }
    }
    ids
}

/// The name of an element that opens and whose text is not HTML.
fn raw(tag: &RawTag) -> Option<&'static str> {
    RAW_ELEMENTS
        .into_iter()
        .find(|name| !tag.closing && tag.name.eq_ignore_ascii_case(name))
}

/// A value in its quotes. One without quotes gets them, since a reference may hold a letter that ends a value.
fn quoted(quote: &str, value: &str) -> String {
    let quote = if quote.is_empty() { "\"" } else { quote };
    format!("{quote}{value}{quote}")
}

/// True for an element that readers follow.
fn is_link(tag: &RawTag) -> bool {
    is_among(&["a", "area"], tag.name)
}

fn is_among(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// The level of a heading's tag.
fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h' | b'H', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// The name of a tag in a section. Headings of a part are one level below that of its title.
fn name_in<'t>(section: &Section, name: &'t str) -> Cow<'t, str> {
    match heading(name) {
        Some(level) if section.is_part() => format!("h{}", (level + 1).min(6)).into(),
        _ => name.into(),
    }
}

#[cfg(test)]
mod tests;
