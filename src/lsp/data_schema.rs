//! The form of a data file, as a schema: by what is in it already. What else can be written where others have written before
//! are the same keys, and the words that are used more than once.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use serde_yaml::Value as Data;

/// The most values at one place that are looked at: an editor waits for this.
const MOST: usize = 500;

/// The schema of a data file.
pub fn schema_of(data: &Data) -> Value {
    of_values(&[data])
}

/// The schema of what is at one place, in all the entries that have it.
fn of_values(values: &[&Data]) -> Value {
    let mut schema = json!({});
    let items = values.iter().filter_map(|value| value.as_sequence());
    let items: Vec<&Data> = items.flatten().take(MOST).collect();
    if !items.is_empty() {
        schema["items"] = of_values(&items);
    }
    if is_index(values) {
        let inside = entries(values).map(|(_, value)| value);
        schema["additionalProperties"] = of_values(&inside.collect::<Vec<_>>());
    } else {
        schema["properties"] = properties(values).into();
    }
    let words = repeated_words(values);
    if !words.is_empty() {
        schema["enum"] = words.into();
    }
    schema
}

/// True for one group of several groups: its keys are names that its author chose, each for the same sort of thing.
fn is_index(values: &[&Data]) -> bool {
    let groups = values.iter().filter(|value| value.is_mapping()).count();
    let mut inside = entries(values).map(|(_, value)| value).peekable();
    groups == 1 && inside.peek().is_some() && inside.all(Data::is_mapping)
}

fn entries<'d>(values: &'d [&'d Data]) -> impl Iterator<Item = (&'d str, &'d Data)> {
    let groups = values.iter().filter_map(|value| value.as_mapping());
    let entries = groups.flatten().take(MOST);
    entries.filter_map(|(key, value)| Some((key.as_str()?, value)))
}

fn properties(values: &[&Data]) -> Map<String, Value> {
    let mut by_key: Vec<(&str, Vec<&Data>)> = Vec::new();
    for (key, value) in entries(values) {
        match by_key.iter_mut().find(|(known, _)| *known == key) {
            Some((_, values)) => values.push(value),
            None => by_key.push((key, vec![value])),
        }
    }
    let schemas = by_key.into_iter();
    let schemas = schemas.map(|(key, values)| (key.to_owned(), of_values(&values)));
    schemas.collect()
}

/// The texts that are at a place more than once.
fn repeated_words(values: &[&Data]) -> Vec<String> {
    let (mut seen, mut repeated) = (BTreeSet::new(), BTreeSet::new());
    for word in values.iter().filter_map(|value| value.as_str()) {
        if !seen.insert(word) {
            repeated.insert(word);
        }
    }
    repeated.into_iter().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schema(text: &str) -> Value {
        schema_of(&serde_yaml::from_str(text).unwrap())
    }

    #[test]
    fn a_list_of_groups_has_their_keys_and_the_words_that_come_again() {
        let schema = schema(
            "- {name: Ann, role: Chair}\n- {name: Ben, role: Member}\n- {name: Cy, role: Member, since: 2012}\n",
        );
        let keys = schema["items"]["properties"].as_object().unwrap();
        assert_eq!(keys.keys().collect::<Vec<_>>(), ["name", "role", "since"]);
        assert_eq!(keys["role"]["enum"], json!(["Member"]));
        assert_eq!(keys["name"].get("enum"), None);
    }

    #[test]
    fn groups_by_name_are_alike() {
        let schema = schema("leeds: {high: 1}\nyork: {high: 2, low: 1}\n");
        let inside = schema["additionalProperties"]["properties"].as_object();
        assert_eq!(inside.unwrap().len(), 2);
        assert_eq!(schema.get("properties"), None);
    }
}
