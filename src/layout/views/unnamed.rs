//! What a page has that its template does not name: fields with their labels, and lists of documents that name it. So a
//! kind of a site's own needs no template, and nothing that an author wrote is lost.

use serde::Serialize;
use tera::Value as TeraValue;

use crate::config::{Field, FieldType};
use crate::layout::context::RenderContext;

/// A field with what is needed to show it whatever it is.
#[derive(Debug, Default, Serialize)]
pub struct UnnamedField {
    name: String,
    label: String,
    /// `text`, `number`, `boolean`, `date`, `email`, `choice`, `markdown`, `link`, `image`, `list` or `group`.
    #[serde(rename = "type")]
    ty: &'static str,
    /// The value; nothing for a list and a group.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<TeraValue>,
    /// The values of a list, the fields of a group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    items: Vec<UnnamedField>,
}

/// A list of documents that name this one.
#[derive(Debug, Serialize)]
pub struct UnnamedList {
    name: String,
    label: String,
    cards: TeraValue,
}

impl UnnamedList {
    /// A list under its name.
    pub fn new(context: &RenderContext, name: &str, cards: &TeraValue) -> UnnamedList {
        UnnamedList {
            name: name.to_owned(),
            label: context.field_label(name),
            cards: cards.clone(),
        }
    }
}

impl UnnamedField {
    /// A field with its view; nothing for one without a value.
    pub fn new(context: &RenderContext, field: &Field, view: &TeraValue) -> Option<UnnamedField> {
        let shown = UnnamedField {
            name: field.name.to_string(),
            label: context.field_label(&field.name),
            ..UnnamedField::of(context, &field.ty, view)?
        };
        Some(shown)
    }

    fn of(context: &RenderContext, ty: &FieldType, view: &TeraValue) -> Option<UnnamedField> {
        let items = match ty {
            FieldType::List(item) => values(context, item, view),
            FieldType::Map(fields) => group(context, fields, view),
            _ => return UnnamedField::single(ty, view),
        };
        let ty = type_name(ty);
        (!items.is_empty()).then(|| UnnamedField {
            ty,
            items,
            ..UnnamedField::default()
        })
    }

    fn single(ty: &FieldType, view: &TeraValue) -> Option<UnnamedField> {
        let is_empty = view.is_none() || view.as_str().is_some_and(str::is_empty);
        // A value of any type may be anything: what is no plain value is for a template to show.
        let is_shown =
            !matches!(ty, FieldType::Any) || view.as_map().is_none() && view.as_array().is_none();
        (!is_empty && is_shown).then(|| UnnamedField {
            ty: type_name(ty),
            value: Some(view.clone()),
            ..UnnamedField::default()
        })
    }
}

fn values(context: &RenderContext, item: &FieldType, view: &TeraValue) -> Vec<UnnamedField> {
    let views = view.as_array().into_iter().flatten();
    views
        .filter_map(|view| UnnamedField::of(context, item, view))
        .collect()
}

fn group(context: &RenderContext, fields: &[Field], view: &TeraValue) -> Vec<UnnamedField> {
    let shown = fields.iter().filter_map(|field| {
        let view = view.get_from_path(&field.name)?;
        UnnamedField::new(context, field, view)
    });
    shown.collect()
}

fn type_name(ty: &FieldType) -> &'static str {
    match ty {
        FieldType::Text | FieldType::Any => "text",
        FieldType::Markdown => "markdown",
        FieldType::Number => "number",
        FieldType::Boolean => "boolean",
        FieldType::Date => "date",
        FieldType::Email => "email",
        FieldType::Image => "image",
        FieldType::Choice(_) => "choice",
        FieldType::Url | FieldType::File | FieldType::Tag { .. } | FieldType::Relation(_) => "link",
        FieldType::List(_) => "list",
        FieldType::Map(_) => "group",
    }
}
