//! Several documents on one page: ids that stay apart, links between them that stay on the page, and
//! headings one level down. Works on finished HTML; the rules of a style sheet inside it stay as they are.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use crate::base::url::percent_decoded;
use crate::document::tag::{RawAttribute, RawTag, Scanner, Token};

/// One of the documents of a page.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Its own address as links write it, without an anchor.
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

/// Elements whose text is no HTML.
const RAW: [&str; 8] = [
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
];

impl Sections {
    /// Adds a document with all its HTML. Its anchor is `name` and its number, or the next longer word
    /// where an id of the page is like that already; the first document has none.
    pub fn add<'h>(
        &mut self,
        href: &str,
        name: &str,
        html: impl Iterator<Item = &'h str>,
    ) -> &Section {
        let mut section = Section {
            href: href.to_owned(),
            ..Section::default()
        };
        section.ids.extend(html.flat_map(ids));
        let escaped = section.ids.iter().filter(|id| id.contains('&'));
        section.unescaped_ids = escaped.map(|id| unescaped(id).into_owned()).collect();
        if !self.sections.is_empty() {
            let mut anchor = format!("{name}-{}", self.sections.len());
            let is_taken = |anchor: &str| {
                let mut like = self.taken.range(anchor.to_owned()..);
                like.by_ref()
                    .take_while(|id| id.starts_with(anchor))
                    .any(|id| {
                        let rest = &id[anchor.len()..];
                        rest.is_empty() || rest.starts_with('-')
                    })
            };
            while is_taken(&anchor) {
                anchor.push('x');
            }
            self.taken.insert(anchor.clone());
            section.anchor = anchor;
        }
        self.taken
            .extend(section.ids.iter().map(|id| section.id(id)));
        self.places
            .entry(section.href.clone())
            .or_insert(self.sections.len());
        self.sections.push(section);
        &self.sections[self.sections.len() - 1]
    }

    /// The HTML of the document at a place, as it may stand on the page.
    pub fn rewrite(&self, place: usize, html: &str) -> String {
        let Some(section) = self.sections.get(place) else {
            return html.to_owned();
        };
        let mut out = String::with_capacity(html.len() + html.len() / 16);
        let mut scanner = Scanner::new(html);
        while let Some(token) = scanner.next() {
            let (Token::Text(range) | Token::Other(range)) = token else {
                let Token::Tag(tag) = token else { continue };
                self.tag(section, &tag, html, &mut out);
                if let Some(name) = raw(&tag) {
                    out.push_str(html.get(scanner.raw_content(name)).unwrap_or(""));
                }
                continue;
            };
            out.push_str(html.get(range).unwrap_or(""));
        }
        out
    }

    fn tag(&self, section: &Section, tag: &RawTag, html: &str, out: &mut String) {
        let slice = |from: usize, to: usize| html.get(from..to).unwrap_or("");
        let start = tag.range.start + if tag.closing { 2 } else { 1 };
        out.push_str(slice(tag.range.start, start));
        match heading(tag.name).filter(|_| !section.anchor.is_empty()) {
            Some(level) => out.push_str(&format!("h{}", (level + 1).min(6))),
            None => out.push_str(tag.name),
        }
        let mut at = start + tag.name.len();
        for attribute in &tag.attributes {
            let Some(value) = self.attribute(section, tag, attribute) else {
                continue;
            };
            // What stood without quotes gets them, since a reference may hold a letter that ends a value.
            out.push_str(slice(at, attribute.quoted.start));
            let quote = slice(attribute.quoted.start, attribute.value_range.start);
            let quote = if quote.is_empty() { "\"" } else { quote };
            out.push_str(quote);
            out.push_str(&value);
            out.push_str(quote);
            at = attribute.quoted.end;
        }
        out.push_str(slice(at, tag.range.end));
    }

    /// An attribute's new value; `None` where it stays.
    fn attribute(
        &self,
        section: &Section,
        tag: &RawTag,
        attribute: &RawAttribute,
    ) -> Option<String> {
        let is = |name: &str| attribute.name.eq_ignore_ascii_case(name);
        let on = |names: &[&str]| names.iter().any(|name| tag.name.eq_ignore_ascii_case(name));
        let value = attribute.value;
        if value.is_empty() {
            return None;
        }
        if is("href") || is("xlink:href") {
            return self.link(section, tag, value);
        }
        if section.anchor.is_empty() {
            return None;
        }
        if is("id") || (is("name") && on(&["a", "map"])) {
            return Some(section.id(value));
        }
        if is("usemap") {
            return value
                .strip_prefix('#')
                .map(|id| format!("#{}", section.id(id)));
        }
        if is("aria-level") {
            return value
                .trim()
                .parse::<u8>()
                .ok()
                .map(|level| level.saturating_add(1).to_string());
        }
        if REFERENCES.iter().any(|name| is(name)) {
            return Some(
                value
                    .split_ascii_whitespace()
                    .map(|id| section.id(id))
                    .collect::<Vec<_>>()
                    .join(" "),
            );
        }
        value.contains("url(").then(|| section.painted(value))
    }

    /// Where a link leads on the page; `None` where it leads away from it.
    fn link(&self, section: &Section, tag: &RawTag, href: &str) -> Option<String> {
        let is_link = ["a", "area"]
            .iter()
            .any(|name| tag.name.eq_ignore_ascii_case(name));
        let (path, anchor) = match href.split_once('#') {
            Some((path, anchor)) => (path, Some(anchor)),
            None => (href, None),
        };
        if path.is_empty() {
            let anchor = anchor?;
            if section.has(anchor) || !is_link {
                return Some(format!("#{}", section.id(anchor)));
            }
            // Something that only the document's own page has, or the top of it.
            return Some(match anchor {
                "" | "top" => format!("#{}", section.anchor),
                anchor => format!("{}#{anchor}", section.href),
            });
        }
        let path = unescaped(path);
        let place = self.places.get(&*path).filter(|_| is_link)?;
        let target = self.sections.get(*place)?;
        match anchor {
            None | Some("") => Some(format!("#{}", target.anchor)),
            Some(anchor) => target
                .has(anchor)
                .then(|| format!("#{}", target.id(anchor))),
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

    /// True where an anchor, as a link writes it, is in its HTML.
    fn has(&self, anchor: &str) -> bool {
        self.ids.contains(anchor) || {
            let anchor = unescaped(anchor);
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

/// The name of an element that opens and whose text is no HTML.
fn raw(tag: &RawTag) -> Option<&'static str> {
    RAW.into_iter()
        .find(|name| !tag.closing && tag.name.eq_ignore_ascii_case(name))
}

/// The level of a heading's tag.
fn heading(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h' | b'H', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// An attribute's value with the five references read that our own HTML holds.
fn unescaped(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return Cow::Borrowed(value);
    }
    let value = value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'");
    Cow::Owned(value.replace("&amp;", "&"))
}

#[cfg(test)]
mod tests;
