//! Which files of `content/` are public, and where they stand.

use std::collections::HashSet;

use rayon::prelude::*;

use super::Node;
use super::overview::Overview;
use super::target::{candidates, path_of};
use crate::base::{Address, Lookup};
use crate::content::Asset;
use crate::document::Outline;

/// The files that are published: all but those that only hidden documents own or use.
pub(super) fn assets(nodes: &[Node], overview: &Overview) -> Vec<(Asset, Address)> {
    let hidden_folders: HashSet<&str> =
        overview.hidden.iter().filter_map(|outline| own_folder(outline)).collect();
    let withheld = withheld(overview);
    let is_public = |asset: &&Asset| {
        let path = asset.file.as_str();
        let owned = !hidden_folders.is_empty()
            && path.match_indices('/').any(|(at, _)| hidden_folders.contains(&path[..at]));
        !owned && !withheld.contains(path)
    };
    let owners: Lookup<&str, &Address> = if overview.input.assets.is_empty() {
        Lookup::default()
    } else {
        let owned = overview.briefs.iter().zip(nodes);
        owned.filter_map(|(brief, node)| Some((own_folder(brief.outline)?, node.address.as_ref()?))).collect()
    };
    let published = |asset: &Asset| Some((asset.clone(), asset_address(asset, &owners)?));
    overview.input.assets.iter().filter(is_public).filter_map(published).collect()
}

/// The files that hidden documents use and no public one does.
fn withheld<'i>(overview: &Overview<'i>) -> HashSet<&'i str> {
    let input = overview.input;
    let find = |path: &str| {
        let at = input.assets.binary_search_by(|asset| asset.file.as_str().cmp(path)).ok()?;
        input.assets.get(at).map(|asset| asset.file.as_str())
    };
    let mut withheld: HashSet<&str> =
        overview.hidden.iter().flat_map(|outline| used(outline, find)).collect();
    if !withheld.is_empty() {
        let is_withheld = |path: &str| withheld.get(path).copied();
        let public: Vec<&str> =
            overview.briefs.par_iter().flat_map_iter(|brief| used(brief.outline, is_withheld)).collect();
        for path in public {
            withheld.remove(path);
        }
    }
    withheld
}

/// The files that a document uses, of those that are known.
fn used<'i>(outline: &Outline, known: impl Fn(&str) -> Option<&'i str>) -> Vec<&'i str> {
    let mut used = Vec::new();
    for path in outline.links.iter().filter_map(|link| path_of(&link.target)) {
        let candidates = candidates(&outline.file, path).into_iter().flatten();
        used.extend(candidates.filter_map(|candidate| known(&candidate)));
    }
    used
}

/// A file in a document's folder stands below the document's page, any other where its folder says.
fn asset_address(asset: &Asset, owners: &Lookup<&str, &Address>) -> Option<Address> {
    let path = asset.file.as_str();
    let mut folder = asset.file.folder();
    while !folder.is_empty() {
        if let Some(owner) = owners.get(folder) {
            return Address::parse(owner.join(&path[folder.len() + 1..]).as_str()).ok();
        }
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    Address::parse(path.strip_prefix("content/")?).ok()
}

/// The folder whose files belong to a document.
fn own_folder(outline: &Outline) -> Option<&str> {
    let folder = outline.location.own_folder.as_deref().filter(|_| !outline.location.introduces_list);
    // A home page's own folder is all of `content/`: it owns no file.
    folder.filter(|folder| *folder != "content")
}
