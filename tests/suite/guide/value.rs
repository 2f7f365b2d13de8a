//! Values that templates receive, for readers: what type they have, and a short example.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::page::{code, cut};

/// What a value is called in the guide; a group also by the names in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Type {
    plain: BTreeSet<String>,
    /// Set where some value is a list: what its items are.
    items: Option<Box<Type>>,
}

impl Type {
    /// The type of all values of one name.
    pub fn of<'v>(values: impl IntoIterator<Item = &'v Value>) -> Type {
        let mut ty = Type::default();
        values.into_iter().for_each(|value| ty.add(value));
        ty
    }

    fn add(&mut self, value: &Value) {
        let word = match value {
            Value::Null => "none",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "number",
            Value::String(text) => word_of(text),
            Value::Array(items) => {
                let inner = self.items.get_or_insert_default();
                items.iter().for_each(|item| inner.add(item));
                return;
            }
            Value::Object(map) => {
                self.plain.insert(shape(map));
                return;
            }
        };
        self.plain.insert(word.to_owned());
    }

    /// True where nothing but absent values were seen.
    pub fn is_unknown(&self) -> bool {
        let items = self.items.as_ref().is_none_or(|items| items.is_unknown());
        items && self.plain.iter().all(|word| word == "none")
    }

    /// The type in words: `date or none`, `list of cards`.
    pub fn words(&self) -> String {
        let mut words: Vec<String> = Vec::new();
        if let Some(items) = &self.items {
            let of = if items.is_unknown() {
                String::new()
            } else {
                format!(" of {}", items.plural())
            };
            words.push(format!("list{of}"));
        }
        let has = |word: &str| self.plain.contains(word);
        // A page without text has an empty one, which looks like any other text.
        let hidden = |word: &str| {
            (word == "text" && has("HTML")) || (word == "date" && has("text")) || word == "none"
        };
        words.extend(self.plain.iter().filter(|word| !hidden(word)).cloned());
        if has("none") {
            words.push("none".to_owned());
        }
        words.join(" or ")
    }

    fn plural(&self) -> String {
        plural(&self.words())
    }
}

/// Several of a type: `cards`, `groups of …`.
pub fn plural(words: &str) -> String {
    match words.split_once(' ') {
        _ if words == "HTML" || words == "true or false" => words.to_owned(),
        Some((first, rest)) => format!("{first}s {rest}"),
        None => format!("{words}s"),
    }
}

fn word_of(text: &str) -> &'static str {
    let bytes = text.as_bytes();
    let is_date = bytes.len() >= 10
        && bytes[..4]
            .iter()
            .chain(&bytes[5..7])
            .chain(&bytes[8..10])
            .all(u8::is_ascii_digit)
        && (bytes[4], bytes[7]) == (b'-', b'-')
        && !text.contains(' ');
    if text.trim_start().starts_with('<') {
        "HTML"
    } else if is_date {
        "date"
    } else {
        "text"
    }
}

/// A group by what it is, else by the names in it.
fn shape(map: &Map<String, Value>) -> String {
    let has = |names: &[&str]| names.iter().all(|name| map.contains_key(*name));
    if has(&["kind", "id", "url", "kind_label"]) {
        "card".to_owned()
    } else if has(&["kind", "id", "url"]) {
        "reference".to_owned()
    } else if has(&["media_type", "url"]) {
        "link".to_owned()
    } else if has(&["alt", "url"]) {
        "image".to_owned()
    } else {
        let names: Vec<String> = map.keys().map(|name| code(name)).collect();
        format!("group of {}", names.join(", "))
    }
}

/// True for a value that shows nothing.
pub fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(map) => map.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// The first value that shows something, as code; a dash where none does.
pub fn example<'v>(values: impl IntoIterator<Item = &'v Value>) -> String {
    let shown = values.into_iter().find(|value| !is_empty(value));
    shown.map_or_else(|| "–".to_owned(), |value| code(&short(value, 44)))
}

/// A value as YAML writes it on one line, cut where it is long.
pub fn short(value: &Value, letters: usize) -> String {
    match value {
        Value::Null => "none".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => format!("\"{}\"", cut(&crate::cases::without_hashes(text), letters)),
        Value::Array(items) => {
            let first = items
                .first()
                .map(|item| short(item, letters * 2 / 3))
                .unwrap_or_default();
            let more = if items.len() > 1 { ", …" } else { "" };
            format!("[{first}{more}]")
        }
        Value::Object(map) => {
            let says = |(name, value): &(&String, &Value)| {
                !is_empty(value) && !value.is_object() && *name != "kind"
            };
            let (first, rest): (Vec<_>, Vec<_>) = map
                .iter()
                .filter(says)
                .partition(|(name, _)| ["title", "file", "url"].contains(&name.as_str()));
            let mut entries = first.into_iter().chain(rest);
            let shown: Vec<String> = entries
                .by_ref()
                .take(2)
                .map(|(name, value)| format!("{name}: {}", short(value, letters * 2 / 3)))
                .collect();
            let more = match map.keys().next() {
                Some(name) if shown.is_empty() => format!("{name}: …"),
                _ if map.len() > shown.len() => ", …".to_owned(),
                _ => String::new(),
            };
            format!("{{{}{more}}}", shown.join(", "))
        }
    }
}

#[test]
fn types_are_said_in_words() {
    use serde_json::json;
    let words = |values: &[Value]| Type::of(values).words();
    assert_eq!(words(&[json!("2012-08-02"), Value::Null]), "date or none");
    assert_eq!(words(&[json!(""), json!("<p>a</p>")]), "HTML");
    let card = json!({"kind": "a", "id": "a", "url": "/", "kind_label": "A"});
    assert_eq!(words(&[json!([]), json!([card])]), "list of cards");
    assert_eq!(
        words(&[json!([{"b": 1, "a": 2}])]),
        "list of groups of `a`, `b`"
    );
    assert_eq!(words(&[json!([])]), "list");
}

#[test]
fn examples_are_short() {
    use serde_json::json;
    assert_eq!(example(&[Value::Null, json!("a | b")]), "`\"a \\| b\"`");
    assert_eq!(example(&[json!([1, 2])]), "`[1, …]`");
    assert_eq!(
        short(&json!({"b": 1, "a": null, "title": "T", "c": 2}), 40),
        "{title: \"T\", b: 1, …}"
    );
    assert_eq!(
        example(&[json!("/assets/style.0123456789.css")]),
        "`\"/assets/style.HASH.css\"`"
    );
}
