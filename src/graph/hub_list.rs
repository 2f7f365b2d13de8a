//! Lists beside the page of a document that many others name: all its news, all its events. The page itself shows only the
//! newest of each kind.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::extras::FeedUrls;
use super::id::NodeId;
use super::selection::Selector;
use super::sort::{self, Order};
use super::wanted_urls;
use crate::base::Url;
use crate::config::Kind;

/// All documents of one kind that name a document, which is their hub. There is one if they are more than the hub's page
/// shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HubList {
    /// The document that the entries name.
    pub hub: NodeId,
    /// The kind of the entries.
    pub kind: String,
    /// Its first page, below that of the hub.
    pub url: Url,
    /// The documents, in the order of the list of their kind; what is withdrawn or replaced comes last.
    pub entries: Vec<NodeId>,
    /// Its feeds, if the list of the kind has some.
    pub feed: Option<FeedUrls>,
}

impl HubList {
    /// Entries on a page.
    pub const PER_PAGE: usize = 20;
}

/// The lists of all hubs, by hub and by the name of the kind.
pub(super) fn find(selector: Selector) -> Vec<HubList> {
    let hubs = (0..selector.index.public.len()).into_par_iter();
    let lists = hubs.map(|at| of_hub(NodeId::new(at), selector));
    lists.collect::<Vec<Vec<HubList>>>().concat()
}

fn of_hub(hub: NodeId, selector: Selector) -> Vec<HubList> {
    let summary = selector.index.summary(hub);
    let shown = summary.kind.map_or(0, |kind| kind.newest);
    if shown == 0 || summary.introduces_list || selector.pages[hub].is_none() {
        return Vec::new();
    }
    let by_kind = named_by(hub, selector).into_iter();
    let longer = by_kind.filter(|(_, entries)| entries.len() > shown);
    let lists = longer.filter_map(|(kind, entries)| {
        let kind = selector.index.input.kinds.find(kind)?;
        hub_list(hub, entries, kind, selector)
    });
    lists.collect()
}

/// The documents with a page that name a hub, each once, by kind.
fn named_by<'i>(hub: NodeId, selector: Selector<'i>) -> BTreeMap<&'i str, Vec<NodeId>> {
    let mut by_kind: BTreeMap<&str, Vec<NodeId>> = BTreeMap::new();
    let named_by = selector.relations.inverses[hub].values().flatten();
    for id in named_by.map(|inverse| inverse.from) {
        let summary = selector.index.summary(id);
        if selector.pages[id].is_some() && !summary.introduces_list {
            let of_kind = by_kind.entry(&summary.structure.kind).or_default();
            of_kind.push(id);
        }
    }
    for entries in by_kind.values_mut() {
        entries.sort_unstable();
        entries.dedup();
    }
    by_kind
}

fn hub_list(
    hub: NodeId,
    mut entries: Vec<NodeId>,
    kind: &Kind,
    selector: Selector,
) -> Option<HubList> {
    let index = selector.index;
    if let Some(list) = &kind.list {
        let order = Order {
            sort: &list.sort,
            language: index.languages().tags.get(index.language(hub)),
        };
        sort::sort(&mut entries, selector, order);
    } else {
        sort::newest_first(&mut entries, index);
    }
    entries.sort_by_key(|id| !index.summary(*id).is_listed);
    let name = wanted_urls::folder(kind.folder.as_ref().unwrap_or(&kind.name));
    let url = selector.pages[hub].as_ref()?.join(&format!("{name}/"));
    let is_fed = index.has_feeds && kind.list.as_ref().is_some_and(|list| list.feed);
    Some(HubList {
        hub,
        kind: kind.name.clone(),
        feed: is_fed.then(|| FeedUrls::of(&url)),
        url,
        entries,
    })
}
