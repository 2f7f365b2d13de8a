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
    /// Those that are called like documents of other kinds, and hold none.
    pub called_like_documents: BTreeSet<&'k str>,
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

/// The names under which pages of any kind show documents.
fn names_of_documents(kinds: &Kinds) -> BTreeSet<&str> {
    let inverses = Inverses::of(kinds);
    let fields = kinds.iter().flat_map(|kind| &kind.fields);
    let relations = fields.filter(|field| holds_documents(&field.ty));
    let collections = kinds.iter().flat_map(|kind| &kind.collections);
    let mut names: BTreeSet<&str> = inverses.of_kind.into_values().flatten().collect();
    names.extend(inverses.of_all);
    names.extend(relations.map(|field| field.name.as_str()));
    names.extend(collections.map(|collection| collection.name.as_str()));
    names
}

fn holds_documents(ty: &FieldType) -> bool {
    match ty {
        FieldType::Relation(_) => true,
        FieldType::List(item) => holds_documents(item),
        _ => false,
    }
}

/// The same for a value that may be anything, and for tags, which have pages as documents have.
fn may_hold_documents(ty: &FieldType) -> bool {
    match ty {
        FieldType::Any | FieldType::Tag { .. } => true,
        FieldType::List(item) => may_hold_documents(item),
        _ => holds_documents(ty),
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
        let of_documents = names_of_documents(kinds);
        let fields_of = |kind: &'k Kind| {
            let listed = inverses.on_pages_of(&kind.name);
            let lists = listed.chain(parts.iter().copied()).collect();
            let mut fields = KindFields::new(kind, kinds, lists);
            let others = kind
                .fields
                .iter()
                .filter(|field| !may_hold_documents(&field.ty));
            let names = others.map(|field| field.name.as_str());
            fields.called_like_documents =
                names.filter(|name| of_documents.contains(name)).collect();
            (kind.name.as_str(), fields)
        };
        kinds.iter().map(fields_of).collect()
    }

    fn new(kind: &'k Kind, kinds: &'k Kinds, lists: BTreeSet<&str>) -> KindFields<'k> {
        let own = kind.fields.iter();
        KindFields {
            kind,
            called_like_documents: BTreeSet::new(),
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
