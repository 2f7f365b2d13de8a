//! The author's HTML: its tags, and the parts that Markdown could have written too.

use std::ops::Range;

use super::parts::{Attribute, Element, ElementForm, LinkForm, Notation, Picture, WrittenVideo};
use super::reader::{OpenHeading, Reader};
use crate::config::RawHtml;
use crate::document::markdown::escape;
use crate::document::markdown::raw_text::{RawText, holds_no_tags};
use crate::document::tag::{RawAttribute, RawTag, Scanner, Token};

/// Elements inside a line: text goes on before and after them.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em",
    "font", "i", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike",
    "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

impl Reader<'_> {
    /// Reads HTML that the author wrote.
    pub fn raw(&mut self, raw: &RawText) {
        if self.raw_html == RawHtml::Escape {
            return self.raw_words(&raw.text, raw.place(&(0..raw.text.len())));
        }
        let mut scanner = Scanner::new(&raw.text);
        while let Some(token) = scanner.next() {
            match token {
                Token::Text(range) => {
                    let words = escape::decoded(raw.slice(range.clone()));
                    self.raw_words(&words, raw.place(&range));
                }
                Token::Other(_) | Token::UnclosedComment(_) => {}
                Token::Tag(tag) if self.opaque.is_some_and(|name| !ends(&tag, name)) => {}
                Token::Tag(tag) => {
                    self.tag(&tag, raw);
                    if !tag.closing && holds_no_tags(tag.name) {
                        scanner.raw_content(tag.name);
                    }
                }
            }
        }
    }

    fn raw_words(&mut self, text: &str, range: Range<usize>) {
        if self.opaque.is_none() && !text.trim().is_empty() {
            let source = self.source;
            self.say(&source.restored(text), range);
        }
    }

    fn tag(&mut self, tag: &RawTag, raw: &RawText) {
        let name = tag.name.to_ascii_lowercase();
        let place = raw.place(&tag.range);
        if INLINE.binary_search(&name.as_str()).is_err() && name != "img" && name != "br" {
            self.close_passage();
        }
        self.opaque = match name.as_str() {
            "script" if !tag.closing => Some("script"),
            "style" if !tag.closing => Some("style"),
            "textarea" if !tag.closing => Some("textarea"),
            "title" if !tag.closing => Some("title"),
            _ => None,
        };
        let element = self.element(tag, name, raw);
        if tag.closing {
            self.close_tag(&element, place);
        } else {
            self.open_tag(&element, place);
        }
        if self.raw_html == RawHtml::Allow {
            self.facts.elements.push(element);
        }
    }

    fn element(&mut self, tag: &RawTag, name: String, raw: &RawText) -> Element {
        let is_root = name == "svg" || name == "math";
        let form = form(tag, raw);
        let is_foreign = self.foreign > 0 || is_root;
        match form {
            ElementForm::Opening if is_root => self.foreign += 1,
            ElementForm::Closing if is_root => self.foreign = self.foreign.saturating_sub(1),
            _ => {}
        }
        let attributes = tag.attributes.iter();
        Element {
            is_capitalised: tag.name.starts_with(|c: char| c.is_ascii_uppercase()),
            name,
            form,
            is_foreign,
            attributes: attributes.map(|it| self.attribute(it, raw)).collect(),
            span: self.source.span(raw.place(&tag.range)),
        }
    }

    fn attribute(&self, attribute: &RawAttribute, raw: &RawText) -> Attribute {
        let name = attribute.name.as_ptr().addr();
        let start = name.saturating_sub(raw.text.as_ptr().addr());
        let range = start..attribute.quoted.end;
        Attribute {
            name: attribute.name.to_ascii_lowercase(),
            value: self
                .source
                .restored(&escape::decoded(attribute.value))
                .into_owned(),
            span: self.source.span(raw.place(&range)),
        }
    }

    fn open_tag(&mut self, element: &Element, place: Range<usize>) {
        match element.name.as_str() {
            "a" => {
                if let Some(target) = element.get("href") {
                    // A link in a link ends it, as in browsers.
                    self.end_raw_link();
                    self.open_link(LinkForm::Html, target.trim().to_owned(), place);
                }
            }
            "img" => self.raw_picture(element),
            "video" => self.raw_video(element),
            "track" => self.raw_track(element),
            "abbr" | "dfn"
                if element
                    .get("title")
                    .is_some_and(|title| !title.trim().is_empty()) =>
            {
                self.explained = Some(String::new());
            }
            "blockquote" => self.quotations += 1,
            name if self.heading.is_none() => {
                self.heading = level(name).map(|level| OpenHeading {
                    level,
                    text: String::new(),
                    notation: Notation::Html,
                    range: place,
                });
            }
            _ => {}
        }
    }

    fn close_tag(&mut self, element: &Element, place: Range<usize>) {
        match element.name.as_str() {
            "a" => self.end_raw_link(),
            "abbr" | "dfn" => self.facts.abbreviations.extend(self.explained.take()),
            "blockquote" => self.end_quotation(),
            "video" => self.video = None,
            name => {
                let is_open = |open: &OpenHeading| {
                    open.notation == Notation::Html && Some(open.level) == level(name)
                };
                if self.heading.as_ref().is_some_and(is_open) {
                    self.end_heading(place.end);
                }
            }
        }
    }

    fn end_raw_link(&mut self) {
        if self.is_in_html_link() {
            self.end_link();
        }
    }

    /// A film that makes no sound needs no captions.
    fn raw_video(&mut self, element: &Element) {
        if self.raw_html != RawHtml::Allow || element.get("muted").is_some() {
            return;
        }
        let title = element.get("aria-label").or(element.get("title"));
        self.video = Some(self.facts.videos.len());
        self.facts.videos.push(WrittenVideo {
            title: title.unwrap_or("").trim().to_owned(),
            lacks_transcript: false,
            lacks_captions: true,
            notation: Notation::Html,
            span: element.span,
        });
    }

    /// Captions of the film around it. A track that does not say what it is shows subtitles.
    fn raw_track(&mut self, element: &Element) {
        let kind = element.get("kind").unwrap_or("subtitles");
        let mut words = ["captions", "subtitles", ""].iter();
        let shows_words = words.any(|word| word.eq_ignore_ascii_case(kind));
        let video = self.video.and_then(|at| self.facts.videos.get_mut(at));
        if let (true, Some(video)) = (shows_words, video) {
            video.lacks_captions = false;
        }
    }

    fn raw_picture(&mut self, element: &Element) {
        let says = |name: &str, value: &str| {
            element
                .get(name)
                .is_some_and(|it| it.eq_ignore_ascii_case(value))
        };
        let alt = element.get("alt");
        let is_hidden =
            says("aria-hidden", "true") || says("role", "presentation") || says("role", "none");
        let label = || element.get("aria-label").or(element.get("title"));
        let words = alt.or_else(label).unwrap_or("").trim();
        self.add_picture(Picture {
            alt: words.to_owned(),
            is_decorative: is_hidden || (alt.is_some() && words.is_empty()),
            target: element.get("src").unwrap_or("").to_owned(),
            notation: Notation::Html,
            span: element.span,
        });
    }
}

/// Which half of an element a tag is.
fn form(tag: &RawTag, raw: &RawText) -> ElementForm {
    if tag.closing {
        ElementForm::Closing
    } else if raw.slice(tag.range.clone()).ends_with("/>") {
        ElementForm::Whole
    } else {
        ElementForm::Opening
    }
}

fn ends(tag: &RawTag, name: &str) -> bool {
    tag.closing && tag.name.eq_ignore_ascii_case(name)
}

/// The level of a heading, by the name of its element.
fn level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}
