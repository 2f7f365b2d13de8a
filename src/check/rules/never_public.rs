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
    let fields = &outline.fields;
    let (expires, gone) = (fields.find("expires")?, fields.moment("expires")?);
    // Without an embargo, a document counts as published on its date.
    let (name, start) = match fields.moment("publish_at") {
        Some(moment) => ("publish_at", moment),
        None => ("date", outline.date.as_ref()?),
    };
    if gone.instant > start.instant {
        return None;
    }
    let message = format!(
        "`{}` expires before it is published, so nobody ever sees it",
        outline.title
    );
    let diagnostic = Diagnostic::new(Code::NeverPublic, message).at(
        &outline.file,
        expires.span,
        "gone from this moment on",
    );
    let diagnostic = match fields.find(name) {
        Some(field) => diagnostic.at(&outline.file, field.span, "published at this one"),
        // The date stands in the name of the file.
        None => diagnostic,
    };
    Some(diagnostic.help(format!(
        "let it expire after its `{name}`; a day without a time begins at midnight"
    )))
}
