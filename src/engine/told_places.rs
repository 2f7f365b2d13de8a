//! Where in the files of now is what something was found about in linking.

use super::snapshot::Snapshot;
use crate::base::{Diagnostic, FilePath, Span};
use crate::graph::{Finding, Place};

impl Snapshot {
    /// What was found in linking, at the places of now.
    pub fn tell(&self, findings: &[Finding]) -> Vec<Diagnostic> {
        let find = |file: &FilePath, place: &Place| self.find(file, place);
        let told = findings
            .iter()
            .filter(|finding| !self.is_of_source(finding));
        told.map(|finding| finding.located(&find)).collect()
    }

    /// True for what is wrong with something that a translation has of its source, where it is told.
    fn is_of_source(&self, finding: &Finding) -> bool {
        let Some(label) = finding.labels.first() else {
            return false;
        };
        let (Some(Place::Thing(spot)), Ok(at)) =
            (&label.span, self.listing.sources.binary_search(&label.file))
        else {
            return false;
        };
        let source = self.sources.get(at);
        let inherited = source.and_then(|source| source.shown().outline.inherited.as_ref());
        inherited.is_some_and(|inherited| inherited.holds(spot))
    }

    fn find(&self, file: &FilePath, place: &Place) -> Span {
        match place {
            Place::Setting(span) => *span,
            Place::Thing(spot) => {
                let source = self.listing.sources.binary_search(file);
                let source = source.ok().and_then(|at| self.sources.get(at));
                source.map_or(Span::default(), |source| {
                    source.shown().outline.spots.find(spot)
                })
            }
        }
    }
}
