//! What was found on the way to a linked site, kept apart by where it comes from, so that what is said of
//! one document can be exchanged alone.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::site_layout;
use crate::base::{Code, Diagnostic, FilePath, Level, Severity};

/// Diagnostics, as the stages report them.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Of settings, theme and listing.
    pub before: Vec<Diagnostic>,
    /// Of single documents, by file; only of those with something wrong.
    pub of_documents: BTreeMap<FilePath, Vec<Diagnostic>>,
    /// Of documents in relation to one another, at the places of now.
    pub of_graph: Vec<Diagnostic>,
    /// Of everything else that looks at all documents together.
    pub after: Vec<Diagnostic>,
}

impl Findings {
    /// All of them, in the order of the stages.
    pub fn all(&self) -> Vec<Diagnostic> {
        self.each().cloned().collect()
    }

    fn each(&self) -> impl Iterator<Item = &Diagnostic> {
        let of_documents = self.of_documents.values().flatten();
        let of_all = self.of_graph.iter().chain(&self.after);
        self.before.iter().chain(of_documents).chain(of_all)
    }

    /// True where something was found that keeps a document, or the whole site, from being what its author meant:
    /// addresses may only seem to be gone then.
    pub fn hide_urls(&self) -> bool {
        hide_urls(self.each())
    }

    /// The same of what was found in one document alone.
    pub fn hide_urls_of(&self, file: &FilePath) -> bool {
        hide_urls(self.of_documents.get(file).into_iter().flatten())
    }

    /// True where something is wrong with a single document.
    pub fn have_errors_in_documents(&self) -> bool {
        self.of_documents
            .values()
            .flatten()
            .any(|found| found.severity == Severity::Error)
    }

    /// The files that something is wrong with.
    pub fn files(&self) -> BTreeSet<FilePath> {
        self.each()
            .filter_map(|diagnostic| diagnostic.labels.first())
            .map(|label| label.file.clone())
            .collect()
    }

    /// What is said of one document, in place of what was said of it before.
    pub fn set(&mut self, file: &FilePath, diagnostics: &[Diagnostic]) {
        if diagnostics.is_empty() {
            self.of_documents.remove(file);
        } else {
            self.of_documents.insert(file.clone(), diagnostics.to_vec());
        }
    }

    /// True if something is found in this file only when the whole site is made: if its text moves, that has to be found
    /// again. Of what the graph finds, the places are looked up.
    pub fn point_into(&self, file: &FilePath) -> bool {
        let others = self.before.iter().chain(&self.after);
        others
            .flat_map(|diagnostic| &diagnostic.labels)
            .any(|label| label.file == *file)
    }

    /// True if something points into a file that is not below `content/`.
    pub fn point_outside_content(&self) -> bool {
        let labels = self.each().flat_map(|diagnostic| &diagnostic.labels);
        labels
            .into_iter()
            .any(|label| site_layout::below(site_layout::CONTENT, label.file.as_str()).is_none())
    }
}

/// True where one of these keeps addresses from standing where they should.
pub fn hide_urls<'d>(mut diagnostics: impl Iterator<Item = &'d Diagnostic>) -> bool {
    diagnostics.any(|diagnostic| HIDING.contains(&diagnostic.code))
}

/// What costs a document its page, its kind or its fields, or the site its settings, its theme or its kinds.
const HIDING: [Code; 9] = [
    Code::AddressClash,
    Code::InvalidKind,
    Code::NotUtf8,
    Code::UnclosedFrontMatter,
    Code::UnknownKind,
    Code::UnknownTheme,
    Code::UnreadableFile,
    Code::UnreadableFrontMatter,
    Code::UnreadableSettings,
];

/// The diagnostics as the site wants them counted: `allow` drops one, `warn` and `deny` set its
/// severity, and a code without a level keeps its own; advice is dropped then. The order stays as it was.
pub fn at_levels(levels: &BTreeMap<Code, Level>, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics
        .into_iter()
        .filter_map(|diagnostic| at_level(levels, diagnostic))
        .collect()
}

/// True if it counts as an error on a site with these levels.
pub fn is_error(levels: &BTreeMap<Code, Level>, diagnostic: &Diagnostic) -> bool {
    match levels.get(&diagnostic.code) {
        None => diagnostic.severity == Severity::Error,
        Some(level) => *level == Level::Deny,
    }
}

fn at_level(levels: &BTreeMap<Code, Level>, mut diagnostic: Diagnostic) -> Option<Diagnostic> {
    match levels.get(&diagnostic.code) {
        None if diagnostic.code.level() == Level::Allow => return None,
        None => {}
        Some(Level::Allow) => return None,
        Some(Level::Warn) => diagnostic.severity = Severity::Warning,
        Some(Level::Deny) => diagnostic.severity = Severity::Error,
    }
    Some(diagnostic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_lowers_and_raises() {
        let found = [
            Code::BrokenLink,
            Code::UnknownField,
            Code::LinkOutside,
            Code::WrongValue,
        ]
        .map(|code| Diagnostic::new(code, "x"));
        let levels = BTreeMap::from([
            (Code::BrokenLink, Level::Warn),
            (Code::UnknownField, Level::Deny),
            (Code::LinkOutside, Level::Allow),
        ]);
        let left: Vec<_> = at_levels(&levels, found.to_vec())
            .into_iter()
            .map(|found| (found.code, found.severity))
            .collect();
        assert_eq!(
            left,
            [
                (Code::BrokenLink, Severity::Warning),
                (Code::UnknownField, Severity::Error),
                (Code::WrongValue, Severity::Error),
            ]
        );
        assert_eq!(at_levels(&BTreeMap::new(), found.to_vec()), found);
    }
}
