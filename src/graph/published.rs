//! Which files of `content/` are public, and where they stand.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::target::{candidates, path_of};
use super::{Input, Node};
use crate::base::Address;
use crate::content::Asset;
use crate::document::{Document, Outline};

/// The files that are published: all but those that only hidden documents own or use.
pub(super) fn assets(nodes: &[Node], hidden: &[Arc<Document>], input: &Input) -> Vec<(Asset, Address)> {
    let uses = |outline: &Outline| -> BTreeSet<String> {
        outline
            .links
            .iter()
            .filter_map(|link| candidates(&outline.file, path_of(&link.target)?))
            .flatten()
            .collect()
    };
    let hidden_folders: HashSet<String> =
        hidden.iter().filter_map(|document| own_folder(&document.outline)).collect();
    let hidden_uses: BTreeSet<String> = hidden.iter().flat_map(|document| uses(&document.outline)).collect();
    let public_uses: BTreeSet<String> = if hidden_uses.is_empty() {
        BTreeSet::new()
    } else {
        nodes.iter().flat_map(|node| uses(node.outline())).collect()
    };
    let is_public = |asset: &&Asset| {
        let path = asset.file.as_str();
        let owned = path.match_indices('/').any(|(at, _)| hidden_folders.contains(&path[..=at]));
        !owned && (!hidden_uses.contains(path) || public_uses.contains(path))
    };
    let owners: HashMap<String, &Address> =
        nodes.iter().filter_map(|node| Some((own_folder(node.outline())?, node.address.as_ref()?))).collect();
    let published = |asset: &Asset| Some((asset.clone(), asset_address(asset, &owners)?));
    input.assets.iter().filter(is_public).filter_map(published).collect()
}

/// A file in a document's folder stands below the document's page, any other where its folder says.
fn asset_address(asset: &Asset, owners: &HashMap<String, &Address>) -> Option<Address> {
    let path = asset.file.as_str();
    let mut folder = asset.file.folder();
    while !folder.is_empty() {
        if let Some(owner) = owners.get(format!("{folder}/").as_str()) {
            return Address::parse(owner.join(&path[folder.len() + 1..]).as_str()).ok();
        }
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    Address::parse(path.strip_prefix("content/")?).ok()
}

/// The folder whose files belong to a document, with a slash at its end.
fn own_folder(outline: &Outline) -> Option<String> {
    let folder = outline.location.own_folder.clone().filter(|_| !outline.location.introduces_list);
    // A home page's own folder is all of `content/`: it owns no file.
    folder.filter(|folder| folder != "content").map(|folder| format!("{folder}/"))
}
