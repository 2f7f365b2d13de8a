//! What can be written at a place: keys and choices by the schemas that editors of YAML get too, and documents by their ids
//! and titles.

use serde_json::Value;

use super::place::{Place, Writing};
use crate::base::english::count;
use crate::config::{Ends, Field, FieldType, Kind, Kinds};
use crate::document::Outline;
use crate::graph::TagIndex;

/// Something that can be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What is written.
    pub text: String,
    /// What it is called, for the list: the title of a document.
    pub about: String,
    /// By what it is found: its own name, and its title.
    pub filter: String,
    /// What sort of thing it is.
    pub sort: SuggestionSort,
}

/// What sort of thing can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuggestionSort {
    /// A key.
    Key,
    /// One of some words.
    Word,
    /// A document.
    Document,
    /// A heading of a document.
    Heading,
    /// A file that is no document.
    File,
    /// A block.
    Block,
    /// An argument of a block that takes a value.
    Argument,
}

/// What is known of the site.
#[derive(Clone, Copy)]
pub struct Known<'k> {
    /// Its kinds.
    pub kinds: &'k Kinds,
    /// Its documents.
    pub documents: &'k [&'k Outline],
    /// Its tags.
    pub tags: &'k [TagIndex],
}

/// The most documents that are offered at once: the editor asks again with the next letter.
pub(super) const MOST: usize = 200;

/// What can be written in the front matter or the text of a document of a kind, by the schema of that kind.
pub fn in_document(
    writing: &Writing,
    kind: &Kind,
    schema: &Value,
    known: Known,
) -> Vec<Suggestion> {
    match &writing.place {
        Place::Id => documents(&Ends::default(), writing.typed, known),
        Place::Value { path } | Place::Item { path } => match type_at(path, kind, known.kinds) {
            Some(FieldType::Relation(ends)) => documents(ends, writing.typed, known),
            Some(FieldType::Tag { url }) => tags(url, writing.typed, known),
            _ if path.as_slice() == ["kind"] => kind_names(known.kinds),
            _ => by_schema(writing, schema),
        },
        Place::Key { .. } => by_schema(writing, schema),
        _ => Vec::new(),
    }
}

/// The tags of a field that are in use, the most used ones first.
fn tags(url: &str, typed: &str, known: Known) -> Vec<Suggestion> {
    let typed = typed.to_lowercase();
    let fields = known.tags.iter().filter(|index| is_of(index, url));
    let mut pages: Vec<_> = fields.flat_map(|index| &index.pages).collect();
    pages.retain(|page| page.label.to_lowercase().contains(&typed));
    pages.sort_by_key(|page| std::cmp::Reverse(page.entries.len()));
    let shown = pages.into_iter().take(MOST).map(|page| {
        let about = count(page.entries.len(), "document");
        word(&page.label, &about)
    });
    shown.collect()
}

/// True for the tags of a field whose pages are at this URL, in any language.
fn is_of(index: &TagIndex, url: &str) -> bool {
    index.url.as_str().ends_with(url)
}

/// Whether the value at a path leads to a file, and to which sort.
pub fn files_wanted(path: &[String], kind: &Kind, kinds: &Kinds) -> Option<Place> {
    let last = path.last()?;
    match type_at(path, kind, kinds) {
        Some(FieldType::Image) => Some(Place::Picture),
        Some(FieldType::File) => Some(Place::File),
        Some(FieldType::Url) => Some(Place::Target),
        // The group of a picture.
        None if is_file_of_picture(path, kind, kinds) && last == "file" => Some(Place::Picture),
        _ => None,
    }
}

fn is_file_of_picture(path: &[String], kind: &Kind, kinds: &Kinds) -> bool {
    let group = path.split_last().map(|(_, group)| group);
    let ty = group.and_then(|group| type_at(group, kind, kinds));
    matches!(ty, Some(FieldType::Image))
}

/// What can be written in a file of YAML, by its schema.
pub fn by_schema(writing: &Writing, schema: &Value) -> Vec<Suggestion> {
    match &writing.place {
        Place::Key { path } => keys_of(&at_path(schema, path), schema),
        Place::Value { path } => words_of(&at_path(schema, path), schema),
        Place::Item { path } => {
            let forms = at_path(schema, path);
            [words_of(&forms, schema), keys_of(&forms, schema)].concat()
        }
        _ => Vec::new(),
    }
}

/// True for a value that leads somewhere, by the schema.
pub fn is_link(writing: &Writing, schema: &Value) -> bool {
    let (Place::Value { path } | Place::Item { path }) = &writing.place else {
        return false;
    };
    let link = schema.pointer("/$defs/link");
    let forms = at_path(schema, path);
    link.is_some_and(|link| forms.into_iter().any(|form| std::ptr::eq(form, link)))
}

/// What a key of a group is for, if the schema knows it; `around` are the keys around it.
pub(super) fn about_key(key: &str, around: &[String], schema: &Value) -> Option<String> {
    let known = keys_of(&at_path(schema, around), schema);
    let found = known.into_iter().find(|known| known.text == key);
    found.map(|known| known.about)
}

fn kind_names(kinds: &Kinds) -> Vec<Suggestion> {
    let names = kinds.iter().map(|kind| word(&kind.name, &kind.about));
    names.collect()
}

pub(super) fn word(text: &str, about: &str) -> Suggestion {
    Suggestion {
        text: text.to_owned(),
        about: about.to_owned(),
        filter: text.to_owned(),
        sort: SuggestionSort::Word,
    }
}

/// The type of what is at a path; of a list, that of its items.
fn type_at<'k>(path: &[String], kind: &'k Kind, kinds: &'k Kinds) -> Option<&'k FieldType> {
    let (first, rest) = path.split_first()?;
    let mut field: &Field = kinds
        .fields(kind)
        .find(|field| field.name == *first.as_str())?;
    for key in rest {
        let inner = field.ty.inner_fields()?;
        field = inner.iter().find(|field| field.name == *key.as_str())?;
    }
    Some(of_item(&field.ty))
}

fn of_item(ty: &FieldType) -> &FieldType {
    match ty {
        FieldType::List(item) => of_item(item),
        other => other,
    }
}

/// The documents that a relation may name, whose id or title holds what is typed.
fn documents(ends: &Ends, typed: &str, known: Known) -> Vec<Suggestion> {
    let typed = typed.to_lowercase();
    let is_wanted = |outline: &&&Outline| {
        let is_of_kind = ends.to.is_empty() || ends.to.contains(&outline.kind);
        is_of_kind && holds(outline, &typed)
    };
    let wanted = known.documents.iter().filter(is_wanted).take(MOST);
    wanted.map(|outline| document(outline, ends)).collect()
}

fn holds(outline: &Outline, typed: &str) -> bool {
    let id = format!("{}/{}", outline.kind, outline.id);
    id.contains(typed) || outline.words.title.to_lowercase().contains(typed)
}

fn document(outline: &Outline, ends: &Ends) -> Suggestion {
    let text = if ends.to.len() == 1 {
        outline.id.clone()
    } else {
        format!("{}/{}", outline.kind, outline.id)
    };
    let title = &outline.words.title;
    Suggestion {
        filter: format!("{text} {title}"),
        text,
        about: title.clone(),
        sort: SuggestionSort::Document,
    }
}

/// The schemas of what is at a path: several where a value may be of several forms.
fn at_path<'s>(schema: &'s Value, path: &[String]) -> Vec<&'s Value> {
    let mut here = forms(schema, schema);
    for key in path {
        let inner = here.iter().filter_map(|form| {
            let properties = form.get("properties").and_then(|all| all.get(key));
            properties.or_else(|| form.get("additionalProperties").filter(|it| it.is_object()))
        });
        here = inner.flat_map(|inner| forms(inner, schema)).collect();
    }
    here
}

/// A schema with all that it refers to, its alternatives and the items of its lists.
fn forms<'s>(schema: &'s Value, root: &'s Value) -> Vec<&'s Value> {
    let mut found = Vec::new();
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        if found
            .iter()
            .any(|known: &&Value| std::ptr::eq(*known, next))
        {
            continue;
        }
        found.push(next);
        let referred = next.get("$ref").and_then(Value::as_str);
        open.extend(referred.and_then(|path| root.pointer(path.trim_start_matches('#'))));
        open.extend(
            next.get("anyOf")
                .and_then(Value::as_array)
                .into_iter()
                .flatten(),
        );
        open.extend(next.get("items"));
    }
    found
}

fn keys_of(forms: &[&Value], root: &Value) -> Vec<Suggestion> {
    let groups = forms
        .iter()
        .filter_map(|form| form.get("properties")?.as_object());
    let keys = groups
        .flatten()
        .filter(|(_, schema)| schema.get("deprecated").is_none());
    keys.map(|(key, schema)| Suggestion {
        text: key.clone(),
        about: about(schema, root),
        filter: key.clone(),
        sort: SuggestionSort::Key,
    })
    .collect()
}

fn about(schema: &Value, _: &Value) -> String {
    let about = schema.get("description").and_then(Value::as_str);
    about.unwrap_or_default().to_owned()
}

fn words_of(forms: &[&Value], _: &Value) -> Vec<Suggestion> {
    let mut found: Vec<Suggestion> = Vec::new();
    for form in forms {
        let listed = form.get("enum").and_then(Value::as_array);
        let alone = form.get("const");
        let words = listed.into_iter().flatten().chain(alone);
        found.extend(words.filter_map(Value::as_str).map(|text| word(text, "")));
        if form.get("type").and_then(Value::as_str) == Some("boolean") {
            found.extend(["true", "false"].map(|text| word(text, "")));
        }
    }
    found
}
