//! What a field of a document holds, once its text has been read as the field's type.

use std::sync::Arc;

use unicode_normalization::UnicodeNormalization;

use crate::base::slug::slugify;
use crate::base::{Moment, Number, SharedText};
use crate::yaml::Node;

/// Which link of the document's outline: an index into `Structure::links`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinkId(pub u32);

/// Which reference of the document's outline: an index into `Structure::references`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ReferenceId(pub u32);

/// Which fragment of the document: an index into `Document::fragments`; 0 is the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FragmentId(pub u16);

/// A field's value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Text, a choice's word, or an email address.
    Text(String),
    /// Text that a translation has of its source, inside a group that it states itself.
    SourceText(String),
    /// Markdown, as a fragment of the document.
    Markdown(FragmentId),
    /// A whole number.
    Integer(i64),
    /// Any other number.
    Number(Number),
    /// `true` or `false`.
    Boolean(bool),
    /// A date or a moment.
    Date(Moment),
    /// A link, a file of the site.
    Link(LinkId),
    /// A picture.
    Image(Box<Image>),
    /// A free word with a page of its own.
    Tag(Arc<Tag>),
    /// Several values.
    List(Vec<Value>),
    /// A group of fields, in the order declared.
    Map(Vec<(SharedText, Value)>),
    /// Another document, by id.
    Relation(ReferenceId),
    /// A value no type was declared for.
    Any(Box<Node>),
}

impl Value {
    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) | Value::SourceText(text) => Some(text),
            _ => None,
        }
    }

    /// The entries of a group, if it is one, to be changed.
    pub fn map_mut(&mut self) -> Option<&mut Vec<(SharedText, Value)>> {
        match self {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The entries of a group, if it is one.
    pub fn map(&self) -> Option<&[(SharedText, Value)]> {
        match self {
            Value::Map(entries) => Some(entries),
            _ => None,
        }
    }
}

/// A picture and what stands for it where it cannot be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The picture's file.
    pub file: LinkId,
    /// Its alternative text; empty where none is given.
    pub alt: String,
    /// True where its author says that it only decorates.
    pub is_decorative: bool,
    /// Said beneath it.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
    /// Which of these words are its source's, in a translation that states others itself.
    pub of_source: SourceWords,
}

impl Image {
    /// A picture of a file, with what a group says of it.
    pub fn described(file: LinkId, group: &[(SharedText, Value)]) -> Image {
        Image {
            file,
            alt: text(group, "alt").unwrap_or_default(),
            is_decorative: find(group, "decorative") == Some(&Value::Boolean(true)),
            caption: text(group, "caption"),
            credit: text(group, "credit"),
            of_source: SourceWords::default(),
        }
    }
}

fn find<'g>(group: &'g [(SharedText, Value)], name: &str) -> Option<&'g Value> {
    let entry = group.iter().find(|(key, _)| *key == *name);
    entry.map(|(_, value)| value)
}

fn text(group: &[(SharedText, Value)], name: &str) -> Option<String> {
    find(group, name)?.text().map(str::to_owned)
}

/// Words of a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SourceWords {
    /// Its alternative text.
    pub alt: bool,
    /// Its caption.
    pub caption: bool,
    /// Its credit.
    pub credit: bool,
}

/// A word that documents share.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Tag {
    /// As the author wrote it.
    pub label: SharedText,
    /// Its part of an address; equal for words that count as the same.
    pub slug: SharedText,
}

impl Tag {
    /// The word that an author wrote; its slug is empty where no letter of it can stand in an address.
    pub fn new(label: &str) -> Tag {
        let (label, slug) = (SharedText::from(label), identity_of(label));
        let slug = if label == slug {
            label.clone()
        } else {
            slug.into()
        };
        Tag { label, slug }
    }

    /// True if an author who writes this means this tag.
    pub fn is_called(&self, word: &str) -> bool {
        self.label == *word || !self.slug.is_empty() && self.slug == *identity_of(word)
    }
}

/// What is equal for all ways of writing a word. Whatever compares tags asks this, or the slug of a [`Tag`], which is it.
fn identity_of(word: &str) -> String {
    slugify(word)
}

/// A word without what nobody tells words apart by: capitals, spaces and hyphens.
pub fn letters_of(word: &str) -> String {
    let letters = word
        .nfc()
        .filter(|c| !c.is_whitespace() && !"-_‐‑–".contains(*c));
    letters.flat_map(char::to_lowercase).collect()
}

/// The fields that have a value, in the order their kind declares them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub Vec<FieldValue>);

/// One field that has a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldValue {
    /// The field's name.
    pub name: SharedText,
    /// What it holds.
    pub value: Value,
}

impl FieldValue {
    /// True for words that readers may see on other pages.
    pub fn is_wording(&self) -> bool {
        is_wording(&self.name) && matches!(self.value, Value::Text(_))
    }
}

/// True for a field that holds words that readers may see on other pages.
pub fn is_wording(field: &str) -> bool {
    matches!(field, "title" | "summary")
}

impl Fields {
    /// The field with this name.
    pub fn find(&self, name: &str) -> Option<&FieldValue> {
        self.0.iter().find(|field| field.name == name)
    }

    /// Gives a field this value, whether it had one or not.
    pub fn set(&mut self, name: &SharedText, value: Value) {
        match self.get_mut(name) {
            Some(old) => *old = value,
            None => self.0.push(FieldValue {
                name: name.clone(),
                value,
            }),
        }
    }

    /// The names of the fields whose values are not those of the other fields, or that only one of both has.
    pub fn others<'f>(&'f self, others: &'f Fields) -> impl Iterator<Item = &'f str> {
        let is_other = |field: &&FieldValue| others.get(&field.name) != Some(&field.value);
        let is_gone = |field: &&FieldValue| self.find(&field.name).is_none();
        let fields = self
            .0
            .iter()
            .filter(is_other)
            .chain(others.0.iter().filter(is_gone));
        fields.map(|field| field.name.as_str())
    }

    /// The value of the field with this name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.find(name).map(|field| &field.value)
    }

    /// The value of the field with this name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut Value> {
        let field = self.0.iter_mut().find(|field| field.name == *name);
        field.map(|field| &mut field.value)
    }

    /// The text of the field with this name.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::text)
    }

    /// The items of the list with this name; none if it is not a list.
    pub fn list(&self, name: &str) -> &[Value] {
        match self.get(name) {
            Some(Value::List(items)) => items,
            _ => &[],
        }
    }

    /// The moment of the field with this name.
    pub fn moment(&self, name: &str) -> Option<&Moment> {
        match self.get(name) {
            Some(Value::Date(moment)) => Some(moment),
            _ => None,
        }
    }

    /// The moment of the first of these fields that is set.
    pub fn first_moment(&self, names: &[String]) -> Option<&Moment> {
        names.iter().find_map(|name| self.moment(name))
    }

    /// The flag of the field with this name.
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name) {
            Some(Value::Boolean(flag)) => Some(*flag),
            _ => None,
        }
    }
}

/// Reads a number, whole where it is written so.
pub(super) fn number(text: &str) -> Option<Value> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(Value::Integer(whole));
    }
    let is_number = text
        .bytes()
        .next()
        .is_some_and(|byte| byte.is_ascii_digit() || byte == b'-' || byte == b'.');
    if is_number {
        Number::read(text).map(Value::Number)
    } else {
        None
    }
}
