//! Documents that nobody reads now, and of which nothing is said: drafts, and those that have expired. What keeps a document
//! from readers against its author's will is always said.

use std::collections::BTreeMap;

use super::Options;
use crate::base::{Diagnostic, FilePath, Severity};
use crate::document::Outline;
use crate::graph::{Drafts, PublicationStatus, Site};

/// How much is said of a document that is not public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Silence {
    /// Nothing.
    Complete,
    /// Its errors: it becomes public by itself, and then nobody is there to fix it.
    OfWarnings,
}

/// The documents of which not everything is said.
#[derive(Debug, Default)]
pub struct SilentDocuments(BTreeMap<FilePath, Silence>);

impl SilentDocuments {
    /// Those of a site; none if `--drafts` asks for what is not public.
    pub(super) fn of(graph: &Site, options: &Options) -> SilentDocuments {
        if options.drafts == Drafts::Show {
            return SilentDocuments::default();
        }
        let hidden = graph.hidden().iter().map(|document| &document.outline);
        let silent = hidden.filter_map(|outline| {
            let silence = silence(outline, options)?;
            Some((outline.file.clone(), silence))
        });
        SilentDocuments(silent.collect())
    }

    /// True if nothing is to be said of this.
    pub(super) fn covers(&self, found: &Diagnostic) -> bool {
        let file = found.labels.first().map(|label| &label.file);
        match file.and_then(|file| self.0.get(file)) {
            None => false,
            Some(Silence::Complete) => true,
            Some(Silence::OfWarnings) => found.severity == Severity::Warning,
        }
    }
}

fn silence(outline: &Outline, options: &Options) -> Option<Silence> {
    match PublicationStatus::at(outline, options.now) {
        PublicationStatus::Withheld => None,
        PublicationStatus::Scheduled => Some(Silence::OfWarnings),
        // What says nothing of this is hidden with what it is a part of, or by its folder.
        PublicationStatus::Draft | PublicationStatus::Expired | PublicationStatus::Public => {
            Some(Silence::Complete)
        }
    }
}
