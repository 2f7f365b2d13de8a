//! The order of lists and collections. Ties are broken by id, so that the same site has one order.

use std::cmp::Ordering;

use jiff::Timestamp;

use super::id::NodeId;
use super::index::DocIndex;
use super::selection::Selector;
use crate::base::{Collation, FilePath, IdOrder, Number, SortKey};
use crate::config::Sort;
use crate::document::Value;

/// How documents are sorted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Order<'o> {
    pub sort: &'o Sort,
    /// The language of the page that shows them: words are in its order.
    pub language: &'o str,
}

/// What a node is sorted by; nodes without it come last.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Number(Number),
    Moment(Timestamp),
    Words(SortKey),
    /// What each item of a list is sorted by.
    Several(Vec<Key>),
}

/// Sorts nodes as `order` says.
pub(super) fn sort(ids: &mut [NodeId], selector: Selector, order: Order) {
    let Order { sort, language } = order;
    if sort.field == "date" && sort.descending {
        return newest_first(ids, selector.index);
    }
    let keys = Keys {
        selector,
        field: &sort.field,
        collation: Collation::of(language),
    };
    ids.sort_by_cached_key(|id| {
        let structure = selector.index.structure(*id);
        Ordered {
            key: keys.of_node(*id),
            descending: sort.descending,
            tie: (IdOrder(&structure.id), &structure.file),
        }
    });
}

/// True for an order that may differ from language to language.
pub(super) fn is_of_language(sort: &Sort) -> bool {
    !matches!(sort.field.as_str(), "date" | "updated" | "order")
}

/// Newest first, undated last, then by id.
pub(super) fn newest_first(ids: &mut [NodeId], index: &DocIndex) {
    // A sort that keeps the order of equals takes over what is sorted already: the documents of a kind.
    ids.sort_by_key(|id| index.rank(*id));
}

/// What nodes are sorted by in one field.
struct Keys<'k> {
    selector: Selector<'k>,
    field: &'k str,
    collation: Collation,
}

impl Keys<'_> {
    fn of_node(&self, id: NodeId) -> Option<Key> {
        let index = self.selector.index;
        let structure = index.structure(id);
        let moment = match self.field {
            "title" => return Some(self.title(id)),
            "id" => return Some(self.words(&structure.id)),
            "date" => structure.meta.date.as_ref(),
            "updated" => structure.meta.last_changed(),
            field => return self.of_value(id, index.field(id, field)?),
        };
        moment.map(|moment| Key::Moment(moment.instant))
    }

    fn of_value(&self, id: NodeId, value: &Value) -> Option<Key> {
        match value {
            Value::Text(text) | Value::SourceText(text) => Some(self.words(text)),
            Value::Tag(tag) => Some(self.words(&tag.label)),
            Value::Integer(number) => Some(Key::Number(i128::from(*number).into())),
            Value::Number(number) => Some(Key::Number(number.shortest())),
            Value::Date(moment) => Some(Key::Moment(moment.instant)),
            Value::Boolean(flag) => Some(Key::Number(i128::from(*flag).into())),
            Value::Relation(reference) => {
                let named = self.selector.relations.named(id, *reference)?;
                Some(self.title(named))
            }
            Value::List(values) => self.of_values(id, values),
            _ => None,
        }
    }

    fn of_values(&self, id: NodeId, values: &[Value]) -> Option<Key> {
        let keys = values.iter().filter_map(|value| self.of_value(id, value));
        let keys: Vec<Key> = keys.collect();
        (!keys.is_empty()).then_some(Key::Several(keys))
    }

    fn title(&self, id: NodeId) -> Key {
        self.words(&self.selector.index.words.of(id).title)
    }

    fn words(&self, text: &str) -> Key {
        Key::Words(self.collation.key(text))
    }
}

#[derive(PartialEq, Eq)]
struct Ordered<'i> {
    key: Option<Key>,
    descending: bool,
    tie: (IdOrder<'i>, &'i FilePath),
}

impl Ord for Ordered<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_key = match (&self.key, &other.key) {
            (Some(a), Some(b)) if self.descending => b.cmp(a),
            (Some(a), Some(b)) => a.cmp(b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        by_key.then_with(|| self.tie.cmp(&other.tie))
    }
}

impl PartialOrd for Ordered<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
