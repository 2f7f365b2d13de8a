//! Pages that nobody finds: no other page leads to them. What `list --orphans` and `check` mean by an orphan.

use std::collections::HashSet;

use super::id::NodeId;
use super::listing::Listing;
use super::site::{Node, Site};
use crate::base::Url;

/// The orphans of a site, in the order of their files. `is_named` says whether a page is named where no
/// link is looked for, such as in a template of the site's own.
///
/// A page is no orphan where another one links to it or names it; where the other end of a relation lists it;
/// where it stands in a menu, on a list, on the page of a word or in a collection. Nor is the home page, the
/// introduction of a list, the page for URLs that do not exist, or a part: its owner shows it.
pub fn orphans(graph: &Site, base_path: &str, is_named: &dyn Fn(Node) -> bool) -> Vec<NodeId> {
    let is_found = found(graph);
    let in_menus = in_menus(graph);
    let is_orphan = |node: &Node| {
        let home = graph.home(node.outline().location.language);
        let Some(url) = node.url().filter(|url| *url != home) else {
            return false;
        };
        !is_found.get(node.id().index()).copied().unwrap_or(false)
            && !node.outline().location.introduces_list()
            && node.owner().is_none()
            && !node.is_not_found()
            && !in_menus.contains(url.href(base_path).as_str())
            && !is_named(*node)
    };
    graph.nodes().filter(is_orphan).map(Node::id).collect()
}

/// The lists that nobody finds from the home page: there is no site map, no menu and no text leads to them, and neither
/// does a page of their own kind that is found in another way. `is_named` says whether a URL is named elsewhere.
pub fn orphan_lists<'s>(
    graph: &'s Site,
    base_path: &str,
    is_named: &dyn Fn(&Url) -> bool,
) -> Vec<&'s Listing> {
    let shows_all =
        |language| graph.site_map(language).is_some() || graph.has_default_home(language);
    if graph.languages().all(shows_all) {
        return Vec::new();
    }
    let mut led_to = in_menus(graph);
    let links = graph.nodes().flat_map(Node::links);
    led_to.extend(links.map(|link| path_of(&link.href)));
    let kinds = kinds_found_beside_lists(graph);
    let is_orphan = |list: &&Listing| {
        !shows_all(list.language)
            && !led_to.contains(list.url.href(base_path).as_str())
            && !kinds.contains(list.kind.as_str())
            && !is_named(&list.url)
    };
    graph.lists().iter().filter(is_orphan).collect()
}

/// The kinds of which another page than a list leads to a document.
fn kinds_found_beside_lists(graph: &Site) -> HashSet<&str> {
    let nodes = graph.nodes().zip(found_beside_lists(graph));
    let found = nodes.filter_map(|(node, is_found)| is_found.then_some(node));
    found.map(|node| node.outline().kind.as_str()).collect()
}

/// A link without its query and its anchor.
fn path_of(href: &str) -> &str {
    href.split(['#', '?']).next().unwrap_or_default()
}

/// For each node whether another page leads to it.
fn found(graph: &Site) -> Vec<bool> {
    let mut found = found_beside_lists(graph);
    let in_lists = graph.lists().iter().flat_map(|list| &list.entries);
    let under_words = graph
        .tags()
        .iter()
        .flat_map(|index| &index.pages)
        .flat_map(|page| &page.entries);
    for id in in_lists.chain(under_words) {
        if let Some(found) = found.get_mut(id.index()) {
            *found = true;
        }
    }
    found
}

/// The documents that a page lists: those that name it, and the members of its collections.
fn listed_on(node: Node<'_>) -> impl Iterator<Item = NodeId> {
    let has_page = node.url().is_some();
    let inverses = node.inverses().values().flatten();
    let naming = inverses.map(|inverse| inverse.from);
    let members = node.collections().iter().flat_map(|(_, members)| members);
    naming.chain(members.copied()).filter(move |_| has_page)
}

/// The same, lists and the pages of tags left out.
fn found_beside_lists(graph: &Site) -> Vec<bool> {
    let mut found: Vec<bool> = graph.nodes().map(|node| is_linked(graph, node)).collect();
    let mut find = |id: NodeId| {
        if let Some(found) = found.get_mut(id.index()) {
            *found = true;
        }
    };
    for node in graph.nodes() {
        let named = node.references().iter().flatten().copied();
        let others = named.chain(listed_on(node));
        others
            .filter(|other| *other != node.id())
            .for_each(&mut find);
    }
    let languages = graph.languages();
    let of_homes = languages.flat_map(|language| graph.pages_of_default_home(language));
    of_homes.for_each(&mut find);
    found
}

/// True where a text links to a node that is no part of it: whoever reads a part has found the whole already.
fn is_linked(graph: &Site, node: Node) -> bool {
    let is_own_part = |id: &NodeId| graph.node(*id).owner() == Some(node.id());
    node.backlinks().iter().any(|from| !is_own_part(from))
}

/// Where menus and the invitation to comment lead, anchors left out.
fn in_menus(graph: &Site) -> HashSet<&str> {
    let languages = graph.languages();
    let crumbs = languages.flat_map(|language| {
        let menus = graph.menus(language).iter();
        let entries = menus.flat_map(|menu| &menu.entries);
        entries.chain(graph.privacy(language).values())
    });
    crumbs.map(|crumb| path_of(&crumb.href)).collect()
}
