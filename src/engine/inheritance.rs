//! Translations with what they get of their sources. Made when all documents are read, since it takes two of them.

use std::collections::HashMap;
use std::sync::Arc;

use super::Project;
use super::snapshot::ChangedDocument;
use super::sources::ReadSource;
use crate::base::{Diagnostic, LanguageId};
use crate::config::Kinds;
use crate::document::meta::TRANSLATION_OF;
use crate::document::{Document, Structure, inherit};

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

/// The documents in the default language, by what translations know them by.
struct Originals<'s> {
    by_path: HashMap<&'s str, &'s Arc<Document>>,
    by_id: HashMap<&'s str, &'s Arc<Document>>,
}

impl<'s> Originals<'s> {
    fn of(sources: &'s [ReadSource]) -> Originals<'s> {
        let (mut by_path, mut by_id) = (HashMap::new(), HashMap::new());
        for document in sources.iter().map(ReadSource::own) {
            let location = &document.outline.location;
            if let Some(name) = &location.shared_name
                && location.language == LanguageId::DEFAULT
            {
                by_path.insert(name.as_str(), document);
                by_id.insert(document.outline.id.as_str(), document);
            }
        }
        Originals { by_path, by_id }
    }

    /// The document that another one translates.
    fn source_of(&self, translation: &Structure) -> Option<&'s Arc<Document>> {
        let location = &translation.location;
        if location.language == LanguageId::DEFAULT {
            return None;
        }
        let name = location.shared_name.as_ref()?;
        let beside = self.by_path.get(name.as_str()).copied();
        beside.or_else(|| self.named_by(translation))
    }

    fn named_by(&self, translation: &Structure) -> Option<&'s Arc<Document>> {
        let mut references = translation.references.iter();
        let reference = references.find(|reference| reference.field == TRANSLATION_OF)?;
        let target = reference.target.as_str();
        let id = target.rsplit('/').next().unwrap_or(target);
        let named = self.by_id.get(target).or_else(|| self.by_id.get(id));
        named.copied()
    }
}

/// Gives each translation of a site in several languages what it gets of its source; gives those that are other than before.
pub(super) fn inherit_all(sources: &mut [ReadSource], project: &Project) -> Vec<ChangedDocument> {
    if !project.site.languages.tags.are_several() {
        return Vec::new();
    }
    let mut changed = Vec::new();
    for (at, inherited) in renewed(sources, &project.kinds) {
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
fn renewed(sources: &[ReadSource], kinds: &Kinds) -> Vec<(usize, Option<InheritedSource>)> {
    let originals = Originals::of(sources);
    let mut found = Vec::new();
    for (at, read) in sources.iter().enumerate() {
        let source = originals.source_of(&read.own().outline.structure);
        let is_known = match (&read.inherited, source) {
            (Some(known), Some(source)) => known.is_of(read.own(), source),
            (known, None) => known.is_none(),
            (None, Some(_)) => false,
        };
        if !is_known {
            let new = source.and_then(|source| InheritedSource::new(read, source, kinds));
            found.push((at, new));
        }
    }
    found
}

impl InheritedSource {
    fn new(read: &ReadSource, source: &Arc<Document>, kinds: &Kinds) -> Option<InheritedSource> {
        let own = read.own();
        let document = inherit(own, source, kinds)?;
        let inherited = document.outline.inherited.clone();
        let is_inherited = |found: &&Diagnostic| {
            let lacks = found.lacks.as_ref().zip(inherited.as_ref());
            lacks.is_some_and(|(field, inherited)| inherited.has(field))
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
