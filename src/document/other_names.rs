//! What other generators and people call fields. Reads nothing.

use crate::config::Field;

/// What other generators and people call fields, and what these are called here.
const OTHER_NAMES: [(&str, &str); 36] = [
    ("author", "authors"),
    ("byline", "authors"),
    ("categories", "tags"),
    ("category", "tags"),
    ("cover", "image"),
    ("date", "due"),
    ("deadline", "due"),
    ("description", "summary"),
    ("documents", "attachments"),
    ("downloads", "attachments"),
    ("excerpt", "summary"),
    ("featured_image", "image"),
    ("filename", "file"),
    ("files", "attachments"),
    ("heroImage", "image"),
    ("href", "file"),
    ("href", "link"),
    ("keywords", "tags"),
    ("finish", "due"),
    ("label", "title"),
    ("lang", "language"),
    ("last_modified_at", "updated"),
    ("lastmod", "updated"),
    ("location", "venue"),
    ("modified", "updated"),
    ("name", "title"),
    ("path", "file"),
    ("permalink", "aliases"),
    ("redirect_from", "aliases"),
    ("src", "file"),
    ("thumbnail", "image"),
    ("topic", "topics"),
    ("url", "file"),
    ("url", "link"),
    ("website", "url"),
    ("weight", "order"),
];

/// The field that another generator calls by this name.
pub(super) fn field_of_other_name(key: &str, fields: &[&Field]) -> Option<&'static str> {
    let names = OTHER_NAMES.iter().filter(|(other, _)| *other == key);
    let mut here = names.map(|(_, name)| *name);
    here.find(|name| fields.iter().any(|field| *field.name == **name))
}
