//! Which documents are public at this moment. What is not public is nowhere in the site.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::Input;
use crate::base::FilePath;
use crate::config::Selection;
use crate::document::{Document, Outline, Value};

/// Whether documents marked as drafts are part of the site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drafts {
    /// They are left out.
    #[default]
    Hide,
    /// They are shown, for a preview.
    Show,
}

/// Whether documents come and go at the moments that they name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Moments {
    /// They do.
    #[default]
    Count,
    /// All are there at once: for what would stand on the site if it were not for the moment.
    Ignored,
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
        if outline.is_draft() {
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

type Documents<'i> = Vec<&'i Arc<Document>>;

/// The documents of a site by who may see them now.
pub(super) struct Publication<'i> {
    /// Readers may see them.
    pub public: Documents<'i>,
    /// They are not public; a part is hidden with its owner.
    pub hidden: Documents<'i>,
    /// The first moment after `now` at which a document appears or goes, or something lies in the past.
    pub next_change: Option<Timestamp>,
}

impl<'i> Publication<'i> {
    /// Splits the documents into public and hidden ones.
    pub fn of(input: &'i Input) -> Publication<'i> {
        let timed = timed_fields(input);
        let times: Vec<Times> =
            input.documents.par_iter().map(|document| Times::of(&document.outline, &timed, input)).collect();
        let all = || input.documents.iter().zip(&times);
        let hidden_files: BTreeSet<&FilePath> =
            all().filter(|(_, times)| !times.is_public).map(|(document, _)| &document.outline.file).collect();
        let hidden_owner =
            |outline: &Outline| outline.owner.as_ref().is_some_and(|owner| hidden_files.contains(owner));
        let (mut public, mut hidden) = (Vec::with_capacity(times.len()), Vec::new());
        for (document, times) in all() {
            let is_public = times.is_public && (hidden_files.is_empty() || !hidden_owner(&document.outline));
            if is_public { public.push(document) } else { hidden.push(document) }
        }
        let next_change = times.iter().filter_map(|times| times.next_change).min();
        Publication { public, hidden, next_change }
    }
}

/// What the moments in a document's fields say of now.
struct Times {
    is_public: bool,
    next_change: Option<Timestamp>,
}

impl Times {
    /// One look at each field: looking for each by its name would take several.
    fn of(outline: &Outline, timed: &BTreeSet<&str>, input: &Input) -> Times {
        let is_public = !outline.location.in_drafts || input.drafts == Drafts::Show;
        let mut times = Times { is_public, next_change: None };
        let note = |instant: Timestamp, next_change: &mut Option<Timestamp>| {
            if instant > input.now && next_change.is_none_or(|next| instant < next) {
                *next_change = Some(instant);
            }
        };
        for field in &outline.fields.0 {
            match &field.value {
                Value::Boolean(true) if field.name == "draft" => {
                    times.is_public &= input.drafts == Drafts::Show;
                }
                Value::Date(moment) => {
                    let is_past = moment.instant <= input.now;
                    match field.name.as_str() {
                        _ if input.moments == Moments::Ignored => {}
                        "publish_at" => times.is_public &= is_past,
                        "expires" => times.is_public &= !is_past,
                        _ => {}
                    }
                    if matches!(field.name.as_str(), "publish_at" | "expires") {
                        note(moment.instant, &mut times.next_change);
                    }
                    if timed.contains(field.name.as_str()) {
                        note(moment.over(&input.site.timezone), &mut times.next_change);
                    }
                }
                _ => {}
            }
        }
        times
    }
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
