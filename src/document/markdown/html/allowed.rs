//! HTML of authors who are trusted: passed on as it is written, with its links found. Only its ends are looked after: what an
//! author leaves open is closed where the text ends, and a closing tag that closes nothing of the text is left out, so that
//! no text changes the page around it.

use std::ops::Range;

use super::raw::role;
use super::state::OpenElement;
use super::writer::Writer;
use crate::config::RawHtml;
use crate::document::LinkRole;
use crate::document::markdown::escape;
use crate::document::markdown::raw_text::{RawText, holds_no_tags};
use crate::document::markdown::scheme;
use crate::document::tag::{RawAttribute, RawTag};

/// Elements without content, and those of which a page has one whatever a text says.
const NEVER_OPEN: &[&str] = &[
    "area", "base", "basefont", "bgsound", "body", "br", "col", "embed", "frame", "frameset",
    "head", "hr", "html", "image", "img", "input", "keygen", "link", "meta", "p", "param",
    "source", "track", "wbr",
];

/// Elements that go on in the next paragraph if they are not closed.
const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];

/// Elements that the start of another one of their family ends, each family with the inner ones first.
const FAMILIES: &[&[&[&str]]] = &[
    &[&["li"]],
    &[&["dd", "dt"]],
    &[
        &["td", "th"],
        &["tr"],
        &["caption", "colgroup", "tbody", "tfoot", "thead"],
    ],
    &[&["option"], &["optgroup"]],
    &[&["rb", "rp", "rt"], &["rtc"]],
];

impl Writer<'_> {
    /// Writes HTML as it is, with its links to be filled in.
    pub fn write_allowed(&mut self, html: &RawText) {
        self.write_tokens(html, |writer, tag, scanner| {
            if !writer.keep_balance(tag, html) {
                writer.leave_out(tag, html);
                return;
            }
            writer.write_allowed_tag(tag, html);
            if !tag.closing && holds_no_tags(tag.name) {
                writer.write_opaque(scanner.raw_content(tag.name), html);
            }
        });
    }

    /// Writes the content of an element that holds no tags, such as a script.
    fn write_opaque(&mut self, content: Range<usize>, html: &RawText) {
        let span = self.source.span(html.place(&content));
        let is_closed = content.is_empty() || content.end < html.text.len();
        let text = self.source.restored(html.slice(content)).into_owned();
        self.add_mentions(&text, span);
        self.push(&text);
        if !is_closed {
            self.close_last();
        }
    }

    /// Leaves a tag out that closes nothing of the text; another one becomes text.
    fn leave_out(&mut self, tag: &RawTag, html: &RawText) {
        self.note_link(tag);
        if !tag.closing {
            let text = self.source.restored(html.slice(tag.range.clone()));
            escape::text(&mut self.out.html, &text);
        }
    }

    fn write_allowed_tag(&mut self, tag: &RawTag, html: &RawText) {
        self.note_anchors(tag);
        self.note_link(tag);
        let mut written = tag.range.start;
        for attribute in &tag.attributes {
            let before = written..attribute.quoted.start;
            match target_of(tag, attribute) {
                AttributeTarget::None => {
                    let span = self.source.span(html.place(&attribute.value_range));
                    self.add_mentions(&escape::decoded(attribute.value), span);
                    continue;
                }
                AttributeTarget::Unchanged => {
                    self.check_unchanged(attribute, html);
                    continue;
                }
                AttributeTarget::Link(role) => {
                    self.push_restored(html.slice(before));
                    self.raw_href(attribute, role, html.place(&attribute.value_range));
                }
                AttributeTarget::Pictures => {
                    self.push_restored(html.slice(before));
                    self.raw_srcset(attribute, html);
                }
            }
            written = attribute.quoted.end;
        }
        self.push_restored(html.slice(written..tag.range.end));
    }

    /// Notes what a tag opens or closes; false for one that may not be on the page.
    fn keep_balance(&mut self, tag: &RawTag, html: &RawText) -> bool {
        let name = tag.name.to_ascii_lowercase();
        if name == "plaintext" {
            return false;
        }
        if NEVER_OPEN.contains(&name.as_str()) {
            return !(tag.closing && matches!(name.as_str(), "body" | "head" | "html"));
        }
        if tag.closing {
            return self.close_allowed(&name);
        }
        self.end_family(&name);
        if !self.is_whole_foreign(&name, html.slice(tag.range.clone())) {
            self.elements.push(name);
        }
        true
    }

    /// True for `<path/>` inside a drawing or a formula. Elsewhere such a slash closes nothing.
    fn is_whole_foreign(&self, name: &str, tag: &str) -> bool {
        let open = &self.elements.open;
        tag.ends_with("/>") && (is_root(name) || open.iter().any(|it| is_root(&it.name)))
    }

    /// Closes an element, and with it those that opened inside; false if it is not open here.
    fn close_allowed(&mut self, name: &str) -> bool {
        let Some(at) = self.elements.position(name) else {
            return false;
        };
        let inside = self.elements.open.split_off(at);
        let stay = inside.into_iter().skip(1);
        // Browsers go on with formatting after what it was opened in.
        let ends_all = !is_formatting(name);
        let stay = stay.filter(|it| !ends_all || is_formatting(&it.name));
        self.elements.open.extend(stay);
        true
    }

    /// Ends what the start of an element ends without a closing tag.
    fn end_family(&mut self, name: &str) {
        let rank =
            |family: &&[&[&str]], name: &str| family.iter().position(|names| names.contains(&name));
        let family = FAMILIES.iter().find_map(|it| Some((it, rank(it, name)?)));
        let Some((family, own)) = family else { return };
        let depth = self.elements.depth;
        let ends = |open: &OpenElement| {
            open.depth == depth && rank(family, &open.name).is_some_and(|it| it <= own)
        };
        while self.elements.open.pop_if(|open| ends(open)).is_some() {}
    }

    /// A paragraph ends: formatting that its author left open goes on after it.
    pub fn carry_formatting_on(&mut self) {
        if self.input.raw_html != RawHtml::Allow {
            return;
        }
        let depth = self.elements.depth;
        for element in &mut self.elements.open {
            if element.depth == depth && is_formatting(&element.name) {
                element.depth -= 1;
            }
        }
        self.elements.open.sort_by_key(|element| element.depth);
    }
}

/// True for the root of a drawing or a formula.
fn is_root(name: &str) -> bool {
    matches!(name, "svg" | "math")
}

fn is_formatting(name: &str) -> bool {
    FORMATTING.contains(&name)
}

/// What an attribute leads to.
enum AttributeTarget {
    /// It is not a link; its value may still mention files.
    None,
    /// Nothing of the site or the web.
    Unchanged,
    Link(LinkRole),
    /// The pictures of a `srcset`.
    Pictures,
}

fn target_of(tag: &RawTag, attribute: &RawAttribute) -> AttributeTarget {
    if tag.closing {
        return AttributeTarget::None;
    }
    if attribute.name.eq_ignore_ascii_case("srcset") && !attribute.value.is_empty() {
        return AttributeTarget::Pictures;
    }
    let Some(role) = role(tag.name, attribute.name) else {
        return AttributeTarget::None;
    };
    let target = escape::decoded(attribute.value);
    if target.trim().is_empty() || !scheme::is_web(&target) {
        return AttributeTarget::Unchanged;
    }
    AttributeTarget::Link(role)
}
