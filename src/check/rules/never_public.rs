//! Documents that are gone before they are there: no reader ever sees them.

use crate::base::{Code, Diagnostic};
use crate::check::subject::Subject;
use crate::document::Outline;

/// Finds documents that expire before, or at the moment, they are published.
pub fn look(subject: &Subject, found: &mut Vec<Diagnostic>) {
    let public = subject.graph.nodes().map(|node| node.document());
    for document in public.chain(subject.graph.hidden()) {
        found.extend(judge(&document.outline));
    }
}

fn judge(outline: &Outline) -> Option<Diagnostic> {
    let meta = &outline.meta;
    let expires = meta.expires.as_ref()?;
    // Without an embargo, a document counts as published on its date.
    let (name, start, span) = match &meta.publish_at {
        Some(at) => ("publish_at", &at.value, Some(at.span)),
        None => ("date", meta.date.as_ref()?, meta.date_span),
    };
    if expires.value.instant > start.instant {
        return None;
    }
    let message = format!(
        "`{}` expires before it is published, so it is never shown",
        outline.title
    );
    let diagnostic = Diagnostic::new(Code::NeverPublic, message).at(
        &outline.file,
        expires.span,
        "expires at this moment",
    );
    let diagnostic = match span {
        Some(span) => diagnostic.at(&outline.file, span, "is published at this one"),
        // The date stands in the name of the file.
        None => diagnostic,
    };
    Some(diagnostic.help(format!(
        "set `expires` to a moment after `{name}`; a day without a time begins at midnight"
    )))
}
