//! What in front matter leaves it unclear whether a document may be public: fields of the lifecycle that do not say one
//! thing, and keys that may be meant for them.

use super::fields::{FieldReader, OWN_KEYS};
use super::lifecycle::Clarity;
use super::publication_key::{meaning, remedy};
use crate::base::wording::excerpt;
use crate::base::{Code, Diagnostic};
use crate::config::{Field, FieldType};
use crate::yaml::{Entry, Node, Value as Yaml};

/// Whether a field has got a value.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Read {
    Value,
    Nothing,
}

/// True for the key of a field, and for the other keys it may be read from.
pub(super) fn is_key_of(field: &Field, key: &str) -> bool {
    field.name == key || field.from.iter().any(|from| from == key)
}

impl FieldReader<'_> {
    /// Takes note if a field of the lifecycle does not say one thing that can be read. `found` is how many diagnostics
    /// there were before it was read.
    pub(super) fn look_for_doubt(
        &mut self,
        root: &Node,
        (field, entry): (&Field, &Entry),
        (read, found): (Read, usize),
    ) {
        if read == Read::Nothing || self.repeated.contains(&entry.key_span) {
            self.found.clarity = Clarity::Unclear;
        }
        if read == Read::Nothing {
            self.diagnostics
                .iter_mut()
                .skip(found)
                .for_each(say_withheld);
        }
        let says_other = |other: &&Entry| {
            is_key_of(field, &other.key)
                && other.value.value != Yaml::Empty
                && !other.value.says_the_same_as(&entry.value)
        };
        if let Some(other) = root.entries().iter().find(says_other) {
            self.found.clarity = Clarity::Unclear;
            let message = format!(
                "`{}` and `{}` do not say the same, so it is unclear whether this is public",
                entry.key, other.key
            );
            self.diagnostics.push(
                Diagnostic::new(Code::UnclearPublication, message)
                    .at(self.file, other.key_span, "says something else")
                    .at(self.file, entry.key_span, "is read first")
                    .help("keep one of the two"),
            );
        }
    }

    /// Reports keys that may be meant for a field of the lifecycle, and gives them back.
    pub(super) fn look_for_near_misses<'n>(
        &mut self,
        root: &'n Node,
        (fields, used): (&[&Field], &[&str]),
    ) -> Vec<&'n str> {
        let mut known = Vec::new();
        let names = fields
            .iter()
            .filter(|field| field.lifecycle)
            .map(|field| field.name.as_str());
        for entry in root.entries() {
            // Being told to ignore a key is not enough: it would be ignored in the one document that means it.
            let key = entry.key.as_str();
            let is_read = || fields.iter().any(|field| is_key_of(field, key));
            if used.contains(&key) || OWN_KEYS.contains(&key) || is_read() {
                continue;
            }
            let Some(meaning) = meaning(&entry.key, &entry.value, names.clone()) else {
                continue;
            };
            known.push(entry.key.as_str());
            self.found.clarity = Clarity::Unclear;
            let key = excerpt(&entry.key, 60);
            let message = format!("`{key}` is not read, so it is unclear whether this is public");
            let zone = self.context.zone;
            let declare = format!(
                "if it means something else, declare it as a field of the kind `{}`: `{key}: any`",
                self.kind.name
            );
            self.diagnostics.push(
                Diagnostic::new(Code::UnclearPublication, message)
                    .at(self.file, entry.key_span, "withheld until this is clear")
                    .help(remedy(&entry.key, &entry.value, (meaning, zone)))
                    .help(if meaning.is_certain(&entry.key) {
                        String::new()
                    } else {
                        declare
                    }),
            );
        }
        known
    }

    /// Reports fields of the lifecycle that are indented below another key, where nothing reads them.
    pub(super) fn look_for_indented(&mut self, root: &Node, fields: &[&Field]) {
        for entry in root.entries() {
            let is_ignored =
                self.kind.ignored.contains(&entry.key) || OWN_KEYS.contains(&entry.key.as_str());
            let field = fields.iter().find(|field| is_key_of(field, &entry.key));
            let inner: &[Field] = match field.map(|field| &field.ty) {
                Some(FieldType::Any | FieldType::List(_)) => continue,
                Some(FieldType::Map(inner)) => inner,
                _ => &[],
            };
            let is_stray = |below: &&Entry| {
                fields
                    .iter()
                    .any(|field| field.lifecycle && is_key_of(field, &below.key))
                    && !inner.iter().any(|field| is_key_of(field, &below.key))
            };
            for below in entry
                .value
                .entries()
                .iter()
                .filter(|_| !is_ignored)
                .filter(is_stray)
            {
                self.found.clarity = Clarity::Unclear;
                let message = format!(
                    "`{}` is indented below `{}`, so it is unclear whether this is public",
                    below.key,
                    excerpt(&entry.key, 60)
                );
                self.diagnostics.push(
                    Diagnostic::new(Code::UnclearPublication, message)
                        .at(self.file, below.key_span, "withheld until this is clear")
                        .help("delete the spaces to its left")
                        .help(format!(
                            "if it says nothing about this document, declare `{}: any`",
                            entry.key
                        )),
                );
            }
        }
    }
}

fn say_withheld(found: &mut Diagnostic) {
    found
        .help
        .push("until this can be read, the document is withheld".to_owned());
}
