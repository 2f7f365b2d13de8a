//! Which documents meet the conditions of a collection or a list.

use super::{Input, Node, NodeId};
use crate::base::Moment;
use crate::config::{Condition, Selection, Wanted};
use crate::document::{Outline, Reference, Value};

/// All documents that are selected, whichever page asks.
pub(super) fn all(selection: &Selection, nodes: &[Node], input: &Input) -> Vec<NodeId> {
    let ids = (0..nodes.len()).map(NodeId::new);
    ids.filter(|id| fits(selection, &nodes[id.index()], (None, input))).collect()
}

/// True where a document is selected by the page of `this`. Conditions that ask for what `this` names
/// too are not looked at.
pub(super) fn fits(selection: &Selection, node: &Node, (this, input): (Option<NodeId>, &Input)) -> bool {
    let outline = node.outline();
    let of_kind = if selection.kinds.is_empty() {
        node.address.is_some() && !outline.location.introduces_list
    } else {
        selection.kinds.contains(&outline.kind)
    };
    let meets = |condition: &Condition| {
        condition.wanted.iter().any(|wanted| match wanted {
            Wanted::This => names(node, &condition.field).any(|target| Some(target) == this),
            Wanted::Same => true,
            wanted => holds(outline, &condition.field, (wanted, input)),
        })
    };
    of_kind && is_shown(outline) && selection.conditions.iter().all(meets)
}

/// The documents that one names in a field, or in a field of its groups: `people.person`.
pub(super) fn names<'n>(node: &'n Node, field: &'n str) -> impl Iterator<Item = NodeId> + 'n {
    let in_field = move |reference: &Reference| {
        reference.field == field || reference.field.split('.').next() == Some(field)
    };
    let references = node.outline().references.iter().zip(&node.references);
    references.filter(move |(reference, _)| in_field(reference)).filter_map(|(_, target)| *target)
}

/// Withdrawn and superseded documents are in no collection.
fn is_shown(outline: &Outline) -> bool {
    !matches!(outline.fields.text("status"), Some("withdrawn" | "superseded"))
}

fn holds(outline: &Outline, field: &str, (wanted, input): (&Wanted, &Input)) -> bool {
    if let ("kind", Wanted::Word(word)) = (field, wanted) {
        return outline.kind == *word;
    }
    let is_over = |moment: &Moment| moment.over(&input.site.timezone) <= input.now;
    outline.fields.get(field).is_some_and(|value| match (wanted, value) {
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
        Value::Date(moment) => moment.date().to_string() == word,
        Value::Relation(id) => {
            outline.references.get(id.0 as usize).is_some_and(|reference| reference.target == word)
        }
        Value::List(values) => values.iter().any(|value| is(value, outline, word)),
        _ => false,
    }
}
