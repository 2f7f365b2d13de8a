//! The value of a field as a schema: what `document` reads for each type.

use serde_json::{Map, Value, json};

use super::definition::{reference, with};
use crate::base::date;
use crate::config::{Field, FieldType};
use crate::document::image_fields;

/// Whose front matter is described.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// That of a document which says all that it needs.
    Document,
    /// That of one which has of its source what it does not say.
    Translation,
}

/// A text, as YAML has it: `2012` and `true` are texts too where one is wanted.
fn text() -> Value {
    json!({"type": ["string", "number", "boolean"]})
}

/// `true` and `false`, as `document` reads them.
fn boolean() -> Value {
    json!({"anyOf": [
        {"type": "boolean"},
        {"type": "string", "pattern": r"^\s*([Tt][Rr][Uu][Ee]|[Ff][Aa][Ll][Ss][Ee]|[Yy][Ee][Ss]|[Nn][Oo])\s*$"},
    ]})
}

fn number() -> Value {
    json!({"type": ["number", "string"], "pattern": r"^\s*[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?\s*$"})
}

/// A day or a moment in one of the forms that are read.
fn date() -> Value {
    let day = "[0-9]{4}-[01][0-9]-[0-3][0-9]";
    let zone = "(Z|z|UTC|GMT|[+-][0-9]{1,2}|[+-][0-9]{1,2}:?[0-9]{2})";
    let time = format!(r"[0-9]{{1,2}}:[0-9]{{1,2}}(:[0-9]{{1,2}}(\.[0-9]+)?)?(\s*{zone})?");
    let months: Vec<String> = date::MONTHS
        .iter()
        .map(|month| month_pattern(month))
        .collect();
    let words = format!(
        r"[0-9]{{1,2}}[A-Za-z]*\s+({})[,.]*\s+[0-9]{{4}}",
        months.join("|")
    );
    json!({
        "type": "string",
        "pattern": format!(r"^\s*({day}([Tt ]\s*{time})?|{words})\s*$"),
        "examples": ["2012-08-02", "2012-08-02 14:05", "2 August 2012"],
    })
}

/// A month in full or in three letters, in whatever case.
fn month_pattern(month: &str) -> String {
    let any_case = |text: &str| -> String {
        text.chars()
            .map(|c| format!("[{}{c}]", c.to_ascii_uppercase()))
            .collect()
    };
    let (short, rest) = month.split_at(3);
    match rest {
        "" => any_case(short),
        rest => format!("{}({})?", any_case(short), any_case(rest)),
    }
}

/// A picture: its file, or a group. `photo.jpg alt="…"` in one line is refused.
fn image(form: Form) -> Value {
    let file = json!({"type": ["string", "number"], "not": {"pattern": r" alt\s*[=:]"}});
    let mut group = map(&image_fields(), form);
    group["examples"] = json!([{"file": "picture.jpg", "alt": "What the picture shows"}]);
    json!({"anyOf": [file, group]})
}

/// The words of a choice; YAML reads some of them as numbers or as `true`.
fn choice(words: &[String]) -> Value {
    let mut values: Vec<Value> = Vec::new();
    for word in words {
        values.push(word.as_str().into());
        let other = serde_json::from_str::<Value>(word);
        values.extend(other.ok().filter(|it| it.is_number() || it.is_boolean()));
    }
    json!({"enum": values})
}

/// A value of a type.
fn of_type(ty: &FieldType, form: Form) -> Value {
    match ty {
        FieldType::Text
        | FieldType::Markdown
        | FieldType::Url
        | FieldType::File
        | FieldType::Relation(_) => text(),
        FieldType::Tag { .. } => with(text(), json!({"pattern": r"[^\s\p{P}]"})),
        FieldType::Number => number(),
        FieldType::Boolean => boolean(),
        FieldType::Date => date(),
        FieldType::Email => reference("email"),
        FieldType::Image => image(form),
        FieldType::Choice(words) => choice(words),
        FieldType::List(item) => list(&of_type(item, form)),
        FieldType::Map(fields) => map(fields, form),
        FieldType::Any => json!({}),
    }
}

/// A list, in which a single value is a list of one.
fn list(item: &Value) -> Value {
    let items = json!({"anyOf": [item, {"type": "null"}]});
    json!({"anyOf": [item, {"type": "array", "items": items}]})
}

/// A group of fields.
fn map(fields: &[Field], form: Form) -> Value {
    let fields: Vec<&Field> = fields.iter().collect();
    let group = json!({"type": "object", "properties": properties(&fields, form), "additionalProperties": false});
    with(group, required(&fields, form))
}

/// The keys of fields: their names, and the others that they are read from.
pub(super) fn properties(fields: &[&Field], form: Form) -> Map<String, Value> {
    let mut keys = Map::new();
    for field in fields {
        for other in &field.from {
            let about = format!("Another name of `{}`", field.name);
            let old = with(
                of_field(field, form),
                json!({"description": about, "deprecated": true}),
            );
            keys.insert(other.clone(), old);
        }
    }
    for field in fields {
        keys.insert(field.name.to_string(), of_field(field, form));
    }
    keys
}

/// What has to be there: each needed field, by its own name or by another.
pub(super) fn required(fields: &[&Field], form: Form) -> Value {
    let needed = fields.iter().filter(|field| is_needed(field, form));
    let (plain, renamed): (Vec<&Field>, Vec<&Field>) =
        needed.partition(|field| field.from.is_empty());
    let mut found = json!({});
    if !plain.is_empty() {
        let names: Vec<&str> = plain.iter().map(|field| field.name.as_str()).collect();
        found["required"] = names.into();
    }
    if !renamed.is_empty() {
        let any: Vec<Value> = renamed.into_iter().map(under_any_name).collect();
        found["allOf"] = any.into();
    }
    found
}

/// True for a field that has to be there.
pub(super) fn is_needed(field: &Field, form: Form) -> bool {
    field.required && form == Form::Document
}

/// A field by its own name, or by another that it is read from.
fn under_any_name(field: &Field) -> Value {
    let others = field.from.iter().map(String::as_str);
    let names = std::iter::once(field.name.as_str()).chain(others);
    let any: Vec<Value> = names.map(|name| json!({"required": [name]})).collect();
    json!({"anyOf": any})
}

/// The value of a field. An empty one is as good as none, but where one is needed, or says who may see a page.
fn of_field(field: &Field, form: Form) -> Value {
    let value = of_type(&field.ty, form);
    let is_open = field.ty == FieldType::Any;
    let value = if is_needed(field, form) || field.lifecycle || is_open {
        value
    } else {
        json!({"anyOf": [value, {"type": "null"}]})
    };
    if form == Form::Translation && !field.is_stated_by_translations() {
        let about = format!("{}; its source says it", about(field));
        return with(value, json!({"description": about, "deprecated": true}));
    }
    with(value, json!({"description": about(field)}))
}

/// What a field is for, and what it holds.
fn about(field: &Field) -> String {
    let holds = field.ty.describe();
    match field.about.as_str() {
        "" => holds,
        about => format!("{about} ({holds})"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_are_read_in_full_or_in_three_letters() {
        assert_eq!(month_pattern("may"), "[Mm][Aa][Yy]");
        assert_eq!(month_pattern("june"), "[Jj][Uu][Nn]([Ee])?");
    }

    #[test]
    fn a_needed_field_may_be_there_by_another_name() {
        let field = |from: &[&str]| Field {
            required: true,
            from: from.iter().map(|name| (*name).to_owned()).collect(),
            ..Field::new("due".into(), FieldType::Date)
        };
        let (plain, renamed) = (field(&[]), field(&["deadline"]));
        assert_eq!(
            required(&[&plain], Form::Document),
            json!({"required": ["due"]})
        );
        let any = json!({"anyOf": [{"required": ["due"]}, {"required": ["deadline"]}]});
        assert_eq!(
            required(&[&renamed], Form::Document),
            json!({"allOf": [any]})
        );
        let keys = properties(&[&renamed], Form::Document);
        assert_eq!(required(&[&plain, &renamed], Form::Translation), json!({}));
        assert_eq!(keys["deadline"]["deprecated"], json!(true));
    }

    #[test]
    fn words_that_yaml_reads_as_something_else_stay_words() {
        let words = ["12".to_owned(), "true".to_owned(), "a".to_owned()];
        assert_eq!(
            choice(&words),
            json!({"enum": ["12", 12, "true", true, "a"]})
        );
    }
}
