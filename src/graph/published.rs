//! Which files of `content/` are public, and where they stand.

use std::collections::HashSet;

use rayon::prelude::*;

use super::Node;
use super::overview::Overview;
use super::target::{candidates, path_of};
use crate::base::{Address, Code, Diagnostic, FilePath, Lookup};
use crate::content::{Asset, GLOSSARY};
use crate::document::{LinkRole, Outline};

/// The files of `content/` that readers may have.
pub(super) struct Published {
    /// Those that have an address.
    pub assets: Vec<(Asset, Address)>,
    /// Those whose names can be no part of an address.
    pub nameless: Vec<FilePath>,
}

/// The files that are published: all but the glossary, and those that only hidden documents own or use.
pub(super) fn assets(nodes: &[Node], overview: &Overview, diagnostics: &mut Vec<Diagnostic>) -> Published {
    let hidden_folders: HashSet<&str> =
        overview.hidden.iter().filter_map(|outline| own_folder(outline)).collect();
    let is_owned = |path: &str| {
        !hidden_folders.is_empty()
            && path.match_indices('/').any(|(at, _)| hidden_folders.contains(&path[..at]))
    };
    let withheld = withheld(overview, &is_owned);
    let is_public = |asset: &&Asset| {
        let path = asset.file.as_str();
        !is_owned(path) && !withheld.contains(path) && path != GLOSSARY
    };
    let owners: Lookup<&str, &Address> = if overview.input.assets.is_empty() {
        Lookup::default()
    } else {
        let owned = overview.briefs.iter().zip(nodes);
        owned.filter_map(|(brief, node)| Some((own_folder(brief.outline)?, node.address.as_ref()?))).collect()
    };
    let mut published = Published { assets: Vec::new(), nameless: Vec::new() };
    for asset in overview.input.assets.iter().filter(is_public) {
        match asset_address(asset, &owners) {
            Ok(address) => published.assets.push((asset.clone(), address)),
            Err(why) => {
                let message = format!("this file cannot be published under its name: {why}");
                let diagnostic = Diagnostic::new(Code::InvalidAddress, message).in_file(&asset.file);
                diagnostics
                    .push(diagnostic.help("give it, or its folder, a name of letters, digits and hyphens"));
                published.nameless.push(asset.file.clone());
            }
        }
    }
    published
}

/// The files that hidden documents use and no public one does.
fn withheld<'i>(overview: &Overview<'i>, is_owned: &dyn Fn(&str) -> bool) -> HashSet<&'i str> {
    let input = overview.input;
    if overview.hidden.is_empty() {
        return HashSet::new();
    }
    let find = |path: &str| {
        let at = input.assets.binary_search_by(|asset| asset.file.as_str().cmp(path)).ok()?;
        input.assets.get(at).map(|asset| asset.file.as_str())
    };
    let mut by_name: Lookup<&str, Vec<&str>> = Lookup::default();
    for asset in input.assets.iter().filter(|asset| !is_owned(asset.file.as_str())) {
        by_name.entry(asset.file.name()).or_default().push(asset.file.as_str());
    }
    let called = |name: &str| by_name.get(name).map_or(&[][..], Vec::as_slice);
    let known = Known { site: &input.site.base_url, find: &find, called: &called };
    // Where several files have a name, a link by that name means none of them for certain. All are withheld then, and
    // only a path makes one of them public.
    let mut withheld: HashSet<&str> =
        overview.hidden.iter().flat_map(|outline| known.used(outline)).collect();
    if !withheld.is_empty() {
        let is_withheld = |path: &str| withheld.get(path).copied();
        let only = |name: &str| Some(called(name)).filter(|files| files.len() == 1).unwrap_or_default();
        let known = Known { site: &input.site.base_url, find: &is_withheld, called: &only };
        let public: Vec<&str> =
            overview.briefs.par_iter().flat_map_iter(|brief| known.used(brief.outline)).collect();
        for path in public {
            withheld.remove(path);
        }
    }
    withheld
}

/// Files that may be used.
struct Known<'k, 'i> {
    /// The address of the site, behind which a link may name one of its files too.
    site: &'k str,
    /// The file at a path.
    find: &'k (dyn Fn(&str) -> Option<&'i str> + Sync),
    /// The files with a name.
    called: &'k (dyn Fn(&str) -> &'k [&'i str] + Sync),
}

impl<'i> Known<'_, 'i> {
    /// Those that a document uses.
    fn used(&self, outline: &Outline) -> Vec<&'i str> {
        let mut used = Vec::new();
        for link in &outline.links {
            let own = link.target.strip_prefix(self.site).filter(|rest| rest.starts_with('/'));
            let Some(path) = path_of(own.unwrap_or(&link.target)) else { continue };
            let candidates = candidates(&outline.file, path).into_iter().flatten();
            let before = used.len();
            used.extend(candidates.filter_map(|candidate| (self.find)(&candidate)));
            if link.role == LinkRole::Id && used.len() == before {
                used.extend_from_slice((self.called)(path));
            }
        }
        used
    }
}

/// A file in a document's folder stands below the document's page, any other where its folder says.
fn asset_address(asset: &Asset, owners: &Lookup<&str, &Address>) -> Result<Address, String> {
    let path = asset.file.as_str();
    let mut folder = asset.file.folder();
    while !folder.is_empty() {
        if let Some(owner) = owners.get(folder) {
            return Address::parse(owner.join(&path[folder.len() + 1..]).as_str());
        }
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
    Address::parse(path.strip_prefix("content/").unwrap_or(path))
}

/// The folder whose files belong to a document.
fn own_folder(outline: &Outline) -> Option<&str> {
    let folder = outline.location.own_folder.as_deref().filter(|_| !outline.location.introduces_list);
    // A home page's own folder is all of `content/`: it owns no file.
    folder.filter(|folder| *folder != "content")
}
