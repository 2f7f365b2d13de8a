//! Pictures in fields that say nothing to readers who cannot see them.

use crate::document::{Image, Outline, Value};

/// The pictures in the fields of a document that have no text and are not said to decorate.
pub fn silent_images(outline: &Outline) -> Vec<&Image> {
    let mut found = Vec::new();
    for (field, _) in outline.located_fields() {
        collect(&field.value, &mut found);
    }
    found
}

fn collect<'v>(value: &'v Value, found: &mut Vec<&'v Image>) {
    match value {
        Value::Image(image) if !image.is_decorative && image.alt.trim().is_empty() => {
            found.push(image);
        }
        Value::List(items) => items.iter().for_each(|item| collect(item, found)),
        Value::Map(entries) => entries.iter().for_each(|(_, item)| collect(item, found)),
        _ => {}
    }
}
