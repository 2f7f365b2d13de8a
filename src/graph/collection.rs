//! Collections: ordered sets of nodes that a template wants, gathered before anything renders.

use rayon::prelude::*;

use super::{Input, Node, NodeId, sort};
use crate::config::{Collection, Condition};
use crate::document::{Outline, Value};

/// Gathers the collections of every node, those of its kind and those of its front matter.
pub(super) fn gather(nodes: &mut [Node], input: &Input) {
    let gathered: Vec<Vec<(String, Vec<NodeId>)>> = {
        let nodes = &*nodes;
        let of_node = |(at, node): (usize, &Node)| {
            let kind = input.kinds.find(&node.outline().kind);
            let declared =
                kind.map_or(&[][..], |kind| &kind.collections).iter().chain(&node.outline().collections);
            declared
                .map(|collection| (collection.name.clone(), members(collection, NodeId::new(at), nodes)))
                .collect()
        };
        nodes.par_iter().enumerate().map(of_node).collect()
    };
    for (node, collections) in nodes.iter_mut().zip(gathered) {
        node.collections = collections;
    }
}

fn members(collection: &Collection, this: NodeId, nodes: &[Node]) -> Vec<NodeId> {
    let fits = |id: &NodeId| {
        let node = &nodes[id.index()];
        let outline = node.outline();
        let of_kind = if collection.kinds.is_empty() {
            node.address.is_some() && !outline.location.introduces_list
        } else {
            collection.kinds.contains(&outline.kind)
        };
        of_kind
            && *id != this
            && is_shown(outline)
            && collection.conditions.iter().all(|condition| meets(node, condition, this))
    };
    let mut ids: Vec<NodeId> = (0..nodes.len()).map(NodeId::new).filter(fits).collect();
    sort::sort(&mut ids, nodes, &collection.sort);
    if collection.limit > 0 {
        ids.truncate(collection.limit);
    }
    ids
}

fn is_shown(outline: &Outline) -> bool {
    !matches!(outline.fields.text("status"), Some("withdrawn" | "superseded"))
}

fn meets(node: &Node, condition: &Condition, this: NodeId) -> bool {
    let outline = node.outline();
    if condition.values.iter().any(|value| value == "this") {
        let names_this = outline.references.iter().zip(&node.references);
        return names_this.into_iter().any(|(reference, target)| {
            let field = reference.field.split('.').next().unwrap_or(&reference.field);
            *target == Some(this) && (field == condition.field || reference.field == condition.field)
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
