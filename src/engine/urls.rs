//! The addresses of a site that readers may know and keep, each with what it is made of. Not among them: further
//! pages of lists, which come and go with their number; the theme's assets, whose names change with their bytes; and
//! the files that every site has.

use std::borrow::Cow;

use crate::base::Url;
use crate::base::site_layout;
use crate::graph::{FeedUrls, Listing, NodeId, Site};

/// An address that readers may know.
pub(super) struct Public<'g> {
    /// The address.
    pub url: Cow<'g, Url>,
    /// What it is made of: a file, or words such as `kind blog`.
    pub source: Cow<'g, str>,
    /// The document whose page stands there.
    pub page: Option<NodeId>,
}

/// All of them; one that documents or settings lead on is among them, one that is gone is not.
pub(super) fn public(graph: &Site) -> Vec<Public<'_>> {
    let mut all = Vec::with_capacity(graph.nodes().len() * 2 + graph.assets().len());
    of_documents(graph, &mut all);
    let site = FeedUrls::of(&Url::home());
    for url in [site.atom, site.json] {
        all.push(Public {
            url: Cow::Owned(url),
            source: Cow::Borrowed(site_layout::SETTINGS),
            page: None,
        });
    }
    for list in graph.lists() {
        of_list(list, graph, &mut all);
    }
    for index in graph.tags() {
        let pages = index.pages.iter().map(|page| &page.url);
        for url in std::iter::once(&index.url).chain(pages) {
            all.push(other(url, format!("field {}", index.field)));
        }
    }
    all.extend(
        graph
            .assets()
            .iter()
            .map(|(asset, url)| other(url, asset.file.as_str())),
    );
    let aliases = graph.aliases().iter();
    all.extend(aliases.map(|(url, id)| other(url, graph.node(*id).outline().file.as_str())));
    all.extend(
        graph
            .redirects()
            .iter()
            .map(|redirect| other(&redirect.from, site_layout::SETTINGS)),
    );
    all
}

fn of_documents<'g>(graph: &'g Site, all: &mut Vec<Public<'g>>) {
    for (at, node) in graph.nodes().enumerate() {
        let file = node.outline().file.as_str();
        if let Some(url) = node.url() {
            all.push(Public {
                page: Some(NodeId::new(at)),
                ..other(url, file)
            });
        }
        let feed = node
            .feed()
            .into_iter()
            .flat_map(|feed| [&feed.atom, &feed.json]);
        let beside = node
            .single_page()
            .into_iter()
            .chain(node.calendar())
            .chain(feed);
        all.extend(beside.map(|url| other(url, file)));
    }
}

fn of_list<'g>(list: &'g Listing, graph: &'g Site, all: &mut Vec<Public<'g>>) {
    let introduction = list
        .introduction
        .map(|id| graph.node(id).outline().file.as_str());
    let source =
        || introduction.map_or_else(|| format!("kind {}", list.kind).into(), Cow::Borrowed);
    // The page of a list that is introduced by a document is that document's.
    if introduction.is_none() {
        all.push(other(&list.url, source()));
    }
    let feed = list.feed.iter().flat_map(|feed| [&feed.atom, &feed.json]);
    all.extend(
        list.calendar
            .iter()
            .chain(feed)
            .map(|url| other(url, source())),
    );
}

fn other<'g>(url: &'g Url, source: impl Into<Cow<'g, str>>) -> Public<'g> {
    Public {
        url: Cow::Borrowed(url),
        source: source.into(),
        page: None,
    }
}
