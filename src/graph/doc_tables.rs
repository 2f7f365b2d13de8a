//! The tables that follow from the documents alone.

use super::extras::{self, Extras};
use super::family::{self, Family};
use super::finding::Reported;
use super::hub_list::{self, HubList};
use super::index::DocIndex;
use super::listing::{self, ListInput, Listing};
use super::relation::{self, Relations};
use super::selection::Selector;
use super::tag_index::{self, TagIndex};
use super::wanted_urls::{self, WantedUrls};

/// What follows from the documents alone.
#[derive(Debug, Default)]
pub(super) struct DocTables {
    pub family: Family,
    /// The URLs that documents ask for.
    pub wanted: WantedUrls,
    pub relations: Relations,
    /// What documents ask for beside their pages.
    pub extras: Extras,
    pub lists: Vec<Listing>,
    /// Sorted by hub.
    pub hub_lists: Vec<HubList>,
    pub tags: Vec<TagIndex>,
}

impl DocTables {
    pub fn new(index: &DocIndex) -> Reported<DocTables> {
        let mut diagnostics = Vec::new();
        let family = family::find(index);
        let wanted = wanted_urls::urls(index, &family).into_value(&mut diagnostics);
        let relations = relation::resolve(index);
        let relations = relations.into_value(&mut diagnostics);
        let extras = extras::ask(index, &family, &wanted.public, &relations);
        let selector = Selector {
            index,
            relations: &relations,
            pages: &wanted.public,
        };
        let tags = tag_index::find(index, &wanted.public).into_value(&mut diagnostics);
        let lists = ListInput {
            selector,
            calendars: &extras.calendars,
            tags: &tags,
        };
        let value = DocTables {
            lists: listing::of_kinds(lists),
            hub_lists: hub_list::find(selector),
            tags,
            family,
            wanted,
            relations,
            extras,
        };
        Reported { value, diagnostics }
    }
}
