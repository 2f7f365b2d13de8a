//! Every place of front matter that a kind declares: its fields, and those inside them at every depth.

use copublish::config::{Field, FieldType, Kind, Kinds};

use super::values::{Values, is_relation};
use super::written::Written;

/// A field of a kind, inside those above it.
#[derive(Clone, Debug)]
pub struct Slot {
    /// The fields from the outermost to the field itself.
    pub path: Vec<Field>,
    /// Whether every kind has it.
    pub is_common: bool,
}

/// Every slot of a kind.
pub fn slots(kinds: &Kinds, kind: &Kind) -> Vec<Slot> {
    let mut found = Vec::new();
    for field in kinds.fields(kind) {
        let is_common = kind.field(&field.name).is_none();
        add(
            &mut found,
            &Slot {
                path: vec![field.clone()],
                is_common,
            },
        );
    }
    found
}

fn add(found: &mut Vec<Slot>, slot: &Slot) {
    found.push(slot.clone());
    for field in inner_fields(slot.ty()) {
        let path = [slot.path.as_slice(), std::slice::from_ref(field)].concat();
        add(
            found,
            &Slot {
                path,
                is_common: slot.is_common,
            },
        );
    }
}

/// The fields of the groups that a value of this type is or lists.
fn inner_fields(ty: &FieldType) -> &[Field] {
    match ty {
        FieldType::Map(fields) => fields,
        FieldType::List(item) => inner_fields(item),
        _ => &[],
    }
}

impl Slot {
    /// The type of the field itself.
    pub fn ty(&self) -> &FieldType {
        &self.field().ty
    }

    /// The field itself.
    pub fn field(&self) -> &Field {
        self.path.last().expect("a slot is a field")
    }

    /// `partners.organisation`.
    pub fn name(&self) -> String {
        let names: Vec<&str> = self.path.iter().map(|field| field.name.as_str()).collect();
        names.join(".")
    }

    /// What sort of slot it is, to edit one of each: what it holds, and what it is directly inside of.
    pub fn shape(&self) -> String {
        let outer = match self.path.as_slice() {
            [_] => "",
            [.., outer, _] if matches!(outer.ty, FieldType::List(_)) && is_relation(self.ty()) => {
                "in a list"
            }
            _ => "in a group",
        };
        format!("{} {outer}", shape_of(self.field()))
    }

    /// The key in front matter, and what stands there if the field holds `value`.
    pub fn entry(&self, values: &Values, value: Option<Written>) -> Option<(String, Written)> {
        let value = wrap(&self.path, values, value)?;
        Some((self.path[0].name.to_string(), value))
    }
}

/// What the outermost field holds if the innermost holds `value`; keys that have to be there stand beside it.
fn wrap(path: &[Field], values: &Values, value: Option<Written>) -> Option<Written> {
    let [outer, rest @ ..] = path else {
        return value;
    };
    let [inner, ..] = rest else { return value };
    let others = inner_fields(&outer.ty)
        .iter()
        .filter(|field| field.required && field.name != inner.name);
    let mut entries: Vec<(String, Written)> = others
        .map(|field| (field.name.to_string(), values.of_field(field, 0)))
        .collect();
    entries.extend(wrap(rest, values, value).map(|value| (inner.name.to_string(), value)));
    Some(nested(&outer.ty, Written::Map(entries)))
}

/// A group in as many lists as its type says.
fn nested(ty: &FieldType, group: Written) -> Written {
    match ty {
        FieldType::List(item) => Written::List(vec![nested(item, group)]),
        _ => group,
    }
}

fn shape_of(field: &Field) -> String {
    let from = if field.from.is_empty() {
        ""
    } else {
        " by another key"
    };
    format!("{}{from}", shape_of_type(&field.ty))
}

fn shape_of_type(ty: &FieldType) -> String {
    match ty {
        FieldType::List(item) if is_relation(item) => format!("list of {}", shape_of_type(item)),
        FieldType::Relation(ends) => {
            let to = ends.to.len().min(2);
            format!("relation to {to}, inverse {}", ends.inverse.is_some())
        }
        ty => super::values::word(ty).to_owned(),
    }
}
