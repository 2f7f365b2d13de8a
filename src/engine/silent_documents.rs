//! Documents that nobody reads now, and whose problems are only counted: drafts, those that are scheduled, and those that
//! have expired. What keeps a document from readers against its author's will is always said.

use std::collections::{BTreeMap, BTreeSet};

use super::Options;
use crate::base::{Diagnostic, FilePath, Moment, Severity};
use crate::graph::{Drafts, PublicationStatus, Site};

/// The documents of which nothing is said.
#[derive(Debug, Default)]
pub struct SilentDocuments(BTreeMap<FilePath, Silent>);

/// Why nothing is said of a document.
#[derive(Clone, Debug)]
struct Silent {
    status: PublicationStatus,
    publish_at: Option<Moment>,
}

impl SilentDocuments {
    /// Those of a site; none if `--drafts` asks for what is not public.
    pub(super) fn of(graph: &Site, options: &Options) -> SilentDocuments {
        if options.drafts == Drafts::Show {
            return SilentDocuments::default();
        }
        let mut silent = BTreeMap::new();
        for (file, reason) in graph.hidden_because(options.now) {
            let status = PublicationStatus::at(reason, options.now);
            if status == PublicationStatus::Withheld && reason.file == *file {
                continue;
            }
            let terms = reason.lifecycle.terms();
            let publish_at = terms.and_then(|terms| terms.publish_at.clone());
            silent.insert(file.clone(), Silent { status, publish_at });
        }
        SilentDocuments(silent)
    }

    /// True if this is only counted.
    pub(super) fn covers(&self, found: &Diagnostic) -> bool {
        self.subject(found).is_some()
    }

    /// Counts what is not said.
    pub(super) fn count(&self, found: &[Diagnostic]) -> HiddenProblems {
        let mut counts: BTreeMap<HiddenState, StateProblems> = BTreeMap::new();
        for diagnostic in found {
            if let Some((file, silent)) = self.subject(diagnostic)
                && let Some(state) = HiddenState::of(silent.status)
            {
                counts
                    .entry(state)
                    .or_default()
                    .add(diagnostic, file, silent);
            }
        }
        HiddenProblems(counts)
    }

    fn subject(&self, found: &Diagnostic) -> Option<(&FilePath, &Silent)> {
        let label = found.labels.first()?;
        self.0.get_key_value(&label.file)
    }
}

/// Why readers cannot see a document that its author can account for, what becomes public next first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HiddenState {
    /// Its `publish_at` is still to come.
    Scheduled,
    /// It is not ready.
    Draft,
    /// Its `expires` has passed.
    Expired,
}

impl HiddenState {
    fn of(status: PublicationStatus) -> Option<HiddenState> {
        match status {
            PublicationStatus::Scheduled => Some(HiddenState::Scheduled),
            PublicationStatus::Draft => Some(HiddenState::Draft),
            PublicationStatus::Expired => Some(HiddenState::Expired),
            // What keeps the whole document from readers is told, and the rest once that is fixed.
            PublicationStatus::Withheld | PublicationStatus::Public => None,
        }
    }
}

/// How much is wrong with documents that are not public, by why they are not.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HiddenProblems(pub BTreeMap<HiddenState, StateProblems>);

/// How much is wrong with the documents of one state.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StateProblems {
    /// The documents with something wrong.
    pub documents: BTreeSet<FilePath>,
    /// How many errors.
    pub errors: usize,
    /// How many warnings.
    pub warnings: usize,
    /// When the first of the scheduled ones becomes public.
    pub first: Option<Moment>,
}

impl StateProblems {
    fn add(&mut self, found: &Diagnostic, file: &FilePath, silent: &Silent) {
        match found.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
        }
        self.documents.insert(file.clone());
        let moments = [self.first.take(), silent.publish_at.clone()];
        self.first = moments
            .into_iter()
            .flatten()
            .min_by_key(|moment| moment.instant);
    }
}
