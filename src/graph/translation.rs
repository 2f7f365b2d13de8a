//! The same document in several languages: which documents say the same, and which of them a reader of a language sees.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::id::NodeId;
use super::index::DocIndex;
use super::table::{Sparse, Table};
use crate::base::{FilePath, LanguageId, TextMap};
use crate::document::meta::TRANSLATION_OF;

/// A document of a set, with its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Version {
    language: LanguageId,
    id: NodeId,
}

/// The documents that are there in several versions, each with all of them and itself, sorted by file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Translations(Sparse<Arc<[Version]>>);

impl Translations {
    /// Gathers the documents with one shared path, and those that name one another as translations.
    pub fn find(index: &DocIndex, references: &Table<Box<[Option<NodeId>]>>) -> Translations {
        let mut beside: BTreeMap<NodeId, Vec<NodeId>> = BTreeMap::new();
        for (one, other) in named(index, references)
            .into_iter()
            .chain(of_one_path(index))
        {
            beside.entry(one).or_default().push(other);
            beside.entry(other).or_default().push(one);
        }
        let mut sets: BTreeMap<NodeId, Arc<[Version]>> = BTreeMap::new();
        for start in beside.keys() {
            if sets.contains_key(start) {
                continue;
            }
            let ids = connected(*start, &beside);
            let versions = ids.iter().map(|id| Version {
                language: index.language(*id),
                id: *id,
            });
            let set: Arc<[Version]> = versions.collect();
            sets.extend(ids.into_iter().map(|id| (id, Arc::clone(&set))));
        }
        Translations(sets.into_iter().collect())
    }

    /// A document and those that say the same in other languages, sorted by file; empty if there is no other.
    pub fn of(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        self.versions(id).iter().map(|version| version.id)
    }

    fn versions(&self, id: NodeId) -> &[Version] {
        self.0.get(id).map_or(&[], |set| set)
    }

    /// The version that readers of a language see of a document: the one in their language, else the one in the default
    /// language, else the document itself.
    pub fn seen_in(&self, id: NodeId, language: LanguageId) -> NodeId {
        let versions = self.versions(id);
        let is_itself = |version: &Version| version.id == id && version.language == language;
        if versions.is_empty() || versions.iter().any(is_itself) {
            return id;
        }
        let in_language = |language: LanguageId| {
            let mut versions = versions.iter();
            versions.find(|version| version.language == language)
        };
        let found = in_language(language).or_else(|| in_language(LanguageId::DEFAULT));
        found.map_or(id, |version| version.id)
    }

    /// A document in the default language as somebody means it who writes in another one; any other document itself.
    pub fn version_for(&self, id: NodeId, writers: LanguageId) -> NodeId {
        let versions = self.versions(id);
        let is_default =
            |version: &Version| version.id == id && version.language == LanguageId::DEFAULT;
        if versions.iter().any(is_default) {
            self.seen_in(id, writers)
        } else {
            id
        }
    }

    /// What stands for a document and all its translations alike.
    pub fn first_of(&self, id: NodeId) -> NodeId {
        self.versions(id).first().map_or(id, |version| version.id)
    }

    /// The documents that readers of a language see of some, each once, in their order.
    pub fn all_seen_in(&self, ids: &mut Vec<NodeId>, language: LanguageId) {
        let mut seen = BTreeSet::new();
        ids.retain_mut(|id| {
            *id = self.seen_in(*id, language);
            seen.insert(*id)
        });
    }
}

/// Each document that is said to be a translation, with the one that it names.
fn named(index: &DocIndex, references: &Table<Box<[Option<NodeId>]>>) -> Vec<(NodeId, NodeId)> {
    let mut pairs = Vec::new();
    for (id, summary) in index.each() {
        let named = summary.structure.references.iter().zip(&references[id]);
        let named = named.filter(|(reference, _)| reference.field == TRANSLATION_OF);
        let targets = named.filter_map(|(_, target)| *target);
        pairs.extend(
            targets
                .filter(|target| *target != id)
                .map(|target| (id, target)),
        );
    }
    pairs
}

/// Documents whose paths differ only in their language.
fn of_one_path(index: &DocIndex) -> Vec<(NodeId, NodeId)> {
    let mut first: TextMap<&str, NodeId> = TextMap::default();
    let mut pairs = Vec::new();
    for (id, summary) in index.each() {
        let name = summary.structure.location.shared_name.as_ref();
        let Some(name) = name.map(FilePath::as_str) else {
            continue;
        };
        match first.get(name) {
            Some(known) => pairs.push((*known, id)),
            None => drop(first.insert(name, id)),
        }
    }
    pairs
}

/// All documents that lead to one another, sorted.
fn connected(start: NodeId, beside: &BTreeMap<NodeId, Vec<NodeId>>) -> Vec<NodeId> {
    let mut found = BTreeSet::from([start]);
    let mut open = vec![start];
    while let Some(next) = open.pop() {
        let others = beside.get(&next).into_iter().flatten();
        open.extend(others.copied().filter(|other| found.insert(*other)));
    }
    found.into_iter().collect()
}
