//! Files that were made for a preview, each with the texts it was made of: in a later state that differs in
//! other texts only, it is still the same file.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::base::Diagnostic;
use crate::layout::{TextEdits, TextVersions};
use crate::output::FileContent;

/// Made files by their place in the plan.
#[derive(Default)]
pub(super) struct PreviewPages(Mutex<Made>);

#[derive(Default)]
struct Made {
    by_place: BTreeMap<usize, Page>,
    /// What was found in making those with something wrong.
    found: BTreeMap<usize, Vec<Diagnostic>>,
}

/// A file that was made.
struct Page {
    texts: TextVersions,
    known: KnownContent,
}

/// What is known of the content of a file.
#[derive(Clone)]
pub(super) enum KnownContent {
    /// All of it.
    Content(FileContent),
    /// It could not be made.
    Failed,
    /// Nothing: it was not made yet, or only for what is wrong with it.
    Nothing,
}

impl PreviewPages {
    /// What is known of a file, if it was made of the texts that count.
    pub fn known(&self, place: usize, prose: &TextEdits) -> KnownContent {
        let made = self.lock();
        let page = made
            .by_place
            .get(&place)
            .filter(|page| page.texts.are_in(prose));
        page.map_or(KnownContent::Nothing, |page| page.known.clone())
    }

    /// True where it is known what is wrong with a file.
    pub fn is_known(&self, place: usize, prose: &TextEdits) -> bool {
        self.lock()
            .by_place
            .get(&place)
            .is_some_and(|page| page.texts.are_in(prose))
    }

    /// Remembers a file.
    pub fn insert(
        &self,
        place: usize,
        texts: TextVersions,
        known: KnownContent,
        found: Vec<Diagnostic>,
    ) {
        let mut made = self.lock();
        made.by_place.insert(place, Page { texts, known });
        if found.is_empty() {
            made.found.remove(&place);
        } else {
            made.found.insert(place, found);
        }
    }

    /// What is known to be wrong with the files of a state.
    pub fn found(&self, prose: &TextEdits) -> Vec<Diagnostic> {
        let made = self.lock();
        let is_of_state = |place: &usize| {
            made.by_place
                .get(place)
                .is_some_and(|page| page.texts.are_in(prose))
        };
        made.found
            .iter()
            .filter(|(place, _)| is_of_state(place))
            .flat_map(|(_, found)| found)
            .cloned()
            .collect()
    }

    /// A map of finished files is whole whatever happened to the thread that last used it.
    fn lock(&self) -> MutexGuard<'_, Made> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
