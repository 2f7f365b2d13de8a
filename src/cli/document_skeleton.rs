//! The text of a new document: front matter with the fields of its kind, and room below. Writes no file.

use jiff::civil::Date;

use super::scalar::{one_line, scalar};
use crate::config::lifecycle_key::{DRAFT, PUBLISH_AT};
use crate::config::{Field, FieldType, Kind, Kinds};

/// The common fields that are offered. The others are for special cases, and would hide these.
const OFFERED: [&str; 5] = ["summary", "image", "page_author", PUBLISH_AT, DRAFT];

/// Those that make sense for what a reader sent.
const OFFERED_TO_COMMENTS: [&str; 1] = [DRAFT];

/// A new document of `kind`. Its needed fields are there to be filled in, the others are comments.
///
/// `date` is what is written for a field `date` that the kind needs.
pub fn document(kinds: &Kinds, kind: &Kind, title: &str, date: Date) -> String {
    let mut text = format!("---\n{}: {}\n", scalar(subject(kind)), scalar(title));
    let needed: Vec<&Field> = needed(kinds, kind).collect();
    if !needed.is_empty() {
        text.push_str("\n# Required:\n");
    }
    for field in needed {
        text.push_str(&line(
            field,
            if field.name == "date" {
                Some(date)
            } else {
                None
            },
        ));
    }
    text.push_str("\n# Optional. Uncomment a line to use it:\n");
    let own = kind
        .fields
        .iter()
        .filter(|field| !field.required && field.name != subject(kind));
    let common = kinds
        .fields(kind)
        .filter(|field| !field.required && kind.field(&field.name).is_none());
    let is_comment = kind.thread().is_some();
    let offered = if is_comment {
        &OFFERED_TO_COMMENTS[..]
    } else {
        &OFFERED[..]
    };
    let common = common.filter(|field| offered.contains(&field.name.as_str()));
    for field in common.chain(own) {
        text.push_str("# ");
        text.push_str(&line(field, None));
    }
    text.push_str("---\n\n");
    text
}

/// The field that holds what a document is called by. A comment has no title: it is somebody's.
fn subject(kind: &Kind) -> &str {
    let first = kind
        .fields
        .iter()
        .find(|field| field.required && field.ty == FieldType::Text);
    first
        .filter(|_| kind.thread().is_some())
        .map_or("title", |field| &field.name)
}

/// The fields that a document of this kind cannot do without, but for what it is called by.
pub fn needed<'k>(kinds: &'k Kinds, kind: &'k Kind) -> impl Iterator<Item = &'k Field> {
    kinds
        .fields(kind)
        .filter(|field| field.required && field.name != subject(kind))
}

fn line(field: &Field, date: Option<Date>) -> String {
    let name = scalar(&field.name);
    let value = date.map(|date| format!(" {date}")).unwrap_or_default();
    let about = one_line(&field.about);
    let space = if about.is_empty() { "" } else { " " };
    format!(
        "{name}:{value} # {about}{space}({})\n",
        one_line(&field.ty.describe())
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FilePath;
    use crate::config::Layer;
    use crate::yaml;

    const KINDS: &str = "
event:
  folder: events
  fields:
    start: {type: date, required: true, about: \"When it begins: with a # and\\n a line\"}
    type: {type: choice, of: [talk, walk]}
    date: {type: date, required: true}
";

    fn kinds() -> Kinds {
        let root = yaml::parse(KINDS).unwrap().root.unwrap();
        let kinds = root
            .entries()
            .iter()
            .map(|entry| (entry.key.clone(), entry.value.clone()))
            .collect();
        Kinds::from_layers(&[Layer {
            file: FilePath::new("site.yaml"),
            kinds,
        }])
        .value
    }

    fn written(title: &str) -> String {
        let kinds = kinds();
        document(
            &kinds,
            kinds.find("event").unwrap(),
            title,
            Date::constant(2026, 11, 21),
        )
    }

    fn front_matter(text: &str) -> yaml::Node {
        let inner = text
            .strip_prefix("---\n")
            .and_then(|rest| rest.split("---\n").next())
            .unwrap();
        let parsed = yaml::parse(inner).unwrap_or_else(|problem| panic!("{problem:?}\n{inner}"));
        assert_eq!(parsed.duplicates, [], "{inner}");
        parsed.root.unwrap()
    }

    #[test]
    fn needed_fields_stand_there_and_the_others_are_comments() {
        let expected = "---
title: A walk

# Required:
start: # When it begins: with a # and a line (a date)
date: 2026-11-21 # (a date)

# Optional. Uncomment a line to use it:
# summary: # One or two sentences, shown in lists and search results (text)
# page_author: # Who looks after the page (text)
# draft: # Not ready: shown only with --drafts (`true` or `false`)
# publish_at: # Not public before this moment (a date)
# image: # A picture for the page and for lists (a picture: its file, or `file` and `alt`)
# type: # (one of `talk` or `walk`)
---

";
        assert_eq!(written("A walk"), expected);
    }

    #[test]
    fn yaml_reads_it_also_with_all_comments_taken_away() {
        for title in ["A walk", "Say \"no\": \\ é 日本 # - [x]", "null", "'"] {
            let text = written(title);
            assert_eq!(
                front_matter(&text)
                    .get("title")
                    .and_then(|node| node.text()),
                Some(title)
            );
            let used = text.replace("\n# ", "\n");
            let used = used
                .replace("\nRequired:\n", "\n")
                .replace("\nOptional. Uncomment a line to use it:\n", "\n");
            let keys: Vec<_> = front_matter(&used)
                .entries()
                .iter()
                .map(|entry| entry.key.clone())
                .collect();
            let expected = [
                "title",
                "start",
                "date",
                "summary",
                "page_author",
                "draft",
                "publish_at",
                "image",
                "type",
            ];
            assert_eq!(keys, expected);
        }
    }
}
