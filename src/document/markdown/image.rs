//! Pictures. Their text is plain, since it goes into an attribute.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

use super::guest::{self, Elsewhere};
use super::scheme::{self, Scheme};
use super::writer::Writer;
use crate::document::{Filling, LinkRole};

/// A picture whose alternative text is being collected.
pub(super) struct OpenImage<'a> {
    kind: LinkType,
    target: CowStr<'a>,
    title: CowStr<'a>,
    range: Range<usize>,
    alt: String,
    /// Pictures open inside its text.
    inner: usize,
}

impl<'a> OpenImage<'a> {
    /// A picture without text yet.
    pub fn new(
        kind: LinkType,
        target: CowStr<'a>,
        title: CowStr<'a>,
        range: Range<usize>,
    ) -> OpenImage<'a> {
        OpenImage {
            kind,
            target,
            title,
            range,
            alt: String::new(),
            inner: 0,
        }
    }
}

impl Writer<'_> {
    /// An event inside a picture's text.
    pub fn image_event(&mut self, event: &Event) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Text(text) | Event::Code(text) => image.alt.push_str(text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            Event::Start(Tag::Image { .. }) => image.inner += 1,
            Event::End(TagEnd::Image) if image.inner > 0 => image.inner -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            _ => {}
        }
    }

    fn is_foreign_image(&mut self, target: &str, range: Range<usize>) -> bool {
        let place = self.destination(target, range);
        self.is_foreign(target, place)
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else {
            return;
        };
        // `![[plan.png]]` gives its target as its text, which says nothing about the picture.
        let named_by_target = matches!(image.kind, LinkType::WikiLink { has_pothole: false });
        let alt = if named_by_target {
            String::new()
        } else {
            self.source.restored(&image.alt).into_owned()
        };
        let target = self.source.restored(&image.target).into_owned();
        if self.is_guest() && guest::is_elsewhere(&target) {
            let place = self.destination(&image.target, image.range);
            return self.picture_as_link(Elsewhere { target, alt, place });
        }
        self.out.html.push_str("<img");
        match scheme::of(&target) {
            Scheme::Web if self.is_foreign_image(&image.target, image.range.clone()) => {
                self.attribute("src", &target);
            }
            Scheme::Web => {
                let place = self.destination(&image.target, image.range);
                let span = self.source.span(place);
                let link = self.add_link(target, LinkRole::File, span);
                self.out.html.push_str(" src=\"");
                self.slot(Filling::Href(link));
                self.out.html.push('"');
                self.slot(Filling::Dimensions(link));
            }
            _ if scheme::is_refused(&target) => {
                let place = self.destination(&image.target, image.range);
                self.refuse(&target, self.source.span(place));
            }
            _ => self.attribute("src", &target),
        }
        self.attribute("alt", &alt);
        if !image.title.is_empty() {
            self.attribute("title", &self.source.restored(&image.title));
        }
        self.out.html.push_str(" loading=\"lazy\">");
        if self.heading.is_some() {
            self.prose.add_plain(&alt);
        }
    }
}
