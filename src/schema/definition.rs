//! A schema with the definitions that it refers to: those of `config::setting_groups`, and those of values of fields.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use crate::config::setting_groups;

/// What the schemas are written in.
pub(super) const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// A reference to a definition.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/$defs/{name}")})
}

/// Adds keys to a schema, over those that it has.
pub(super) fn with(mut schema: Value, more: Value) -> Value {
    if let (Value::Object(schema), Value::Object(more)) = (&mut schema, more) {
        schema.extend(more);
    }
    schema
}

/// A schema of its own, with all definitions that it needs. `own` are definitions beside those of the settings.
pub(super) fn whole(schema: Value, own: &Map<String, Value>) -> Value {
    let mut definitions = Map::new();
    let mut wanted = references(&schema);
    while let Some(name) = wanted.pop_first() {
        if definitions.contains_key(&name) {
            continue;
        }
        let found = own
            .get(&name)
            .or_else(|| setting_groups::definitions().get(&name));
        let Some(definition) = found else { continue };
        wanted.extend(references(definition));
        definitions.insert(name, definition.clone());
    }
    let head = json!({"$schema": DIALECT});
    with(with(head, schema), json!({"$defs": definitions}))
}

/// The names of the definitions that a schema refers to.
fn references(schema: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut parts = vec![schema];
    while let Some(part) = parts.pop() {
        match part {
            Value::Object(keys) => {
                let referred = keys.get("$ref").and_then(Value::as_str);
                let name = referred.and_then(|path| path.strip_prefix("#/$defs/"));
                found.extend(name.map(str::to_owned));
                parts.extend(keys.values());
            }
            Value::Array(items) => parts.extend(items),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_brings_what_it_refers_to_and_nothing_else() {
        let schema = whole(
            json!({"properties": {"a": reference("texts")}}),
            &Map::new(),
        );
        let names: Vec<&String> = schema["$defs"].as_object().unwrap().keys().collect();
        assert_eq!(names, ["text", "texts"]);
    }
}
