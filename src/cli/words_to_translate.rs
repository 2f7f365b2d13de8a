//! The words that a document has in its fields, as a translation would state them: lines of YAML, of which each can be written
//! in other words. Lists and groups are stated in part: whatever is not said in words, a translation has of its source.

use super::scalar::{one_line, scalar};
use crate::config::{Field, FieldType};
use crate::document::{Image, Outline, Value};

/// Words of a value, in the shape in which a translation states them.
enum Words {
    Text(String),
    Group(Vec<(String, Words)>),
    /// `None` for an entry without words.
    List(Vec<Option<Words>>),
}

/// The lines of a field with words; none for one without.
pub fn lines_of_field(source: &Outline, field: &Field) -> Vec<String> {
    let value = source.field(&field.name);
    let words = value.and_then(|value| words(value, field));
    words.map_or_else(Vec::new, |words| entry_lines(&field.name, &words))
}

fn words(value: &Value, field: &Field) -> Option<Words> {
    if field.per_language {
        return None;
    }
    words_of_type(value, &field.ty)
}

fn words_of_type(value: &Value, ty: &FieldType) -> Option<Words> {
    match (value, ty) {
        (Value::Text(text), FieldType::Text) => Some(Words::Text(one_line(text))),
        (Value::Image(image), FieldType::Image) => group(words_of_image(image)),
        (Value::Map(entries), FieldType::Map(fields)) => {
            let of_field = |field: &Field| {
                let (_, value) = entries.iter().find(|(name, _)| *name == field.name)?;
                Some((field.name.to_string(), words(value, field)?))
            };
            group(fields.iter().filter_map(of_field).collect())
        }
        (Value::List(items), FieldType::List(item)) => words_of_list(items, item),
        _ => None,
    }
}

fn words_of_list(items: &[Value], item: &FieldType) -> Option<Words> {
    let items = items.iter().map(|value| words_of_type(value, item));
    let items: Vec<Option<Words>> = items.collect();
    let has_words = items.iter().any(Option::is_some);
    has_words.then_some(Words::List(items))
}

fn group(entries: Vec<(String, Words)>) -> Option<Words> {
    (!entries.is_empty()).then_some(Words::Group(entries))
}

fn words_of_image(image: &Image) -> Vec<(String, Words)> {
    let alt = (!image.alt.is_empty()).then_some(&image.alt);
    let all = [
        ("alt", alt),
        ("caption", image.caption.as_ref()),
        ("credit", image.credit.as_ref()),
    ];
    let said = all.into_iter().filter_map(|(name, text)| {
        let text = Words::Text(one_line(text?));
        Some((name.to_owned(), text))
    });
    said.collect()
}

fn entry_lines(name: &str, words: &Words) -> Vec<String> {
    match words {
        Words::Text(text) => vec![format!("{name}: {}", scalar(text))],
        other => {
            let below = lines(other).into_iter().map(|line| format!("  {line}"));
            std::iter::once(format!("{name}:")).chain(below).collect()
        }
    }
}

fn lines(words: &Words) -> Vec<String> {
    match words {
        Words::Text(text) => vec![scalar(text)],
        Words::Group(entries) => {
            let lines = entries.iter().map(|(name, words)| entry_lines(name, words));
            lines.flatten().collect()
        }
        Words::List(items) => items.iter().flat_map(item_lines).collect(),
    }
}

fn item_lines(item: &Option<Words>) -> Vec<String> {
    let Some(words) = item else {
        return vec!["- {}".to_owned()];
    };
    let lines = lines(words).into_iter().enumerate();
    let marked = lines.map(|(at, line)| match at {
        0 => format!("- {line}"),
        _ => format!("  {line}"),
    });
    marked.collect()
}
