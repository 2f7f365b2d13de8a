//! The URLs of a site that readers may know and keep, each with what it is made of. Not among them: further pages of
//! lists, which come and go with their number; the theme's assets, whose names change with their bytes; and the files
//! that every site has.

use std::borrow::Cow;

use crate::base::Url;
use crate::graph::{Item, ListId, NodeId, Route, Site, Subject};

/// A URL that readers may know.
pub(super) struct Public<'g> {
    pub url: &'g Url,
    /// What it is made of: a file, or words such as `kind blog`.
    pub source: Cow<'g, str>,
    /// The document whose page is there.
    pub page: Option<NodeId>,
}

/// All of them; one that redirects is among them, one that is gone is not.
pub(super) fn public(graph: &Site) -> Vec<Public<'_>> {
    let routes = graph.routes().iter();
    routes.filter_map(|route| of_route(route, graph)).collect()
}

fn of_route<'g>(route: &'g Route, graph: &'g Site) -> Option<Public<'g>> {
    if !is_public(route.item) {
        return None;
    }
    let page = match route.item {
        Item::Page(id) => Some(id),
        Item::List(id, _) => graph.list(id)?.introduction,
        _ => None,
    };
    Some(Public {
        url: &route.url,
        source: source(route.item, graph)?,
        page,
    })
}

/// True for what readers may know and keep.
pub(super) fn is_public(item: Item) -> bool {
    match item {
        Item::List(_, number) | Item::HubList(_, number) | Item::TagPage(_, _, number) => {
            number == 1
        }
        Item::Page(_)
        | Item::SinglePage(_)
        | Item::Edition(..)
        | Item::TagIndex(_)
        | Item::DefaultHome(_)
        | Item::Feed(..)
        | Item::Event(_)
        | Item::Calendar(_)
        | Item::Alias(_)
        | Item::Root
        | Item::SiteRedirect(_)
        | Item::ContentAsset(_) => true,
        // What search engines and the ledger know is the page itself.
        Item::Fallback(..)
        | Item::NotFound(_)
        | Item::SiteMap(_)
        | Item::Search(_)
        | Item::SearchIndex
        | Item::Sitemap(_)
        | Item::SitemapPart(..)
        | Item::Robots(_)
        | Item::Redirects(_)
        | Item::Headers(_)
        | Item::Favicon
        | Item::WebManifest(_)
        | Item::Gone(_)
        | Item::ThemeAsset(_)
        // Which sizes there are is the theme's, and may change.
        | Item::PictureVariant(..) => false,
    }
}

/// What is at a URL, for the ledger; nothing for a redirect that leads nowhere.
fn source(item: Item, graph: &Site) -> Option<Cow<'_, str>> {
    if let Some(id) = item.document() {
        return Some(graph.node(id).outline().file.as_str().into());
    }
    Some(match item {
        Item::List(id, _) | Item::Calendar(id) | Item::Feed(Subject::List(id), _) => {
            of_list(id, graph)?
        }
        Item::HubList(at, _) | Item::Feed(Subject::HubList(at), _) => of_hub_list(at, graph)?,
        Item::TagIndex(at) | Item::TagPage(at, ..) => of_tags(at, graph)?,
        Item::ContentAsset(id) => graph.asset(id)?.file.as_str().into(),
        Item::SiteRedirect(at) if graph.redirect(at).is_none() => return None,
        _ => "site.yaml".into(),
    })
}

fn of_hub_list(at: usize, graph: &Site) -> Option<Cow<'_, str>> {
    let hub = graph.hub_lists().get(at)?.hub;
    Some(graph.node(hub).outline().file.as_str().into())
}

fn of_tags(at: usize, graph: &Site) -> Option<Cow<'_, str>> {
    Some(format!("field {}", graph.tags().get(at)?.field).into())
}

fn of_list(id: ListId, graph: &Site) -> Option<Cow<'_, str>> {
    let list = graph.list(id)?;
    Some(match list.introduction {
        Some(introduction) => graph.node(introduction).outline().file.as_str().into(),
        None => format!("kind {}", list.kind).into(),
    })
}
