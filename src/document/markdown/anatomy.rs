//! What a Markdown text is made of, for those who judge how it is written. Makes no HTML.
//!
//! Read by the same parser from the same prepared source as the text's HTML, so that both see the same.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::source::Source;
use super::{Input, options};
use crate::base::Span;

/// The parts of a text, each kind in the order of the text; places are those of the author's file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Anatomy {
    /// Its pictures, those of raw HTML left out.
    pub pictures: Vec<Picture>,
}

/// A picture as its author wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The text in its place; empty where nothing is said.
    pub alt: String,
    /// Where it leads, as written.
    pub target: String,
    /// Where it stands.
    pub span: Span,
}

/// Takes a text apart.
pub fn anatomy(input: &Input) -> Anatomy {
    let source = Source::new(input);
    let mut reader = Reader { source: &source, found: Anatomy::default(), picture: None };
    for (event, range) in Parser::new_ext(source.text(), options(source.text())).into_offset_iter() {
        reader.event(&event, range);
    }
    reader.found
}

struct Reader<'a> {
    source: &'a Source<'a>,
    found: Anatomy,
    picture: Option<Open>,
}

/// A picture whose text is being read, and how many pictures are open inside that text.
struct Open {
    picture: Picture,
    is_named_by_target: bool,
    inner: usize,
}

impl Reader<'_> {
    fn event(&mut self, event: &Event, range: Range<usize>) {
        match (&mut self.picture, event) {
            (Some(open), event) => {
                if open.take(event)
                    && let Some(open) = self.picture.take()
                {
                    self.found.pictures.push(open.closed(self.source));
                }
            }
            (None, Event::Start(Tag::Image { link_type, dest_url, .. })) => {
                let span = self.source.span(range);
                let picture = Picture { alt: String::new(), target: dest_url.to_string(), span };
                // `![[plan.png]]` gives its target as its text, which says nothing about the picture.
                let is_named_by_target = matches!(link_type, LinkType::WikiLink { has_pothole: false });
                self.picture = Some(Open { picture, is_named_by_target, inner: 0 });
            }
            _ => {}
        }
    }
}

impl Open {
    /// Takes an event inside the picture's text; true where the picture ends with it.
    fn take(&mut self, event: &Event) -> bool {
        match event {
            Event::Text(text) | Event::Code(text) => self.picture.alt.push_str(text),
            Event::SoftBreak | Event::HardBreak => self.picture.alt.push(' '),
            Event::Start(Tag::Image { .. }) => self.inner += 1,
            Event::End(TagEnd::Image) if self.inner > 0 => self.inner -= 1,
            Event::End(TagEnd::Image) => return true,
            _ => {}
        }
        false
    }

    fn closed(self, source: &Source) -> Picture {
        let Picture { alt, target, span } = self.picture;
        let alt = if self.is_named_by_target { String::new() } else { source.restored(&alt).into_owned() };
        Picture { alt, target: source.restored(&target).into_owned(), span }
    }
}
