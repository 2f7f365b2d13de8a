//! Kinds that site.yaml declares and no document is of.

use std::collections::BTreeSet;

use crate::base::{Code, Diagnostic, FilePath, Span};
use crate::check::subject::Subject;
use crate::config::Kind;

/// Finds kinds of the site's own without a document, public or not.
pub fn look(subject: &Subject, found: &mut Vec<Diagnostic>) {
    let declared = &subject.site.kinds;
    if declared.kinds.is_empty() {
        return;
    }
    let public = subject.graph.nodes().map(|node| node.document());
    let used: BTreeSet<&str> = public
        .chain(subject.graph.hidden())
        .map(|document| document.outline.kind.as_str())
        .collect();
    let of_theme: BTreeSet<&str> = subject
        .theme_files
        .kinds
        .iter()
        .map(|file| file.file.stem())
        .collect();
    let text = (subject.text_of)(&declared.file).unwrap_or_default();
    for (name, node) in &declared.kinds {
        let is_idle = |kind: &&Kind| !is_busy_without_documents(kind);
        let is_own =
            !of_theme.contains(name.as_str()) && !["home", "page"].contains(&name.as_str());
        if used.contains(name.as_str())
            || !is_own
            || subject.kinds.find(name).filter(is_idle).is_none()
        {
            continue;
        }
        found.push(
            Diagnostic::new(
                Code::UnusedKind,
                format!("no document has the kind `{name}`"),
            )
            .at(
                &declared.file,
                name_before(&text, name, *node.span),
                "declared here",
            )
            .help(help(subject.kinds.find(name), &declared.file)),
        );
    }
}

/// True for a kind whose list shows other documents, and for comments, of which there may be none yet.
fn is_busy_without_documents(kind: &Kind) -> bool {
    kind.thread().is_some() || kind.list.as_ref().is_some_and(|list| list.shows.is_some())
}

/// Where the name of a kind stands, right before what is said of it.
fn name_before(text: &str, name: &str, said: Span) -> Span {
    let before = text.get(..said.start as usize).unwrap_or_default();
    before
        .rfind(name)
        .map_or(said, |at| Span::new(at, at + name.len()))
}

fn help(kind: Option<&Kind>, file: &FilePath) -> String {
    match kind.and_then(|kind| kind.folder.as_deref()) {
        Some(folder) => {
            format!("put a document into `content/{folder}/`, or delete the kind from {file}")
        }
        None => format!("give it a `folder`, or delete it from {file}"),
    }
}
