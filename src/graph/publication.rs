//! Which documents are public at this moment. What is not public is nowhere in the site.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;

use super::Input;
use crate::base::FilePath;
use crate::config::Selection;
use crate::document::{Document, Outline};

/// Whether documents marked as drafts are part of the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drafts {
    /// They are left out.
    #[default]
    Hide,
    /// They are shown, for a preview.
    Show,
}

/// Where a document is between being written and being gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Readers can see it.
    Public,
    /// Its author says that it is not ready.
    Draft,
    /// Its `publish_at` is still to come.
    Scheduled,
    /// Its `expires` has passed.
    Expired,
}

impl Standing {
    /// Where a document is at a moment, by what it says itself.
    pub fn of(outline: &Outline, now: Timestamp) -> Standing {
        let fields = &outline.fields;
        if fields.flag("draft") == Some(true) {
            Standing::Draft
        } else if fields.moment("publish_at").is_some_and(|moment| moment.instant > now) {
            Standing::Scheduled
        } else if fields.moment("expires").is_some_and(|moment| moment.instant <= now) {
            Standing::Expired
        } else {
            Standing::Public
        }
    }
}

type Documents = Vec<Arc<Document>>;

/// Splits the documents into public and hidden ones; a part is hidden with its owner.
pub(super) fn sort_out(input: &Input) -> (Documents, Documents) {
    let is_public = |document: &Arc<Document>| is_public(&document.outline, input);
    let hidden_files: BTreeSet<&FilePath> = input
        .documents
        .iter()
        .filter(|document| !is_public(document))
        .map(|document| &document.outline.file)
        .collect();
    let hidden_owner =
        |outline: &Outline| outline.owner.as_ref().is_some_and(|owner| hidden_files.contains(owner));
    input
        .documents
        .iter()
        .cloned()
        .partition(|document| is_public(document) && !hidden_owner(&document.outline))
}

/// The first moment after `now` at which a document appears or goes, or something lies in the past.
pub(super) fn next_change(input: &Input) -> Option<Timestamp> {
    let timed = timed_fields(input);
    let moments = input.documents.iter().flat_map(|document| {
        let fields = &document.outline.fields;
        let bounds = ["publish_at", "expires"].into_iter().filter_map(|name| fields.moment(name));
        let over = timed.iter().filter_map(|name| fields.moment(name));
        bounds.map(|moment| moment.instant).chain(over.map(|moment| moment.over(&input.site.timezone)))
    });
    moments.filter(|instant| *instant > input.now).min()
}

/// The fields that lists and collections look at to tell what is still to come.
fn timed_fields<'i>(input: &'i Input) -> BTreeSet<&'i str> {
    let lists = input.kinds.iter().filter_map(|kind| kind.list.as_ref());
    let of_lists = lists.flat_map(|list| {
        let shown = list.shows.iter().flat_map(Selection::timed_fields);
        list.upcoming.iter().map(String::as_str).chain(shown)
    });
    let own = input.documents.iter().flat_map(|document| &document.outline.collections);
    let collections = input.kinds.iter().flat_map(|kind| &kind.collections).chain(own);
    of_lists.chain(collections.flat_map(|collection| collection.selection.timed_fields())).collect()
}

fn is_public(outline: &Outline, input: &Input) -> bool {
    let fields = &outline.fields;
    let is_draft = fields.flag("draft") == Some(true) && input.drafts == Drafts::Hide;
    let is_early = fields.moment("publish_at").is_some_and(|moment| moment.instant > input.now);
    let is_late = fields.moment("expires").is_some_and(|moment| moment.instant <= input.now);
    !(is_draft || is_early || is_late)
}
