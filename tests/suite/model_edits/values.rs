//! Values for each type of field, made from the type: two that are right, and one that is wrong.

use std::collections::BTreeMap;

use copublish::config::{Ends, Field, FieldType};

use super::written::Written;

/// What the values of a site's fields can name.
pub struct Values {
    /// For each kind two documents, by what a relation writes.
    pub documents: BTreeMap<String, [String; 2]>,
}

/// Files that documents may name.
pub const FILES: [&str; 4] = [
    "files/one.txt",
    "files/two.txt",
    "files/one.svg",
    "files/two.svg",
];

/// Fields that copublish reads more closely than their types say: what is valid there.
const CLOSELY_READ: [(&str, [&str; 2]); 4] = [
    ("template", ["page.html", "other.html"]),
    ("aliases", ["/was/here/", "/was/there/"]),
    ("language", ["cy", "gd"]),
    ("expires", ["2013-03-01", "2013-05-02"]),
];

/// The word for a type. Without a wildcard: a new type has to be given values below.
pub fn word(ty: &FieldType) -> &'static str {
    match ty {
        FieldType::Text => "text",
        FieldType::Markdown => "markdown",
        FieldType::Number => "number",
        FieldType::Boolean => "boolean",
        FieldType::Date => "date",
        FieldType::Url => "url",
        FieldType::Email => "email",
        FieldType::Image => "image",
        FieldType::File => "file",
        FieldType::Choice(_) => "choice",
        FieldType::Tag { .. } => "tag",
        FieldType::List(_) => "list",
        FieldType::Map(_) => "map",
        FieldType::Relation(_) => "relation",
        FieldType::Any => "any",
    }
}

impl Values {
    /// A valid value of a field: the first or the second.
    pub fn of_field(&self, field: &Field, number: usize) -> Written {
        let known = CLOSELY_READ.iter().find(|(name, _)| field.name == *name);
        match (known, &field.ty) {
            (Some((_, words)), FieldType::Text | FieldType::Date) => Written::text(words[number]),
            (Some((_, words)), FieldType::List(_)) => {
                Written::List(vec![Written::text(words[number])])
            }
            _ => self.valid(&field.ty, number),
        }
    }

    /// A valid value of a type: the first or the second.
    pub fn valid(&self, ty: &FieldType, number: usize) -> Written {
        let one = |words: [&str; 2]| Written::text(words[number]);
        match ty {
            FieldType::Text => one(["first", "second"]),
            FieldType::Markdown => {
                one(["Some *words*.", "[Others](/files/one.txt).\n\n## Headed\n"])
            }
            FieldType::Number => one(["1", "2.5"]),
            FieldType::Boolean => one(["false", "true"]),
            FieldType::Date => one(["2012-03-01", "2012-05-02T10:00:00Z"]),
            FieldType::Url => one(["https://example.com/one", "/files/two.txt"]),
            FieldType::Email => one(["ann@example.org", "ben@example.org"]),
            FieldType::Image => {
                let file = one(["/files/one.svg", "/files/two.svg"]);
                Written::map([("file", file), ("alt", one(["A square", "A circle"]))])
            }
            FieldType::File => one(["/files/one.txt", "/files/two.txt"]),
            FieldType::Choice(words) => Written::text(
                words
                    .get(number)
                    .or(words.first())
                    .map_or("none", String::as_str),
            ),
            FieldType::Tag { .. } => one(["alpha", "beta"]),
            FieldType::List(item) => Written::List(vec![self.valid(item, number)]),
            FieldType::Map(fields) => {
                let entry = |field: &Field| (field.name.to_string(), self.of_field(field, number));
                Written::Map(fields.iter().map(entry).collect())
            }
            FieldType::Relation(ends) => Written::text(self.target(ends, number)),
            FieldType::Any => one(["open", "closed"]),
        }
    }

    /// A value that the type does not allow, or that names nothing; nothing for a type that allows all.
    pub fn wrong(&self, ty: &FieldType) -> Option<Written> {
        Some(match ty {
            FieldType::Text | FieldType::Markdown => {
                Written::map([("odd", Written::text("group"))])
            }
            FieldType::Number => Written::text("many"),
            FieldType::Boolean => Written::text("perhaps"),
            FieldType::Date => Written::text("soon"),
            FieldType::Url => Written::text("/nowhere.md"),
            FieldType::Email => Written::text("nobody"),
            FieldType::Image | FieldType::File => Written::text("/files/none.svg"),
            FieldType::Choice(_) => Written::text("no-such-choice"),
            FieldType::Tag { .. } => Written::text("!!!"),
            FieldType::List(item) => Written::List(vec![self.wrong(item)?]),
            FieldType::Map(_) => Written::text("no group"),
            FieldType::Relation(_) => Written::text("nobody-there"),
            FieldType::Any => return None,
        })
    }

    /// The document that a relation names: with several kinds to choose from, the second one is of another kind.
    pub fn target(&self, ends: &Ends, number: usize) -> &str {
        let mut names = self
            .documents
            .iter()
            .filter(|(kind, _)| ends.to.is_empty() || ends.to.contains(kind));
        let found = if number == 0 {
            names.next()
        } else {
            names.next_back()
        };
        found.map_or("none", |(_, names)| names[number].as_str())
    }
}

/// True where a value of this type names documents, alone or in a list.
pub fn is_relation(ty: &FieldType) -> bool {
    match ty {
        FieldType::Relation(_) => true,
        FieldType::List(item) => is_relation(item),
        _ => false,
    }
}
