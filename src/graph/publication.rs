//! Which documents are public at this moment. What is not public is nowhere in the site.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::Input;
use crate::base::FilePath;
use crate::config::Selection;
use crate::document::{Document, Outline, Terms, Value};

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
    /// What it says of that cannot be understood, so nobody sees it.
    Withheld,
}

impl Standing {
    /// Where a document is at a moment, by what it says itself.
    pub fn of(outline: &Outline, now: Timestamp) -> Standing {
        let Some(terms) = outline.lifecycle.terms() else {
            return Standing::Withheld;
        };
        if terms.is_draft {
            Standing::Draft
        } else if terms
            .publish_at
            .as_ref()
            .is_some_and(|moment| moment.instant > now)
        {
            Standing::Scheduled
        } else if terms
            .expires
            .as_ref()
            .is_some_and(|moment| moment.instant <= now)
        {
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
        let times: Vec<Times> = input
            .documents
            .par_iter()
            .map(|document| Times::of(&document.outline, &timed, input))
            .collect();
        let all = || input.documents.iter().zip(&times);
        let mut hidden_files: BTreeSet<&FilePath> = all()
            .filter(|(_, times)| !times.is_public)
            .map(|(document, _)| &document.outline.file)
            .collect();
        hide_parts(input, &mut hidden_files);
        let (mut public, mut hidden) = (Vec::with_capacity(times.len()), Vec::new());
        for (document, times) in all() {
            let is_public = times.is_public
                && (hidden_files.is_empty() || !hidden_files.contains(&document.outline.file));
            if is_public {
                public.push(document)
            } else {
                hidden.push(document)
            }
        }
        let next_change = times.iter().filter_map(|times| times.next_change).min();
        Publication {
            public,
            hidden,
            next_change,
        }
    }
}

/// Adds the parts of hidden documents, and the parts of these: the comments on a chapter of a report.
fn hide_parts<'i>(input: &'i Input, hidden: &mut BTreeSet<&'i FilePath>) {
    let mut before = 0;
    while before != hidden.len() {
        before = hidden.len();
        let parts = input
            .documents
            .iter()
            .map(|document| &document.outline)
            .filter(|outline| {
                outline
                    .owner
                    .as_ref()
                    .is_some_and(|owner| hidden.contains(owner))
            });
        let parts: Vec<&FilePath> = parts.map(|outline| &outline.file).collect();
        hidden.extend(parts);
    }
}

/// What the moments in a document's fields say of now.
struct Times {
    is_public: bool,
    next_change: Option<Timestamp>,
}

impl Times {
    fn of(outline: &Outline, timed: &BTreeSet<&str>, input: &Input) -> Times {
        let mut times = match outline.lifecycle.terms() {
            Some(terms) => Times::by(terms, input),
            None => Times {
                is_public: false,
                next_change: None,
            },
        };
        if outline.location.in_drafts && input.drafts == Drafts::Hide {
            times.is_public = false;
        }
        if !timed.is_empty() {
            for field in &outline.fields.0 {
                if let Value::Date(moment) = &field.value
                    && timed.contains(field.name.as_str())
                {
                    times.note(moment.over(), input.now);
                }
            }
        }
        times
    }

    fn by(terms: &Terms, input: &Input) -> Times {
        let Terms {
            is_draft,
            publish_at,
            expires,
        } = terms;
        let mut times = Times {
            is_public: !is_draft || input.drafts == Drafts::Show,
            next_change: None,
        };
        if input.moments == Moments::Count {
            times.is_public &= publish_at
                .as_ref()
                .is_none_or(|moment| moment.instant <= input.now);
            times.is_public &= expires
                .as_ref()
                .is_none_or(|moment| moment.instant > input.now);
        }
        for moment in [publish_at, expires].into_iter().flatten() {
            times.note(moment.instant, input.now);
        }
        times
    }

    /// Takes note of a moment at which something changes, if it is still to come.
    fn note(&mut self, instant: Timestamp, now: Timestamp) {
        if instant > now && self.next_change.is_none_or(|next| instant < next) {
            self.next_change = Some(instant);
        }
    }
}

/// The fields that lists and collections look at to tell what is still to come.
fn timed_fields<'i>(input: &'i Input) -> BTreeSet<&'i str> {
    let lists = input.kinds.iter().filter_map(|kind| kind.list.as_ref());
    let of_lists = lists.flat_map(|list| {
        let shown = list.shows.iter().flat_map(Selection::timed_fields);
        list.upcoming.iter().map(String::as_str).chain(shown)
    });
    let own = input
        .documents
        .iter()
        .flat_map(|document| &document.outline.collections);
    let collections = input
        .kinds
        .iter()
        .flat_map(|kind| &kind.collections)
        .chain(own);
    of_lists
        .chain(collections.flat_map(|collection| collection.selection.timed_fields()))
        .collect()
}
