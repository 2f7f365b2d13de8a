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

/// The names of the lists on the pages of documents that others name.
#[derive(Default)]
struct Inverses<'k> {
    /// Those that any document may have.
    of_all: BTreeSet<&'k str>,
    /// Those that only documents of a kind may have.
    of_kind: BTreeMap<&'k str, BTreeSet<&'k str>>,
}

impl<'k> Inverses<'k> {
    fn of(kinds: &'k Kinds) -> Inverses<'k> {
        let mut inverses = Inverses::default();
        let fields = kinds.iter().flat_map(|kind| &kind.fields);
        for field in fields.chain(&kinds.common) {
            inverses.add(&field.ty);
        }
        inverses
    }

    fn add(&mut self, ty: &'k FieldType) {
        match ty {
            FieldType::Relation(ends) => {
                let Some(name) = &ends.inverse else { return };
                for kind in &ends.to {
                    self.of_kind.entry(kind).or_default().insert(name);
                }
                if ends.to.is_empty() {
                    self.of_all.insert(name);
                }
            }
            FieldType::List(item) => self.add(item),
            FieldType::Map(fields) => fields.iter().for_each(|field| self.add(&field.ty)),
            _ => {}
        }
    }

    fn on_pages_of(&self, kind: &str) -> impl Iterator<Item = &'k str> {
        let of_kind = self.of_kind.get(kind).into_iter().flatten();
        of_kind.chain(&self.of_all).copied()
    }
}

impl<'k> KindFields<'k> {
    /// The fields of all kinds, by the kind's name.
    pub fn of_all(kinds: &'k Kinds) -> BTreeMap<&'k str, KindFields<'k>> {
        let parts: Vec<&str> = kinds
            .iter()
            .filter_map(|kind| kind.part.as_ref())
            .map(|part| part.name.as_str())
            .collect();
        let inverses = Inverses::of(kinds);
        let fields_of = |kind: &'k Kind| {
            let listed = inverses.on_pages_of(&kind.name);
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
