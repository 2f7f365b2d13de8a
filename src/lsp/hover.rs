//! What is said of something under the pointer: here of a field, by its schema.

use serde_json::Value;

use super::completion::about_key;
use super::place::{Place, in_document, in_yaml};

/// What the field is for whose key or value is at a byte of a document.
pub fn field_in_document(text: &str, byte: usize, schema: &Value) -> Option<String> {
    let until = with_key(text, byte);
    field_at(in_document(&until, until.len()).place, schema)
}

/// The same in a file of YAML.
pub fn field_in_yaml(text: &str, byte: usize, schema: &Value) -> Option<String> {
    let until = with_key(text, byte);
    field_at(in_yaml(&until, until.len()).place, schema)
}

fn field_at(place: Place, schema: &Value) -> Option<String> {
    let (Place::Value { path } | Place::Item { path }) = place else {
        return None;
    };
    let (key, around) = path.split_last()?;
    let about = about_key(key, around, schema).filter(|about| !about.is_empty())?;
    Some(format!("`{key}`: {about}"))
}

/// The text up to the value in the line of a byte, as if the value were to be written next.
fn with_key(text: &str, byte: usize) -> String {
    let before = text.get(..byte).unwrap_or_default();
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    let key = match line.split_once(": ") {
        Some((key, _)) => Some(key),
        None => line.trim_end().strip_suffix(':'),
    };
    let above = &text[..start];
    key.map_or_else(|| format!("{above}{line}"), |key| format!("{above}{key}: "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_known_by_its_key_and_by_its_value() {
        let schema = serde_json::json!({"properties": {
            "image": {"description": "A picture", "properties": {"alt": {"description": "What it shows"}}},
            "team": {"description": "Who", "items": {"properties": {"role": {"description": "What they do"}}}},
        }});
        let at = |text: &str| {
            let byte = text.find('|').unwrap();
            field_in_document(&text.replacen('|', "", 1), byte, &schema)
        };
        let picture = Some("`image`: A picture".to_owned());
        assert_eq!(at("---\nim|age: a.png\n---\n"), picture);
        assert_eq!(at("---\nimage: a.p|ng\n---\n"), picture);
        assert_eq!(at("---\nim|age:\n  alt: A\n---\n"), picture);
        let alt = Some("`alt`: What it shows".to_owned());
        assert_eq!(at("---\nimage:\n  al|t: A\n---\n"), alt);
        let role = Some("`role`: What they do".to_owned());
        assert_eq!(at("---\nteam:\n  - ro|le: A\n---\n"), role);
        let team = Some("`team`: Who".to_owned());
        assert_eq!(at("---\nteam:\n  - sam-|lee\n---\n"), team);
        assert_eq!(at("---\nother: |A\n---\n"), None);
        assert_eq!(at("---\nimage: A\n---\n\nimage: |A\n"), None);
    }
}
