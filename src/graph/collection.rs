//! Collections: ordered sets of nodes that a template wants, gathered before anything renders.

use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::overview::Overview;
use super::{NodeData, NodeId, selection, sort};
use crate::base::Lookup;
use crate::config::{Collection, Condition, Kind, Wanted};

/// Gathers the collections of every node, those of its kind and those of its front matter.
pub(super) fn gather(nodes: &mut [NodeData], overview: &Overview) {
    let gathered: Vec<Vec<(String, Vec<NodeId>)>> = {
        let gatherer = Gatherer::new(nodes, overview);
        nodes
            .par_iter()
            .enumerate()
            .map(|(at, node)| gatherer.of_node(NodeId::new(at), node))
            .collect()
    };
    for (node, collections) in nodes.iter_mut().zip(gathered) {
        node.collections = collections;
    }
}

/// What is worked out once for all nodes, so that a collection of every page of a large site does not
/// mean a look at every document for each.
struct Gatherer<'g> {
    nodes: &'g [NodeData],
    overview: &'g Overview<'g>,
    /// For each node, those that name it, each once; made ready when the first page asks.
    named_by: OnceLock<Vec<Vec<NodeId>>>,
    /// For each kind, what its pages share of its collections, in their order.
    shared: Lookup<&'g str, Vec<Option<Arc<Members>>>>,
}

/// What the pages of a kind share of a collection.
enum Members {
    /// The same documents for every page.
    Same(Vec<NodeId>),
    /// In order, and sorted by each document named in the field, the places of those that name it.
    ByNamed(Vec<NodeId>, Vec<(NodeId, u32)>),
}

impl<'g> Gatherer<'g> {
    fn new(nodes: &'g [NodeData], overview: &'g Overview<'g>) -> Gatherer<'g> {
        let (named_by, shared) = (OnceLock::new(), Lookup::default());
        let mut gatherer = Gatherer {
            nodes,
            overview,
            named_by,
            shared,
        };
        let used =
            |kind: &&Kind| !kind.collections.is_empty() && !overview.of_kind(&kind.name).is_empty();
        let kinds: Vec<&Kind> = overview.input.kinds.iter().filter(used).collect();
        // Kinds mostly have the same collections: "more on these work streams".
        let mut different: Vec<&Collection> = Vec::new();
        let of_kinds = kinds.iter().flat_map(|kind| &kind.collections);
        for collection in of_kinds.filter(|one| !asks_for_this(one)) {
            if !different
                .iter()
                .any(|other| have_same_members(other, collection))
            {
                different.push(collection);
            }
        }
        let members: Vec<Arc<Members>> = different
            .par_iter()
            .map(|collection| Arc::new(gatherer.shared_members(collection)))
            .collect();
        let of = |collection: &Collection| {
            let at = different
                .iter()
                .position(|other| have_same_members(other, collection))?;
            members.get(at).cloned()
        };
        let shared_by = |kind: &&'g Kind| {
            (
                kind.name.as_str(),
                kind.collections.iter().map(of).collect(),
            )
        };
        gatherer.shared = kinds.iter().map(shared_by).collect();
        gatherer
    }

    fn of_node(&self, id: NodeId, node: &NodeData) -> Vec<(String, Vec<NodeId>)> {
        let brief = self.overview.brief(id);
        let of_kind = brief
            .kind
            .filter(|kind| !kind.collections.is_empty())
            .into_iter()
            .flat_map(|kind| {
                let shared = self
                    .shared
                    .get(kind.name.as_str())
                    .map_or(&[][..], Vec::as_slice);
                kind.collections
                    .iter()
                    .zip(shared)
                    .map(|(collection, shared)| (collection, shared.as_deref()))
            });
        let own = brief
            .outline
            .collections
            .iter()
            .map(|collection| (collection, None));
        let gather = |(collection, shared): (&Collection, Option<&Members>)| {
            let ids = match shared {
                Some(members) => of_page((id, node), (members, collection)),
                None => of_page(
                    (id, node),
                    (&self.of_one_page((id, node), collection), collection),
                ),
            };
            (collection.name.clone(), ids)
        };
        of_kind.chain(own).map(gather).collect()
    }

    fn shared_members(&self, collection: &Collection) -> Members {
        self.members(
            selection::all(&collection.selection, self.nodes, self.overview),
            collection,
        )
    }

    /// Brings the members of a collection into its order, and notes what they name where pages ask for it.
    fn members(&self, mut ids: Vec<NodeId>, collection: &Collection) -> Members {
        sort::sort(&mut ids, self.overview, &collection.sort);
        let asks_for_same = collection.selection.asking_for(&Wanted::Same);
        let Some(condition) = asks_for_same.filter(|_| !asks_for_this(collection)) else {
            return Members::Same(ids);
        };
        let mut places: Vec<(NodeId, u32)> = Vec::with_capacity(ids.len());
        for (place, id) in (0..).zip(&ids) {
            let named = selection::names(&self.nodes[id.index()], &condition.field);
            places.extend(named.map(|named| (named, place)));
        }
        places.sort_unstable();
        Members::ByNamed(ids, places)
    }

    /// The members of a collection that only this page has. All documents are looked at only where neither those
    /// that name the page nor those that name the same as it narrow them down.
    fn of_one_page(&self, (id, node): (NodeId, &NodeData), collection: &Collection) -> Members {
        let selection = &collection.selection;
        let named_by = || self.named_by.get_or_init(|| named_by(self.nodes));
        let naming = |id: NodeId| named_by().get(id.index()).map_or(&[][..], Vec::as_slice);
        let fits = |member: &NodeId| {
            selection::fits(selection, *member, (self.nodes, Some(id), self.overview))
        };
        let ids: Vec<NodeId> = if asks_for_this(collection) {
            naming(id).iter().copied().filter(fits).collect()
        } else if let Some(condition) = selection.asking_for(&Wanted::Same) {
            let named: BTreeSet<NodeId> = selection::names(node, &condition.field).collect();
            let near: BTreeSet<NodeId> = named.into_iter().flat_map(naming).copied().collect();
            near.into_iter().filter(fits).collect()
        } else {
            selection::all(selection, self.nodes, self.overview)
        };
        self.members(ids, collection)
    }
}

/// Those members that a page shows.
fn of_page(
    (id, node): (NodeId, &NodeData),
    (members, collection): (&Members, &Collection),
) -> Vec<NodeId> {
    // No more than are wanted: ten thousand pages would copy as many members each.
    let most = if collection.limit == 0 {
        usize::MAX
    } else {
        collection.limit
    };
    match members {
        Members::Same(ids) => ids
            .iter()
            .copied()
            .filter(|member| *member != id)
            .take(most)
            .collect(),
        Members::ByNamed(ids, places) => {
            let asked = collection.selection.asking_for(&Wanted::Same);
            let field = asked.map_or("", |condition: &Condition| &condition.field);
            // One more than is wanted of each: the page itself may be among them.
            let mut near: Vec<u32> = selection::names(node, field)
                .flat_map(|named| of_named(places, named).take(most.saturating_add(1)))
                .collect();
            near.sort_unstable();
            near.dedup();
            let member = near
                .into_iter()
                .filter_map(|place| ids.get(place as usize).copied());
            member.filter(|member| *member != id).take(most).collect()
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

fn named_by(nodes: &[NodeData]) -> Vec<Vec<NodeId>> {
    let mut named_by: Vec<Vec<NodeId>> = vec![Vec::new(); nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        let id = NodeId::new(at);
        for target in node.references.iter().flatten() {
            if let Some(names) = named_by
                .get_mut(target.index())
                .filter(|names| names.last() != Some(&id))
            {
                names.push(id);
            }
        }
    }
    named_by
}

/// True for collections that differ in their names and in how many they hold only.
fn have_same_members(one: &Collection, other: &Collection) -> bool {
    one.selection == other.selection && one.sort == other.sort
}

/// True where a condition holds only for documents that name the collection's own.
fn asks_for_this(collection: &Collection) -> bool {
    collection.selection.asking_for(&Wanted::This).is_some()
}
