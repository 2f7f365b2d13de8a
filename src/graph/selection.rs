//! Which documents meet the conditions of a collection or a list.

use std::collections::BTreeSet;

use super::overview::Overview;
use super::{Input, NodeData, NodeId};
use crate::base::Moment;
use crate::config::{Condition, Selection, Wanted};
use crate::document::{Outline, Reference, Value};

/// All documents that are selected, whichever page asks.
pub(super) fn all(selection: &Selection, nodes: &[NodeData], overview: &Overview) -> Vec<NodeId> {
    if selection.kinds.is_empty() {
        let fits = |id: &NodeId| fits(selection, *id, (nodes, None, overview));
        return (0..nodes.len()).map(NodeId::new).filter(fits).collect();
    }
    let kinds: BTreeSet<&String> = selection.kinds.iter().collect();
    let of_kinds = kinds
        .into_iter()
        .flat_map(|kind| overview.of_kind(kind))
        .copied();
    of_kinds
        .filter(|id| meets(selection, *id, (nodes, None, overview)))
        .collect()
}

/// True where a document is selected by the page of `this`. Conditions that ask for what `this` names
/// too are not looked at.
pub(super) fn fits(
    selection: &Selection,
    id: NodeId,
    (nodes, this, overview): (&[NodeData], Option<NodeId>, &Overview),
) -> bool {
    let brief = overview.brief(id);
    let of_kind = if selection.kinds.is_empty() {
        nodes[id.index()].url.is_some() && !brief.introduces_list
    } else {
        selection.kinds.contains(&brief.outline.kind)
    };
    of_kind && meets(selection, id, (nodes, this, overview))
}

/// True where a document meets the conditions, whatever its kind.
fn meets(
    selection: &Selection,
    id: NodeId,
    (nodes, this, overview): (&[NodeData], Option<NodeId>, &Overview),
) -> bool {
    let brief = overview.brief(id);
    let meets = |condition: &Condition| {
        condition.wanted.iter().any(|wanted| match wanted {
            Wanted::This => {
                names(&nodes[id.index()], &condition.field).any(|target| Some(target) == this)
            }
            Wanted::Same => true,
            wanted => holds(brief.outline, &condition.field, (wanted, overview.input)),
        })
    };
    brief.is_listed && selection.conditions.iter().all(meets)
}

/// The documents that one names in a field, or in a field of its groups: `people.person`.
pub(super) fn names<'n>(node: &'n NodeData, field: &'n str) -> impl Iterator<Item = NodeId> + 'n {
    let is_group = !field.contains('.');
    let in_field = move |reference: &Reference| {
        let rest = reference.field.strip_prefix(field);
        rest.is_some_and(|rest| rest.is_empty() || (is_group && rest.starts_with('.')))
    };
    let references = node.outline().references.iter().zip(&node.references);
    references
        .filter(move |(reference, _)| in_field(reference))
        .filter_map(|(_, target)| *target)
}

fn holds(outline: &Outline, field: &str, (wanted, input): (&Wanted, &Input)) -> bool {
    if let ("kind", Wanted::Word(word)) = (field, wanted) {
        return outline.kind == *word;
    }
    let is_over = |moment: &Moment| moment.over() <= input.now;
    outline
        .fields
        .get(field)
        .is_some_and(|value| match (wanted, value) {
            (Wanted::Any, Value::List(values)) => !values.is_empty(),
            (Wanted::Any, _) => true,
            (Wanted::Future, Value::Date(moment)) => !is_over(moment),
            (Wanted::Past, Value::Date(moment)) => is_over(moment),
            (Wanted::Word(word), value) => is(value, outline, word),
            _ => false,
        })
}

fn is(value: &Value, outline: &Outline, word: &str) -> bool {
    match value {
        Value::Text(text) => text == word,
        Value::Tag(tag) => tag.slug == word || tag.label == word,
        Value::Integer(number) => number.to_string() == word,
        Value::Boolean(flag) => word == if *flag { "true" } else { "false" },
        Value::Date(moment) => moment.day().to_string() == word,
        Value::Relation(id) => outline
            .references
            .get(id.0 as usize)
            .is_some_and(|reference| reference.target == word),
        Value::List(values) => values.iter().any(|value| is(value, outline, word)),
        _ => false,
    }
}
