//! What templates see of a link, of the file it leads to, and of a picture.

use std::borrow::Cow;

use serde::Serialize;

use crate::content::{Asset, Facts, FileType};
use crate::document::{Image, LinkId};
use crate::edition::EditionSize;
use crate::graph::{AssetId, Node, Target};
use crate::html::Picture;
use crate::layout::context::RenderContext;

/// A link, with what is known of the file it leads to.
#[derive(Debug, Default, Serialize)]
pub struct LinkView<'l> {
    url: &'l str,
    external: bool,
    title: Cow<'l, str>,
    name: &'l str,
    /// In bytes.
    size: Option<u64>,
    size_text: String,
    media_type: &'l str,
    type_label: Cow<'l, str>,
    pages: Option<u32>,
    #[serde(flatten)]
    pixels: PixelSize,
}

/// The sizes of a picture; none for what is not a picture.
#[derive(Debug, Default, Serialize)]
struct PixelSize {
    width: Option<u32>,
    height: Option<u32>,
    /// The smaller sizes it is published in, as WebP: the value of `srcset`. Empty if there are none.
    srcset: String,
}

/// A picture, with the text that stands in for it.
#[derive(Debug, Default, Serialize)]
pub struct ImageView<'i> {
    url: &'i str,
    alt: Cow<'i, str>,
    caption: Option<Cow<'i, str>>,
    credit: Option<Cow<'i, str>>,
    #[serde(flatten)]
    pixels: PixelSize,
}

/// The file that a link leads to.
struct LinkedFile<'f> {
    asset: Option<&'f Asset>,
    facts: Facts,
    picture: Option<&'f Picture>,
}

impl<'l> LinkView<'l> {
    /// A link of a document; `None` if the document has no such link.
    pub fn new(context: &'l RenderContext, node: Node<'l>, id: LinkId) -> Option<LinkView<'l>> {
        let link = context.link(node, id)?;
        let href = link.href.as_str();
        let title = match link.target {
            Target::Node(target) => context.title_of(context.node(target)),
            _ => without_scheme(href).into(),
        };
        let file = LinkedFile::new(context, link.target);
        let of_file = match file.asset {
            Some(asset) => LinkView::of_file(context, node, asset.file.name(), Some(asset.size)),
            None => LinkView {
                name: href.rsplit('/').next().unwrap_or(href),
                ..LinkView::default()
            },
        };
        Some(LinkView {
            url: href,
            external: link.target == Target::Outside,
            title,
            pages: file.facts.pages(),
            pixels: file.pixels(href),
            ..of_file
        })
    }

    /// What is said of a file, in the words of the document's language: pages in others may say it too.
    fn of_file(
        context: &RenderContext<'l>,
        node: Node<'l>,
        name: &'l str,
        size: Option<u64>,
    ) -> LinkView<'l> {
        let words = context.shown_words(node);
        let FileType {
            label, media_type, ..
        } = FileType::of(name);
        let file_type = words.file_type(label);
        LinkView {
            name,
            size,
            size_text: size.map_or_else(String::new, |size| {
                let said = words.size(size);
                context.in_language_of(node, &said).into_owned()
            }),
            media_type,
            type_label: if file_type == label {
                label.into()
            } else {
                context.in_language_of(node, file_type)
            },
            ..LinkView::default()
        }
    }

    /// A link to an edition of a document; its size is not known where it is made only when a reader wants it.
    pub fn to_edition(
        context: &RenderContext<'l>,
        node: Node<'l>,
        url: &'l str,
        size: Option<EditionSize>,
    ) -> LinkView<'l> {
        let name = url.rsplit('/').next().unwrap_or(url);
        let of_file = LinkView::of_file(context, node, name, size.map(|size| size.bytes));
        LinkView {
            url,
            title: url.into(),
            pages: size.and_then(|size| size.pages),
            ..of_file
        }
    }

    /// A link that leads to no place on any site: `mailto:`, `tel:`.
    pub fn without_place(url: &'l str) -> LinkView<'l> {
        LinkView {
            url,
            external: true,
            title: url.split_once(':').map_or(url, |(_, rest)| rest).into(),
            ..LinkView::default()
        }
    }
}

fn without_scheme(href: &str) -> &str {
    href.trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_end_matches('/')
}

impl<'i> ImageView<'i> {
    /// A picture of a document, whose words are shown as `shown` says; `None` if the document has no link to it.
    pub fn new(
        context: &'i RenderContext,
        node: Node<'i>,
        image: &'i Image,
        shown: &dyn Fn(&'i str, bool) -> Cow<'i, str>,
    ) -> Option<ImageView<'i>> {
        let link = context.link(node, image.file)?;
        let file = LinkedFile::new(context, link.target);
        let of_source = image.of_source;
        let (caption, credit) = (image.caption.as_deref(), image.credit.as_deref());
        Some(ImageView {
            url: &link.href,
            alt: shown(&image.alt, of_source.alt),
            caption: caption.map(|words| shown(words, of_source.caption)),
            credit: credit.map(|words| shown(words, of_source.credit)),
            pixels: file.pixels(&link.href),
        })
    }
}

impl<'f> LinkedFile<'f> {
    fn new(context: &RenderContext<'f>, target: Target) -> LinkedFile<'f> {
        let Target::Asset(AssetId(id)) = target else {
            return LinkedFile {
                asset: None,
                facts: Facts::default(),
                picture: None,
            };
        };
        let place = id as usize;
        let site = context.site;
        LinkedFile {
            asset: site.graph.assets().get(place).map(|(asset, _)| asset),
            facts: site.facts.get(place).cloned().unwrap_or_default(),
            picture: site.pictures.get(AssetId(id)),
        }
    }

    /// The size of the picture at the file's own address, and the others it has.
    fn pixels(&self, href: &str) -> PixelSize {
        let as_published = self.picture.and_then(|picture| picture.size);
        let size = as_published.or(self.facts.picture.size);
        PixelSize {
            width: size.map(|(width, _)| width),
            height: size.map(|(_, height)| height),
            srcset: self
                .picture
                .map_or_else(String::new, |picture| picture.srcset(href)),
        }
    }
}
