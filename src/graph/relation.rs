//! Ids in fields to nodes, and both ends know of each other.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rayon::prelude::*;

use super::finding::{Finding, Reported};
use super::id::NodeId;
use super::index::DocIndex;
use super::name_index::NameIndex;
use super::reference::Named;
use super::relation_fix::RelationFixes;
use super::sibling::{Answered, Siblings};
use super::table::Table;
use crate::base::slug::slugify;
use crate::base::wording::{excerpt, ticked_or};
use crate::base::{Code, Fix};
use crate::config::Kind;
use crate::document::{Reference, ReferenceId, Structure};

/// Which documents name which, in both directions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Relations {
    /// For each reference of each structure, the document it names.
    pub references: Table<Box<[Option<NodeId>]>>,
    /// Who names a document, by the inverse's name, newest first; what is withdrawn or replaced comes last.
    pub inverses: Table<BTreeMap<String, Vec<Inverse>>>,
}

/// The other end of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Inverse {
    /// The document that names this one.
    pub from: NodeId,
    /// Which of its references does.
    pub reference: u32,
}

impl Relations {
    /// The document that a field of another names.
    pub fn named(&self, id: NodeId, reference: ReferenceId) -> Option<NodeId> {
        let at = usize::try_from(reference.0).ok()?;
        self.references[id].get(at).copied().flatten()
    }
}

/// Resolves all references.
pub(super) fn resolve(index: &DocIndex) -> Reported<Relations> {
    let resolver = References {
        index,
        siblings: Siblings::new(index),
        near: OnceLock::new(),
        fixes: OnceLock::new(),
    };
    let resolved: Vec<Reported<Box<[Option<NodeId>]>>> = index
        .public
        .par_iter()
        .map(|summary| resolver.resolve_all(summary.structure))
        .collect();
    let mut diagnostics = Vec::new();
    let references: Table<Box<[Option<NodeId>]>> = resolved
        .into_iter()
        .map(|of_document| of_document.into_value(&mut diagnostics))
        .collect();
    let inverses = inverses(index, &references);
    Reported {
        value: Relations {
            references,
            inverses,
        },
        diagnostics,
    }
}

fn inverses(
    index: &DocIndex,
    references: &Table<Box<[Option<NodeId>]>>,
) -> Table<BTreeMap<String, Vec<Inverse>>> {
    let mut all: Vec<BTreeMap<String, Vec<Inverse>>> = vec![BTreeMap::new(); index.public.len()];
    for (from, targets) in references.each() {
        let written = index.structure(from).references.iter();
        for (number, (reference, target)) in (0..).zip(written.zip(targets)) {
            let (Some(target), Some(name)) = (target, &reference.ends.inverse) else {
                continue;
            };
            let of_target = &mut all[target.index()];
            let known = match of_target.get_mut(name) {
                Some(known) => known,
                None => of_target.entry(name.clone()).or_default(),
            };
            // The same document named twice in one plain list is one entry; with a role each counts.
            // Documents come one after another, so what this one added already is the last.
            let is_known = known.last().is_some_and(|last| last.from == from);
            if reference.item.is_some() || !is_known {
                known.push(Inverse {
                    from,
                    reference: number,
                });
            }
        }
    }
    for entries in all.iter_mut().flat_map(BTreeMap::values_mut) {
        // Newest first, and behind them what is withdrawn or replaced; those of one document in the order written.
        entries.sort_unstable_by_key(|inverse| {
            let is_over = !index.summary(inverse.from).is_listed;
            (is_over, index.rank(inverse.from), inverse.reference)
        });
    }
    all.into()
}

struct References<'i> {
    index: &'i DocIndex<'i>,
    /// Comments, which name one another within their own page.
    siblings: Siblings<'i>,
    /// The names of all documents, prepared when the first reference finds nothing.
    near: OnceLock<NameIndex<'i>>,
    /// The same, for references that have only one possible correction.
    fixes: OnceLock<RelationFixes<'i>>,
}

impl References<'_> {
    fn resolve_all(&self, structure: &Structure) -> Reported<Box<[Option<NodeId>]>> {
        let mut diagnostics = Vec::new();
        let thread = self.siblings.field_of(structure);
        let resolve = |named: Named| match self.resolve_one(named, thread) {
            Resolved::Node(id) => Some(id),
            Resolved::NotPublic => None,
            Resolved::Several(ids) => {
                diagnostics.push(several(named, &ids));
                None
            }
            Resolved::Nothing(diagnostic) => {
                diagnostics.push(*diagnostic);
                None
            }
        };
        let mut value: Box<[Option<NodeId>]> = Named::all(structure).map(resolve).collect();
        diagnostics.extend(drop_repeated(structure, &mut value));
        Reported { value, diagnostics }
    }

    fn resolve_one(&self, named: Named, thread: Option<&str>) -> Resolved {
        if thread == Some(named.reference.field.as_str()) {
            return match self.siblings.answered(named) {
                Answered::Node(id) => Resolved::Node(id),
                Answered::Quiet => Resolved::NotPublic,
                Answered::Unknown(diagnostic) => Resolved::Nothing(diagnostic),
            };
        }
        self.find(named.reference)
            .unwrap_or_else(|| Resolved::Nothing(Box::new(self.unknown(named))))
    }

    fn find(&self, reference: &Reference) -> Option<Resolved> {
        let target = reference.target.as_str();
        let allowed = |kind: &str| {
            reference.ends.to.is_empty() || reference.ends.to.iter().any(|to| to == kind)
        };
        let kind_of = |id: &NodeId| self.index.structure(*id).kind.as_str();
        let mut fitting = self.called(target).filter(|id| allowed(kind_of(id)));
        if let Some(first) = fitting.next() {
            let Some(second) = fitting.next() else {
                return Some(Resolved::Node(first));
            };
            let all = [first, second].into_iter().chain(fitting);
            let ids: BTreeSet<String> =
                all.map(|id| format!("{}/{target}", kind_of(&id))).collect();
            // Several of one kind are `duplicate_ids`.
            return Some(if ids.len() < 2 {
                Resolved::NotPublic
            } else {
                Resolved::Several(ids.into_iter().collect())
            });
        }
        let hidden = |id: &str| self.index.ids.hidden(id);
        if let Some((kind, id)) = target.split_once('/').filter(|(kind, _)| allowed(kind)) {
            if let Some(node) = self.called(id).find(|id| kind_of(id) == kind) {
                return Some(Resolved::Node(node));
            }
            if hidden(id).iter().any(|structure| structure.kind == kind) {
                return Some(Resolved::NotPublic);
            }
        }
        hidden(target)
            .iter()
            .any(|structure| allowed(&structure.kind))
            .then_some(Resolved::NotPublic)
    }

    /// The documents with an id; no relation names the introduction of a list.
    fn called(&self, id: &str) -> impl Iterator<Item = NodeId> {
        self.index
            .ids
            .called(id)
            .filter(|id| !self.index.summary(*id).introduces_list)
    }

    /// The list to write, if several are named in one text; else the ids that come near.
    fn meant_by(&self, reference: &Reference) -> Option<String> {
        let names = joined_names(&reference.target);
        if names.len() < 2 || reference.field.contains('.') {
            let near = self.near.get_or_init(|| NameIndex::new(self.index));
            return near.suggest(reference, self.index.input.kinds);
        }
        let fixes = self.fixes.get_or_init(|| RelationFixes::new(self.index));
        let id = |name: &str| {
            let target = name.into();
            let one = Reference {
                target,
                ..reference.clone()
            };
            fixes.id(&one).unwrap_or_else(|| slugify(name))
        };
        let ids: Vec<String> = names.into_iter().map(id).collect();
        let list = ids.join(", ");
        Some(format!("write a list: `{}: [{list}]`.", reference.field))
    }

    fn unknown(&self, named: Named) -> Finding {
        let reference = named.reference;
        let kinds: Vec<&Kind> = reference
            .ends
            .to
            .iter()
            .filter_map(|name| self.index.input.kinds.find(name))
            .collect();
        let what = match kinds.as_slice() {
            [] => "document".to_owned(),
            kinds => kinds
                .iter()
                .map(|kind| kind.label.to_lowercase())
                .collect::<Vec<_>>()
                .join(" or "),
        };
        let message = format!(
            "`{}` names an unknown {what}, `{}`",
            reference.field,
            excerpt(&reference.target, 60)
        );
        let help = [self.meant_by(reference), where_from(&kinds)]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" ");
        let found = Finding::new(Code::UnknownRelation, message)
            .at(&named.by.file, named.spot(), format!("no such {what}"))
            .help(help);
        let meant = self
            .fixes
            .get_or_init(|| RelationFixes::new(self.index))
            .id(reference);
        match meant.filter(|id| reference.target != *id) {
            Some(id) => {
                let words = format!("write `{id}` in `{}`", reference.field);
                found.fixed_by(Fix::replacing(
                    words,
                    &named.by.file,
                    named.spot(),
                    &reference.target,
                    &id,
                ))
            }
            None => found,
        }
    }
}

/// The names in a text that joins several: `ann, ben`, `Ann and Ben`.
fn joined_names(text: &str) -> Vec<&str> {
    let parts = text
        .split([',', ';', '&'])
        .flat_map(|part| part.split(" and "));
    parts
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect()
}

/// Reports documents that one field names twice, and keeps the first mention. In a list of groups each counts, since it says
/// more: another role, another term.
fn drop_repeated(structure: &Structure, targets: &mut [Option<NodeId>]) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut known: BTreeSet<(&str, NodeId)> = BTreeSet::new();
    for (named, target) in Named::all(structure).zip(targets) {
        let Reference { field, item, .. } = named.reference;
        if let Some(id) = *target
            && item.is_none()
            && !known.insert((field.as_str(), id))
        {
            *target = None;
            found.push(repeated(named));
        }
    }
    found
}

fn repeated(named: Named) -> Finding {
    let Reference { field, target, .. } = named.reference;
    let message = format!("`{field}` names `{target}` twice; it is shown once");
    Finding::new(Code::RepeatedRelation, message)
        .at(&named.by.file, named.spot(), "named before")
        .help("delete it, or correct it if you meant another one")
}

enum Resolved {
    Node(NodeId),
    /// A draft, under embargo or expired: as if it were not written, until it is public.
    NotPublic,
    /// The ids to choose from.
    Several(Vec<String>),
    /// What is wrong.
    Nothing(Box<Finding>),
}

fn several(named: Named, ids: &[String]) -> Finding {
    let Reference { field, target, .. } = named.reference;
    let message = format!("`{field}` names several documents called `{target}`");
    Finding::new(Code::UnknownRelation, message)
        .at(&named.by.file, named.spot(), "which one?")
        .help(format!("write {}", ticked_or(ids)))
}

/// "People are the files in `content/people/`, regions those in `content/regions/`".
fn where_from(kinds: &[&Kind]) -> Option<String> {
    let stored = |kind: &&Kind| Some((kind.plural.clone(), kind.folder.clone()?));
    let stored: Vec<(String, String)> = kinds.iter().filter_map(stored).take(3).collect();
    let [(plural, folder), others @ ..] = stored.as_slice() else {
        return None;
    };
    let mut text = format!("{plural} are the files in content/{folder}/");
    for (plural, folder) in others {
        text.push_str(&format!(
            ", {} those in content/{folder}/",
            plural.to_lowercase()
        ));
    }
    Some(text)
}
