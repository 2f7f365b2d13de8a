//! Pictures. Their text is plain, since it goes into an attribute.

use super::guest::{ForeignPicture, is_on_other_site};
use super::writer::Writer;
use crate::document::markdown::scheme::{self, Scheme};
use crate::document::markdown::tree::{Image, NodeId};
use crate::document::{Filling, LinkId, LinkRole};

impl Writer<'_> {
    pub fn image(&mut self, id: NodeId, image: &Image) {
        let alt = if image.is_named_by_target {
            String::new()
        } else {
            self.tree.plain_text(id)
        };
        if self.is_guest() && is_on_other_site(&image.target) {
            return self.picture_as_link(ForeignPicture {
                target: image.target.to_string(),
                alt,
                place: image.target_range.clone(),
            });
        }
        let picture = self.src(image);
        self.attribute("alt", &alt);
        if !image.title.is_empty() {
            self.attribute("title", &image.title);
        }
        self.push(" loading=\"lazy\">");
        if let Some(picture) = picture {
            self.slot(Filling::PictureEnd(picture));
        }
        if self.is_in_heading {
            self.prose.add_plain(&alt);
        }
    }

    /// Begins a picture with the `src` that its target deserves. Returns the link to a file of the site, which may stand
    /// there in several sizes.
    fn src(&mut self, image: &Image) -> Option<LinkId> {
        let (target, place) = (&*image.target, image.target_range.clone());
        match self.scheme_of(target) {
            Scheme::Web if self.is_foreign(target, place.clone()) => {
                self.push("<img");
                self.attribute("src", target);
                None
            }
            Scheme::Web => {
                let span = self.source.span(place);
                let link = self.add_link(target.to_owned(), LinkRole::Picture, span);
                self.slot(Filling::PictureStart(link));
                self.push("<img src=\"");
                self.slot(Filling::Href(link));
                self.push("\"");
                self.slot(Filling::Dimensions(link));
                Some(link)
            }
            _ => {
                self.push("<img");
                if scheme::is_refused(target, self.input.link_schemes) {
                    self.refuse(target, self.source.span(place));
                } else {
                    self.attribute("src", target);
                }
                None
            }
        }
    }
}
