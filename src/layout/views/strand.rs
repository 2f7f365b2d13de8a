//! The colours that documents of some kinds have, each the same on every page.

use std::collections::BTreeMap;

use crate::config::{FieldType, Kind, Kinds};
use crate::graph::{NodeId, Site};
use crate::layout::timetable::{COLOURS, assign_strands};

/// The strand of each document that has one: a number from 1 to 15.
pub type Strands = BTreeMap<NodeId, usize>;

/// The strands of all documents whose kinds give them one: by their own word, else by their place in the list of their kind.
pub fn strands(graph: &Site, kinds: &Kinds) -> Strands {
    let coloured = kinds.iter().filter(|kind| kind.strand.is_some());
    coloured.flat_map(|kind| of_kind(graph, kind)).collect()
}

fn of_kind(graph: &Site, kind: &Kind) -> Vec<(NodeId, usize)> {
    let list = graph.lists().iter().find(|list| list.kind == kind.name);
    let mut ids: Vec<NodeId> = Vec::new();
    let is_of_kind = |id: &NodeId| *graph.node(*id).outline().kind == *kind.name;
    ids.extend(
        list.into_iter()
            .flat_map(|list| &list.entries)
            .copied()
            .filter(is_of_kind),
    );
    // Those that are in no list, such as what was withdrawn, come last.
    let introduction = list.and_then(|list| list.introduction);
    for node in graph.nodes() {
        let id = node.id();
        if is_of_kind(&id) && introduction != Some(id) && !ids.contains(&id) {
            ids.push(id);
        }
    }
    let chosen: Vec<Option<usize>> = ids.iter().map(|id| chosen(graph, kind, *id)).collect();
    ids.into_iter().zip(assign_strands(&chosen)).collect()
}

/// The colour that a document asks for: the place of its word among those of the field.
fn chosen(graph: &Site, kind: &Kind, id: NodeId) -> Option<usize> {
    let name = &kind.strand.as_ref()?.name;
    let word = graph.node(id).outline().fields.text(name)?;
    let FieldType::Choice(words) = &kind.field(name)?.ty else {
        return None;
    };
    let place = words.iter().position(|known| known == word)?;
    Some(place % COLOURS + 1)
}
