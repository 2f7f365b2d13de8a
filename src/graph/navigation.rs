//! What leads from page to page: menus, breadcrumbs, previous and next.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::book::Book;
use super::overview::Overview;
use super::resolve::Resolver;
use super::{Diagnostics, ListId, Listing, NodeData, NodeId, TagIndex, Target};
use crate::base::{Lookup, Url};
use crate::config::MenuEntry;

/// A step on the way to a page, or an entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// What it says.
    pub title: String,
    /// The address for `href`.
    pub href: String,
    /// Whether it leads out of the site.
    pub outside: bool,
}

/// A menu with its entries resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// Its name.
    pub name: String,
    /// Its entries in order; those that lead nowhere are left out and reported.
    pub entries: Vec<Crumb>,
}

/// Resolves the site's menus.
pub(super) fn menus(
    resolver: &Resolver,
    overview: &Overview,
    diagnostics: &mut Diagnostics,
) -> Vec<Menu> {
    let input = overview.input;
    let mut entry = |entry: &MenuEntry| match resolver
        .of_settings((input.site_file, *entry.span), &entry.link)
    {
        Ok(link) => {
            let of_target = match link.target {
                Target::Node(id) => overview.outline(id).title.clone(),
                _ => link.href.to_string(),
            };
            let title = entry.title.clone().unwrap_or(of_target);
            Some(Crumb {
                title,
                outside: link.target == Target::Outside,
                href: link.href.to_string(),
            })
        }
        Err(diagnostic) => {
            diagnostics.extend(diagnostic.map(|boxed| *boxed));
            None
        }
    };
    let resolved = |menu: &crate::config::Menu| Menu {
        name: menu.name.clone(),
        entries: menu.entries.iter().filter_map(&mut entry).collect(),
    };
    input.site.menus.iter().map(resolved).collect()
}

/// Gives each node its list, its neighbours and the way to it.
pub(super) fn place(nodes: &mut [NodeData], lists: &[Listing], book: &Book, overview: &Overview) {
    for (at, list) in lists.iter().enumerate() {
        let id = ListId(u32::try_from(at).unwrap_or(u32::MAX));
        for member in overview.of_kind(&list.kind) {
            nodes[member.index()].list = Some(id);
        }
        if list.shows_others {
            continue;
        }
        // In a list that starts with the newest, the one before in time stands behind.
        let mut in_time = list.entries.clone();
        if list.newest_first {
            in_time.reverse();
        }
        neighbours(nodes, &in_time);
    }
    let chains: Vec<Vec<NodeId>> = nodes
        .iter()
        .flat_map(|node| node.parts.values().cloned())
        .collect();
    for chain in chains {
        neighbours(nodes, &chain);
    }
    give_breadcrumbs(nodes, book, overview.input.site.base_path());
}

/// Nodes in one folder of the site share the way to them.
fn give_breadcrumbs(nodes: &mut [NodeData], book: &Book, base_path: &str) {
    let mut known: Lookup<&str, Arc<[Crumb]>> = Lookup::default();
    let mut crumbs: Vec<Arc<[Crumb]>> = Vec::with_capacity(nodes.len());
    for url in nodes.iter().map(|node| node.url.as_ref()) {
        let of_folder = || breadcrumbs(url, book, base_path).into();
        let folder = url.and_then(Url::folder);
        crumbs.push(folder.map_or_else(Arc::default, |folder| {
            Arc::clone(known.entry(folder).or_insert_with(of_folder))
        }));
    }
    for (node, crumbs) in nodes.iter_mut().zip(crumbs) {
        node.breadcrumbs = crumbs;
    }
}

/// The ways to lists and pages of words.
pub(super) fn of_lists(
    lists: &[Listing],
    tags: &[TagIndex],
    book: &Book,
    base_path: &str,
) -> BTreeMap<Url, Vec<Crumb>> {
    let of_tags = tags.iter().flat_map(|index| {
        std::iter::once(&index.url).chain(index.pages.iter().map(|page| &page.url))
    });
    let urls = lists.iter().map(|list| &list.url).chain(of_tags);
    urls.map(|url| (url.clone(), breadcrumbs(Some(url), book, base_path)))
        .collect()
}

/// The pages above an address, home first.
fn breadcrumbs(url: Option<&Url>, book: &Book, base_path: &str) -> Vec<Crumb> {
    let mut crumbs = Vec::new();
    let mut above = url.and_then(Url::parent);
    while let Some(url) = above {
        if let Some(claim) = book.find(&url).filter(|claim| !claim.title.is_empty()) {
            let href = claim.url.href(base_path);
            crumbs.push(Crumb {
                title: claim.title.to_string(),
                href,
                outside: false,
            });
        }
        above = url.parent();
    }
    crumbs.reverse();
    crumbs
}

fn neighbours(nodes: &mut [NodeData], ids: &[NodeId]) {
    for pair in ids.windows(2) {
        let [before, after] = pair else { continue };
        nodes[before.index()].next = Some(*after);
        nodes[after.index()].previous = Some(*before);
    }
}
