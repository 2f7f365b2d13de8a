//! Collections: ordered sets of nodes that a template wants, gathered before anything renders.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;

use super::{Input, Node, NodeId, sort};
use crate::config::{Collection, Condition};
use crate::document::{Outline, Value};

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
    /// The members of those collections of kinds that are the same for all documents of the kind.
    shared: HashMap<(&'g str, &'g str), Vec<NodeId>>,
}

impl<'g> Gatherer<'g> {
    fn new(nodes: &'g [Node], input: &'g Input<'g>) -> Gatherer<'g> {
        let mut gatherer = Gatherer { nodes, input, named_by: named_by(nodes), shared: HashMap::new() };
        let used: BTreeSet<&str> = nodes.iter().map(|node| node.outline().kind.as_str()).collect();
        for kind in used.into_iter().filter_map(|name| input.kinds.find(name)) {
            for collection in kind.collections.iter().filter(|collection| !asks_for_this(collection)) {
                let members = members(collection, None, (nodes, &mut all(nodes)));
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
        let gather = |(collection, shared): (&Collection, Option<&Vec<NodeId>>)| {
            let mut ids = match shared {
                Some(members) => members.iter().copied().filter(|member| *member != id).collect(),
                None if asks_for_this(collection) => {
                    let named_by = self.named_by.get(id.index()).map_or(&[][..], Vec::as_slice);
                    members(collection, Some(id), (self.nodes, &mut named_by.iter().copied()))
                }
                None => members(collection, Some(id), (self.nodes, &mut all(self.nodes))),
            };
            if collection.limit > 0 {
                ids.truncate(collection.limit);
            }
            (collection.name.clone(), ids)
        };
        of_kind.chain(own).map(gather).collect()
    }
}

fn all(nodes: &[Node]) -> impl Iterator<Item = NodeId> {
    (0..nodes.len()).map(NodeId::new)
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
    collection.conditions.iter().any(is_this)
}

fn is_this(condition: &Condition) -> bool {
    condition.values.iter().any(|value| value == "this")
}

/// Those of some nodes that a collection takes in, in its order; `this` is the document it belongs to.
fn members(
    collection: &Collection,
    this: Option<NodeId>,
    (nodes, candidates): (&[Node], &mut dyn Iterator<Item = NodeId>),
) -> Vec<NodeId> {
    let fits = |id: &NodeId| {
        let node = &nodes[id.index()];
        let outline = node.outline();
        let of_kind = if collection.kinds.is_empty() {
            node.address.is_some() && !outline.location.introduces_list
        } else {
            collection.kinds.contains(&outline.kind)
        };
        of_kind
            && Some(*id) != this
            && is_shown(outline)
            && collection.conditions.iter().all(|condition| meets(node, condition, this))
    };
    let mut ids: Vec<NodeId> = candidates.filter(fits).collect();
    sort::sort(&mut ids, nodes, &collection.sort);
    ids
}

fn is_shown(outline: &Outline) -> bool {
    !matches!(outline.fields.text("status"), Some("withdrawn" | "superseded"))
}

fn meets(node: &Node, condition: &Condition, this: Option<NodeId>) -> bool {
    let outline = node.outline();
    if is_this(condition) {
        let names_this = outline.references.iter().zip(&node.references);
        return names_this.into_iter().any(|(reference, target)| {
            let field = reference.field.split('.').next().unwrap_or(&reference.field);
            target.is_some()
                && *target == this
                && (field == condition.field || reference.field == condition.field)
        });
    }
    let has = |value: &str| condition.values.iter().any(|wanted| wanted == value);
    match condition.field.as_str() {
        "kind" => has(&outline.kind),
        field => outline.fields.get(field).is_some_and(|value| holds(value, outline, &has)),
    }
}

fn holds(value: &Value, outline: &Outline, has: &dyn Fn(&str) -> bool) -> bool {
    match value {
        Value::Text(text) => has(text),
        Value::Tag(tag) => has(&tag.slug) || has(&tag.label),
        Value::Integer(number) => has(&number.to_string()),
        Value::Boolean(flag) => has(if *flag { "true" } else { "false" }),
        Value::Date(moment) => has(&moment.date().to_string()),
        Value::Relation(id) => {
            outline.references.get(id.0 as usize).is_some_and(|reference| has(&reference.target))
        }
        Value::List(values) => values.iter().any(|value| holds(value, outline, has)),
        _ => false,
    }
}
