//! Translations with what they get of their sources. Made when all documents are read, since it takes two of them.

use std::sync::Arc;

use super::Project;
use super::originals::Originals;
use super::sources::{ChangedDocument, ReadSource};
use crate::base::Diagnostic;
use crate::document::{Document, inherit};

/// A document with what it gets of its source.
#[derive(Clone, Debug)]
pub(super) struct InheritedSource {
    /// Itself, as it was read.
    own: Arc<Document>,
    /// Its source, as it was read.
    source: Arc<Document>,
    /// Both together.
    pub document: Arc<Document>,
    /// What is wrong with it, without what only its own file lacks.
    pub diagnostics: Vec<Diagnostic>,
}

/// Gives each translation of a site in several languages what it gets of its source; gives those that are other than before.
pub(super) fn inherit_all(sources: &mut [ReadSource], project: &Project) -> Vec<ChangedDocument> {
    if !project.site.languages.tags.are_several() {
        return Vec::new();
    }
    let mut changed = Vec::new();
    for (at, inherited) in renewed(sources, project) {
        let read = &mut sources[at];
        let before = Arc::clone(read.shown());
        read.inherited = inherited;
        if *before != **read.shown() {
            changed.push(ChangedDocument { at, before });
        }
    }
    changed
}

/// What documents get that was made of others than they are now, by their places.
fn renewed(sources: &[ReadSource], project: &Project) -> Vec<(usize, Option<InheritedSource>)> {
    let originals = Originals::of(sources.iter().map(ReadSource::own));
    let mut found = Vec::new();
    for (at, read) in sources.iter().enumerate() {
        let source = originals.source_of(&read.own().outline.structure);
        let is_known = match (&read.inherited, source) {
            (Some(known), Some(source)) => known.is_of(read.own(), source),
            (known, None) => known.is_none(),
            (None, Some(_)) => false,
        };
        if !is_known {
            let new = source.and_then(|source| InheritedSource::new(read, source, project));
            found.push((at, new));
        }
    }
    found
}

impl InheritedSource {
    fn new(
        read: &ReadSource,
        source: &Arc<Document>,
        project: &Project,
    ) -> Option<InheritedSource> {
        let own = read.own();
        let document = inherit(own, source, &project.kinds, &project.site.language)?;
        let inherited = document.outline.inherited.clone();
        let is_inherited = |found: &&Diagnostic| {
            let lacks = found.lacks.as_ref().zip(inherited.as_ref());
            lacks.is_some_and(|(field, inherited)| inherited.supplies(field))
        };
        let told = read.diagnostics.iter().filter(|found| !is_inherited(found));
        Some(InheritedSource {
            own: Arc::clone(own),
            source: Arc::clone(source),
            document: Arc::new(document),
            diagnostics: told.cloned().collect(),
        })
    }

    fn is_of(&self, own: &Arc<Document>, source: &Arc<Document>) -> bool {
        Arc::ptr_eq(&self.own, own) && Arc::ptr_eq(&self.source, source)
    }
}
