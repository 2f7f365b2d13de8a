//! HTML of authors who are not all trusted: harmless elements stay, in balance; everything else becomes text.
//!
//! Tags are written anew from what was understood of them, never copied.

use std::borrow::Cow;

use super::raw::role;
use super::state::OpenElement;
use super::writer::Writer;
use crate::document::LinkRole;
use crate::document::markdown::escape;
use crate::document::markdown::raw_text::RawText;
use crate::document::markdown::scheme::Scheme;
use crate::document::tag::{RawAttribute, RawTag};

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

impl Writer<'_> {
    /// An element of Markdown is about to end: the author's elements inside it end first.
    pub fn leave_elements(&mut self) {
        let depth = self.elements.depth;
        while self
            .elements
            .open
            .last()
            .is_some_and(|it| it.depth >= depth)
        {
            self.close_last();
        }
        self.elements.depth = depth.saturating_sub(1);
    }

    /// Closes all of the author's elements.
    pub fn close_elements(&mut self) {
        while !self.elements.open.is_empty() {
            self.close_last();
        }
    }

    /// Writes HTML with nothing harmful in it.
    pub fn write_sanitised(&mut self, html: &RawText) {
        self.write_tokens(html, |writer, tag, _| {
            if !writer.write_harmless(tag, html) {
                let tag = html.slice(tag.range.clone());
                let text = writer.source.restored(tag).into_owned();
                escape::text(&mut writer.out.html, &text);
            }
        });
    }

    /// Writes a tag; false if it may not stay.
    fn write_harmless(&mut self, tag: &RawTag, html: &RawText) -> bool {
        let Some(name) = known(ELEMENTS, tag.name) else {
            return false;
        };
        if self.is_refused(tag) {
            return false;
        }
        let is_void = known(VOID, name).is_some();
        if tag.closing {
            return !is_void && self.close_sanitised_element(name);
        }
        if !is_void && self.elements.open.len() >= DEEPEST {
            return false;
        }
        if !self.is_guest() {
            self.note_anchors(tag);
        }
        self.note_link(tag);
        self.write_harmless_tag(name, tag, html);
        if !is_void {
            self.elements.push(name);
        }
        true
    }

    fn write_harmless_tag(&mut self, name: &'static str, tag: &RawTag, html: &RawText) {
        let replacement = self.replacement(name);
        self.push("<");
        self.push(replacement.name);
        let mut seen: Vec<&str> = Vec::new();
        for attribute in &tag.attributes {
            let Some(known) = known(ATTRIBUTES, attribute.name) else {
                continue;
            };
            if !seen.contains(&known) {
                seen.push(known);
                self.write_harmless_attribute(name, known, attribute, html);
            }
        }
        self.push(">");
        self.push(replacement.start);
    }

    fn write_harmless_attribute(
        &mut self,
        tag: &str,
        name: &str,
        attribute: &RawAttribute,
        html: &RawText,
    ) {
        if self.is_refused_attribute(name) {
            return;
        }
        let value = escape::decoded(attribute.value).into_owned();
        if matches!(name, "href" | "src" | "cite") {
            if let Some(role) = role(tag, name)
                && !is_unclear(&value)
            {
                self.write_harmless_link(role, name, attribute, html);
            }
        } else if attribute.quoted.is_empty() {
            self.push(&format!(" {name}"));
        } else {
            self.note_template_code(attribute.value);
            self.attribute(name, &self.source.restored(&value));
        }
    }

    fn write_harmless_link(
        &mut self,
        role: LinkRole,
        name: &str,
        attribute: &RawAttribute,
        html: &RawText,
    ) {
        let value = escape::decoded(attribute.value).into_owned();
        match self.scheme_of(&value) {
            Scheme::Web if !value.trim().is_empty() => {
                self.push(&format!(" {name}="));
                self.raw_href(attribute, role, html.place(&attribute.value_range));
                if name == "href" {
                    self.disown_link();
                }
            }
            Scheme::Contact if name == "href" => {
                self.attribute(name, &value);
                self.disown_link();
            }
            // What runs code is left out without a word, as a script is; this was meant to lead somewhere.
            Scheme::Unknown => {
                let place = html.place(&attribute.value_range);
                self.refuse(&value, self.source.span(place));
            }
            _ => {}
        }
    }

    /// Closes an element of the author's that opened at the same depth, and those that opened in it; false if there is none.
    fn close_sanitised_element(&mut self, name: &'static str) -> bool {
        let Some(at) = self.elements.position(name) else {
            return false;
        };
        while self.elements.open.len() > at {
            self.close_last();
        }
        true
    }

    /// Writes the closing tag of the innermost of the author's elements.
    pub fn close_last(&mut self) {
        let Some(OpenElement { name, .. }) = self.elements.open.pop() else {
            return;
        };
        self.link.raw = self.link.raw.saturating_sub(usize::from(name == "a"));
        let Cow::Borrowed(name) = name else {
            return self.push(&format!("</{name}>"));
        };
        let replacement = self.replacement(name);
        self.push(replacement.end);
        self.push("</");
        self.push(replacement.name);
        self.push(">");
    }
}

/// True if what is left of a character reference before the path could still spell a scheme.
fn is_unclear(target: &str) -> bool {
    let start = target.split(['/', '?', '#']).next();
    start.is_some_and(|start| start.contains('&'))
}

fn known(names: &'static str, name: &str) -> Option<&'static str> {
    names
        .split(' ')
        .find(|known| known.eq_ignore_ascii_case(name))
}
