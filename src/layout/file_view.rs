//! What templates see of a link, of the file it leads to, and of a picture.

use tera::{Map, Value as View};

use super::view::Shared;
use crate::base::Words;
use crate::content::{Asset, Facts};
use crate::document::{Image, LinkId};
use crate::graph::{AssetId, Node, Target};

impl<'v> Shared<'v> {
    /// A link of a document: where it leads, and for a file what it is.
    pub fn link(&self, node: &Node, id: LinkId) -> View {
        let Some(link) = node.links.get(id.0 as usize) else { return View::none() };
        let mut map = Map::new();
        map.insert("url".into(), link.href.as_str().into());
        map.insert("external".into(), (link.target == Target::Outside).into());
        let title = match link.target {
            Target::Node(target) => self.graph.node(target).outline().title.clone(),
            _ => link
                .href
                .trim_start_matches("https://")
                .trim_start_matches("http://")
                .trim_end_matches('/')
                .to_owned(),
        };
        map.insert("title".into(), title.into());
        let (asset, facts) = self.file(link.target);
        describe_file(&mut map, asset, (&link.href, self.known(node).words));
        map.insert("pages".into(), facts.pages.into());
        set_size(&mut map, facts);
        View::from(map)
    }

    /// A picture with what stands for it.
    pub(super) fn image(&self, node: &Node, image: &Image) -> View {
        let Some(link) = node.links.get(image.file.0 as usize) else { return View::none() };
        let mut map = Map::new();
        map.insert("url".into(), link.href.as_str().into());
        map.insert("alt".into(), image.alt.as_str().into());
        map.insert("caption".into(), image.caption.clone().into());
        map.insert("credit".into(), image.credit.clone().into());
        set_size(&mut map, self.file(link.target).1);
        View::from(map)
    }

    /// The file at the end of a link, and what is known of it.
    fn file(&self, target: Target) -> (Option<&'v Asset>, Facts) {
        let Target::Asset(AssetId(id)) = target else { return (None, Facts::default()) };
        let asset = self.graph.assets.get(id as usize).map(|(asset, _)| asset);
        (asset, self.facts.get(id as usize).copied().unwrap_or_default())
    }
}

/// Adds `width` and `height`, none for what is no picture.
fn set_size(map: &mut Map, facts: Facts) {
    map.insert("width".into(), facts.size.map(|(width, _)| width).into());
    map.insert("height".into(), facts.size.map(|(_, height)| height).into());
}

fn describe_file(map: &mut Map, asset: Option<&Asset>, (href, words): (&str, &Words)) {
    let name = asset.map_or_else(
        || href.rsplit('/').next().unwrap_or(href).to_owned(),
        |asset| asset.file.name().to_owned(),
    );
    map.insert("name".into(), name.into());
    map.insert("size".into(), asset.map(|asset| asset.size).into());
    map.insert("size_text".into(), asset.map_or_else(String::new, |asset| words.size(asset.size)).into());
    map.insert("media_type".into(), asset.map_or("", Asset::media_type).into());
    map.insert("type_label".into(), asset.map_or("", |asset| words.file_type(asset.type_label())).into());
}
