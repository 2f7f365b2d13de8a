//! Which documents are public at this moment. What is not public is nowhere in the site.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::hidden_sources::HiddenSources;
use super::input::{Drafts, Input, Moments};
use crate::base::FilePath;
use crate::config::{Field, Selection};
use crate::document::{Document, Structure, Terms, Value, deadlines};

/// Whether readers can see a document, and if not, why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublicationStatus {
    /// Readers can see it.
    Public,
    /// Its author says that it is not ready.
    Draft,
    /// Its `publish_at` is still to come.
    Scheduled,
    /// Its `expires` has passed.
    Expired,
    /// What it says about that cannot be understood, so it is withheld.
    Withheld,
}

impl PublicationStatus {
    /// The status of a document at a moment, by what it says itself.
    pub fn at(structure: &Structure, now: Timestamp) -> PublicationStatus {
        let Some(terms) = structure.lifecycle.terms() else {
            return PublicationStatus::Withheld;
        };
        if terms.is_draft {
            PublicationStatus::Draft
        } else if terms
            .publish_at
            .as_ref()
            .is_some_and(|moment| moment.instant > now)
        {
            PublicationStatus::Scheduled
        } else if terms
            .expires
            .as_ref()
            .is_some_and(|moment| moment.instant <= now)
        {
            PublicationStatus::Expired
        } else {
            PublicationStatus::Public
        }
    }
}

/// Why each hidden document is hidden: the document that says so, itself or what it is a part of, by the hidden one's file.
/// One that nothing hides but its folder is its own reason.
pub fn hidden_because<'h>(
    hidden: impl IntoIterator<Item = &'h Structure>,
    now: Timestamp,
) -> Reasons<'h> {
    let hidden = hidden.into_iter();
    let all: Reasons<'h> = hidden
        .map(|structure| (&structure.file, structure))
        .collect();
    let sources = HiddenSources::of(all.values().copied());
    let reason = |structure: &'h Structure| {
        let mut reason = structure;
        // Owners form no ring, and no chain of them is longer than there are documents.
        for _ in 0..all.len() {
            let owner = reason.owner.as_ref().and_then(|owner| all.get(owner));
            match owner.copied().or_else(|| sources.source_of(reason)) {
                Some(owner) if is_public_at(reason, now) => reason = owner,
                _ => break,
            }
        }
        reason
    };
    all.iter()
        .map(|(file, structure)| (*file, reason(structure)))
        .collect()
}

/// Documents by files of others.
pub type Reasons<'h> = BTreeMap<&'h FilePath, &'h Structure>;

fn is_public_at(structure: &Structure, now: Timestamp) -> bool {
    PublicationStatus::at(structure, now) == PublicationStatus::Public
}

/// The documents of a site by who may see them now.
pub(super) struct Visible<'i> {
    /// Readers may see them.
    pub public: Vec<&'i Arc<Document>>,
    /// They are not public; a part is hidden with its owner.
    pub hidden: Vec<&'i Arc<Document>>,
    /// The first moment after `now` at which a document appears or goes, or a date that something asks for passes.
    pub next_change: Option<Timestamp>,
}

/// Splits the documents into public and hidden ones.
pub(super) fn split<'i>(input: &'i Input) -> Visible<'i> {
    let timed = timed_fields(input);
    let times: Vec<Times> = input
        .documents
        .par_iter()
        .map(|document| Times::of(&document.outline, &timed, input))
        .collect();
    let hidden_files = hidden_files(input, &times);
    let is_hidden = |document: &&Arc<Document>| hidden_files.contains(&document.outline.file);
    let (hidden, public) = input.documents.iter().partition(is_hidden);
    Visible {
        public,
        hidden,
        next_change: times.iter().filter_map(|times| times.next_change).min(),
    }
}

/// Adds the parts of documents, and the parts of these: the comments on a chapter of a report. `all` are the documents that
/// may be parts.
pub(super) fn add_parts<'i, A>(files: &mut HashSet<&'i FilePath>, all: impl Fn() -> A)
where
    A: Iterator<Item = &'i Structure>,
{
    let mut before = 0;
    while before != files.len() {
        before = files.len();
        for structure in all() {
            if structure
                .owner
                .as_ref()
                .is_some_and(|owner| files.contains(owner))
            {
                files.insert(&structure.file);
            }
        }
    }
}

/// The files that are hidden: by their own terms, as parts of hidden documents, or as translations of them.
fn hidden_files<'i>(input: &'i Input, times: &[Times]) -> HashSet<&'i FilePath> {
    let structures = || {
        let documents = input.documents.iter();
        documents.map(|document| &*document.outline.structure)
    };
    let by_themselves = structures()
        .zip(times)
        .filter(|(_, times)| !times.is_public);
    let mut files = by_themselves
        .map(|(structure, _)| &structure.file)
        .collect();
    add_parts(&mut files, structures);
    if input.site.languages.tags.are_several() {
        let hidden = structures().filter(|structure| files.contains(&structure.file));
        let sources = HiddenSources::of(hidden);
        sources.add_translations(&mut files, structures());
        add_parts(&mut files, structures);
    }
    files
}

/// What the moments in a document's fields say of now.
struct Times {
    is_public: bool,
    next_change: Option<Timestamp>,
}

impl Times {
    fn of(structure: &Structure, timed: &BTreeSet<&str>, input: &Input) -> Times {
        let mut times = match structure.lifecycle.terms() {
            Some(terms) => Times::by(terms, input),
            None => Times {
                is_public: false,
                next_change: None,
            },
        };
        if structure.location.in_drafts && input.drafts == Drafts::Hide {
            times.is_public = false;
        }
        times.note_deadlines(structure, input);
        if !timed.is_empty() {
            for field in &structure.fields.0 {
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

    /// From the end of its day on, what has not been reached is overdue.
    fn note_deadlines(&mut self, structure: &Structure, input: &Input) {
        let kind = input.kinds.find(&structure.kind);
        let declared = kind.and_then(|kind| kind.deadlines.as_ref());
        let (Some(declared), true) = (declared, self.is_public) else {
            return;
        };
        let open = deadlines(&structure.fields, declared).filter(|deadline| !deadline.is_met());
        for due in open.filter_map(|deadline| deadline.due) {
            self.note(due.over(), input.now);
        }
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
    let mut timed: BTreeSet<&str> = of_lists
        .chain(collections.flat_map(|collection| collection.selection.timed_fields()))
        .collect();
    timed.extend(ends_of(&timed, input));
    timed
}

/// The fields that say when what one of `starts` began is over.
fn ends_of<'i>(starts: &BTreeSet<&str>, input: &'i Input) -> Vec<&'i str> {
    let fields = input.kinds.iter().flat_map(|kind| &kind.fields);
    let is_end = |field: &&Field| {
        let after = field.after.as_deref();
        after.is_some_and(|start| starts.contains(start))
    };
    fields.filter(is_end).map(|field| &*field.name).collect()
}
