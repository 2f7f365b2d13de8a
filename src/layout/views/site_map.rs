//! What the template of the site map sees: every list with its first documents, and the pages that are in none.

use serde::Serialize;

use super::list::page_of_theme;
use super::page::PageView;
use crate::base::Url;
use crate::graph::{Listing, Node};
use crate::layout::context::RenderContext;

/// How many entries of each list it shows.
const SHOWN: usize = 10;

/// So many levels of pages are shown in one another; what is below is listed with the last of them. Nobody reads more on a
/// phone, and no template calls itself without end.
const LEVELS: usize = 6;

/// `page` of the site map at a URL.
pub fn site_map<'p>(context: &RenderContext<'p>, url: &Url) -> PageView<'p> {
    PageView::without_text(page_of_theme(context, url, "site_map"))
}

/// `site_map`.
#[derive(Debug, Default, Serialize)]
pub struct SiteMap<'m> {
    lists: Vec<MapList<'m>>,
    pages: Vec<MapEntry<'m>>,
}

impl<'m> SiteMap<'m> {
    /// All lists, and the pages that are in none.
    pub fn new(context: &RenderContext<'m>) -> SiteMap<'m> {
        let lists = context.lists();
        SiteMap {
            lists: lists.map(|list| map_list(context, list)).collect(),
            pages: pages(context),
        }
    }
}

/// A page, and the pages whose URLs are below its own.
#[derive(Debug, Default, Serialize)]
struct MapEntry<'m> {
    title: &'m str,
    url: String,
    language: &'m str,
    pages: Vec<MapEntry<'m>>,
}

impl<'m> MapEntry<'m> {
    fn new(context: &RenderContext<'m>, node: Node<'m>, url: &Url) -> MapEntry<'m> {
        MapEntry {
            title: &node.outline().words.title,
            url: url.href(context.site.settings.base_path()),
            language: context.language(node),
            pages: Vec::new(),
        }
    }
}

/// The pages that are in no list, each below the nearest one that its URL is below.
fn pages<'m>(context: &RenderContext<'m>) -> Vec<MapEntry<'m>> {
    let graph = context.site.graph;
    let mut pages = Vec::new();
    // The pages that the next one may be below, outermost first.
    let mut open: Vec<(&Url, MapEntry)> = Vec::new();
    for id in graph.pages_of_site_map(context.language) {
        let node = graph.node(id);
        let Some(url) = node.url() else { continue };
        let url = graph.url_for(url, context.readers);
        while open.last().is_some_and(|(above, _)| !is_below(url, above)) {
            close(&mut open, &mut pages);
        }
        let entry = MapEntry::new(context, node, url);
        let level = open.len();
        match open.last_mut() {
            Some((_, above)) if level >= LEVELS => above.pages.push(entry),
            _ => open.push((url, entry)),
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut pages);
    }
    pages
}

fn is_below(url: &Url, above: &Url) -> bool {
    above.is_page() && url.as_str().starts_with(above.as_str())
}

/// Hands the innermost open page to the one above it.
fn close<'m>(open: &mut Vec<(&Url, MapEntry<'m>)>, pages: &mut Vec<MapEntry<'m>>) {
    let Some((_, entry)) = open.pop() else { return };
    match open.last_mut() {
        Some((_, above)) => above.pages.push(entry),
        None => pages.push(entry),
    }
}

/// A list with its first entries.
#[derive(Debug, Default, Serialize)]
struct MapList<'m> {
    title: &'m str,
    url: String,
    count: usize,
    entries: Vec<MapEntry<'m>>,
}

fn map_list<'m>(context: &RenderContext<'m>, list: &'m Listing) -> MapList<'m> {
    let base_path = context.site.settings.base_path();
    let entry = |id| {
        let graph = context.site.graph;
        let node = graph.node(id);
        let url = graph.url_for(node.url()?, context.readers);
        Some(MapEntry::new(context, node, url))
    };
    let first = list.entries.iter().take(SHOWN).copied();
    MapList {
        title: context.list_title(list),
        url: list.url.href(base_path),
        count: list.entries.len(),
        entries: first.filter_map(entry).collect(),
    }
}
