//! Values with names, on their way to a template.
//!
//! The template engine makes a map of its own of whatever map it is given, and hashes all names again. So they are
//! collected without hashing any: a page has about a hundred of them in its view and in what the view holds.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use tera::Value as View;
use tera::value::Key;

/// Values with names, in their order. Where a name comes twice, its last value is what a template sees, in the place of
/// the first.
#[derive(Clone, Debug, Default)]
pub(super) struct Record(Vec<(Key<'static>, View)>);

impl Record {
    /// One that has room for so many.
    pub fn with_capacity(names: usize) -> Record {
        Record(Vec::with_capacity(names))
    }

    /// The values of a group that is a view already, to be added to.
    pub fn of(view: &View) -> Record {
        let entries = view.as_map().into_iter().flatten();
        Record(
            entries
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        )
    }

    /// Adds a value under its name.
    pub fn set(&mut self, name: impl Into<Key<'static>>, value: impl Into<View>) {
        self.0.push((name.into(), value.into()));
    }

    /// The value of a name.
    pub fn get(&self, name: &str) -> Option<&View> {
        self.0
            .iter()
            .rev()
            .find(|(key, _)| key.as_str() == Some(name))
            .map(|(_, value)| value)
    }

    /// All values, also those that others have followed under the same name.
    pub fn values(&self) -> impl Iterator<Item = &View> {
        self.0.iter().map(|(_, value)| value)
    }

    /// The same, to be changed.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut View> {
        self.0.iter_mut().map(|(_, value)| value)
    }
}

impl From<Record> for View {
    fn from(record: Record) -> View {
        let named = record
            .0
            .into_iter()
            .enumerate()
            .map(|(place, (name, value))| (Placed { place, name }, value));
        View::from(named.collect::<BTreeMap<Placed, View>>())
    }
}

/// A name that sorts by its place: the engine takes a sorted map as it takes any other, and keeps its order.
struct Placed {
    place: usize,
    name: Key<'static>,
}

impl From<Placed> for Key<'static> {
    fn from(placed: Placed) -> Key<'static> {
        placed.name
    }
}

impl PartialEq for Placed {
    fn eq(&self, other: &Placed) -> bool {
        self.place == other.place
    }
}

impl Eq for Placed {}

impl PartialOrd for Placed {
    fn partial_cmp(&self, other: &Placed) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Placed {
    fn cmp(&self, other: &Placed) -> Ordering {
        self.place.cmp(&other.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_stands_in_the_first_place() {
        let mut record = Record::default();
        for (name, value) in [("title", "A"), ("url", "/a/"), ("title", "B")] {
            record.set(name, value);
        }
        record.set("level".to_owned(), 2);
        assert_eq!(record.get("title").and_then(View::as_str), Some("B"));
        assert!(record.get("Title").is_none());
        let view = View::from(record);
        let shown: Vec<String> = view
            .as_map()
            .unwrap()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        assert_eq!(shown, ["title=B", "url=/a/", "level=2"]);
    }
}
