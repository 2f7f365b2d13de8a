//! What a translation gets of its source: each field that it does not state itself. Its words are its own: the title, the summary
//! and all Markdown, and fields that each version has for itself. Its kind it has of its source too (`engine/source_kinds.rs`).
//!
//! Nothing of a source gets into a translation that is public when its source may not be.

use std::sync::Arc;

use super::Document;
use super::completion::{Completion, holds_groups};
use super::inherited::Inherited;
use super::lifecycle::Terms;
use super::meta::{ATTACHMENTS, DATE, LANGUAGE, Meta, entry};
use super::outline::Structure;
use super::source_values::{SourceValues, is_inherited, length};
use super::spots::Spot;
use super::value::{FieldValue, Fields, LinkId, ReferenceId, Value};
use crate::base::SharedText;
use crate::config::{Field, Kinds};

/// A translation with what it gets of its source; `None` if that is nothing.
/// The language of the site is that of a source that says none.
pub fn inherit(
    translation: &Document,
    source: &Document,
    kinds: &Kinds,
    of_site: &str,
) -> Option<Document> {
    let (own, theirs) = (&translation.outline.structure, &source.outline.structure);
    if own.kind != theirs.kind || !may_inherit(own, theirs) {
        return None;
    }
    let fields = inherited_fields(own, theirs, kinds);
    let mut inherited = inherited(own, theirs, &fields);
    let mut structure = Structure::clone(own);
    let mut values = SourceValues {
        source: theirs,
        structure: &mut structure,
    };
    fields.into_iter().for_each(|field| values.add(field));
    complete(&mut values, &mut inherited, kinds);
    let has_settings = values.add_settings();
    if inherited.is_nothing() && !has_settings {
        return None;
    }
    say_language_of_files(&mut structure.fields, &inherited, of_site);
    structure.inherited = Some(Arc::new(inherited));
    structure.meta = meta(&structure, own, theirs);
    structure.shrink();
    Some(with_structure(translation, structure))
}

fn with_structure(translation: &Document, structure: Structure) -> Document {
    let mut document = translation.clone();
    document.outline.structure = Arc::new(structure);
    document
}

/// The fields of a source that its translation does not state.
fn inherited_fields<'f>(
    own: &Structure,
    theirs: &'f Structure,
    kinds: &Kinds,
) -> Vec<&'f FieldValue> {
    let kind = kinds.find(&own.kind);
    let fields = kind.into_iter().flat_map(|kind| kinds.fields(kind));
    let missing = fields.filter_map(|field| {
        let states = |fields: &Fields| fields.get(&field.name).is_some();
        let is_stated = states(&own.fields) || states(&own.incomplete);
        let is_missing = is_inherited(field) && !is_stated;
        let found = is_missing.then(|| theirs.fields.find(&field.name));
        found.flatten()
    });
    missing.collect()
}

/// Adds to files that are the source's which language they are in: readers of the translation have to know.
fn say_language_of_files(fields: &mut Fields, inherited: &Inherited, of_site: &str) {
    let Some(Value::List(files)) = fields.get_mut(ATTACHMENTS) else {
        return;
    };
    let language = inherited.language_of_words(of_site);
    for entries in files.iter_mut().filter_map(Value::map_mut) {
        let is_of_source = |file: &Value| match file {
            Value::Link(id) => inherited.holds(&Spot::Link(*id)),
            _ => false,
        };
        let says_none = entry(entries, LANGUAGE).is_none();
        if says_none && entry(entries, "file").is_some_and(is_of_source) {
            entries.push((LANGUAGE.into(), Value::Text(language.to_owned())));
        }
    }
}

/// Adds to the groups that a translation states what they leave out.
fn complete(values: &mut SourceValues, inherited: &mut Inherited, kinds: &Kinds) {
    let Some(kind) = kinds.find(&values.structure.kind) else {
        return;
    };
    for field in kinds.fields(kind) {
        let has_groups = holds_groups(&field.ty) && !field.per_language;
        if has_groups && !inherited.has(&field.name) {
            complete_field(values, inherited, field);
        }
    }
}

fn complete_field(values: &mut SourceValues, inherited: &mut Inherited, field: &Field) {
    let name = &field.name;
    let own = &values.structure;
    let (stated, incomplete) = (own.fields.find(name), own.incomplete.find(name));
    let Some(own) = stated.or(incomplete).map(|field| field.value.clone()) else {
        return;
    };
    let is_incomplete = stated.is_none();
    let theirs = values.source.fields.get(name);
    let mut completion = Completion {
        taken: values,
        has_taken: false,
        has_gaps: false,
    };
    let Some(value) = completion.value(&own, theirs, &field.ty) else {
        return;
    };
    if completion.has_taken {
        inherited.completed.push(name.clone());
    }
    if is_incomplete && !completion.has_gaps {
        inherited.supplied.push(name.clone());
    }
    values.structure.fields.set(name, value);
}

/// What a translation gets that does not state these fields of its source.
fn inherited(own: &Structure, theirs: &Structure, fields: &[&FieldValue]) -> Inherited {
    let names = fields.iter().map(|field| field.name.clone());
    let mut names: Vec<SharedText> = names.collect();
    // A date may be in the name of the source's file.
    let has_date = names.iter().any(|name| *name == *DATE);
    if own.meta.date.is_none() && theirs.meta.date.is_some() && !has_date {
        names.push(DATE.into());
    }
    Inherited {
        from: theirs.file.clone(),
        language: theirs.meta.language.clone(),
        fields: names,
        completed: Vec::new(),
        supplied: Vec::new(),
        references: ReferenceId(length(&own.references)),
        links: LinkId(length(&own.links)),
        tags: length(&own.tags),
    }
}

/// True unless the translation may be public when its source is not: a translation that says nothing of that is public when
/// its source is.
pub fn may_inherit(own: &Structure, source: &Structure) -> bool {
    let Some(terms) = source.lifecycle.terms() else {
        return false;
    };
    let is_always_public = *terms == Terms::default() && source.owner.is_none();
    is_always_public || !own.decides_when_public()
}

/// What copublish acts on, with what it has of its source.
fn meta(structure: &Structure, own: &Structure, source: &Structure) -> Meta {
    let date = own.meta.date.clone().or_else(|| source.meta.date.clone());
    Meta {
        updated: own.meta.updated.clone(),
        language: own.meta.language.clone(),
        ..Meta::of(&structure.fields, date)
    }
}
