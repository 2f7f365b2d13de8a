//! What leads from page to page: menus, breadcrumbs, previous and next.

use std::collections::BTreeMap;

use super::book::Book;
use super::resolve::Resolver;
use super::{Diagnostics, Input, ListId, Listing, Node, NodeId, TagIndex, Target};
use crate::base::Address;
use crate::config::MenuEntry;
use crate::content::Asset;
use crate::document::Document;

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
    nodes: &[Node],
    known: (&[std::sync::Arc<Document>], &[(Asset, Address)]),
    book: &Book,
    (input, diagnostics): (&Input, &mut Diagnostics),
) -> Vec<Menu> {
    let resolver = Resolver::new(nodes, known, book, input);
    let mut entry = |entry: &MenuEntry| match resolver.of_settings((input.site_file, entry.span), &entry.link)
    {
        Ok(link) => {
            let of_target = match link.target {
                Target::Node(id) => nodes[id.index()].outline().title.clone(),
                _ => link.href.clone(),
            };
            let title = entry.title.clone().unwrap_or(of_target);
            Some(Crumb { title, outside: link.target == Target::Outside, href: link.href })
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
pub(super) fn place(nodes: &mut [Node], lists: &[Listing], book: &Book, base_path: &str) {
    for (at, list) in lists.iter().enumerate() {
        let id = ListId(u32::try_from(at).unwrap_or(u32::MAX));
        for node in nodes.iter_mut().filter(|node| node.outline().kind == list.kind) {
            node.list = Some(id);
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
    let chains: Vec<Vec<NodeId>> = nodes.iter().flat_map(|node| node.parts.values().cloned()).collect();
    for chain in chains {
        neighbours(nodes, &chain);
    }
    let crumbs: Vec<Vec<Crumb>> =
        nodes.iter().map(|node| breadcrumbs(node.address.as_ref(), book, base_path)).collect();
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
) -> BTreeMap<Address, Vec<Crumb>> {
    let of_tags = tags.iter().flat_map(|index| {
        std::iter::once(&index.address).chain(index.pages.iter().map(|page| &page.address))
    });
    let addresses = lists.iter().map(|list| &list.address).chain(of_tags);
    addresses.map(|address| (address.clone(), breadcrumbs(Some(address), book, base_path))).collect()
}

/// The pages above an address, home first.
fn breadcrumbs(address: Option<&Address>, book: &Book, base_path: &str) -> Vec<Crumb> {
    let mut crumbs = Vec::new();
    let mut above = address.and_then(Address::parent);
    while let Some(address) = above {
        if let Some(claim) = book.find(&address).filter(|claim| !claim.title.is_empty()) {
            let href = claim.address.href(base_path);
            crumbs.push(Crumb { title: claim.title.clone(), href, outside: false });
        }
        above = address.parent();
    }
    crumbs.reverse();
    crumbs
}

fn neighbours(nodes: &mut [Node], ids: &[NodeId]) {
    for pair in ids.windows(2) {
        let [before, after] = pair else { continue };
        nodes[before.index()].next = Some(*after);
        nodes[after.index()].previous = Some(*before);
    }
}
