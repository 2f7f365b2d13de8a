//! Values of a source as its translation has them, with the links and the references that they hold.

use super::comment::OwnComments;
use super::link::Link;
use super::outline::{Reference, Structure};
use super::value::{FieldValue, Image, LinkId, ReferenceId, Value};
use crate::base::{FilePath, SharedText, site_layout};
use crate::config::{Collection, Field, FieldType};

/// Takes values of a source over into its translation.
pub(super) struct SourceValues<'s> {
    pub source: &'s Structure,
    pub structure: &'s mut Structure,
}

impl SourceValues<'_> {
    /// Adds a field that the translation does not state.
    pub fn add(&mut self, field: &FieldValue) {
        let value = self.value(&field.value);
        let tags = self.source.tags.iter();
        let tags = tags.filter(|tag| tag.field == field.name);
        self.structure.tags.extend(tags.cloned());
        self.structure.fields.0.push(FieldValue {
            name: field.name.clone(),
            value,
        });
    }

    /// Adds collections, and what is said of comments; true if there is something of this.
    pub fn add_settings(&mut self) -> bool {
        let own = &mut self.structure.collections;
        let count = own.len();
        let is_stated = |name: &str| own.iter().any(|collection| collection.name == name);
        let others = self.source.collections.iter();
        let others = others.filter(|collection| !is_stated(&collection.name));
        let others: Vec<Collection> = others.cloned().collect();
        own.extend(others);
        let has_collections = own.len() > count;
        let theirs = &self.source.comments;
        let has_comments = self.structure.comments.setting.is_none() && theirs.setting.is_some();
        if has_comments {
            let privacy = theirs.privacy.map(|link| self.link(link));
            self.structure.comments = OwnComments {
                setting: theirs.setting.clone(),
                privacy,
            };
        }
        has_collections || has_comments
    }

    fn value(&mut self, value: &Value) -> Value {
        match value {
            Value::Link(id) => Value::Link(self.link(*id)),
            Value::Relation(id) => Value::Relation(self.reference(*id)),
            Value::Image(image) => Value::Image(Box::new(self.image(image))),
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

    /// A value inside a group that the translation states: its words are told apart from those of the translation.
    pub fn inner_value(&mut self, value: &Value, ty: &FieldType) -> Value {
        match (value, ty) {
            (Value::Text(text), FieldType::Text) => Value::SourceText(text.clone()),
            (Value::Image(image), _) => {
                let mut image = self.image(image);
                image.of_source.alt = true;
                image.of_source.caption = true;
                image.of_source.credit = true;
                Value::Image(Box::new(image))
            }
            (Value::List(values), FieldType::List(item)) => {
                let values = values.iter().map(|it| self.inner_value(it, item));
                Value::List(values.collect())
            }
            (Value::Map(entries), FieldType::Map(fields)) => {
                Value::Map(self.inner_group(entries, fields))
            }
            _ => self.value(value),
        }
    }

    fn inner_group(
        &mut self,
        entries: &[(SharedText, Value)],
        fields: &[Field],
    ) -> Vec<(SharedText, Value)> {
        let mut group = Vec::with_capacity(entries.len());
        for (name, value) in entries {
            let field = fields.iter().find(|field| field.name == *name);
            let ty = field.map_or(&FieldType::Any, |field| &field.ty);
            group.push((name.clone(), self.inner_value(value, ty)));
        }
        group
    }

    fn image(&mut self, image: &Image) -> Image {
        Image {
            file: self.link(image.file),
            ..image.clone()
        }
    }

    fn reference(&mut self, id: ReferenceId) -> ReferenceId {
        let references = &mut self.structure.references;
        let taken = ReferenceId(length(references));
        let reference: Option<&Reference> = self.source.references.get(id.0 as usize);
        references.extend(reference.cloned());
        taken
    }

    pub fn link(&mut self, id: LinkId) -> LinkId {
        let links = &mut self.structure.links;
        let taken = LinkId(length(links));
        let link = self.source.links.get(id.0 as usize);
        links.extend(link.map(|link| Link {
            target: from_anywhere(&link.target, &self.source.file),
            role: link.role,
        }));
        taken
    }

    /// True if a link of the translation and one of its source name the same.
    pub fn have_one_target(&self, own: LinkId, theirs: LinkId) -> bool {
        let target = |structure: &Structure, id: LinkId| {
            let link = structure.links.get(id.0 as usize)?;
            Some(from_anywhere(&link.target, &structure.file))
        };
        target(self.structure, own) == target(self.source, theirs)
    }

    /// True if a reference of the translation and one of its source name the same: `sam` and `person/sam` do.
    pub fn have_one_subject(&self, own: ReferenceId, theirs: ReferenceId) -> bool {
        let name = |structure: &Structure, id: ReferenceId| {
            let reference = structure.references.get(id.0 as usize)?;
            let id = reference.target.rsplit('/').next()?;
            Some(id.to_owned())
        };
        name(self.structure, own) == name(self.source, theirs)
    }
}

/// How many there are.
pub(super) fn length<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
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

/// True for a field that says the same in all languages, or whose words can stand in until they are translated.
pub(super) fn is_inherited(field: &Field) -> bool {
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
