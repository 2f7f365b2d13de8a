//! What to type in place of a value that is not of its field's type. Reads no value.

use super::fields::At;
use super::value::number;
use crate::base::english::{excerpt, ticked_and};
use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic, FilePath};
use crate::config::{Field, FieldType, Kind};

/// The line to write in place of a wrong value; empty if the message says it all.
pub(super) fn how_to_write(at: &At, ty: &FieldType) -> String {
    let Some(text) = at.node.text().map(str::trim) else {
        return String::new();
    };
    match ty {
        FieldType::Map(fields) => as_group(at, text, fields),
        FieldType::Number => as_number(text),
        _ => String::new(),
    }
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
    let figures = text.trim_matches(is_sign);
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

/// What other generators and people call fields, and what these are called here.
const OTHER_NAMES: [(&str, &str); 24] = [
    ("author", "authors"),
    ("byline", "authors"),
    ("categories", "tags"),
    ("category", "tags"),
    ("cover", "image"),
    ("description", "summary"),
    ("documents", "attachments"),
    ("downloads", "attachments"),
    ("excerpt", "summary"),
    ("featured_image", "image"),
    ("files", "attachments"),
    ("heroImage", "image"),
    ("keywords", "tags"),
    ("lang", "language"),
    ("last_modified_at", "updated"),
    ("lastmod", "updated"),
    ("location", "venue"),
    ("modified", "updated"),
    ("permalink", "aliases"),
    ("redirect_from", "aliases"),
    ("thumbnail", "image"),
    ("topic", "topics"),
    ("website", "url"),
    ("weight", "order"),
];

/// What to do with a key that no field is read from.
pub(super) fn what_to_do_with(key: &str, fields: &[&Field], kind: &Kind) -> String {
    let names = fields.iter().map(|field| field.name.as_str());
    did_you_mean(key, names)
        .or_else(|| other_name(key, fields))
        .unwrap_or_else(|| without_field(key, &kind.name))
}

/// The field that another generator calls by this name.
fn other_name(key: &str, fields: &[&Field]) -> Option<String> {
    let names = OTHER_NAMES.iter().filter(|(other, _)| *other == key);
    let mut here = names.map(|(_, name)| *name);
    let name = here.find(|name| fields.iter().any(|field| *field.name == **name))?;
    Some(format!(
        "here it is called `{name}`; to read it as it is, write `{name}: {{from: [{key}]}}` below the `fields` of the kind in site.yaml"
    ))
}

/// What to do with a key that no field is like.
fn without_field(key: &str, kind: &str) -> String {
    format!(
        "delete it; or write `ignored: [{}]` below `kinds: {kind}:` in site.yaml, to pass over it without a word",
        excerpt(key, 60)
    )
}

/// True for what stands around figures: `£`, `%`, spaces.
fn is_sign(c: char) -> bool {
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
