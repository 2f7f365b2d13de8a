//! The colours that documents of some kinds have, each the same on every page.

use std::collections::BTreeMap;

use crate::config::{FieldType, Kind, Kinds};
use crate::graph::{NodeId, Site};

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

/// How many colours a theme's style sheet has.
const COLOURS: usize = 5;
/// Five colours, each as a plain, a double and a broken line.
const STRANDS: usize = 3 * COLOURS;

/// Gives each document a strand, a number from 1 to 15. `chosen` are the colours from 1 to 5 that documents ask for, in
/// their order; the others get what is left. When all are taken, they begin again.
fn assign_strands(chosen: &[Option<usize>]) -> Vec<usize> {
    let mut taken = Vec::new();
    let asked: Vec<Option<usize>> = chosen
        .iter()
        .map(|colour| {
            let strand = strand_in((*colour)?, &taken);
            taken.push(strand);
            Some(strand)
        })
        .collect();
    let is_free = |strand: &usize| !taken.contains(strand);
    let mut free: Vec<usize> = (1..=STRANDS).filter(is_free).collect();
    if free.is_empty() {
        free = (1..=STRANDS).collect();
    }
    let mut rest = free.into_iter().cycle();
    let or_next = |strand: Option<usize>| strand.or_else(|| rest.next()).unwrap_or(1);
    asked.into_iter().map(or_next).collect()
}

/// The first line in a colour that nobody has taken.
fn strand_in(colour: usize, taken: &[usize]) -> usize {
    let mut lines = (colour..=STRANDS).step_by(COLOURS);
    let free = lines.find(|strand| !taken.contains(strand));
    free.unwrap_or(colour)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifteen_can_be_told_apart() {
        let all: Vec<usize> = (1..=15).collect();
        assert_eq!(assign_strands(&[None; 15]), all);
        assert_eq!(assign_strands(&[None; 16])[15], 1);
    }

    #[test]
    fn a_chosen_colour_is_kept_and_nobody_else_gets_it() {
        assert_eq!(assign_strands(&[None, Some(1), None]), [2, 1, 3]);
        assert_eq!(assign_strands(&[Some(4), Some(4)]), [4, 9]);
        assert_eq!(assign_strands(&[Some(1); 4])[3], 1);
    }
}
