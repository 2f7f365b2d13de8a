//! A key that nothing is read from, and the field that its author means by it: a needed field that is missing is told
//! at the key that was written in place of it.

use super::clarity::is_key_of;
use super::fields::{FieldReader, Keys, OWN_KEYS, written};
use super::other_names::field_of_other_name;
use super::value_help::what_to_do_with;
use crate::base::suggest::Candidates;
use crate::base::{Code, Diagnostic};
use crate::config::Field;
use crate::yaml::{Entry, Value as Yaml};

/// The entry that is meant for a field that has none.
fn meant_for<'n>(keys: &Keys<'n>, field: &Field) -> Option<&'n Entry> {
    let fields = keys.fields;
    let names = Candidates::new(fields.iter().map(|field| field.name.as_str()));
    let means_it = |key: &str| match names.nearest(key).first() {
        Some(near) => field.name == *near,
        None => field_of_other_name(key, fields).is_some_and(|name| *name == *field.name),
    };
    let is_read =
        |key: &str| OWN_KEYS.contains(&key) || fields.iter().any(|field| is_key_of(field, key));
    let mut entries = keys.root.entries().iter();
    entries.find(|entry| {
        entry.value.value != Yaml::Empty && !is_read(&entry.key) && means_it(&entry.key)
    })
}

impl FieldReader<'_> {
    /// Reports a needed field that is missing at the key that is meant for it; false if there is none.
    pub(super) fn is_misnamed(&mut self, keys: &mut Keys, field: &Field) -> bool {
        if !field.required || written(keys.root, field).is_some() {
            return false;
        }
        let Some(entry) = meant_for(keys, field) else {
            return false;
        };
        let message = format!("{} needs `{}`", keys.owner, field.name);
        let missing = Diagnostic::new(Code::MissingField, message);
        let missing = missing.at(self.file, entry.key_span, "not read");
        self.reject(missing.help(what_to_do_with(&entry.key, &[field], self.kind)));
        keys.used.push(&entry.key);
        true
    }
}
