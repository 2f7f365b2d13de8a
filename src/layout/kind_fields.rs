//! What every page of a kind has, worked out once: its fields, and the lists that others fill.

use std::collections::{BTreeMap, BTreeSet};

use tera::value::Key;

use crate::config::{Field, FieldType, Kind, Kinds};

/// The fields of a kind's pages.
pub struct KindFields<'k> {
    pub kind: &'k Kind,
    /// All fields by name, the common ones included.
    fields: BTreeMap<&'k str, &'k Field>,
    /// Those of the kind itself, in their order, with the names that templates know them by.
    pub own: Vec<(Key<'static>, &'k Field)>,
    /// Names under which other documents, or parts, may be listed: on a page with none, the list is empty.
    pub lists: Vec<Key<'static>>,
}

/// A list on the pages of documents that others name.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Inverse<'k> {
    name: &'k str,
    /// The kinds that may be named; all if there are none here.
    to: &'k [String],
}

impl<'k> KindFields<'k> {
    /// The fields of all kinds, by the kind's name.
    pub fn of_all(kinds: &'k Kinds) -> BTreeMap<&'k str, KindFields<'k>> {
        let parts: Vec<&str> = kinds
            .iter()
            .filter_map(|kind| kind.part.as_ref())
            .map(|part| part.name.as_str())
            .collect();
        // Each once: those of the fields that all kinds have would come with every kind.
        let inverses: BTreeSet<Inverse> = kinds
            .iter()
            .flat_map(|kind| kinds.fields(kind))
            .flat_map(|field| inverses_of(&field.ty))
            .collect();
        let fields_of = |kind: &'k Kind| {
            let listed = inverses
                .iter()
                .filter(|inverse| inverse.to.is_empty() || inverse.to.contains(&kind.name))
                .map(|inverse| inverse.name);
            let lists = listed.chain(parts.iter().copied()).collect();
            (kind.name.as_str(), KindFields::new(kind, kinds, lists))
        };
        kinds.iter().map(fields_of).collect()
    }

    fn new(kind: &'k Kind, kinds: &'k Kinds, lists: BTreeSet<&str>) -> KindFields<'k> {
        let own = kind.fields.iter();
        KindFields {
            kind,
            fields: kinds
                .fields(kind)
                .map(|field| (field.name.as_str(), field))
                .collect(),
            own: own
                .map(|field| (Key::String(field.name.clone().into()), field))
                .collect(),
            lists: lists
                .into_iter()
                .map(|name| Key::from(name.to_owned()))
                .collect(),
        }
    }

    /// The field with this name.
    pub fn field(&self, name: &str) -> Option<&'k Field> {
        self.fields.get(name).copied()
    }
}

fn inverses_of(ty: &FieldType) -> Vec<Inverse<'_>> {
    match ty {
        FieldType::Relation(ends) => ends
            .inverse
            .iter()
            .map(|name| Inverse { name, to: &ends.to })
            .collect(),
        FieldType::List(item) => inverses_of(item),
        FieldType::Map(fields) => fields
            .iter()
            .flat_map(|field| inverses_of(&field.ty))
            .collect(),
        _ => Vec::new(),
    }
}
