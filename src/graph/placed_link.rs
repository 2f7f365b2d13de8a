//! Where the links of settings lead, and the ids in the conditions of collections, each with its place: what editors follow, find
//! and rename.

use std::collections::BTreeMap;

use super::id::NodeId;
use super::index::DocIndex;
use super::link::{ResolvedLink, Target};
use super::resolve::Resolver;
use super::settings_links::all;
use crate::base::{FilePath, LanguageId, SharedText, SourceSpan, Span};
use crate::config::collection::Word;
use crate::config::{Ends, FieldType, Selection, Wanted};
use crate::document::LinkRole;

/// A link of a file of settings that leads somewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlacedLink {
    /// The file.
    pub file: FilePath,
    /// Where it is written there.
    pub span: SourceSpan,
    /// What is written.
    pub written: SharedText,
    /// How it is to be read: as a link, or as an id.
    pub role: LinkRole,
    /// Where it leads.
    pub link: ResolvedLink,
}

/// The links of settings by their places.
type Placed = BTreeMap<(FilePath, Span), PlacedLink>;

/// All of them that lead somewhere, by their places. A menu of all languages is written once.
pub(super) fn resolve(resolver: &Resolver) -> Vec<PlacedLink> {
    let mut found = Placed::new();
    for link in all(resolver.from.names.index) {
        let Ok(resolved) = resolver.of_settings(&link) else {
            continue;
        };
        let place = (link.file.clone(), link.span.into());
        found.entry(place).or_insert_with(|| PlacedLink {
            file: link.file.clone(),
            span: link.span,
            written: link.written.into(),
            role: LinkRole::Target,
            link: resolved,
        });
    }
    let index = resolver.from.names.index;
    for selection in selections(index) {
        add_ids(&mut found, selection, index);
    }
    found.into_values().collect()
}

/// What is selected for the pages of documents, and for the lists and pages of kinds.
fn selections<'i>(index: &'i DocIndex<'i>) -> impl Iterator<Item = &'i Selection> {
    let kinds = index.input.kinds.iter();
    let of_kinds = kinds.flat_map(|kind| {
        let shown = kind.list.iter().filter_map(|list| list.shows.as_ref());
        let collections = kind.collections.iter();
        shown.chain(collections.map(|collection| &collection.selection))
    });
    let documents = index
        .each()
        .flat_map(|(_, summary)| &summary.structure.collections);
    of_kinds.chain(documents.map(|collection| &collection.selection))
}

/// Adds the ids that conditions name: words for fields that hold ids.
fn add_ids(found: &mut Placed, selection: &Selection, index: &DocIndex) {
    for condition in &selection.conditions {
        let Some(ends) = ends_of(&condition.field, selection, index) else {
            continue;
        };
        for wanted in &condition.wanted {
            if let Wanted::Word(word) = wanted
                && let Some(id) = named(&word.text, ends, index)
            {
                let place = (word.file.clone(), word.span.into());
                found.entry(place).or_insert_with(|| of_word(word, id));
            }
        }
    }
}

fn of_word(word: &Word, id: NodeId) -> PlacedLink {
    PlacedLink {
        file: word.file.clone(),
        span: word.span,
        written: word.text.as_str().into(),
        role: LinkRole::Id,
        link: ResolvedLink {
            target: Target::Node(id),
            ..ResolvedLink::default()
        },
    }
}

/// What a field of the selected kinds may name.
fn ends_of<'i>(field: &str, selection: &Selection, index: &DocIndex<'i>) -> Option<&'i Ends> {
    let kinds = index.input.kinds;
    let selected = kinds
        .iter()
        .filter(|kind| selection.kinds.is_empty() || selection.kinds.contains(&kind.name));
    let mut fields = selected.flat_map(|kind| kinds.fields(kind));
    fields.find_map(|known| match &known.ty {
        FieldType::Relation(ends) if known.name == *field => Some(&**ends),
        FieldType::List(item) if known.name == *field => match &**item {
            FieldType::Relation(ends) => Some(&**ends),
            _ => None,
        },
        _ => None,
    })
}

/// The document that an id names, alone or with its kind.
fn named(text: &str, ends: &Ends, index: &DocIndex) -> Option<NodeId> {
    let is_named = |id: &NodeId| {
        let kind = &index.structure(*id).kind;
        ends.to.is_empty() || ends.to.contains(kind)
    };
    let alone = index.called(text, LanguageId::DEFAULT).find(is_named);
    alone.or_else(|| {
        let (kind, id) = text.split_once('/')?;
        let mut called = index.called(id, LanguageId::DEFAULT).filter(is_named);
        called.find(|id| index.structure(*id).kind == kind)
    })
}
