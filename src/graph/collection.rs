//! Collections: ordered sets of nodes that a template wants, gathered before anything renders.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use rayon::prelude::*;

use super::{Input, Node, NodeId, selection, sort};
use crate::config::{Collection, Condition, Wanted};

/// Gathers the collections of every node, those of its kind and those of its front matter.
pub(super) fn gather(nodes: &mut [Node], input: &Input) {
    let gathered: Vec<Vec<(String, Vec<NodeId>)>> = {
        let gatherer = Gatherer::new(nodes, input);
        nodes.par_iter().enumerate().map(|(at, node)| gatherer.of_node(NodeId::new(at), node)).collect()
    };
    for (node, collections) in nodes.iter_mut().zip(gathered) {
        node.collections = collections;
    }
}

/// What is worked out once for all nodes, so that a collection of every page of a large site does not
/// mean a look at every document for each.
struct Gatherer<'g> {
    nodes: &'g [Node],
    input: &'g Input<'g>,
    /// For each node, those that name it, each once.
    named_by: Vec<Vec<NodeId>>,
    /// The members of kinds' collections, by kind and name: all that the pages of one kind share.
    shared: HashMap<(&'g str, &'g str), Members>,
}

/// What the pages of a kind share of a collection.
enum Members {
    /// The same documents for every page.
    Same(Vec<NodeId>),
    /// In order, and for each document named in the field, the places of those that name it.
    ByNamed(Vec<NodeId>, BTreeMap<NodeId, Vec<u32>>),
}

impl<'g> Gatherer<'g> {
    fn new(nodes: &'g [Node], input: &'g Input<'g>) -> Gatherer<'g> {
        let mut gatherer = Gatherer { nodes, input, named_by: named_by(nodes), shared: HashMap::new() };
        let used: BTreeSet<&str> = nodes.iter().map(|node| node.outline().kind.as_str()).collect();
        for kind in used.into_iter().filter_map(|name| input.kinds.find(name)) {
            for collection in kind.collections.iter().filter(|collection| !asks_for_this(collection)) {
                let members = gatherer.shared_members(collection);
                gatherer.shared.insert((&kind.name, &collection.name), members);
            }
        }
        gatherer
    }

    fn of_node(&self, id: NodeId, node: &Node) -> Vec<(String, Vec<NodeId>)> {
        let kind = self.input.kinds.find(&node.outline().kind);
        let of_kind = kind.into_iter().flat_map(|kind| {
            kind.collections
                .iter()
                .map(|collection| (collection, self.shared.get(&(&kind.name, &collection.name))))
        });
        let own = node.outline().collections.iter().map(|collection| (collection, None));
        let gather = |(collection, shared): (&Collection, Option<&Members>)| {
            let mut ids = match shared {
                Some(members) => self.of_page(id, (members, collection)),
                None if asks_for_this(collection) => {
                    let named_by = self.named_by.get(id.index()).map_or(&[][..], Vec::as_slice);
                    self.members(collection, Some(id), &mut named_by.iter().copied())
                }
                None => self.of_page(id, (&self.shared_members(collection), collection)),
            };
            if collection.limit > 0 {
                ids.truncate(collection.limit);
            }
            (collection.name.clone(), ids)
        };
        of_kind.chain(own).map(gather).collect()
    }

    fn shared_members(&self, collection: &Collection) -> Members {
        let ids = self.members(collection, None, &mut (0..self.nodes.len()).map(NodeId::new));
        let Some(condition) = collection.selection.asking_for(&Wanted::Same) else {
            return Members::Same(ids);
        };
        let mut places: BTreeMap<NodeId, Vec<u32>> = BTreeMap::new();
        for (place, id) in ids.iter().enumerate() {
            for named in selection::names(&self.nodes[id.index()], &condition.field) {
                places.entry(named).or_default().push(u32::try_from(place).unwrap_or(u32::MAX));
            }
        }
        Members::ByNamed(ids, places)
    }

    fn of_page(&self, id: NodeId, (members, collection): (&Members, &Collection)) -> Vec<NodeId> {
        match members {
            Members::Same(ids) => ids.iter().copied().filter(|member| *member != id).collect(),
            Members::ByNamed(ids, places) => {
                // One more than is wanted of each: the page itself may be among them.
                let most = if collection.limit == 0 { usize::MAX } else { collection.limit + 1 };
                let asked = collection.selection.asking_for(&Wanted::Same);
                let field = asked.map_or("", |condition: &Condition| &condition.field);
                let named = selection::names(&self.nodes[id.index()], field);
                let near: BTreeSet<u32> = named
                    .filter_map(|named| places.get(&named))
                    .flat_map(|places| places.iter().copied().take(most))
                    .collect();
                let member = near.into_iter().filter_map(|place| ids.get(place as usize).copied());
                member.filter(|member| *member != id).collect()
            }
        }
    }

    /// Those of some nodes that a collection takes in, in its order; `this` is the document it belongs to.
    fn members(
        &self,
        collection: &Collection,
        this: Option<NodeId>,
        candidates: &mut dyn Iterator<Item = NodeId>,
    ) -> Vec<NodeId> {
        let fits = |id: &NodeId| {
            let node = &self.nodes[id.index()];
            Some(*id) != this && selection::fits(&collection.selection, node, (this, self.input))
        };
        let mut ids: Vec<NodeId> = candidates.filter(fits).collect();
        sort::sort(&mut ids, self.nodes, &collection.sort);
        ids
    }
}

fn named_by(nodes: &[Node]) -> Vec<Vec<NodeId>> {
    let mut named_by: Vec<Vec<NodeId>> = vec![Vec::new(); nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        let id = NodeId::new(at);
        for target in node.references.iter().flatten() {
            if let Some(names) = named_by.get_mut(target.index()).filter(|names| names.last() != Some(&id)) {
                names.push(id);
            }
        }
    }
    named_by
}

/// True where a condition holds only for documents that name the collection's own.
fn asks_for_this(collection: &Collection) -> bool {
    collection.selection.asking_for(&Wanted::This).is_some()
}
