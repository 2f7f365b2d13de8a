//! Values of front matter that hold others: lists and groups of fields.

use super::at::At;
use super::fields::{FieldReader, Keys, index, written};
use super::value::Value;
use super::value_help::swallowed_item;
use crate::base::{Code, Diagnostic, SharedText};
use crate::config::{Field, FieldType};
use crate::yaml::{Entry, Node, Value as Yaml};

impl<'n> At<'n> {
    /// The value of a field inside this one.
    fn inside(&self, field: &Field, entry: &'n Entry) -> At<'n> {
        At {
            name: format!("{}.{}", self.name, field.name),
            item: self.item,
            node: &entry.value,
        }
    }

    /// An item of this list, by its number; `group` is the number of the group that it would be.
    fn at_item(&self, number: usize, node: &'n Node, group: Option<u32>) -> At<'n> {
        let is_list = matches!(self.node.value, Yaml::Sequence(_));
        At {
            name: if is_list {
                format!("{}[{}]", self.name, number + 1)
            } else {
                self.name.clone()
            },
            item: self.item.or(group),
            node,
        }
    }
}

impl FieldReader<'_> {
    /// A list of one value or more.
    pub(super) fn list(&mut self, at: &At, item: &FieldType, field: &SharedText) -> Value {
        let are_groups = matches!(item, FieldType::Map(_));
        let items = at.node.items();
        let mut values = Vec::with_capacity(items.len());
        for (number, node) in items.iter().enumerate() {
            if node.value == Yaml::Empty {
                continue;
            }
            let group = are_groups.then(|| index(values.len()));
            let value = self.item(&at.at_item(number, node, group), item, field);
            if value.is_some() && *item == FieldType::Text {
                self.found.add_item(field, *node.span);
            }
            values.extend(value);
        }
        Value::List(values)
    }

    /// The value of an item of a list; none if something in it that it needs is missing or wrong.
    fn item(&mut self, at: &At, ty: &FieldType, field: &SharedText) -> Option<Value> {
        if let Some(problem) = swallowed_item(at, ty, self.file) {
            self.reject(problem);
            return None;
        }
        let references = self.found.references.len();
        let value = self.value(at, ty, field);
        if value.is_none() {
            // The number of an item that is left out is that of the next one.
            for reference in &mut self.found.references[references..] {
                reference.value.item = None;
            }
        }
        value
    }

    /// A group with all that it needs: templates never receive half of one. What a translation states of one is completed when its
    /// source is read too.
    pub(super) fn map(&mut self, at: &At, fields: &[Field], field: &SharedText) -> Option<Value> {
        let fields: Vec<&Field> = fields.iter().collect();
        let owner = format!("`{}`", at.name);
        let mut keys = Keys::new(at.node, &fields, &owner);
        let mut values = Vec::new();
        let mut is_whole = true;
        for inner in &fields {
            keys.take(inner);
            let path = format!("{field}.{}", inner.name).into();
            let value = if self.is_misnamed(&mut keys, inner) {
                None
            } else {
                self.inner_value(at, inner, &path)
            };
            is_whole &= value.is_some() || !inner.required;
            values.extend(value.map(|value| (inner.name.clone(), value)));
        }
        self.check_periods_of(at, &fields, &mut values);
        self.unknown(&keys);
        self.has_gaps |= !is_whole;
        (is_whole || self.has_source).then_some(Value::Map(values))
    }

    /// The value of a field of a group; `None` without one that can be read, which is reported if it is needed.
    fn inner_value(&mut self, at: &At, inner: &Field, path: &SharedText) -> Option<Value> {
        match written(at.node, inner) {
            Some(entry) if entry.value.value != Yaml::Empty => {
                self.value(&at.inside(inner, entry), &inner.ty, path)
            }
            _ => {
                if inner.required {
                    self.missing_inside(at, inner);
                }
                None
            }
        }
    }

    fn missing_inside(&mut self, at: &At, field: &Field) {
        let message = format!("`{}` needs `{}`", at.name, field.name);
        let missing = Diagnostic::new(Code::MissingField, message).at(self.file, at.node.span, "");
        let missing = missing.help(self.add(field)).lacking(&self.reading);
        self.reject(match self.has_source {
            true => missing.help(
                "or have as many entries as the source, in its order: an entry has of the same one in the source what it leaves out",
            ),
            false => missing,
        });
    }
}
