//! Which documents lists and collections order or select by their words: then a changed title may move something.

use std::collections::BTreeSet;

use super::index::DocIndex;
use crate::config::{Collection, Kind, Selection, Sort};
use crate::document::is_wording;

/// The documents from whose titles and summaries something follows in the tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum WordOrder {
    /// Those of some kinds.
    Kinds(BTreeSet<String>),
    /// Any document.
    #[default]
    All,
}

impl WordOrder {
    /// What the lists and collections of a site ask for.
    pub fn of(index: &DocIndex) -> WordOrder {
        let kinds = || index.input.kinds.iter();
        let lists = kinds().filter_map(of_list);
        let own = index.public.iter();
        let own = own.flat_map(|summary| &summary.outline.collections);
        let collections = kinds().flat_map(|kind| &kind.collections).chain(own);
        let asked = lists.chain(collections.filter_map(of_collection));
        asked.fold(WordOrder::Kinds(BTreeSet::new()), WordOrder::and)
    }

    /// True if something follows from the words of the documents of a kind.
    pub fn concerns(&self, kind: &str) -> bool {
        match self {
            WordOrder::Kinds(kinds) => kinds.contains(kind),
            WordOrder::All => true,
        }
    }

    fn and(self, other: WordOrder) -> WordOrder {
        match (self, other) {
            (WordOrder::Kinds(mut kinds), WordOrder::Kinds(more)) => {
                kinds.extend(more);
                WordOrder::Kinds(kinds)
            }
            _ => WordOrder::All,
        }
    }
}

fn of_list(kind: &Kind) -> Option<WordOrder> {
    let list = kind.list.as_ref()?;
    let is_grouped = list
        .group_by
        .as_ref()
        .is_some_and(|field| is_wording(field));
    match &list.shows {
        Some(shows) if is_grouped => Some(of_kinds(shows)),
        Some(shows) => of_selection(shows, &list.sort),
        None if is_grouped || is_wording(&list.sort.field) => {
            Some(WordOrder::Kinds(BTreeSet::from([kind.name.clone()])))
        }
        None => None,
    }
}

fn of_collection(collection: &Collection) -> Option<WordOrder> {
    of_selection(&collection.selection, &collection.sort)
}

fn of_selection(selection: &Selection, sort: &Sort) -> Option<WordOrder> {
    let mut conditions = selection.conditions.iter();
    let is_selected = conditions.any(|condition| is_wording(&condition.field));
    (is_selected || is_wording(&sort.field)).then(|| of_kinds(selection))
}

/// The kinds that are selected from; all if none is named.
fn of_kinds(selection: &Selection) -> WordOrder {
    if selection.kinds.is_empty() {
        return WordOrder::All;
    }
    WordOrder::Kinds(selection.kinds.iter().cloned().collect())
}
