//! A picture in front matter: its file, and what is said of it.

use super::fields::{At, FieldReader};
use super::outline::LinkRole;
use super::value::{Image, Value};
use crate::config::{Field, FieldType};
use crate::yaml::Value as Yaml;

impl FieldReader<'_> {
    /// A picture: its path, or a group with `file`, `alt`, `caption`, `credit`, `decorative`.
    pub(super) fn image(&mut self, at: &At) -> Option<Value> {
        let group = match &at.node.value {
            Yaml::Sequence(items) if items.len() == 1 => At {
                node: &items[0],
                ..at.clone()
            },
            _ => at.clone(),
        };
        if let Some(text) = group.node.text() {
            let file = self.link(&group, text.trim(), LinkRole::File);
            let alt = String::new();
            let image = Image {
                file,
                alt,
                is_decorative: false,
                caption: None,
                credit: None,
            };
            return Some(Value::Image(Box::new(image)));
        }
        let fields: Vec<Field> = image_fields();
        let Yaml::Mapping(_) = &group.node.value else {
            self.wrong(at, &FieldType::Image);
            return None;
        };
        let Value::Map(values) = self.map(&group, &fields, &at.name.as_str().into()) else {
            return None;
        };
        let text = |name: &str| {
            values.iter().find_map(|(key, value)| match value {
                Value::Text(text) if key == name => Some(text.clone()),
                _ => None,
            })
        };
        let file = values.iter().find_map(|(key, value)| match value {
            Value::Link(file) if key == "file" => Some(*file),
            _ => None,
        })?;
        let alt = text("alt").unwrap_or_default();
        let is_decorative = values
            .iter()
            .any(|(key, value)| key == "decorative" && *value == Value::Boolean(true));
        let (caption, credit) = (text("caption"), text("credit"));
        let image = Image {
            file,
            alt,
            is_decorative,
            caption,
            credit,
        };
        Some(Value::Image(Box::new(image)))
    }
}

fn image_fields() -> Vec<Field> {
    let field = |name: &str, ty: FieldType, required: bool| Field {
        name: name.into(),
        ty,
        required,
        from: Vec::new(),
        lifecycle: false,
        about: String::new(),
        typed: true,
        declared: crate::config::field::Declared::default(),
    };
    vec![
        field("file", FieldType::File, true),
        field("alt", FieldType::Text, false),
        field("decorative", FieldType::Boolean, false),
        field("caption", FieldType::Text, false),
        field("credit", FieldType::Text, false),
    ]
}
