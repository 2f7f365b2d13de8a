//! Files named in `[[…]]`: which one a bare name means, and what it is called.

use std::collections::{BTreeMap, HashMap};

use super::Node;
use super::target::{candidates, path_of};
use crate::base::Address;
use crate::base::nearest::did_you_mean;
use crate::content::Asset;
use crate::document::{Outline, Value};

/// The public files by their names, and the titles that attachments give them.
pub(super) struct FileNames<'n> {
    by_name: BTreeMap<&'n str, Vec<usize>>,
    /// By the path of the file; the first document that attaches it counts.
    titles: HashMap<String, &'n str>,
}

impl<'n> FileNames<'n> {
    pub fn new(nodes: &'n [Node], assets: &'n [(Asset, Address)]) -> FileNames<'n> {
        let mut names = FileNames { by_name: BTreeMap::new(), titles: HashMap::new() };
        for (at, (asset, _)) in assets.iter().enumerate() {
            names.by_name.entry(asset.file.name()).or_default().push(at);
        }
        for (path, title) in nodes.iter().flat_map(|node| attached(node.outline())) {
            names.titles.entry(path).or_insert(title);
        }
        names
    }

    /// The files with this name, wherever they stand.
    pub fn called(&self, name: &str) -> &[usize] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// The name of a file that is near to one that is not there.
    pub fn near(&self, name: &str) -> Option<String> {
        did_you_mean(name, self.by_name.keys().copied())
    }

    /// What a file is called on a page: as the page's own attachment, as another's, or else by its name.
    pub fn title(&self, asset: &Asset, on: Option<&Outline>) -> String {
        let path = asset.file.as_str();
        let own = on.and_then(|outline| attached(outline).find(|(attached, _)| attached == path));
        let title = own.map(|(_, title)| title).or_else(|| self.titles.get(path).copied());
        title.unwrap_or(asset.file.name()).to_owned()
    }
}

/// The paths that a document's attachments may mean, each with the attachment's title.
fn attached(outline: &Outline) -> impl Iterator<Item = (String, &str)> {
    let attachments = match outline.fields.get("attachments") {
        Some(Value::List(attachments)) => attachments.as_slice(),
        _ => &[],
    };
    attachments.iter().filter_map(|attachment| title_of(outline, attachment))
}

fn title_of<'o>(outline: &Outline, attachment: &'o Value) -> Option<(String, &'o str)> {
    let Value::Map(entries) = attachment else { return None };
    let entry = |name: &str| entries.iter().find(|(key, _)| key == name).map(|(_, value)| value);
    let (Some(Value::Link(file)), Some(Value::Text(title))) = (entry("file"), entry("title")) else {
        return None;
    };
    let link = outline.links.get(file.0 as usize)?;
    let path = candidates(&outline.file, path_of(&link.target)?)?.into_iter().next()?;
    Some((path, title.as_str()))
}
