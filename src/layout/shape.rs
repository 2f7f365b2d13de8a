//! What every page of a kind has, worked out once: its fields, and the lists that others fill.

use std::collections::{BTreeMap, BTreeSet};

use tera::value::Key;

use crate::config::{Field, FieldType, Kind, Kinds};

/// The shape of a kind's pages.
pub(super) struct Shape<'k> {
    /// The kind.
    pub kind: &'k Kind,
    /// Its fields by name, the common ones included.
    fields: BTreeMap<&'k str, &'k Field>,
    /// Those of the kind itself, in their order, with the names that templates know them by.
    pub own: Vec<(Key<'static>, &'k Field)>,
    /// Names under which other documents, or parts, may be listed: on a page where none are, the list is empty.
    pub lists: Vec<Key<'static>>,
}

impl<'k> Shape<'k> {
    /// The shapes of all kinds, by name.
    pub fn of_all(kinds: &'k Kinds) -> BTreeMap<&'k str, Shape<'k>> {
        let parts: Vec<&str> = kinds
            .iter()
            .filter_map(|kind| kind.part.as_ref())
            .map(|part| part.name.as_str())
            .collect();
        // Each once: those of the fields that all kinds have would come with every kind.
        let inverses: BTreeSet<(&str, &[String])> = kinds
            .iter()
            .flat_map(|kind| kinds.fields(kind))
            .flat_map(|field| inverses_of(&field.ty))
            .collect();
        let shape = |kind: &'k Kind| {
            let listed = inverses
                .iter()
                .filter(|(_, to)| to.is_empty() || to.contains(&kind.name));
            let lists: BTreeSet<&str> = listed
                .map(|(name, _)| *name)
                .chain(parts.iter().copied())
                .collect();
            let lists = lists
                .into_iter()
                .map(|name| Key::from(name.to_owned()))
                .collect();
            let fields = kinds
                .fields(kind)
                .map(|field| (field.name.as_str(), field))
                .collect();
            let own = kind
                .fields
                .iter()
                .map(|field| (Key::String(field.name.clone().into()), field))
                .collect();
            (
                kind.name.as_str(),
                Shape {
                    kind,
                    fields,
                    own,
                    lists,
                },
            )
        };
        kinds.iter().map(shape).collect()
    }

    /// The field with this name.
    pub fn field(&self, name: &str) -> Option<&'k Field> {
        self.fields.get(name).copied()
    }
}

fn inverses_of(ty: &FieldType) -> Vec<(&str, &[String])> {
    match ty {
        FieldType::Relation(ends) => ends
            .inverse
            .iter()
            .map(|inverse| (inverse.as_str(), &*ends.to))
            .collect(),
        FieldType::List(item) => inverses_of(item),
        FieldType::Map(fields) => fields
            .iter()
            .flat_map(|field| inverses_of(&field.ty))
            .collect(),
        _ => Vec::new(),
    }
}
