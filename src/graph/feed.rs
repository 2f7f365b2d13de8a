//! Feeds: where they stand, and what is in them.

use super::overview::{Brief, Overview};
use super::{ListId, Listing, NodeData, NodeId, Site};
use crate::base::Url;
use crate::document::Outline;

/// The most entries of a feed: what a reader who was away for long may still want.
const MOST: usize = 50;

/// Where a feed stands in its two forms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FeedUrls {
    /// The feed as Atom.
    pub atom: Url,
    /// The feed as JSON Feed.
    pub json: Url,
}

/// What a feed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Everything that has a feed.
    Site,
    /// A kind's list.
    List(ListId),
    /// A document: everything that names it.
    Document(NodeId),
}

impl FeedUrls {
    /// The feeds of the page at an address.
    pub fn of(page: &Url) -> FeedUrls {
        FeedUrls {
            atom: page.beside("feed.xml"),
            json: page.beside("feed.json"),
        }
    }
}

impl Site {
    /// The entries of a feed, newest first; those that ask to stay out are left out.
    pub fn feed_entries(&self, subject: Subject) -> Vec<NodeId> {
        let mut ids: Vec<NodeId> = match subject {
            Subject::Site => self
                .fed_lists()
                .flat_map(|(_, list)| list.entries.iter().copied())
                .collect(),
            Subject::List(id) => self
                .lists
                .get(id.0 as usize)
                .map_or_else(Vec::new, |list| list.entries.clone()),
            Subject::Document(id) => {
                let named_by = self.node(id).inverses().values().flatten();
                named_by
                    .map(|inverse| inverse.from)
                    .filter(|from| self.is_fed(*from))
                    .collect()
            }
        };
        ids.retain(|id| !self.node(*id).outline().meta.no_feed);
        let place = |outline: &Outline| {
            let date = outline.meta.date.as_ref().map(|date| date.instant);
            (
                std::cmp::Reverse(date),
                outline.id.clone(),
                outline.file.clone(),
            )
        };
        ids.sort_by_cached_key(|id| place(self.node(*id).outline()));
        ids.dedup();
        ids.truncate(MOST);
        ids
    }

    /// The lists that have a feed.
    fn fed_lists(&self) -> impl Iterator<Item = (usize, &Listing)> {
        self.lists
            .iter()
            .enumerate()
            .filter(|(_, list)| list.feed.is_some())
    }

    /// True for a document that stands in a list with a feed.
    fn is_fed(&self, id: NodeId) -> bool {
        let node = self.node(id);
        let list = node.list().and_then(|list| self.list(list));
        let outline = node.outline();
        node.url().is_some()
            && list.is_some_and(|list| list.feed.is_some())
            && !outline.location.introduces_list
            && super::listing::is_listed(outline)
    }
}

/// Gives documents of a kind with `feed: true` their feeds, from the moment something named them that
/// stands in a list with a feed. It stays when that is withdrawn, so nobody's subscription breaks; but
/// ten thousand people of whom few are ever in the news would mean three times the files, nearly all of
/// them feeds of nothing, and hosts set limits on the number of files.
pub(super) fn give(nodes: &mut [NodeData], overview: &Overview) {
    let has_feed = |(node, brief): (&NodeData, &Brief)| {
        let wanted = brief.kind.is_some_and(|kind| kind.feed) && !brief.introduces_list;
        let feeds = |other: NodeId| {
            let list = overview
                .brief(other)
                .kind
                .and_then(|kind| kind.list.as_ref());
            list.is_some_and(|list| list.feed) && nodes[other.index()].url.is_some()
        };
        wanted
            && node
                .inverses
                .values()
                .flatten()
                .any(|inverse| feeds(inverse.from))
    };
    let wanted: Vec<bool> = nodes.iter().zip(&overview.briefs).map(has_feed).collect();
    for (node, wanted) in nodes.iter_mut().zip(wanted) {
        node.feed = node.url.as_ref().filter(|_| wanted).map(FeedUrls::of);
    }
}
