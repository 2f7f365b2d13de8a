//! The entries of feeds.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::extras::FeedUrls;
use super::id::NodeId;
use super::index::is_listed;
use super::listing::Listing;
use super::route::Subject;
use super::site::Site;
use crate::base::{FilePath, IdOrder, LanguageId};
use crate::document::Structure;

/// The most entries of a feed: each holds a whole text, and programs ask for all of it again and again.
const MOST: usize = 20;

/// What feeds are sorted by.
fn newest_first(structure: &Structure) -> (Reverse<Option<Timestamp>>, IdOrder<'_>, &FilePath) {
    let date = structure.meta.date.as_ref().map(|date| date.instant);
    (Reverse(date), IdOrder(&structure.id), &structure.file)
}

fn belongs_in_feeds(structure: &Structure) -> bool {
    !structure.meta.no_feed && structure.meta.last_changed().is_some()
}

impl Site {
    /// The feeds of the whole site, if it has any.
    pub fn feed(&self, language: LanguageId) -> Option<FeedUrls> {
        let urls = FeedUrls::of(self.home(language));
        self.route(&urls.atom).is_some().then_some(urls)
    }

    /// The entries of a feed, newest first, without those that ask to stay out and those that do not say when they were
    /// published or changed.
    pub fn feed_entries(&self, subject: Subject) -> Vec<NodeId> {
        let mut ids: Vec<NodeId> = match subject {
            Subject::Site(language) => self
                .fed_lists()
                .filter(|list| list.language == language)
                .flat_map(|list| list.entries.iter().copied())
                .collect(),
            Subject::List(id) => self
                .list(id)
                .map_or_else(Vec::new, |list| list.entries.clone()),
            Subject::HubList(at) => self.fed_in_hub_list(at),
            Subject::Document(id) => {
                let named_by = self.node(id).inverses().values().flatten();
                named_by
                    .map(|inverse| inverse.from)
                    .filter(|from| self.is_fed(*from))
                    .collect()
            }
        };
        ids.retain(|id| belongs_in_feeds(self.node(*id).outline()));
        ids.sort_by_cached_key(|id| newest_first(self.node(*id).outline()));
        ids.dedup();
        ids.truncate(MOST);
        ids
    }

    fn fed_in_hub_list(&self, at: usize) -> Vec<NodeId> {
        let list = self.hub_lists().get(at).into_iter();
        let entries = list.flat_map(|list| list.entries.iter().copied());
        entries.filter(|from| self.is_fed(*from)).collect()
    }

    /// The lists that have a feed.
    fn fed_lists(&self) -> impl Iterator<Item = &Listing> {
        self.lists().iter().filter(|list| list.feed.is_some())
    }

    /// True for a document in a list with a feed.
    fn is_fed(&self, id: NodeId) -> bool {
        let node = self.node(id);
        let list = node.list().and_then(|list| self.list(list));
        let structure = node.outline();
        node.url().is_some()
            && list.is_some_and(|list| list.feed.is_some())
            && !structure.location.introduces_list()
            && is_listed(structure)
    }
}
