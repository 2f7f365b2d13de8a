//! What to type in place of a value that is not of its field's type. Reads no value.

use super::at::At;
use super::other_names::field_of_other_name;
use super::value::number;
use super::value_line::{line, one_of_list, value_of_group};
use crate::base::english::{excerpt, ticked_and};
use crate::base::mail;
use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic, FilePath};
use crate::config::{Field, FieldType, Kind};
use crate::content::front_matter::Format;
use crate::yaml::Value as Yaml;

/// The line to write in place of a wrong value; empty if the message says it all.
pub(super) fn how_to_write(format: Format, at: &At, ty: &FieldType) -> String {
    match &at.node.value {
        Yaml::Sequence(items) => one_of_list(format, at, ty, items),
        Yaml::Mapping(_) => value_of_group(format, at, ty),
        _ => match at.node.text() {
            Some(text) => right_text(format, at, text.trim(), ty),
            None => String::new(),
        },
    }
}

/// The line to write in place of a text.
fn right_text(format: Format, at: &At, text: &str, ty: &FieldType) -> String {
    match ty {
        FieldType::Map(fields) => as_group(at, text, fields),
        FieldType::Number => as_number(text),
        FieldType::Email => match addresses(text).as_slice() {
            [] => "write it as in `name@example.org`".to_owned(),
            [one] => format!("write {}", line(format, at, one)),
            [first, ..] => format!("only one belongs here: write {}", line(format, at, first)),
        },
        FieldType::Boolean => format!(
            "write {} or {}",
            line(format, at, "true"),
            line(format, at, "false")
        ),
        FieldType::Tag { .. } => "a tag has at least one letter or figure".to_owned(),
        _ => String::new(),
    }
}

/// How the word for a state that is not one of `status` is said here.
pub(super) fn other_state(field: &str, text: &str) -> Option<&'static str> {
    let word = text.to_lowercase();
    match word.as_str() {
        _ if field != "status" => None,
        "draft" | "unpublished" | "hidden" | "private" | "pending" => {
            Some("to keep it from readers, write `draft: true` in place of this line")
        }
        "publish" | "published" | "public" | "live" | "final" => {
            Some("a page is public unless it says otherwise: delete this line")
        }
        _ => None,
    }
}

/// The email addresses in a text: `Ann Lee <ann@example.org>`; or the one that a text is in words, `ann at example.org`,
/// `ann (at) example (dot) org`. In a longer text, the word before `at` may be the end of a name.
fn addresses(text: &str) -> Vec<String> {
    if let Some(address) = mail::url(&with_signs(text)) {
        return vec![address];
    }
    let words = text.split(|c: char| c.is_whitespace() || "<>(),;\"".contains(c));
    let words = words.map(|word| word.trim_end_matches(['.', ':']));
    words.filter_map(mail::url).collect()
}

/// `ann at example.org` with the sign for the word.
fn with_signs(text: &str) -> String {
    let words = text.split_whitespace().map(|word| match word {
        "at" | "(at)" | "[at]" => "@",
        "dot" | "(dot)" | "[dot]" => ".",
        word => word,
    });
    let words: Vec<&str> = words.collect();
    let mut joined = String::new();
    for (number, word) in words.iter().enumerate() {
        if number > 0 && !is_sign(word) && !is_sign(words[number - 1]) {
            joined.push(' ');
        }
        joined.push_str(word);
    }
    joined
}

fn is_sign(word: &str) -> bool {
    matches!(word, "@" | ".")
}

/// `attachments: a.pdf` is meant as a list of one group, of which this is the first key.
fn as_group(at: &At, text: &str, fields: &[Field]) -> String {
    let mut needed = fields.iter().filter(|field| field.required);
    let Some(first) = needed.next().or(fields.first()) else {
        return String::new();
    };
    let key = &first.name;
    if at.name.ends_with(']') {
        return format!("write `- {key}: {}`", excerpt(text, 60));
    }
    if at.item.is_some() {
        let text = excerpt(text, 60);
        return format!(
            "write `{}:` alone, and on the line below it `  - {key}: {text}`",
            at.name
        );
    }
    let keys: Vec<&str> = fields.iter().map(|field| &*field.name).take(4).collect();
    format!(
        "write `{}:` alone, and below it a line for each key, such as `  {key}: …`; its keys are {}",
        at.name,
        ticked_and(&keys)
    )
}

/// Figures alone: `£90,000` is `90000`.
fn as_number(text: &str) -> String {
    let figures = text.trim_matches(is_beside_figures);
    let mut groups = figures.split(',');
    let first = groups.next().unwrap_or_default();
    let rest: Vec<&str> = groups.collect();
    let plain = format!("{first}{}", rest.concat());
    if !first.is_empty()
        && rest.iter().all(|group| has_three_digits(group))
        && number(&plain).is_some()
    {
        return format!("write `{plain}`: figures only, without signs, spaces or commas");
    }
    "write figures only, with a point before decimals, such as `90000` or `12.5`".to_owned()
}

/// What to do with a key that no field is read from.
pub(super) fn what_to_do_with(key: &str, fields: &[&Field], kind: &Kind) -> String {
    let names = fields.iter().map(|field| field.name.as_str());
    did_you_mean(key, names)
        .or_else(|| other_name(key, fields))
        .unwrap_or_else(|| without_field(key, &kind.name))
}

/// What another generator calls by this name. A site can let its documents read other keys, but not the groups in a field.
fn other_name(key: &str, fields: &[&Field]) -> Option<String> {
    let name = field_of_other_name(key, fields)?;
    let called = format!("here it is called `{name}`");
    let are_of_document = fields.iter().any(|field| field.lifecycle);
    Some(if are_of_document {
        format!(
            "{called}; to read it as it is, write `{name}: {{from: [{key}]}}` below the `fields` of the kind in site.yaml"
        )
    } else {
        called
    })
}

/// What to do with a key that no field is like.
fn without_field(key: &str, kind: &str) -> String {
    format!(
        "delete it; or write `ignored: [{}]` below `kinds: {kind}:` in site.yaml, to pass over it without a word",
        excerpt(key, 60)
    )
}

/// True for what stands around figures: `£`, `%`, spaces.
fn is_beside_figures(c: char) -> bool {
    !c.is_alphanumeric() && !matches!(c, '.' | ',' | '-')
}

/// True for what may be behind a comma between thousands.
fn has_three_digits(group: &str) -> bool {
    group.split('.').next().map(str::len) == Some(3)
}

/// What is wrong with an item of a list that has swallowed the items below it, since they are indented differently.
pub(super) fn swallowed_item(at: &At, ty: &FieldType, file: &FilePath) -> Option<Diagnostic> {
    let text = at.node.text()?;
    let is_text = matches!(ty, FieldType::Text | FieldType::Markdown | FieldType::Any);
    // A line end and the spaces after it are read as one space.
    let is_folded = at.node.span.range().len() > text.len();
    if is_text || !is_folded || !text.contains(" - ") {
        return None;
    }
    let message = format!("`{}` contains the item below it", at.name);
    let items: Vec<String> = text.split(" - ").map(|item| format!("- {item}")).collect();
    let (file, span) = (file, at.node.span);
    Some(
        Diagnostic::new(Code::WrongValue, message)
            .at(file, span, "the items are not in the same column")
            .help(format!(
                "start each in the same column: {}",
                ticked_and(&items)
            )),
    )
}
