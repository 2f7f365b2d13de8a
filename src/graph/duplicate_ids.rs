//! Documents of one kind that have the same id.

use std::collections::HashMap;

use super::finding::Finding;
use super::index::{DocIndex, DocSummary};
use crate::base::Code;
use crate::document::{Spot, Structure};

/// Reports each document whose id another one of its kind has already.
pub(super) fn find(index: &DocIndex) -> Vec<Finding> {
    let mut seen: HashMap<(&str, &str), &Structure> = HashMap::new();
    let mut found = Vec::new();
    for summary in index
        .public
        .iter()
        .filter(|summary| is_unique(summary, index))
    {
        let structure = summary.structure;
        let Some(first) = seen.insert((&structure.kind, &structure.id), structure) else {
            continue;
        };
        if !are_indexes_of_one_folder(first, structure) {
            found.push(duplicate(first, structure));
        }
    }
    found
}

/// True for a document whose id has to be its own.
fn is_unique(summary: &DocSummary, index: &DocIndex) -> bool {
    let structure = summary.structure;
    // Pages are found by their path; two of the same name in different folders are not a mistake.
    let is_page = structure.kind == "page" && structure.owner.is_none();
    // Comments are known by their anchors, within their own page.
    let is_comment = summary.kind.is_some_and(|kind| kind.thread().is_some());
    !summary.introduces_list && !is_page && !is_comment && index.ids.is_shared(&structure.id)
}

/// That a folder has an index of each name is reported when it is read.
fn are_indexes_of_one_folder(first: &Structure, second: &Structure) -> bool {
    first.file.is_index() && second.file.is_index() && first.file.folder() == second.file.folder()
}

fn duplicate(first: &Structure, second: &Structure) -> Finding {
    let (kind, id) = (&second.kind, &second.id);
    let message = format!("two documents of kind `{kind}` have the id `{id}`");
    Finding::new(Code::DuplicateId, message)
        .at(
            &second.file,
            Spot::Title,
            "its id comes from the name of this file",
        )
        .at(
            &first.file,
            Spot::Title,
            "and here from the name of this one",
        )
        .help("rename one of the two files")
}
