//! Glossaries, and the words of a theme: files of words with what they stand for.

use serde_json::{Map, Value, json};

use super::Schema;
use super::definition::{reference, whole, with};
use crate::base::foreign_words::THEME_LANGUAGE;
use crate::content::ThemeFiles;
use crate::yaml::{self, Node};

/// The schema of `content/glossary.yaml`.
pub(super) fn glossary() -> Schema {
    let words = json!({"type": ["string", "number", "boolean"], "pattern": r"\S"});
    let meaning = json!({"anyOf": [words, reference("glossary_entry")], "examples": ["Think Local Act Personal"]});
    let schema = json!({
        "title": "glossary.yaml",
        "description": "What abbreviations stand for: each with its words, or with a group of `words` and `link`",
        "type": ["object", "null"],
        "additionalProperties": meaning,
    });
    Schema {
        name: "glossary.yaml".to_owned(),
        about: "What abbreviations stand for".to_owned(),
        value: whole(schema, &Map::new()),
    }
}

/// The schema of the words of a theme, `text/LANGUAGE.yaml`: each of its words in English.
pub(super) fn text(theme: &ThemeFiles) -> Schema {
    let mut keys = Map::new();
    let files = theme.words.iter();
    for file in files.filter(|file| file.file.stem() == THEME_LANGUAGE) {
        let parsed = file.text().ok().and_then(|text| yaml::parse(text).ok());
        if let Some(root) = parsed.and_then(|parsed| parsed.root) {
            add_words(&mut keys, &root);
        }
    }
    let schema = json!({
        "title": "text/LANGUAGE.yaml",
        "description": "The words of the theme in one language",
        "type": ["object", "null"],
        "properties": keys,
        "additionalProperties": reference("word"),
    });
    Schema {
        name: "text.yaml".to_owned(),
        about: "The words of the theme in one language".to_owned(),
        value: whole(schema, &word()),
    }
}

/// A word, or a group of words: those of kinds and their fields are in groups.
fn word() -> Map<String, Value> {
    let group = json!({"type": "object", "additionalProperties": reference("word")});
    let word = json!({"anyOf": [reference("text"), group]});
    Map::from_iter([("word".to_owned(), word)])
}

/// Adds the keys of a group, each with what it says in English.
fn add_words(keys: &mut Map<String, Value>, group: &Node) {
    for entry in group.entries() {
        let schema = match entry.value.text() {
            Some(text) => with(reference("word"), json!({"description": text})),
            None => {
                let mut inner = Map::new();
                add_words(&mut inner, &entry.value);
                json!({"type": ["object", "null"], "properties": inner, "additionalProperties": reference("word")})
            }
        };
        keys.insert(entry.key.clone(), schema);
    }
}
