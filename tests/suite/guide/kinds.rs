//! What the theme's kinds declare, for the guide: the type of each field and what it is for.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_yaml::{Mapping, Value};

use super::page::code;
use super::value::plural;

/// The kinds of the theme by name, and the fields that all of them have.
pub struct Kinds {
    kinds: BTreeMap<String, Value>,
    common: Value,
}

/// What a name of a kind is.
pub struct Declared {
    /// Its type in words.
    pub words: String,
    /// What it is for; none where nobody wrote it down.
    pub about: Option<String>,
}

impl Kinds {
    /// Reads the theme's kinds and the common fields.
    pub fn read() -> Kinds {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let yaml = |path: &Path| -> Value {
            let text = fs::read_to_string(path).expect("a file that can be read");
            serde_yaml::from_str(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        let mut kinds = BTreeMap::new();
        for entry in
            fs::read_dir(root.join("themes/partnership/kinds")).expect("the folder of kinds")
        {
            let path = entry.expect("a file").path();
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            kinds.insert(name, yaml(&path));
        }
        Kinds {
            kinds,
            common: yaml(&root.join("src/config/common.yaml")),
        }
    }

    /// The names of the kinds.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.kinds.keys().map(String::as_str)
    }

    /// What one of a kind is called.
    pub fn label<'k>(&'k self, kind: &'k str) -> &'k str {
        self.kinds
            .get(kind)
            .and_then(|kind| kind["label"].as_str())
            .unwrap_or(kind)
    }

    /// What a common field is.
    pub fn common(&self, name: &str) -> Option<Declared> {
        self.common.get(name).map(declared)
    }

    /// Every name that a kind itself brings: fields, what others say of it, collections.
    pub fn own(&self, kind: &str) -> BTreeMap<String, Declared> {
        let mut own = BTreeMap::new();
        let Some(yaml) = self.kinds.get(kind) else {
            return own;
        };
        for (name, inverse) in self.inverses(kind) {
            let about = Some(format!("{inverse} that name it"));
            own.insert(
                name,
                Declared {
                    words: "list of cards".to_owned(),
                    about,
                },
            );
        }
        for (name, collection) in entries(&yaml["collections"]) {
            let about = Some(format!(
                "A collection: {}",
                code(flow(collection).trim_matches(['{', '}']))
            ));
            own.insert(
                name.to_owned(),
                Declared {
                    words: "list of cards".to_owned(),
                    about,
                },
            );
        }
        own.extend(
            entries(&yaml["fields"]).map(|(name, field)| (name.to_owned(), declared(field))),
        );
        own
    }

    /// The names under which a kind lists those that name it, each with who does so and where.
    fn inverses(&self, kind: &str) -> BTreeMap<String, String> {
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for yaml in self.kinds.values() {
            for (field, value) in entries(&yaml["fields"]) {
                let plural = yaml["plural"].as_str().unwrap_or_default();
                for (inverse, to, in_group) in relations(value) {
                    if to.iter().any(|to| to == kind) {
                        let item = if in_group {
                            ", each with that group as `item`"
                        } else {
                            ""
                        };
                        let who = format!("{plural} (in {}{item})", code(field));
                        found.entry(inverse).or_default().push(who);
                    }
                }
            }
        }
        found
            .into_iter()
            .map(|(name, who)| (name, who.join(" and ")))
            .collect()
    }
}

fn entries(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    let mapping = value.as_mapping().into_iter().flat_map(Mapping::iter);
    mapping.filter_map(|(name, value)| Some((name.as_str()?, value)))
}

/// The relations in a field: the inverse's name, the kinds they lead to, whether they stand in a group.
fn relations(field: &Value) -> Vec<(String, Vec<String>, bool)> {
    let mut found = Vec::new();
    if let Some(inverse) = field["inverse"].as_str() {
        found.push((inverse.to_owned(), texts(&field["to"]), false));
    }
    let grouped = entries(&field["of"]["fields"]).chain(entries(&field["fields"]));
    for (_, inner) in grouped {
        let inner = relations(inner).into_iter();
        // Only a group of a list is handed over as `item`.
        let in_list = field["type"].as_str() == Some("list");
        found.extend(inner.map(|(name, to, _)| (name, to, in_list)));
    }
    found
}

fn texts(value: &Value) -> Vec<String> {
    let one = value.as_str().map(str::to_owned);
    let many = value
        .as_sequence()
        .into_iter()
        .flatten()
        .filter_map(|item| Some(item.as_str()?.to_owned()));
    one.into_iter().chain(many).collect()
}

fn declared(field: &Value) -> Declared {
    let choices = texts(&field["of"]);
    let is_choice = field["type"].as_str() == Some("choice");
    let mut about = field["about"].as_str().map(str::to_owned);
    if is_choice {
        let words: Vec<String> = choices.iter().map(|word| code(word)).collect();
        let start = about.map(|about| format!("{about}: ")).unwrap_or_default();
        about = Some(format!("{start}{}", words.join(", ")));
    }
    let words = words_for(field);
    let words = if words.starts_with("list") {
        words
    } else {
        format!("{words} or none")
    };
    Declared { words, about }
}

/// The type of a field in words.
fn words_for(field: &Value) -> String {
    let word = field
        .as_str()
        .or_else(|| field["type"].as_str())
        .unwrap_or("text");
    let one = match word {
        "markdown" => "HTML".to_owned(),
        "boolean" => "true or false".to_owned(),
        "url" | "file" => "link".to_owned(),
        "relation" => "card".to_owned(),
        "tag" => "group of `title`, `url`".to_owned(),
        "any" => "anything".to_owned(),
        "number" | "date" | "image" => word.to_owned(),
        "map" => group(&field["fields"]),
        "list" => format!("list of {}", plural(&words_for(&field["of"]))),
        _ => "text".to_owned(),
    };
    if field["many"].as_bool() == Some(true) {
        format!("list of {}", plural(&one))
    } else {
        one
    }
}

/// A group by its names, each with its type where that is not text.
fn group(fields: &Value) -> String {
    let shown = entries(fields).map(|(name, field)| match words_for(field).as_str() {
        "text" => code(name),
        words => format!("{} ({words})", code(name)),
    });
    format!("group of {}", shown.collect::<Vec<String>>().join(", "))
}

/// A value of YAML on one line.
fn flow(value: &Value) -> String {
    match value {
        Value::Sequence(items) => {
            format!(
                "[{}]",
                items.iter().map(flow).collect::<Vec<String>>().join(", ")
            )
        }
        Value::Mapping(_) => {
            let shown = entries(value).map(|(name, value)| format!("{name}: {}", flow(value)));
            format!("{{{}}}", shown.collect::<Vec<String>>().join(", "))
        }
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        Value::Null | Value::Tagged(_) => String::new(),
    }
}

#[test]
fn types_of_fields_are_said_in_words() {
    let words = |yaml: &str| declared(&serde_yaml::from_str(yaml).unwrap()).words;
    assert_eq!(words("date"), "date or none");
    assert_eq!(
        words("{type: relation, to: person, many: true}"),
        "list of cards"
    );
    assert_eq!(
        words(
            "{type: list, of: {type: map, fields: {person: {type: relation, to: person}, role: text}}}"
        ),
        "list of groups of `person` (card), `role`"
    );
    let choice = declared(&serde_yaml::from_str("{type: choice, of: [a, b], about: How}").unwrap());
    assert_eq!(
        (choice.words.as_str(), choice.about.as_deref()),
        ("text or none", Some("How: `a`, `b`"))
    );
}
