//! Old URLs that documents bring with them, in `aliases`.

use crate::base::{Span, Url};
use crate::document::Outline;

/// The old URLs of a document, as written, and as URLs if they can be any.
pub(super) fn aliases(outline: &Outline) -> impl Iterator<Item = (&str, Result<Url, String>)> {
    outline.aliases().map(|text| (text, Url::parse_old(text)))
}

/// The place of the field in the document's file.
pub(super) fn place(outline: &Outline) -> Span {
    let field = outline.fields.find("aliases");
    *field.map_or(outline.title_span, |field| field.span)
}
