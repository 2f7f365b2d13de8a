//! The order of lists and collections. Ties are broken by id, so that the same site has one order.

use std::cmp::Ordering;

use jiff::Timestamp;

use super::{Node, NodeId};
use crate::config::Sort;
use crate::document::Value;

/// What a node is sorted by; nodes without it come last.
#[derive(Clone, Debug, PartialEq, PartialOrd)]
enum Key {
    Number(f64),
    Moment(Timestamp),
    Text(String),
}

/// Sorts nodes as `sort` says.
pub(super) fn sort(ids: &mut [NodeId], nodes: &[Node], sort: &Sort) {
    ids.sort_by_cached_key(|id| {
        let node = &nodes[id.index()];
        let tie = (node.outline().id.clone(), node.outline().file.clone());
        Ordered { key: key(node, &sort.field), descending: sort.descending, tie }
    });
}

/// Newest first, undated last, then by title and id.
pub(super) fn newest_first(ids: &mut [NodeId], nodes: &[Node]) {
    sort(ids, nodes, &Sort::default());
}

fn key(node: &Node, field: &str) -> Option<Key> {
    let outline = node.outline();
    match field {
        "title" => Some(Key::Text(outline.title.to_lowercase())),
        "date" => outline.date.as_ref().map(|date| Key::Moment(date.instant)),
        "id" => Some(Key::Text(outline.id.clone())),
        "updated" => {
            let updated = outline.fields.moment("updated").or(outline.date.as_ref());
            updated.map(|moment| Key::Moment(moment.instant))
        }
        field => match outline.fields.get(field)? {
            Value::Text(text) => Some(Key::Text(text.to_lowercase())),
            Value::Tag(tag) => Some(Key::Text(tag.slug.clone())),
            Value::Integer(number) => Some(Key::Number(*number as f64)),
            Value::Number(number) => Some(Key::Number(*number)),
            Value::Date(moment) => Some(Key::Moment(moment.instant)),
            Value::Boolean(flag) => Some(Key::Number(f64::from(u8::from(*flag)))),
            _ => None,
        },
    }
}

struct Ordered<T> {
    key: Option<Key>,
    descending: bool,
    tie: T,
}

impl<T: Ord> Ord for Ordered<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_key = match (&self.key, &other.key) {
            (Some(a), Some(b)) => {
                let order = a.partial_cmp(b).unwrap_or(Ordering::Equal);
                if self.descending { order.reverse() } else { order }
            }
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        by_key.then_with(|| self.tie.cmp(&other.tie))
    }
}

impl<T: Ord> PartialOrd for Ordered<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord> PartialEq for Ordered<T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<T: Ord> Eq for Ordered<T> {}
