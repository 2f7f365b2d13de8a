//! Pictures. Their text is plain, since it goes into an attribute.

use super::guest::{ForeignPicture, is_on_other_site};
use super::writer::Writer;
use crate::document::markdown::scheme::{self, Scheme};
use crate::document::markdown::tree::{Image, NodeId};
use crate::document::{Filling, LinkRole};

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
        self.push("<img");
        self.src(image);
        self.attribute("alt", &alt);
        if !image.title.is_empty() {
            self.attribute("title", &image.title);
        }
        self.push(" loading=\"lazy\">");
        if self.is_in_heading {
            self.prose.add_plain(&alt);
        }
    }

    /// Adds the `src` that the target of a picture deserves.
    fn src(&mut self, image: &Image) {
        let (target, place) = (&*image.target, image.target_range.clone());
        match self.scheme_of(target) {
            Scheme::Web if self.is_foreign(target, place.clone()) => self.attribute("src", target),
            Scheme::Web => {
                let span = self.source.span(place);
                let link = self.add_link(target.to_owned(), LinkRole::File, span);
                self.push(" src=\"");
                self.slot(Filling::Href(link));
                self.push("\"");
                self.slot(Filling::Dimensions(link));
            }
            _ if scheme::is_refused(target, self.input.link_schemes) => {
                self.refuse(target, self.source.span(place))
            }
            _ => self.attribute("src", target),
        }
    }
}
