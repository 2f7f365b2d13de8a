//! HTML of authors who are not all trusted: harmless elements stay, in balance; all else becomes text.
//!
//! Tags are written anew from what was understood of them, never copied.

use super::escape;
use super::raw_html::{RawText, role};
use super::scheme::{self, Scheme};
use super::writer::Writer;
use crate::document::tag::{RawAttribute, RawTag, Scanner, Token};

/// Elements of the author's that are open.
#[derive(Default)]
pub(super) struct Sanitised {
    /// Each with how many elements of Markdown were open around it.
    open: Vec<(&'static str, usize)>,
    depth: usize,
}

/// More than these do not nest; further ones become text.
const DEEPEST: usize = 100;

/// Elements that carry text and structure, and run or load nothing but pictures.
const ELEMENTS: &str = "a abbr address article aside b bdi bdo blockquote br caption cite code col colgroup data dd del \
    details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li \
    mark ol p pre q rp rt ruby s samp section small span strong sub summary sup table tbody td tfoot \
    th thead time tr u ul var wbr";

/// Elements without content.
const VOID: &str = "br col hr img wbr";

/// Attributes that say something and do nothing. No `style`, no `class`: those could imitate the site's own parts.
const ATTRIBUTES: &str = "abbr alt aria-label cite colspan datetime dir headers height href id lang loading open reversed \
    rowspan scope span src start title type value width";

impl Sanitised {
    /// An element of Markdown starts.
    pub fn enter(&mut self) {
        self.depth += 1;
    }
}

impl Writer<'_> {
    /// An element of Markdown is about to end: the author's elements inside it end first.
    pub fn leave_sanitised(&mut self) {
        while self
            .sanitised
            .open
            .last()
            .is_some_and(|(_, depth)| *depth >= self.sanitised.depth)
        {
            self.close_last();
        }
        self.sanitised.depth = self.sanitised.depth.saturating_sub(1);
    }

    /// Closes all of the author's elements.
    pub fn close_sanitised(&mut self) {
        while !self.sanitised.open.is_empty() {
            self.close_last();
        }
    }

    /// Writes HTML with nothing harmful in it.
    pub fn write_sanitised(&mut self, raw: &RawText) {
        for token in Scanner::new(&raw.text) {
            match token {
                Token::Text(range) => {
                    let place = raw.place(&range).start;
                    self.raw_text(raw.slice(range), place);
                }
                Token::Other(range) => self.raw_other(raw.slice(range)),
                Token::Tag(tag) => {
                    if !self.write_harmless(&tag, raw) {
                        let text = self.source.restored(raw.slice(tag.range)).into_owned();
                        escape::text(&mut self.out.html, &text);
                    }
                }
            }
        }
    }

    /// Writes a tag, if it may stay.
    fn write_harmless(&mut self, tag: &RawTag, raw: &RawText) -> bool {
        let Some(name) = known(ELEMENTS, tag.name).filter(|_| !self.is_refused(tag)) else {
            return false;
        };
        let void = known(VOID, name).is_some();
        if tag.closing {
            return !void && self.close_sanitised_element(name);
        }
        if !void && self.sanitised.open.len() >= DEEPEST {
            return false;
        }
        if !self.is_guest() {
            self.note_anchors(tag);
        }
        self.note_link(tag);
        let (written, inner, _) = self.stand_in(name);
        self.out.html.push('<');
        self.out.html.push_str(written);
        let mut seen: Vec<&str> = Vec::new();
        for attribute in &tag.attributes {
            if let Some(known) =
                known(ATTRIBUTES, attribute.name).filter(|known| !seen.contains(known))
            {
                seen.push(known);
                self.write_harmless_attribute(name, known, (attribute, raw));
            }
        }
        self.out.html.push('>');
        self.out.html.push_str(inner);
        if !void {
            self.sanitised.open.push((name, self.sanitised.depth));
        }
        true
    }

    fn write_harmless_attribute(
        &mut self,
        tag: &str,
        name: &str,
        (attribute, raw): (&RawAttribute, &RawText),
    ) {
        let value = escape::decoded(attribute.value).into_owned();
        let leads = matches!(name, "href" | "src" | "cite");
        // What is left of a reference before the path could still spell a scheme.
        let unclear = value
            .split(['/', '?', '#'])
            .next()
            .is_some_and(|start| start.contains('&'));
        match (role(tag, name), scheme::of(&value)) {
            _ if (leads && unclear) || self.is_refused_attribute(name) => {}
            (Some(role), Scheme::Web) if leads && !value.trim().is_empty() => {
                self.out.html.push(' ');
                self.out.html.push_str(name);
                self.out.html.push('=');
                self.raw_href(attribute, role, raw.place(&attribute.value_range));
                if name == "href" {
                    self.disown_link();
                }
            }
            (Some(_), Scheme::Contact) if name == "href" => {
                self.attribute(name, &value);
                self.disown_link();
            }
            // What runs code is left out without a word, as a script is; this was meant to lead somewhere.
            (Some(_), Scheme::Unknown) if leads => {
                let place = raw.place(&attribute.value_range);
                self.refuse(&value, self.source.span(place));
            }
            _ if leads => {}
            _ if attribute.quoted.is_empty() => {
                self.out.html.push(' ');
                self.out.html.push_str(name);
            }
            _ => self.attribute(name, &self.source.restored(&value)),
        }
    }

    /// Closes an element of the author's that opened at the same depth; what opened in it ends with it.
    fn close_sanitised_element(&mut self, name: &'static str) -> bool {
        let depth = self.sanitised.depth;
        let here = self
            .sanitised
            .open
            .iter()
            .rev()
            .take_while(|(_, at)| *at == depth);
        let Some(above) = here.into_iter().position(|(open, _)| *open == name) else {
            return false;
        };
        for _ in 0..=above {
            self.close_last();
        }
        true
    }

    fn close_last(&mut self) {
        if let Some((name, _)) = self.sanitised.open.pop() {
            self.link.raw = self.link.raw.saturating_sub(usize::from(name == "a"));
            let (written, _, inner) = self.stand_in(name);
            self.out.html.push_str(inner);
            self.out.html.push_str("</");
            self.out.html.push_str(written);
            self.out.html.push('>');
        }
    }
}

fn known(names: &'static str, name: &str) -> Option<&'static str> {
    names
        .split(' ')
        .find(|known| known.eq_ignore_ascii_case(name))
}
