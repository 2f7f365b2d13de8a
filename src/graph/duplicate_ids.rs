//! Documents of one kind that have the same id.

use std::collections::HashMap;

use super::index::{DocIndex, DocSummary};
use crate::base::{Code, Diagnostic};
use crate::document::Outline;

/// Reports each document whose id another one of its kind has already.
pub(super) fn find(index: &DocIndex) -> Vec<Diagnostic> {
    let mut seen: HashMap<(&str, &str), &Outline> = HashMap::new();
    let mut found = Vec::new();
    for summary in index
        .public
        .iter()
        .filter(|summary| is_unique(summary, index))
    {
        let outline = summary.outline;
        let Some(first) = seen.insert((&outline.kind, &outline.id), outline) else {
            continue;
        };
        if !are_indexes_of_one_folder(first, outline) {
            found.push(duplicate(first, outline));
        }
    }
    found
}

/// True for a document whose id has to be its own.
fn is_unique(summary: &DocSummary, index: &DocIndex) -> bool {
    let outline = summary.outline;
    // Pages are found by their path; two of the same name in different folders are not a mistake.
    let is_page = outline.kind == "page" && outline.owner.is_none();
    // Comments are known by their anchors, within their own page.
    let is_comment = summary.kind.is_some_and(|kind| kind.thread().is_some());
    !summary.introduces_list && !is_page && !is_comment && index.ids.is_shared(&outline.id)
}

/// That a folder has an index of each name is reported when it is read.
fn are_indexes_of_one_folder(first: &Outline, second: &Outline) -> bool {
    first.file.is_index() && second.file.is_index() && first.file.folder() == second.file.folder()
}

fn duplicate(first: &Outline, second: &Outline) -> Diagnostic {
    let (kind, id) = (&second.kind, &second.id);
    let message = format!("two documents of kind `{kind}` have the id `{id}`");
    Diagnostic::new(Code::DuplicateId, message)
        .at(
            &second.file,
            second.spots.title,
            "its id comes from the name of this file",
        )
        .at(
            &first.file,
            first.spots.title,
            "and here from the name of this one",
        )
        .help("rename one of the two files")
}
