//! The order of lists and collections. Ties are broken by id, so that the same site has one order.

use std::borrow::Cow;
use std::cmp::Ordering;

use jiff::Timestamp;

use super::id::NodeId;
use super::index::DocIndex;
use crate::base::{Moment, Number};
use crate::config::Sort;
use crate::document::Value;

/// What a node is sorted by; nodes without it come last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key<'i> {
    Number(Number),
    Moment(Timestamp),
    Text(Cow<'i, str>),
}

/// Sorts nodes as `sort` says.
pub(super) fn sort(ids: &mut [NodeId], index: &DocIndex, sort: &Sort) {
    if sort.field == "date" && sort.descending {
        return newest_first(ids, index);
    }
    ids.sort_by_cached_key(|id| {
        let structure = index.structure(*id);
        let tie = (structure.id.as_str(), &structure.file);
        Ordered {
            key: key(*id, index, &sort.field),
            descending: sort.descending,
            tie,
        }
    });
}

/// Newest first, undated last, then by id.
pub(super) fn newest_first(ids: &mut [NodeId], index: &DocIndex) {
    // A sort that keeps the order of equals takes over what is sorted already: the documents of a kind.
    ids.sort_by_key(|id| index.rank(*id));
}

fn key<'i>(id: NodeId, index: &DocIndex<'i>, field: &str) -> Option<Key<'i>> {
    let structure = index.structure(id);
    let moment = |moment: &Moment| Key::Moment(moment.instant);
    match field {
        "title" => Some(Key::letters(&index.words.of(id).title)),
        "id" => Some(Key::Text(Cow::Borrowed(&structure.id))),
        "date" => structure.meta.date.as_ref().map(moment),
        "updated" => structure.meta.last_changed().map(moment),
        field => Key::of(index.field(id, field)?),
    }
}

impl<'i> Key<'i> {
    fn of(value: &'i Value) -> Option<Key<'i>> {
        match value {
            Value::Text(text) => Some(Key::letters(text)),
            Value::Tag(tag) => Some(Key::Text(Cow::Borrowed(&tag.slug))),
            Value::Integer(number) => Some(Key::Number(i128::from(*number).into())),
            Value::Number(number) => Some(Key::Number(number.shortest())),
            Value::Date(moment) => Some(Key::Moment(moment.instant)),
            Value::Boolean(flag) => Some(Key::Number(i128::from(*flag).into())),
            _ => None,
        }
    }

    /// A text, whatever the case of its letters.
    fn letters(text: &str) -> Key<'i> {
        Key::Text(Cow::Owned(text.to_lowercase()))
    }
}

struct Ordered<'i, T> {
    key: Option<Key<'i>>,
    descending: bool,
    tie: T,
}

impl<T: Ord> Ord for Ordered<'_, T> {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_key = match (&self.key, &other.key) {
            (Some(a), Some(b)) => {
                let order = a.cmp(b);
                if self.descending {
                    order.reverse()
                } else {
                    order
                }
            }
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        by_key.then_with(|| self.tie.cmp(&other.tie))
    }
}

impl<T: Ord> PartialOrd for Ordered<'_, T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Ord> PartialEq for Ordered<'_, T> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<T: Ord> Eq for Ordered<'_, T> {}
