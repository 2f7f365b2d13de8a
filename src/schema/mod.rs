//! JSON Schemas of what authors write, for editors: 2020-12, made of what copublish itself reads by. No list of keys is kept
//! here, so none can be forgotten.
//!
//! 1. `definition`: a schema with the definitions that it refers to, and no others
//! 2. `value`: the value of a field
//! 3. `front_matter`: the front matter of the documents of a kind
//! 4. `settings`: site.yaml, theme.yaml and the kinds of a theme
//! 5. `word_list`: glossaries, and the words of a theme
//!
//! Checks nothing itself: what a schema cannot say, `build` and `check` do.

mod definition;
mod front_matter;
mod settings;
mod value;
mod word_list;

use serde_json::Value;

use crate::base::site_layout;
use crate::config::Kinds;
use crate::content::ThemeFiles;

/// What is declared for a site.
#[derive(Clone, Copy)]
pub struct Declared<'d> {
    /// Its kinds.
    pub kinds: &'d Kinds,
    /// True if it is in several languages: translations have of their sources what they do not say.
    pub has_translations: bool,
    /// Its theme, which brings the words.
    pub theme: &'d ThemeFiles,
}

/// A schema.
#[derive(Debug)]
pub struct Schema {
    /// What it is called: `site.yaml`, or the name of a kind.
    pub name: String,
    /// What it describes, in a few words.
    pub about: String,
    /// The schema itself.
    pub value: Value,
}

impl Schema {
    /// The name of its file, in [`site_layout::SCHEMAS`].
    pub fn file(&self) -> String {
        format!("{}.json", self.name)
    }

    /// The text of its file.
    pub fn text(&self) -> String {
        let text = serde_json::to_string_pretty(&self.value).unwrap_or_default();
        text + "\n"
    }
}

/// All schemas of a site: those of its settings, of its lists of words, and of each of its kinds.
pub fn all(declared: Declared) -> Vec<Schema> {
    let mut all = vec![
        settings::site(declared.kinds),
        settings::kind(),
        settings::theme(),
        word_list::glossary(),
        word_list::text(declared.theme),
    ];
    let kinds = declared.kinds.iter();
    all.extend(kinds.map(|kind| front_matter::of_kind(declared.kinds, kind)));
    if declared.has_translations {
        let kinds = declared.kinds.iter();
        all.extend(kinds.map(|kind| front_matter::of_translation(declared.kinds, kind)));
    }
    all
}

/// All schemas as one, each a definition of it.
pub fn bundle(schemas: Vec<Schema>) -> Value {
    let definitions = schemas
        .into_iter()
        .map(|schema| (schema.name, schema.value));
    let definitions: serde_json::Map<String, Value> = definitions
        .map(|(name, mut schema)| {
            // A schema with an id of its own is a document of its own: what it refers to stays inside it.
            schema["$id"] =
                format!("https://copublish.invalid/{}", name.replace(' ', "%20")).into();
            (name, schema)
        })
        .collect();
    serde_json::json!({
        "$schema": definition::DIALECT,
        "title": "What authors of a copublish site write",
        "$defs": definitions,
    })
}

/// Where the schema of a file is, from the root of a site: `.copublish/schema/site.yaml.json`.
pub fn path_of(name: &str) -> String {
    format!(
        "{}/{}/{name}.json",
        site_layout::CACHE,
        site_layout::SCHEMAS
    )
}
