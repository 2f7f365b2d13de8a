//! The text of a new document: front matter with the fields of its kind, and room below. Writes no file.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::scalar::{one_line, scalar};
use crate::config::lifecycle_key::{DRAFT, PUBLISH_AT};
use crate::config::{Field, FieldType, Kind, Kinds};

/// The common fields that are offered. The others are for special cases, and would hide these.
const OFFERED: [&str; 5] = ["summary", "image", "page_author", PUBLISH_AT, DRAFT];

/// Those that are offered for what has a folder of its own, which is a publication.
const OFFERED_TO_PUBLICATIONS: [&str; 4] = ["attachments", "status", "reason", "successor"];

/// Those that make sense for what a reader sent.
const OFFERED_TO_COMMENTS: [&str; 1] = [DRAFT];

/// What fields of a new document say, by their names: a single value, or those of a list.
pub type Answers = BTreeMap<String, Vec<String>>;

/// What is known of a new document.
pub struct NewDocument<'n> {
    /// The kinds of the site.
    pub kinds: &'n Kinds,
    /// Its own.
    pub kind: &'n Kind,
    /// What it is called.
    pub title: &'n str,
    /// The day on which it is made.
    pub today: Date,
    /// Where its date and its files are.
    pub home: DocumentPlace,
    /// What its required fields say, as far as that is known.
    pub answers: &'n Answers,
}

/// Where a document's date and its files are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DocumentPlace {
    /// A file. If the kind needs a date, it is in the name of the file.
    File,
    /// A folder that files will come to.
    Folder,
}

/// A new document. Its needed fields are there to be filled in, the others are comments. What a field is for is above
/// it: after a colon, it would become the value as soon as somebody forgot the `#`.
pub fn document(new: &NewDocument) -> String {
    let title = scalar(new.title);
    let mut text = String::from("---\n");
    if says_kind(new.kind) {
        text.push_str(&format!("kind: {}\n", new.kind.name));
    }
    text.push_str(&format!("{}: {title}\n", scalar(subject(new.kind))));
    if new.writes_date() {
        text.push_str(&format!("date: {}\n", new.today));
    }
    let needed: Vec<&Field> = needed(new.kinds, new.kind).collect();
    if !needed.is_empty() {
        text.push_str("\n# Required:\n");
    }
    for field in needed {
        text.push_str(&new.needed_entry(field).join("\n"));
        text.push('\n');
    }
    text.push_str(
        "\n# Optional. To use a key, delete the # before it, and before the lines of its group:\n",
    );
    new.add_optional(&mut text);
    text.push_str("---\n\n");
    text
}

/// True for a kind whose documents say that they are of it, since no folder does.
pub fn says_kind(kind: &Kind) -> bool {
    kind.folder.is_none() && kind.part.is_none() && !["page", "home"].contains(&kind.name.as_str())
}

impl NewDocument<'_> {
    /// Adds the optional fields, as comments.
    fn add_optional(&self, text: &mut String) {
        for field in self.optional() {
            for line in entry(field) {
                // What the field is for stays a comment.
                text.push_str(if line.starts_with('#') { "" } else { "#" });
                text.push_str(&line);
                text.push('\n');
            }
        }
    }

    /// The lines of a required field, with its value if that is known.
    fn needed_entry(&self, field: &Field) -> Vec<String> {
        match self.answers.get(field.name.as_str()) {
            Some(values) => vec![hint(field), answered(field, values)],
            None => entry(field),
        }
    }

    /// True if the date is written as a key: the kind asks for it, or sorts its list by it and the file's name has none.
    fn writes_date(&self) -> bool {
        let is_dated = self
            .kind
            .list
            .as_ref()
            .is_some_and(|list| list.sort.field == DATE);
        let is_needed = self
            .kinds
            .fields(self.kind)
            .any(|field| field.required && field.name == DATE);
        is_needed || (is_dated && self.home == DocumentPlace::Folder)
    }

    /// The fields that are offered: common ones, then those of the kind.
    fn optional(&self) -> impl Iterator<Item = &Field> {
        let own = self
            .kind
            .fields
            .iter()
            .filter(|field| !field.required && field.name != subject(self.kind));
        let common = self
            .kinds
            .fields(self.kind)
            .filter(|field| !field.required && self.kind.field(&field.name).is_none());
        common
            .filter(|field| self.is_offered(&field.name))
            .chain(own)
    }

    fn is_offered(&self, name: &str) -> bool {
        if self.kind.thread().is_some() {
            return OFFERED_TO_COMMENTS.contains(&name);
        }
        let is_publication = self.home == DocumentPlace::Folder;
        OFFERED.contains(&name) || (is_publication && OFFERED_TO_PUBLICATIONS.contains(&name))
    }
}

/// The field that says when a document was published.
const DATE: &str = "date";

/// The field that holds what a document is called by. A comment has no title: it is somebody's.
fn subject(kind: &Kind) -> &str {
    if kind.thread().is_none() {
        return "title";
    }
    let mut fields = kind.fields.iter();
    let first = fields.find(|field| field.required && field.ty == FieldType::Text);
    first.map_or("title", |field| &field.name)
}

/// The fields that a document of this kind cannot do without, but for what it is called by and its date.
pub fn needed<'k>(kinds: &'k Kinds, kind: &'k Kind) -> impl Iterator<Item = &'k Field> {
    kinds
        .fields(kind)
        .filter(|field| field.required && field.name != subject(kind) && field.name != DATE)
}

/// The lines of a field: what it is for, and its key with all keys of its group.
fn entry(field: &Field) -> Vec<String> {
    let mut lines = vec![hint(field)];
    lines.extend(key(field));
    lines
}

/// The line of a field whose values are known.
fn answered(field: &Field, values: &[String]) -> String {
    let name = scalar(&field.name);
    let values: Vec<String> = values
        .iter()
        .map(|value| value_of(&field.ty, value))
        .collect();
    match &field.ty {
        FieldType::List(_) => format!("{name}: [{}]", values.join(", ")),
        _ => format!("{name}: {}", values.concat()),
    }
}

/// A value as YAML: dates and numbers are read from their text, and need no quotes.
fn value_of(ty: &FieldType, value: &str) -> String {
    match ty {
        FieldType::List(item) if value.contains([',', '[', ']', '{', '}']) => {
            format!("\"{}\"", value_of(item, value).trim_matches('"'))
        }
        FieldType::List(item) => value_of(item, value),
        FieldType::Date | FieldType::Number | FieldType::Boolean => value.to_owned(),
        _ => scalar(value),
    }
}

fn hint(field: &Field) -> String {
    let about = one_line(&field.about);
    let space = if about.is_empty() { "" } else { " " };
    format!("# {about}{space}({})", one_line(&field.ty.describe()))
}

fn key(field: &Field) -> Vec<String> {
    let name = scalar(&field.name);
    match &field.ty {
        FieldType::List(item) => match &**item {
            FieldType::Map(inner) => group(&name, inner, "  - "),
            _ => vec![format!("{name}: []")],
        },
        FieldType::Map(inner) => group(&name, inner, "  "),
        FieldType::Image => ["", "  file:", "  alt:"]
            .map(|line| {
                if line.is_empty() {
                    format!("{name}:")
                } else {
                    line.to_owned()
                }
            })
            .to_vec(),
        // Nobody deletes the `#` before `draft` to say that a page is none.
        FieldType::Boolean if field.lifecycle => vec![format!("{name}: true")],
        _ => vec![format!("{name}:")],
    }
}

/// A key and the keys below it; `first` is written before the first of them.
fn group(name: &str, fields: &[Field], first: &str) -> Vec<String> {
    let indent = " ".repeat(first.len());
    let mut lines = vec![format!("{name}:")];
    for field in fields {
        if !is_plain(field) {
            lines.push(format!("{indent}{}", hint(field)));
        }
        let keys = key(field);
        lines.extend(keys.iter().map(|key| format!("{indent}{key}")));
    }
    if let Some(line) = lines
        .iter_mut()
        .skip(1)
        .find(|line| !line.trim().starts_with('#'))
    {
        line.replace_range(..first.len(), first);
    }
    lines
}

/// True if the name of a field says what belongs into it.
fn is_plain(field: &Field) -> bool {
    field.about.is_empty()
        && matches!(
            field.ty,
            FieldType::Text
                | FieldType::Email
                | FieldType::File
                | FieldType::Number
                | FieldType::Map(_)
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Layer;
    use crate::yaml;

    const KINDS: &str = "
event:
  folder: events
  list: {sort: date desc}
  fields:
    start: {type: date, required: true, about: \"When it begins: with a # and\\n a line\"}
    type: {type: choice, of: [talk, walk]}
    speakers:
      type: list
      about: Who speaks
      of: {type: map, fields: {person: {type: relation, to: event, required: true}, role: text}}
    place: {type: map, fields: {at: {type: map, fields: {town: text}}, open: date}}
    authors: {type: relation, many: true, to: event}
";

    fn kinds() -> Kinds {
        Kinds::from_layers(&[Layer::of_text(KINDS)]).value
    }

    fn written(title: &str) -> String {
        let kinds = kinds();
        document(&NewDocument {
            kinds: &kinds,
            kind: kinds.find("event").unwrap(),
            title,
            today: Date::constant(2026, 11, 21),
            home: DocumentPlace::Folder,
            answers: &Answers::new(),
        })
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
    fn needed_fields_are_keys_and_the_others_are_comments() {
        let expected = "---
title: A walk
date: 2026-11-21

# Required:
# When it begins: with a # and a line (a date)
start:

# Optional. To use a key, delete the # before it, and before the lines of its group:
# One or two sentences, shown in lists and search results (text)
#summary:
# Who looks after the page (text)
#page_author:
# Not ready: shown only with --drafts (`true` or `false`)
#draft: true
# Not public before this moment (a date)
#publish_at:
# The state of the page (one of `current`, `withdrawn`, `superseded` or `historic`)
#status:
# Why it was withdrawn or superseded (text)
#reason:
# What replaced it (the id of a document)
#successor:
# Files to download, in the order shown (a list, each item a group of keys)
#attachments:
#  - file:
#    title:
#    # (one of `document`, `easy-read`, `large-print`, `audio`, `bsl`, `video`, `spreadsheet`, `presentation` or `data`)
#    format:
#    language:
#    reference:
#    # (`true` or `false`)
#    accessible:
#    # Why it need not be accessible by law (one of `disproportionate-burden`, `before-2018`, `video-before-2020`, `third-party`, `heritage`, `archive` or `map`)
#    exempt:
#    # What readers are told about that (text)
#    exempt_note:
# A picture for the page and for lists (a picture: its file, or `file` and `alt`)
#image:
#  file:
#  alt:
# (one of `talk` or `walk`)
#type:
# Who speaks (a list, each item a group of keys)
#speakers:
#    # (the id of an event)
#  - person:
#    role:
# (a group of keys)
#place:
#  at:
#    town:
#  # (a date)
#  open:
# (a list, each item the id of an event)
#authors: []
---

";
        assert_eq!(written("A walk"), expected);
    }

    /// The text with the `#` deleted before each key.
    fn with_all_keys(text: &str) -> String {
        let used = text.lines().map(|line| match line.strip_prefix('#') {
            Some(rest) if !rest.starts_with(' ') || rest.starts_with("  ") => rest,
            _ => line,
        });
        used.collect::<Vec<_>>().join("\n") + "\n"
    }

    #[test]
    fn yaml_reads_it_also_with_all_keys_in_use() {
        for title in ["A walk", "Say \"no\": \\ é 日本 # - [x]", "null", "'"] {
            let text = written(title);
            let read = front_matter(&text);
            assert_eq!(read.get("title").and_then(|node| node.text()), Some(title));
            let read = front_matter(&with_all_keys(&text));
            let keys: Vec<_> = read
                .entries()
                .iter()
                .map(|entry| entry.key.as_str())
                .collect();
            let expected = [
                "title",
                "date",
                "start",
                "summary",
                "page_author",
                "draft",
                "publish_at",
                "status",
                "reason",
                "successor",
                "attachments",
                "image",
                "type",
                "speakers",
                "place",
                "authors",
            ];
            assert_eq!(keys, expected);
            assert!(
                read.get("place")
                    .and_then(|place| place.get("at")?.get("town"))
                    .is_some()
            );
        }
    }
}
