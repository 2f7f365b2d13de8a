//! What in front matter leaves it unclear whether a document may be public: fields of the lifecycle that do not say one
//! thing, and keys that may be meant for them.

use super::fields::{FieldReader, OWN_KEYS};
use super::lifecycle::Clarity;
use super::publication_key::{Meaning, meaning, remedy};
use crate::base::wording::excerpt;
use crate::base::{Code, Diagnostic};
use crate::config::{Field, FieldType};
use crate::yaml::{Entry, Node, Value as Yaml};

/// True for the key of a field, and for the other keys it may be read from.
pub(super) fn is_key_of(field: &Field, key: &str) -> bool {
    field.name == key || field.from.iter().any(|from| from == key)
}

/// A field that was read, and from which entry.
#[derive(Clone, Copy)]
pub(super) struct FieldEntry<'e> {
    pub field: &'e Field,
    pub entry: &'e Entry,
}

impl FieldReader<'_> {
    /// Takes note that a field of the lifecycle has no value that can be read. `found` is how many diagnostics there were
    /// before it was read.
    pub(super) fn withhold_for_value(&mut self, found: usize) {
        self.found.clarity = Clarity::Unclear;
        let about_it = self.diagnostics.iter_mut().skip(found);
        about_it.for_each(say_withheld);
    }

    /// Takes note if a field of the lifecycle is written more than once.
    pub(super) fn check_repeated(&mut self, root: &Node, FieldEntry { field, entry }: FieldEntry) {
        if self.repeated.contains(&entry.key_span) {
            self.found.clarity = Clarity::Unclear;
        }
        let says_other = |other: &&Entry| {
            is_key_of(field, &other.key)
                && other.value.value != Yaml::Empty
                && !other.value.says_the_same_as(&entry.value)
        };
        let Some(other) = root.entries().iter().find(says_other) else {
            return;
        };
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

    /// Reports keys that may be meant for a field of the lifecycle, and gives them back; those in `used` were read.
    pub(super) fn check_near_misses<'n>(
        &mut self,
        root: &'n Node,
        fields: &[&Field],
        used: &[&str],
    ) -> Vec<&'n str> {
        let mut reported = Vec::new();
        let lifecycle = fields.iter().filter(|field| field.lifecycle);
        let names = lifecycle.map(|field| field.name.as_str());
        for entry in root.entries() {
            // Being told to ignore a key is not enough: it would be ignored in the one document that means it.
            let key = entry.key.as_str();
            let is_read = used.contains(&key)
                || OWN_KEYS.contains(&key)
                || fields.iter().any(|field| is_key_of(field, key));
            if is_read {
                continue;
            }
            if let Some(meaning) = meaning(key, &entry.value, names.clone()) {
                reported.push(key);
                self.found.clarity = Clarity::Unclear;
                self.diagnostics.push(self.about_near_miss(entry, meaning));
            }
        }
        reported
    }

    fn about_near_miss(&self, entry: &Entry, meaning: Meaning) -> Diagnostic {
        let key = excerpt(&entry.key, 60);
        let message = format!("`{key}` is not read, so it is unclear whether this is public");
        let diagnostic = Diagnostic::new(Code::UnclearPublication, message)
            .at(self.file, entry.key_span, "withheld until this is clear")
            .help(remedy(entry, meaning, self.context.zone));
        if meaning.is_certain(&entry.key) {
            return diagnostic;
        }
        diagnostic.help(format!(
            "if it means something else, declare it as a field of the kind `{}`: `{key}: any`",
            self.kind.name
        ))
    }

    /// Reports fields of the lifecycle that are indented below another key, where nothing reads them.
    pub(super) fn check_indented(&mut self, root: &Node, fields: &[&Field]) {
        for entry in root.entries() {
            let key = &entry.key;
            if self.kind.ignored.contains(key) || OWN_KEYS.contains(&key.as_str()) {
                continue;
            }
            let field = fields.iter().find(|field| is_key_of(field, key));
            let inner: &[Field] = match field.map(|field| &field.ty) {
                Some(FieldType::Any | FieldType::List(_)) => continue,
                Some(FieldType::Map(inner)) => inner,
                _ => &[],
            };
            for below in entry.value.entries() {
                let mut lifecycle = fields.iter().filter(|field| field.lifecycle);
                let is_lifecycle = lifecycle.any(|field| is_key_of(field, &below.key));
                let is_inner = inner.iter().any(|field| is_key_of(field, &below.key));
                if is_lifecycle && !is_inner {
                    self.found.clarity = Clarity::Unclear;
                    self.diagnostics.push(self.about_indented(below, entry));
                }
            }
        }
    }

    fn about_indented(&self, below: &Entry, above: &Entry) -> Diagnostic {
        let message = format!(
            "`{}` is indented below `{}`, so it is unclear whether this is public",
            below.key,
            excerpt(&above.key, 60)
        );
        Diagnostic::new(Code::UnclearPublication, message)
            .at(self.file, below.key_span, "withheld until this is clear")
            .help("delete the spaces to its left")
            .help(format!(
                "if it says nothing about this document, declare `{}: any`",
                above.key
            ))
    }
}

fn say_withheld(found: &mut Diagnostic) {
    found
        .help
        .push("until this can be read, the document is withheld".to_owned());
}
