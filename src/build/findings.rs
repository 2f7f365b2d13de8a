//! What was found on the way to a linked site, kept apart by where it comes from, so that what is said of
//! one document can be exchanged alone.

use std::collections::BTreeMap;

use crate::base::{Diagnostic, FilePath};

/// Diagnostics, as the stages report them.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Of settings, theme and listing.
    pub before: Vec<Diagnostic>,
    /// Of single documents, by file; only of those with something wrong.
    pub of_documents: BTreeMap<FilePath, Vec<Diagnostic>>,
    /// Of everything that looks at all documents together.
    pub after: Vec<Diagnostic>,
}

impl Findings {
    /// All of them, in the order of the stages.
    pub fn all(&self) -> Vec<Diagnostic> {
        self.before.iter().chain(self.of_documents.values().flatten()).chain(&self.after).cloned().collect()
    }

    /// What is said of one document, in place of what was said of it before.
    pub fn set(&mut self, file: &FilePath, diagnostics: &[Diagnostic]) {
        if diagnostics.is_empty() {
            self.of_documents.remove(file);
        } else {
            self.of_documents.insert(file.clone(), diagnostics.to_vec());
        }
    }

    /// True where something that looks at more than one document points into this file: where its text
    /// moves, that has to be found again.
    pub fn point_into(&self, file: &FilePath) -> bool {
        let others = self.before.iter().chain(&self.after);
        others.flat_map(|diagnostic| &diagnostic.labels).any(|label| label.file == *file)
    }
}
