//! Documents of one kind that have the same id, where something names it: a name has to mean one of them. That a link
//! with an id may mean several is told at the link.

use std::collections::BTreeMap;

use super::finding::Finding;
use super::index::{DocIndex, DocSummary};
use super::reference::Named;
use crate::base::Code;
use crate::base::english::ticked_or;
use crate::document::{Reference, Spot, Structure};

/// Reports each id that several documents of a kind have and that a relation names, once.
pub(super) fn find(index: &DocIndex) -> Vec<Finding> {
    let mut reported: BTreeMap<(&str, &str), Finding> = BTreeMap::new();
    for summary in &index.public {
        for named in Named::all(summary.structure) {
            let shared = with_one_id(named, index);
            if let [first, second, ..] = shared.as_slice() {
                let id = (first.kind.as_str(), first.id.as_str());
                reported
                    .entry(id)
                    .or_insert_with(|| duplicate(named, first, second));
            }
        }
    }
    reported.into_values().collect()
}

/// The documents of one kind that a relation may mean.
fn with_one_id<'i>(named: Named, index: &'i DocIndex) -> Vec<&'i Structure> {
    let reference = named.reference;
    let (kind, id) = kind_and_id(&reference.target, index);
    if !index.ids.is_shared(id) {
        return Vec::new();
    }
    let to = &reference.ends.to;
    let summaries = index
        .called(id, named.by.location.language)
        .map(|id| index.summary(id));
    let mut meant = summaries
        .filter(|summary| can_be_named(summary))
        .map(|summary| summary.structure)
        .filter(|structure| kind.is_none_or(|kind| kind == structure.kind))
        .filter(|structure| to.is_empty() || to.contains(&structure.kind));
    let Some(first) = meant.next() else {
        return Vec::new();
    };
    // Of different kinds, an author can choose by writing the kind.
    let others = meant.filter(|other| other.kind == first.kind);
    std::iter::once(first).chain(others).collect()
}

/// The kind, if one is named, and the id.
fn kind_and_id<'t>(target: &'t str, index: &DocIndex) -> (Option<&'t str>, &'t str) {
    match target.split_once('/') {
        Some((kind, id)) if index.input.kinds.find(kind).is_some() => (Some(kind), id),
        _ => (None, target),
    }
}

/// False for comments, which are known by their anchors within their own page, and for introductions of lists.
fn can_be_named(summary: &DocSummary) -> bool {
    let is_comment = summary.kind.is_some_and(|kind| kind.thread().is_some());
    !summary.introduces_list && !is_comment
}

fn duplicate(named: Named, first: &Structure, second: &Structure) -> Finding {
    let Reference { field, target, .. } = named.reference;
    let kind = &first.kind;
    let message =
        format!("`{field}` names `{target}`, but two documents of kind `{kind}` have that id");
    let files = [first.file.as_str(), second.file.as_str()];
    Finding::new(Code::DuplicateId, message)
        .at(&named.by.file, named.spot(), "which one?")
        .at(&first.file, Spot::Title, "this one")
        .at(&second.file, Spot::Title, "or this one")
        .help(format!("rename {}", ticked_or(&files)))
}
