//! Pictures of Markdown: their texts are read event by event.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::parts::{Picture, Written};
use super::reader::Reader;

/// A picture whose text is being read, and how many pictures are open inside that text.
pub(super) struct OpenPicture {
    picture: Picture,
    is_named_by_target: bool,
    inner: usize,
}

impl Reader<'_> {
    /// A picture starts.
    pub fn start_picture(&mut self, kind: LinkType, target: &str, range: Range<usize>) {
        self.passage(&range).push_other();
        let target = self.source.restored(target).into_owned();
        let span = self.source.span(range);
        let (alt, written) = (String::new(), Written::Markdown);
        let picture = Picture {
            alt,
            is_decorative: false,
            target,
            written,
            span,
        };
        // `![[plan.png]]` gives its target as its text, which says nothing about the picture.
        let is_named_by_target = matches!(kind, LinkType::WikiLink { has_pothole: false });
        self.picture = Some(OpenPicture {
            picture,
            is_named_by_target,
            inner: 0,
        });
    }

    /// Takes an event inside a picture.
    pub fn in_picture(&mut self, event: &Event) {
        let Some(open) = &mut self.picture else {
            return;
        };
        match event {
            Event::Text(text) | Event::Code(text) => open.picture.alt.push_str(text),
            Event::SoftBreak | Event::HardBreak => open.picture.alt.push(' '),
            Event::Start(Tag::Image { .. }) => open.inner += 1,
            Event::End(TagEnd::Image) if open.inner > 0 => open.inner -= 1,
            Event::End(TagEnd::Image) => self.end_picture(),
            _ => {}
        }
    }

    fn end_picture(&mut self) {
        let Some(OpenPicture {
            mut picture,
            is_named_by_target,
            ..
        }) = self.picture.take()
        else {
            return;
        };
        let alt = self.source.restored(&picture.alt).into_owned();
        picture.alt = if is_named_by_target {
            String::new()
        } else {
            alt
        };
        self.add_picture(picture);
    }

    /// A picture names what it stands in.
    pub fn add_picture(&mut self, picture: Picture) {
        self.name(&picture.alt);
        self.links
            .iter_mut()
            .for_each(|open| open.link.has_picture = true);
        self.found.pictures.push(picture);
    }
}
