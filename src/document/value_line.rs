//! The line to write in place of a list or a group where one value belongs. Reads no value.

use jiff::tz::TimeZone;

use super::at::At;
use super::value::number;
use crate::base::english::{excerpt, ticked_and};
use crate::base::{date, informal_date, mail};
use crate::config::{Field, FieldType};
use crate::content::front_matter::Format;
use crate::yaml::{Entry, Node, boolean};

/// More of a value is not repeated.
const LONGEST: usize = 60;

/// A value at its key: `authors: ann-lee`; an item of a list: `- ann-lee`.
pub(super) fn line(format: Format, at: &At, value: &str) -> String {
    let value = excerpt(value, LONGEST);
    let key = at.name.rsplit('.').next().unwrap_or_default();
    if format != Format::Yaml {
        return format!("`{value}` after `{}`", format.key(key));
    }
    if key.ends_with(']') {
        format!("`- {value}`")
    } else {
        format!("`{} {value}`", format.key(key))
    }
}

/// What to write in place of a list, if one value belongs there.
pub(super) fn one_of_list(format: Format, at: &At, ty: &FieldType, items: &[Node]) -> String {
    if let FieldType::Map(fields) = ty {
        return group_of_list(at, fields, items);
    }
    let texts: Vec<&str> = items.iter().filter_map(Node::text).collect();
    if is_prose(ty) {
        let text = format!("\"{}\"", texts.join(", ").replace('"', "\\\""));
        let line = line(format, at, &text);
        return format!("one text belongs here: write {line}, with its quotes");
    }
    match texts.into_iter().find(|text| fits(ty, text)) {
        Some(text) => format!("only one belongs here: write {}", line(format, at, text)),
        None => "write one value, without `[`, `]` or `- `".to_owned(),
    }
}

/// `period: [2012-04-01, 2013-03-31]` and `period:` above `- from: 2012-04-01` are meant as a group.
fn group_of_list(at: &At, fields: &[Field], items: &[Node]) -> String {
    let pairs = || -> Option<Vec<String>> {
        let items = items.iter().zip(fields);
        let pairs = items.map(|(item, field)| Some(format!("{}: {}", field.name, item.text()?)));
        pairs.collect()
    };
    if let Some(pairs) = pairs()
        && pairs.len() == items.len()
    {
        return format!(
            "write `{}: {{{}}}`",
            at.name,
            excerpt(&pairs.join(", "), LONGEST)
        );
    }
    let keys: Vec<&str> = fields.iter().map(|field| &*field.name).take(4).collect();
    format!(
        "write a line for each key below `{}:`, without `- `; its keys are {}",
        at.name,
        ticked_and(&keys)
    )
}

/// What to write in place of a group, if one value belongs there.
pub(super) fn value_of_group(format: Format, at: &At, ty: &FieldType) -> String {
    let entries = at.node.entries();
    if is_prose(ty) {
        return match entries {
            [only] => quoted_entry(format, at, only),
            _ => QUOTES.to_owned(),
        };
    }
    let mut values = entries.iter().filter_map(|entry| entry.value.text());
    match values.find(|text| fits(ty, text)) {
        Some(text) => format!("write the value alone: {}", line(format, at, text)),
        None => "write the value alone, without keys".to_owned(),
    }
}

const QUOTES: &str = "text that starts with `{`, `[` or `- `, or holds a colon, needs quotes";

/// `summary: {a: b}` may be a text with a colon.
fn quoted_entry(format: Format, at: &At, entry: &Entry) -> String {
    let Some(value) = entry.value.text() else {
        return QUOTES.to_owned();
    };
    let text = format!("\"{}: {value}\"", entry.key);
    // A group in brackets starts with its bracket.
    if at.node.span.start == entry.key_span.start {
        let (key, line) = (&entry.key, line(format, at, &text));
        return format!(
            "if `{key}` is a key, delete the spaces to its left; if it is text, write {line}"
        );
    }
    format!(
        "text that holds a colon needs quotes: write {}",
        line(format, at, &text)
    )
}

fn is_prose(ty: &FieldType) -> bool {
    matches!(ty, FieldType::Text | FieldType::Markdown)
}

/// True for a text that can be a value of a type.
fn fits(ty: &FieldType, text: &str) -> bool {
    let text = text.trim();
    match ty {
        FieldType::Number => number(text).is_some(),
        FieldType::Boolean => boolean(text).is_some(),
        FieldType::Email => mail::url(text).is_some(),
        FieldType::Choice(words) => words.iter().any(|word| word == text),
        FieldType::Date => {
            date::read(text, &TimeZone::UTC).is_some() || informal_date::iso(text).is_some()
        }
        _ => !text.is_empty(),
    }
}
