//! Text that runs off its page: a reader of the file would not see it, and Typst says nothing.

use typst::layout::{Abs, Frame, FrameItem, Point, Size, Transform};
use typst::syntax::Span;
use typst::text::TextItem;
use typst_layout::Page;

/// What is off by less is rounding.
const SLACK: Abs = Abs::raw(1.0);

/// Where in the text the words come from that are off their pages, each place once.
pub fn off_page(pages: &[Page]) -> Vec<Span> {
    let mut found = Vec::new();
    for page in pages {
        let seen = Seen {
            place: Transform::identity(),
            page: page.frame.size(),
        };
        seen.look_at(&page.frame, &mut found);
    }
    found.dedup();
    found
}

/// What is seen of a frame on its page.
#[derive(Clone, Copy)]
struct Seen {
    place: Transform,
    page: Size,
}

impl Seen {
    fn look_at(self, frame: &Frame, found: &mut Vec<Span>) {
        for (at, item) in frame.items() {
            let place = self.place.pre_concat(Transform::translate(at.x, at.y));
            match item {
                FrameItem::Group(group) => {
                    let seen = Seen {
                        place: place.pre_concat(group.transform),
                        ..self
                    };
                    seen.look_at(&group.frame, found);
                }
                FrameItem::Text(text) if self.is_off(text, place) => {
                    found.extend(text.glyphs.first().map(|glyph| glyph.span.0));
                }
                _ => {}
            }
        }
    }

    /// True if a text begins or ends outside of its page.
    fn is_off(self, text: &TextItem, place: Transform) -> bool {
        let ends = [Abs::zero(), text.width()];
        ends.into_iter().any(|x| {
            let at = Point::new(x, Abs::zero()).transform(place);
            let is_within = |at: Abs, most: Abs| at >= -SLACK && at <= most + SLACK;
            !(is_within(at.x, self.page.x) && is_within(at.y, self.page.y))
        })
    }
}
