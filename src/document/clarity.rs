//! What in front matter leaves it unclear whether a document may be public: fields of the lifecycle that do not say one
//! thing, and keys that may be meant for them.

use super::fields::{FieldReader, OWN_KEYS};
use super::lifecycle::Clarity;
use super::publication_key::remedy;
use crate::base::english::{excerpt, ticked_and};
use crate::base::{Code, Diagnostic, Span};
use crate::config::lifecycle_key::{Meaning, meaning};
use crate::config::{Field, FieldType};
use crate::yaml::{Entry, Node, Value as Yaml};

/// The key that YAML merges other keys in with.
const MERGE_KEY: &str = "<<";
/// So many of the keys that it merges in are shown.
const MERGED_SHOWN: usize = 4;

/// True for the key of a field, and for the other keys it may be read from.
pub(super) fn is_key_of(field: &Field, key: &str) -> bool {
    field.name == key || field.from.iter().any(|from| from == key)
}

/// True for a key that a field of the lifecycle may be read from.
fn is_lifecycle_key(fields: &[&Field], key: &str) -> bool {
    let mut lifecycle = fields.iter().filter(|field| field.lifecycle);
    lifecycle.any(|field| is_key_of(field, key))
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

    /// Reports another key of a field of the lifecycle that says something else.
    pub(super) fn check_other_keys(&mut self, root: &Node, read: FieldEntry) {
        let FieldEntry { field, entry } = read;
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

    /// Reports keys of fields of the lifecycle that have no value: nobody can tell what was meant to be there.
    pub(super) fn check_empty(&mut self, root: &Node, fields: &[&Field]) {
        for entry in root.entries() {
            if is_lifecycle_key(fields, &entry.key) && entry.value.value == Yaml::Empty {
                self.found.clarity = Clarity::Unclear;
                self.diagnostics.push(self.about_empty(entry));
            }
        }
    }

    fn about_empty(&self, entry: &Entry) -> Diagnostic {
        let key = &entry.key;
        let message = format!("`{key}` has no value, so it is unclear whether this is public");
        Diagnostic::new(Code::UnclearPublication, message)
            .at(self.file, entry.key_span, "withheld until this is clear")
            .help(format!(
                "write a value after `{}`, or delete the line",
                self.format.key(key)
            ))
    }

    /// Reports keys that may be meant for a field of the lifecycle, and gives them back; those in `used` were read.
    pub(super) fn check_near_misses<'n>(
        &mut self,
        root: &'n Node,
        fields: &[&Field],
        used: &[&str],
    ) -> Vec<&'n str> {
        let mut reported = Vec::new();
        for entry in root.entries() {
            // Being told to ignore a key is not enough: it would be ignored in the one document that means it.
            let key = entry.key.as_str();
            let is_read = used.contains(&key)
                || OWN_KEYS.contains(&key)
                || fields.iter().any(|field| is_key_of(field, key));
            if is_read {
                continue;
            }
            if let Some(meaning) = meaning(key, entry.value.text()) {
                reported.push(key);
                self.found.clarity = Clarity::Unclear;
                self.diagnostics.push(self.about_near_miss(entry, meaning));
            }
        }
        reported
    }

    fn about_near_miss(&self, entry: &Entry, meaning: Meaning) -> Diagnostic {
        if entry.key == MERGE_KEY {
            return self.about_merge_key(entry);
        }
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

    fn about_merge_key(&self, entry: &Entry) -> Diagnostic {
        let message =
            "keys that `<<` merges in are not read, so it is unclear whether this is public";
        let names = entry.value.items().iter().flat_map(Node::entries);
        let lines: Vec<String> = names.take(MERGED_SHOWN).map(as_line).collect();
        let help = if lines.is_empty() {
            "delete this line".to_owned()
        } else {
            format!(
                "delete this line, and write {} in its place",
                ticked_and(&lines)
            )
        };
        Diagnostic::new(Code::UnclearPublication, message)
            .at(self.file, entry.key_span, "withheld until this is clear")
            .help(help)
    }

    /// Reports fields of the lifecycle that are indented below another key, where nothing reads them.
    pub(super) fn check_indented(&mut self, root: &Node, fields: &[&Field]) {
        for entry in root.entries() {
            let key = &entry.key;
            let is_reported = key == MERGE_KEY;
            if is_reported || self.kind.ignored.contains(key) || OWN_KEYS.contains(&key.as_str()) {
                continue;
            }
            let field = fields.iter().find(|field| is_key_of(field, key));
            let inner: &[Field] = match field.map(|field| &field.ty) {
                Some(FieldType::Any | FieldType::List(_)) => continue,
                Some(FieldType::Map(inner)) => inner,
                _ => &[],
            };
            for below in entry.value.entries() {
                let is_inner = inner.iter().any(|field| is_key_of(field, &below.key));
                if is_lifecycle_key(fields, &below.key) && !is_inner {
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

/// Those of the repeated keys that leave it unclear whether the document is public.
pub(super) fn unclear_repeats(root: &Node, fields: &[&Field], repeated: &[Span]) -> Vec<Span> {
    let is_about_it = |entry: &&Entry| {
        // Another kind may read the lifecycle from other keys.
        entry.key == "kind" || is_lifecycle_key(fields, &entry.key)
    };
    let entries = root.entries().iter().filter(is_about_it);
    let places = entries.map(|entry| *entry.key_span);
    places.filter(|place| repeated.contains(place)).collect()
}

/// Adds to a message what follows from what it says.
pub(super) fn say_withheld(found: &mut Diagnostic) {
    found
        .help
        .push("until this is clear, the document is withheld".to_owned());
}

/// A key with its value, as somebody would write it.
fn as_line(entry: &Entry) -> String {
    let key = excerpt(&entry.key, 40);
    match entry.value.text() {
        Some(text) => format!("{key}: {}", excerpt(text, 40)),
        None => format!("{key}:"),
    }
}
