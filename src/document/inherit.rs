//! What a translation gets of its source: each field that it does not state itself. Its words are its own: the title, the summary
//! and all Markdown, and fields that each version has for itself.
//!
//! Nothing of a source gets into a translation that is public when its source may not be.

use std::sync::Arc;

use super::Document;
use super::lifecycle::Terms;
use super::link::Link;
use super::meta::{DATE, Meta};
use super::outline::{Reference, Structure};
use super::spots::Spot;
use super::value::{FieldValue, Image, LinkId, ReferenceId, Value};
use crate::base::{FilePath, SharedText, site_layout};
use crate::config::{Field, FieldType, Kinds};

/// What of a document is that of its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inherited {
    /// The source.
    pub from: FilePath,
    /// The language of the source, if it is not that of the site.
    pub language: Option<String>,
    /// The fields.
    pub fields: Vec<SharedText>,
    /// The first reference that is the source's; those behind it are too.
    references: ReferenceId,
    /// The same of links.
    links: LinkId,
    /// The same of tags.
    tags: u32,
}

impl Inherited {
    /// True for a thing that is the source's.
    pub fn holds(&self, spot: &Spot) -> bool {
        match spot {
            Spot::Reference(id) => *id >= self.references,
            Spot::Link(id) => *id >= self.links,
            Spot::Field(name) => self.has(name),
            Spot::Tag(at) => *at >= self.tags,
            Spot::Title | Spot::Heading(_) => false,
        }
    }

    /// True for a field that is the source's.
    pub fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|name| *name == *field)
    }
}

/// A translation with what it gets of its source; `None` if that is nothing.
pub fn inherit(translation: &Document, source: &Document, kinds: &Kinds) -> Option<Document> {
    let (own, theirs) = (&translation.outline.structure, &source.outline.structure);
    if own.kind != theirs.kind || !may_inherit(own, theirs) {
        return None;
    }
    let fields = inherited_fields(own, theirs, kinds);
    let inherited = Inherited::new(own, theirs, &fields);
    if inherited.fields.is_empty() {
        return None;
    }
    let mut structure = Structure::clone(own);
    structure.inherited = Some(Arc::new(inherited));
    let mut inheritance = Inheritance {
        source: theirs,
        structure: &mut structure,
    };
    fields.into_iter().for_each(|field| inheritance.add(field));
    structure.meta = meta(&structure, own, theirs);
    structure.shrink();
    let mut document = translation.clone();
    document.outline.structure = Arc::new(structure);
    Some(document)
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
        let is_missing = is_inherited(field) && own.fields.get(&field.name).is_none();
        let found = is_missing.then(|| theirs.fields.find(&field.name));
        found.flatten()
    });
    missing.collect()
}

impl Inherited {
    fn new(own: &Structure, theirs: &Structure, fields: &[&FieldValue]) -> Inherited {
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
            references: ReferenceId(length(&own.references)),
            links: LinkId(length(&own.links)),
            tags: length(&own.tags),
        }
    }
}

fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

/// True for a field that says the same in all languages, or whose words can stand in until they are translated.
fn is_inherited(field: &Field) -> bool {
    !field.lifecycle && !field.per_language && !holds_texts(&field.ty)
}

/// True for Markdown, and for what nobody has declared.
fn holds_texts(ty: &FieldType) -> bool {
    match ty {
        FieldType::Markdown | FieldType::Any => true,
        FieldType::List(item) => holds_texts(item),
        FieldType::Map(fields) => fields.iter().any(|field| holds_texts(&field.ty)),
        _ => false,
    }
}

/// True unless the translation may be public when its source is not: a translation that says nothing of that is public when
/// its source is.
fn may_inherit(own: &Structure, source: &Structure) -> bool {
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

/// Takes values over, with the links and the references that they hold.
struct Inheritance<'i> {
    source: &'i Structure,
    structure: &'i mut Structure,
}

impl Inheritance<'_> {
    fn add(&mut self, field: &FieldValue) {
        let value = self.value(&field.value);
        let tags = self.source.tags.iter();
        let tags = tags.filter(|tag| tag.field == field.name);
        self.structure.tags.extend(tags.cloned());
        self.structure.fields.0.push(FieldValue {
            name: field.name.clone(),
            value,
        });
    }

    fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::Link(id) => Value::Link(self.link(*id)),
            Value::Relation(id) => Value::Relation(self.reference(*id)),
            Value::Image(image) => Value::Image(Box::new(Image {
                file: self.link(image.file),
                ..Image::clone(image)
            })),
            Value::List(values) => Value::List(values.iter().map(|it| self.value(it)).collect()),
            Value::Map(entries) => {
                let entries = entries.iter();
                Value::Map(
                    entries
                        .map(|(name, it)| (name.clone(), self.value(it)))
                        .collect(),
                )
            }
            other => other.clone(),
        }
    }

    fn reference(&mut self, id: ReferenceId) -> ReferenceId {
        let references = &mut self.structure.references;
        let taken = ReferenceId(length(references));
        let reference: Option<&Reference> = self.source.references.get(id.0 as usize);
        references.extend(reference.cloned());
        taken
    }

    fn link(&mut self, id: LinkId) -> LinkId {
        let links = &mut self.structure.links;
        let taken = LinkId(length(links));
        let link = self.source.links.get(id.0 as usize);
        links.extend(link.map(|link| Link {
            target: from_anywhere(&link.target, &self.source.file),
            role: link.role,
        }));
        taken
    }
}

/// A target as it leads to the same from any file: a relative path from its file's folder becomes one from the root.
fn from_anywhere(target: &SharedText, file: &FilePath) -> SharedText {
    let text = target.as_str();
    let first = text.split(['/', '?', '#']).next().unwrap_or_default();
    let is_relative = !text.starts_with(['/', '#', '?', '\\']) && !first.contains(':');
    let folder = site_layout::below(site_layout::CONTENT, file.folder());
    match folder {
        _ if !is_relative => target.clone(),
        Some(folder) if !folder.is_empty() => format!("/{folder}/{text}").into(),
        _ => format!("/{text}").into(),
    }
}
