//! What templates see of a link, of the file it leads to, and of a picture.

use tera::Value as View;

use super::record::Record;
use super::view::Shared;
use crate::base::Words;
use crate::content::{Asset, Facts};
use crate::document::{Image, LinkId};
use crate::graph::{AssetId, Node, Target};

impl<'v> Shared<'v> {
    /// A link of a document: where it leads, and for a file what it is.
    pub fn link(&self, node: Node, id: LinkId) -> View {
        let Some(link) = node.links().get(id.0 as usize) else {
            return View::none();
        };
        let mut map = Record::default();
        map.set("url", link.href.as_str());
        map.set("external", link.target == Target::Outside);
        let title = match link.target {
            Target::Node(target) => self.graph.node(target).outline().title.clone(),
            _ => link
                .href
                .trim_start_matches("https://")
                .trim_start_matches("http://")
                .trim_end_matches('/')
                .to_owned(),
        };
        map.set("title", title);
        let (asset, facts) = self.file(link.target);
        describe_file(&mut map, asset, (&link.href, self.known(node).words));
        map.set("pages", facts.pages);
        set_size(&mut map, facts);
        View::from(map)
    }

    /// A picture with what stands for it.
    pub(super) fn image(&self, node: Node, image: &Image) -> View {
        let Some(link) = node.links().get(image.file.0 as usize) else {
            return View::none();
        };
        let mut map = Record::default();
        map.set("url", link.href.as_str());
        map.set("alt", image.alt.as_str());
        map.set("caption", image.caption.clone());
        map.set("credit", image.credit.clone());
        set_size(&mut map, self.file(link.target).1);
        View::from(map)
    }

    /// The file at the end of a link, and what is known of it.
    fn file(&self, target: Target) -> (Option<&'v Asset>, Facts) {
        let Target::Asset(AssetId(id)) = target else {
            return (None, Facts::default());
        };
        let asset = self.graph.assets().get(id as usize).map(|(asset, _)| asset);
        (
            asset,
            self.facts.get(id as usize).copied().unwrap_or_default(),
        )
    }
}

/// Adds `width` and `height`, none for what is no picture.
fn set_size(map: &mut Record, facts: Facts) {
    map.set("width", facts.size.map(|(width, _)| width));
    map.set("height", facts.size.map(|(_, height)| height));
}

fn describe_file(map: &mut Record, asset: Option<&Asset>, (href, words): (&str, &Words)) {
    let name = asset.map_or_else(
        || href.rsplit('/').next().unwrap_or(href).to_owned(),
        |asset| asset.file.name().to_owned(),
    );
    map.set("name", name);
    map.set("size", asset.map(|asset| asset.size));
    map.set(
        "size_text",
        asset.map_or_else(String::new, |asset| words.size(asset.size)),
    );
    map.set("media_type", asset.map_or("", Asset::media_type));
    map.set(
        "type_label",
        asset.map_or("", |asset| words.file_type(asset.type_label())),
    );
}
