//! Collections: ordered sets of nodes that a template wants, gathered before anything renders.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::id::NodeId;
use super::index::DocIndex;
use super::selection::Selector;
use super::sort::{self, Order};
use super::table::Table;
use crate::base::{LanguageId, TextMap};
use crate::config::{Collection, Condition, Kind, Wanted};
use crate::document::Structure;

/// The collections of a document by name, in the order of its kind and its front matter.
pub(super) type Collections = Vec<(String, Vec<NodeId>)>;

/// Gathers the collections of every document, those of its kind and those of its front matter.
pub(super) fn gather(selector: Selector) -> Table<Collections> {
    let gatherer = Gatherer::new(selector);
    (0..selector.index.public.len())
        .into_par_iter()
        .map(|at| gatherer.of_document(NodeId::new(at)))
        .collect()
}

/// What is worked out once for all documents, so that a collection of every page of a large site does not go through
/// every document for each.
struct Gatherer<'g> {
    selector: Selector<'g>,
    /// For each document, those that name it, each once; prepared when the first page asks.
    named_by: OnceLock<Vec<Vec<NodeId>>>,
    /// For each kind and language, what its pages share of its collections, in their order.
    shared: TextMap<(&'g str, Readers<'g>), Vec<Option<Arc<Members>>>>,
}

/// A collection as pages in one language show it.
#[derive(Clone, Copy)]
struct LocalCollection<'g> {
    collection: &'g Collection,
    readers: Readers<'g>,
}

/// Whom pages are for: the language that they are in, and the one of the site that they belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Readers<'g> {
    language: &'g str,
    of_site: LanguageId,
}

impl<'g> Readers<'g> {
    fn of(structure: &'g Structure, index: &DocIndex<'g>) -> Readers<'g> {
        Readers {
            language: structure.meta.language_or(&index.input.site.language),
            of_site: structure.location.language,
        }
    }
}

/// What the pages of a kind share of a collection.
enum Members {
    /// The same documents for every page.
    Same(Vec<NodeId>),
    /// In order, and sorted by each document named in the field, the places of those that name it.
    ByNamed(Vec<NodeId>, Vec<(NodeId, u32)>),
}

impl<'g> Gatherer<'g> {
    fn new(selector: Selector<'g>) -> Gatherer<'g> {
        let mut gatherer = Gatherer {
            selector,
            named_by: OnceLock::new(),
            shared: TextMap::default(),
        };
        let used = gatherer.kinds_and_languages();
        // Kinds mostly have the same collections: "more on these work streams".
        let all = used
            .iter()
            .flat_map(|(kind, readers)| shared_by_pages(kind, *readers));
        let different = different(all);
        let members: Vec<Arc<Members>> = different
            .par_iter()
            .map(|local| Arc::new(gatherer.shared_members(*local)))
            .collect();
        let of = |local: LocalCollection| {
            let mut others = different.iter();
            let at = others.position(|other| other.has_members_of(local))?;
            members.get(at).cloned()
        };
        let shared = used.iter().map(|(kind, readers)| {
            let members = all_for(kind, *readers).map(of).collect();
            ((kind.name.as_str(), *readers), members)
        });
        gatherer.shared = shared.collect();
        gatherer
    }

    /// The kinds with collections, each with every language that some of its documents are in.
    fn kinds_and_languages(&self) -> Vec<(&'g Kind, Readers<'g>)> {
        let index = self.selector.index;
        let mut found = Vec::new();
        let kinds = index.input.kinds.iter();
        for kind in kinds.filter(|kind| !kind.collections.is_empty()) {
            let documents = index.of_kind(&kind.name).iter();
            let readers: BTreeSet<Readers> = documents
                .map(|id| Readers::of(index.structure(*id), index))
                .collect();
            found.extend(readers.into_iter().map(|readers| (kind, readers)));
        }
        found
    }

    fn of_document(&self, id: NodeId) -> Collections {
        let index = self.selector.index;
        let summary = index.summary(id);
        let readers = Readers::of(summary.structure, index);
        let mut found = Vec::new();
        if let Some(kind) = summary.kind
            && let Some(shared) = self.shared.get(&(kind.name.as_str(), readers))
        {
            for (collection, shared) in kind.collections.iter().zip(shared) {
                let local = LocalCollection {
                    collection,
                    readers,
                };
                let ids = match shared {
                    Some(members) => self.shown_on(id, members, collection),
                    None => self.own(id, local),
                };
                found.push((collection.name.clone(), ids));
            }
        }
        for collection in &summary.structure.collections {
            let local = LocalCollection {
                collection,
                readers,
            };
            found.push((collection.name.clone(), self.own(id, local)));
        }
        found
    }

    /// A collection whose members only this page has.
    fn own(&self, id: NodeId, local: LocalCollection) -> Vec<NodeId> {
        self.shown_on(id, &self.own_members(id, local), local.collection)
    }

    fn shared_members(&self, local: LocalCollection) -> Members {
        self.members(self.selector.all(&local.collection.selection), local)
    }

    /// Of documents that say the same, keeps the version that readers of the page see.
    fn keep_seen(&self, ids: &mut Vec<NodeId>, local: LocalCollection) {
        if self.selector.index.languages().tags.are_several() {
            let translations = &self.selector.relations.translations;
            translations.all_seen_in(ids, local.readers.of_site);
        }
    }

    /// Brings the members of a collection into its order, and notes what they name if pages ask for it.
    fn members(&self, mut ids: Vec<NodeId>, local: LocalCollection) -> Members {
        let collection = local.collection;
        self.keep_seen(&mut ids, local);
        let order = Order {
            sort: &collection.sort,
            language: local.readers.language,
        };
        sort::sort(&mut ids, self.selector, order);
        if asks_for_this(collection) {
            return Members::Same(ids);
        }
        let Some(condition) = collection.selection.asking_for(&Wanted::Same) else {
            return Members::Same(ids);
        };
        let mut places: Vec<(NodeId, u32)> = Vec::with_capacity(ids.len());
        for (place, id) in (0..).zip(&ids) {
            let named = self.selector.subjects(*id, &condition.field);
            places.extend(named.map(|named| (named, place)));
        }
        places.sort_unstable();
        Members::ByNamed(ids, places)
    }

    /// The members of a collection that only this page has. All documents are gone through only if neither those
    /// that name the page nor those that name the same as it narrow them down.
    fn own_members(&self, id: NodeId, local: LocalCollection) -> Members {
        let collection = local.collection;
        let (selector, selection) = (self.selector, &collection.selection);
        let fits = |member: &NodeId| selector.fits(selection, *member, Some(id));
        let ids: Vec<NodeId> = if asks_for_this(collection) {
            self.naming(id).iter().copied().filter(fits).collect()
        } else if let Some(condition) = selection.asking_for(&Wanted::Same) {
            let named: BTreeSet<NodeId> = selector.subjects(id, &condition.field).collect();
            let near = named.into_iter().flat_map(|id| self.naming(id));
            let near: BTreeSet<NodeId> = near.copied().collect();
            near.into_iter().filter(fits).collect()
        } else {
            selector.all(selection)
        };
        self.members(ids, local)
    }

    /// The documents that name this one, or a translation of it.
    fn naming(&self, id: NodeId) -> &[NodeId] {
        let id = self.selector.relations.translations.first_of(id);
        let all = self.named_by.get_or_init(|| named_by(self.selector));
        all.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// Those members that a page shows.
    fn shown_on(&self, id: NodeId, members: &Members, collection: &Collection) -> Vec<NodeId> {
        // No more than are wanted: ten thousand pages would copy as many members each.
        let most = match collection.limit {
            0 => usize::MAX,
            limit => limit,
        };
        let is_other = |member: &NodeId| *member != id;
        match members {
            Members::Same(ids) => ids.iter().copied().filter(is_other).take(most).collect(),
            Members::ByNamed(ids, places) => {
                let asked = collection.selection.asking_for(&Wanted::Same);
                let field = asked.map_or("", |condition: &Condition| &condition.field);
                // One more than is wanted of each: the page itself may be among them.
                let each = most.saturating_add(1);
                let mut near: Vec<u32> = self
                    .selector
                    .subjects(id, field)
                    .flat_map(|named| of_named(places, named).take(each))
                    .collect();
                near.sort_unstable();
                near.dedup();
                let member = near.into_iter().map(|place| ids[place as usize]);
                member.filter(is_other).take(most).collect()
            }
        }
    }
}

/// The places of those that name a document, in order.
fn of_named(places: &[(NodeId, u32)], named: NodeId) -> impl Iterator<Item = u32> {
    let start = places.partition_point(|(other, _)| *other < named);
    places
        .iter()
        .skip(start)
        .take_while(move |(other, _)| *other == named)
        .map(|(_, place)| *place)
}

/// For each document, those that name it, each once.
fn named_by(selector: Selector) -> Vec<Vec<NodeId>> {
    let references = &selector.relations.references;
    let mut named_by: Vec<Vec<NodeId>> = references.iter().map(|_| Vec::new()).collect();
    for (id, targets) in references.each() {
        for target in targets.iter().flatten() {
            let target = selector.relations.translations.first_of(*target);
            let names = &mut named_by[target.index()];
            if names.last() != Some(&id) {
                names.push(id);
            }
        }
    }
    named_by
}

impl LocalCollection<'_> {
    /// True for collections that differ in their names and in how many they hold only.
    fn has_members_of(self, other: LocalCollection) -> bool {
        let (one, another) = (self.collection, other.collection);
        one.selection == another.selection
            && one.sort == another.sort
            && self.readers.of_site == other.readers.of_site
            && (self.readers.language == other.readers.language || !sort::is_of_language(&one.sort))
    }
}

/// One of those that have the same members.
fn different<'g>(
    collections: impl Iterator<Item = LocalCollection<'g>>,
) -> Vec<LocalCollection<'g>> {
    let mut different: Vec<LocalCollection> = Vec::new();
    for local in collections {
        if !different.iter().any(|other| other.has_members_of(local)) {
            different.push(local);
        }
    }
    different
}

/// The collections of a kind that its pages share.
fn shared_by_pages<'g>(
    kind: &'g Kind,
    readers: Readers<'g>,
) -> impl Iterator<Item = LocalCollection<'g>> {
    all_for(kind, readers).filter(|local| !asks_for_this(local.collection))
}

fn all_for<'g>(kind: &'g Kind, readers: Readers<'g>) -> impl Iterator<Item = LocalCollection<'g>> {
    let collections = kind.collections.iter();
    collections.map(move |collection| LocalCollection {
        collection,
        readers,
    })
}

/// True where a condition holds only for documents that name the collection's own.
fn asks_for_this(collection: &Collection) -> bool {
    collection.selection.asking_for(&Wanted::This).is_some()
}
