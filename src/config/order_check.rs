//! What lists and collections can be sorted and grouped by. A field of another type would leave them in the order of their
//! ids without a word.

use super::field::{Field, FieldType};

/// What is wrong, and what to do instead.
type Mistake = (String, &'static str);

/// What is wrong with sorting by a field, if none of the kinds that have it holds something with an order.
pub(super) fn unsortable(what: &str, name: &str, fields: &[&Field]) -> Option<Mistake> {
    let ty = none_fits(name, fields, can_be_sorted)?;
    let message = format!("{what} is sorted by `{name}`, which is {}", ty.describe());
    let help = "sort by a text, a number, a date, a choice, a tag, a relation, or a list of these";
    Some((message, help))
}

/// What is wrong with grouping by a field, if none of the kinds that have it puts each document into one group.
pub(super) fn ungroupable(what: &str, name: &str, fields: &[&Field]) -> Option<Mistake> {
    let ty = none_fits(name, fields, can_be_grouped)?;
    let message = format!("{what} is grouped by `{name}`, which is {}", ty.describe());
    let help = match ty {
        FieldType::List(_) => {
            "group by a field with one value: a document with several would belong to several groups"
        }
        FieldType::Date => "group by `year`: that of the field which the list is sorted by",
        _ => "group by a text, a number, a choice, a tag, a relation, or by `year`",
    };
    Some((message, help))
}

/// The type of the field in the first kind that has it, if it fits in none of them.
fn none_fits<'f>(
    name: &str,
    fields: &[&'f Field],
    fits: fn(&FieldType) -> bool,
) -> Option<&'f FieldType> {
    let mut types = fields
        .iter()
        .filter(|field| field.name == *name)
        .map(|field| &field.ty);
    let first = types.clone().next()?;
    if types.any(fits) { None } else { Some(first) }
}

fn can_be_sorted(ty: &FieldType) -> bool {
    match ty {
        FieldType::Text
        | FieldType::Number
        | FieldType::Boolean
        | FieldType::Date
        | FieldType::Email
        | FieldType::Choice(_)
        | FieldType::Tag { .. }
        | FieldType::Relation(_) => true,
        FieldType::List(item) => can_be_sorted(item),
        FieldType::Markdown
        | FieldType::Url
        | FieldType::Image
        | FieldType::File
        | FieldType::Map(_)
        | FieldType::Any => false,
    }
}

fn can_be_grouped(ty: &FieldType) -> bool {
    matches!(
        ty,
        FieldType::Text
            | FieldType::Number
            | FieldType::Email
            | FieldType::Choice(_)
            | FieldType::Tag { .. }
            | FieldType::Relation(_)
    )
}
