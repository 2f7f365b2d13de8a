//! `site.yaml` declares a kind that no document has. `copublish check` finds this; it
//! is a warning. Kinds of the theme, of comments, and kinds whose list shows other
//! documents are not checked.
//!
//! ## Example
//!
//! ```text
//! kinds:
//!   poster:
//!     folder: posters
//! ```
//!
//! while `content/posters/` is empty, or misspelt.
//!
//! ## What to do
//!
//! Put a document into its folder. If the documents are there and have another kind,
//! compare the name of the folder. If the kind is not needed, delete it.
//!
//! ## Why it matters
//!
//! Often the documents are in a folder with a slightly different name, and have
//! become ordinary pages unnoticed.

use std::collections::BTreeSet;

use crate::base::{Code, Diagnostic, FilePath, Span};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::config::Kind;
use crate::graph::Node;

pub(super) const RULE: Rule = Rule::of_site(Code::UnusedKind, check);

/// The kinds of all documents, public or not.
fn used<'s>(site: &CheckedSite<'s>) -> BTreeSet<&'s str> {
    let public = site.graph.nodes().map(Node::document);
    let documents = public.chain(site.graph.hidden());
    documents
        .map(|document| document.outline.kind.as_str())
        .collect()
}

/// Finds kinds of the site's own without a document, public or not.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let declared = &site.config.kinds;
    if declared.kinds.is_empty() {
        return;
    }
    let used = used(site);
    let text = (site.text_of)(&declared.file).unwrap_or_default();
    for (name, node) in &declared.kinds {
        let kind = site.kinds.find(name);
        let is_busy = kind.is_none_or(is_busy_without_documents);
        if is_busy || used.contains(name.as_str()) || !is_own(name, site) {
            continue;
        }
        let place = name_before(&text, name, *node.span);
        let message = format!("no document has the kind `{name}`");
        found.push(
            Diagnostic::new(Code::UnusedKind, message)
                .at(&declared.file, place, "declared here")
                .help(help(kind, &declared.file)),
        );
    }
}

/// True for a kind that is neither the theme's nor one that every site has.
fn is_own(name: &str, site: &CheckedSite) -> bool {
    let mut of_theme = site.theme_files.kinds.iter();
    !["home", "page"].contains(&name) && !of_theme.any(|file| file.file.stem() == name)
}

/// True for a kind whose list shows other documents, and for comments, of which there may be none yet.
fn is_busy_without_documents(kind: &Kind) -> bool {
    kind.thread().is_some() || kind.list.as_ref().is_some_and(|list| list.shows.is_some())
}

/// The place of the name of a kind, right before its declaration.
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
