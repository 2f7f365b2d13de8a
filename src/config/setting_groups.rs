//! Which settings there are: the groups of keys of site.yaml, of kinds and of theme.yaml, declared in
//! `settings.schema.json`. Readers ask it which words a choice has, and no key can be read that it does not declare; the
//! schemas for editors are made of the same file. Reads no settings.

use std::sync::LazyLock;

use serde_json::{Map, Value};

static DECLARED: LazyLock<Value> = LazyLock::new(|| {
    serde_json::from_str(include_str!("settings.schema.json")).unwrap_or_default()
});

/// All definitions, by name: those of groups, and those of values that several groups have.
pub fn definitions() -> &'static Map<String, Value> {
    static NONE: LazyLock<Map<String, Value>> = LazyLock::new(Map::new);
    DECLARED
        .get("$defs")
        .and_then(Value::as_object)
        .unwrap_or(&NONE)
}

/// What is declared of a key of a group.
fn setting(group: &str, key: &str) -> Option<&'static Value> {
    definitions().get(group)?.get("properties")?.get(key)
}

/// True for a key that a group can have.
pub(super) fn is_declared(group: &str, key: &str) -> bool {
    setting(group, key).is_some()
}

/// The words of a choice.
pub(super) fn choices(group: &str, key: &str) -> Vec<&'static str> {
    setting(group, key).map(words).unwrap_or_default()
}

/// The words of a definition.
pub(super) fn words_of(definition: &str) -> Vec<&'static str> {
    definitions().get(definition).map(words).unwrap_or_default()
}

/// The words that a schema lists, itself, in what it refers to, or in the first of its alternatives that lists some.
fn words(schema: &'static Value) -> Vec<&'static str> {
    if let Some(listed) = schema.get("enum").and_then(Value::as_array) {
        return listed.iter().filter_map(Value::as_str).collect();
    }
    let referred = schema.get("$ref").and_then(Value::as_str);
    if let Some(name) = referred.and_then(|path| path.strip_prefix("#/$defs/")) {
        return words_of(name);
    }
    let alternatives = schema.get("anyOf").and_then(Value::as_array);
    let mut found = alternatives.into_iter().flatten().map(words);
    found.find(|words| !words.is_empty()).unwrap_or_default()
}

#[cfg(test)]
pub(crate) mod asked {
    //! Which keys the readers of settings have asked for in a thread.

    use std::cell::RefCell;
    use std::collections::BTreeSet;

    thread_local! {
        static ASKED: RefCell<BTreeSet<String>> = const { RefCell::new(BTreeSet::new()) };
    }

    /// Notes a key.
    pub fn note(group: &str, key: &str) {
        ASKED.with_borrow_mut(|asked| asked.insert(format!("{group}.{key}")));
    }

    /// The declared keys of these groups that nothing has asked for.
    pub fn never(is_wanted: fn(&str) -> bool) -> Vec<String> {
        let mut never = Vec::new();
        for (group, schema) in super::definitions() {
            let keys = schema["properties"].as_object().into_iter().flatten();
            let names = keys.map(|(key, _)| format!("{group}.{key}"));
            let names = names.filter(|name| is_wanted(name));
            never.extend(names.filter(|name| ASKED.with_borrow(|asked| !asked.contains(name))));
        }
        never
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FilePath;
    use crate::config::{Kinds, Layer, SiteConfig};

    const SITE: &str = "
title: A
languages: {cy: {title: B}}
menus: {main: [{title: A, link: /}]}
look:
  logo: {file: a.svg}
  colour: {brand: {light: '#123456'}}
  fonts: {text: {regular: a.woff2}}
external: {allow: []}
publish: {to: s3, bucket: a}
comments: {form: /c, names: {name: n}}
";

    const KINDS: &str = "
post:
  list: {shows: {kind: post}}
  collections: {a: {kind: post}}
  part: {folder: x}
  calendar: {start: date}
  deadlines: {due: a.b}
  timetable: {from: a}
  statement: {claim: a}
  fields:
    a: {type: list, of: {type: choice, of: [x]}}
    b: {type: list, of: {type: relation, to: post}}
    c: {type: list, of: {type: tag, address: /c/}}
    d: {type: list, of: {type: map, fields: {e: text}}}
    e: {type: choice, of: [x]}
    f: {type: relation, to: post}
    g: {type: tag, address: /g/}
    h: {type: map, fields: {e: text}}
";

    #[test]
    fn every_setting_that_is_declared_is_read() {
        SiteConfig::parse(&FilePath::new("site.yaml"), Some(SITE));
        Kinds::from_layers(&[Layer::of_text(KINDS)]);
        let never =
            asked::never(|name| !name.starts_with("theme") && !name.starts_with("glossary"));
        assert_eq!(never, Vec::<String>::new());
    }

    #[test]
    fn words_are_those_of_the_choice() {
        assert_eq!(choices("site", "headers"), ["on", "off"]);
        assert_eq!(choices("kind", "raw_html"), ["allow", "sanitise", "escape"]);
        assert!(words_of("type").contains(&"relation"));
        assert!(!is_declared("site", "titel"));
    }
}
