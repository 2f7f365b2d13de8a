//! The front matter of the documents of a kind.

use serde_json::{Map, Value, json};

use super::Schema;
use super::definition::{reference, whole, with};
use super::value::{Form, is_needed, properties, required};
use crate::base::english::article;
use crate::config::{Field, Kind, Kinds};

/// The schema of the front matter of a kind.
pub(super) fn of_kind(kinds: &Kinds, kind: &Kind) -> Schema {
    let about = about(kind);
    Schema {
        name: kind.name.clone(),
        value: value(kinds, kind, &about, Form::Document),
        about,
    }
}

/// The schema of the front matter of a translation of a kind.
pub(super) fn of_translation(kinds: &Kinds, kind: &Kind) -> Schema {
    let about = format!("{}, as a translation", about(kind));
    Schema {
        name: format!("{}.translation", kind.name),
        value: value(kinds, kind, &about, Form::Translation),
        about,
    }
}

fn value(kinds: &Kinds, kind: &Kind, about: &str, form: Form) -> Value {
    let fields: Vec<&Field> = kinds.fields(kind).collect();
    let mut keys = properties(&fields, form);
    add_own_keys(&mut keys, kind);
    let schema = json!({
        "title": kind.label,
        "description": about,
        "type": ["object", "null"],
        "additionalProperties": false,
    });
    let schema = with(schema, required(&fields, form));
    let schema = with(schema, json!({"properties": keys}));
    // A document without front matter lacks what is needed.
    let schema = match fields.iter().any(|field| is_needed(field, form)) {
        true => with(schema, json!({"type": "object"})),
        false => schema,
    };
    whole(schema, &Map::new())
}

/// The keys that are no fields: what is read of every document, and what is read over.
fn add_own_keys(keys: &mut Map<String, Value>, kind: &Kind) {
    let of_kind = json!({"const": kind.name, "description": "The kind of the document, if its folder does not say it"});
    keys.insert("kind".to_owned(), of_kind);
    let collections = json!({"description": "Sets of documents that the page shows"});
    keys.insert(
        "collections".to_owned(),
        with(reference("collections"), collections),
    );
    // A field without a type of its own: `comments` of a document says what that of a kind says.
    if let Some(field) = keys.get_mut("comments") {
        let about = field["description"].take();
        *field = json!({"anyOf": [reference("comments"), {"type": "null"}], "description": about});
    }
    for ignored in &kind.ignored {
        let ignored = keys.entry(ignored.clone());
        ignored
            .or_insert_with(|| json!({"description": "Read over: copublish does nothing with it"}));
    }
}

fn about(kind: &Kind) -> String {
    let label = kind.label.to_lowercase();
    let owner = format!("The front matter of {} {label}", article(&label));
    match &kind.folder {
        Some(folder) => format!("{owner}, a Markdown file in content/{folder}/"),
        None => owner,
    }
}
