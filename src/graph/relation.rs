//! Ids in fields to nodes, and both ends know of each other.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use super::near::Near;
use super::sibling::{Answered, Siblings};
use super::{Diagnostics, Input, Inverse, Node, NodeId, sort};
use crate::base::wording::{excerpt, ticked_or};
use crate::base::{Code, Diagnostic};
use crate::config::Kind;
use crate::document::{Document, Outline, Reference};

/// Resolves all references and gives each node those that name it.
pub(super) fn resolve(
    nodes: &mut [Node],
    hidden: &[Arc<Document>],
    input: &Input,
    diagnostics: &mut Diagnostics,
) {
    let index = Index::new(nodes, hidden, input);
    let resolved: Vec<(Vec<Option<NodeId>>, Diagnostics)> =
        nodes.par_iter().map(|node| index.references(node.outline())).collect();
    let mut inverses: Vec<BTreeMap<String, Vec<Inverse>>> = vec![BTreeMap::new(); nodes.len()];
    for (at, (references, found)) in resolved.into_iter().enumerate() {
        diagnostics.extend(found);
        for (number, (reference, target)) in
            nodes[at].outline().references.iter().zip(&references).enumerate()
        {
            let (Some(target), Some(name)) = (target, &reference.inverse) else { continue };
            let inverse =
                Inverse { from: NodeId::new(at), reference: u32::try_from(number).unwrap_or(u32::MAX) };
            let known = inverses[target.index()].entry(name.clone()).or_default();
            // The same document named twice in one plain list is one entry; with a role each counts.
            // Nodes come one after another, so what this one added already stands last.
            if reference.item.is_some() || known.last().is_none_or(|last| last.from != inverse.from) {
                known.push(inverse);
            }
        }
        nodes[at].references = references;
    }
    for (at, mut inverse) in inverses.into_iter().enumerate() {
        for entries in inverse.values_mut() {
            in_order(entries, nodes);
        }
        nodes[at].inverses = inverse;
    }
}

/// Newest first; those of one document in the order written.
fn in_order(entries: &mut [Inverse], nodes: &[Node]) {
    if entries.len() < 2 {
        return;
    }
    let mut from: Vec<NodeId> = entries.iter().map(|inverse| inverse.from).collect();
    from.dedup();
    sort::newest_first(&mut from, nodes);
    let place: HashMap<NodeId, usize> = from.iter().enumerate().map(|(place, id)| (*id, place)).collect();
    entries.sort_by_key(|inverse| (place.get(&inverse.from).copied(), inverse.reference));
}

struct Index<'i> {
    input: &'i Input<'i>,
    nodes: &'i [Node],
    /// All nodes by kind and id.
    by_id: HashMap<(&'i str, &'i str), NodeId>,
    /// The kinds that have an id.
    kinds_of: HashMap<&'i str, Vec<(&'i str, NodeId)>>,
    /// Ids of documents that are not public now.
    hidden: HashMap<&'i str, Vec<&'i str>>,
    /// Comments, which name one another within their own page.
    siblings: Siblings<'i>,
    /// What the documents are called, made ready when the first name leads nowhere.
    names: OnceLock<Near<'i>>,
}

impl<'i> Index<'i> {
    fn new(nodes: &'i [Node], hidden: &'i [Arc<Document>], input: &'i Input<'i>) -> Index<'i> {
        let mut index = Index {
            input,
            by_id: HashMap::with_capacity(nodes.len()),
            kinds_of: HashMap::with_capacity(nodes.len()),
            hidden: HashMap::new(),
            nodes,
            siblings: Siblings::new(nodes, hidden, input),
            names: OnceLock::new(),
        };
        for (at, node) in nodes.iter().enumerate() {
            let outline = node.outline();
            if outline.location.introduces_list {
                continue;
            }
            index.by_id.entry((&outline.kind, &outline.id)).or_insert(NodeId::new(at));
            index.kinds_of.entry(&outline.id).or_default().push((&outline.kind, NodeId::new(at)));
        }
        for document in hidden {
            index.hidden.entry(&document.outline.id).or_default().push(&document.outline.kind);
        }
        index
    }

    fn references(&self, outline: &Outline) -> (Vec<Option<NodeId>>, Diagnostics) {
        let mut diagnostics = Vec::new();
        let thread = self.siblings.field_of(outline);
        let mut resolve = |reference: &Reference| match self.find_for(outline, (reference, thread)) {
            Found::Node(id) => Some(id),
            Found::NotPublic => None,
            Found::Several(ids) => {
                let message =
                    format!("`{}` names several documents called `{}`", field(reference), reference.target);
                let diagnostic = Diagnostic::new(Code::UnknownRelation, message)
                    .at(&outline.file, reference.span, "which one?")
                    .help(format!("write {}", ticked_or(&ids)));
                diagnostics.push(diagnostic);
                None
            }
            Found::Nothing(diagnostic) => {
                diagnostics.push(*diagnostic);
                None
            }
        };
        let references = outline.references.iter().map(&mut resolve).collect();
        (references, diagnostics)
    }

    fn find_for(&self, outline: &Outline, (reference, thread): (&Reference, Option<&str>)) -> Found {
        if thread == Some(reference.field.as_str()) {
            return match self.siblings.answered(outline, reference) {
                Answered::Node(id) => Found::Node(id),
                Answered::Quiet => Found::NotPublic,
                Answered::Unknown(diagnostic) => Found::Nothing(diagnostic),
            };
        }
        self.find(reference).unwrap_or_else(|| Found::Nothing(Box::new(self.unknown(outline, reference))))
    }

    fn find(&self, reference: &Reference) -> Option<Found> {
        let target = reference.target.as_str();
        let allowed = |kind: &str| reference.to.is_empty() || reference.to.iter().any(|to| to == kind);
        let candidates = self.kinds_of.get(target).map_or(&[][..], Vec::as_slice);
        let fitting: Vec<_> = candidates.iter().filter(|(kind, _)| allowed(kind)).collect();
        match fitting.as_slice() {
            [(_, id)] => return Some(Found::Node(*id)),
            [_, _, ..] => {
                let ids = fitting.iter().map(|(kind, _)| format!("{kind}/{target}")).collect();
                return Some(Found::Several(ids));
            }
            [] => {}
        }
        if let Some((kind, id)) = target.split_once('/').filter(|(kind, _)| allowed(kind)) {
            if let Some(node) = self.by_id.get(&(kind, id)) {
                return Some(Found::Node(*node));
            }
            if self.hidden.get(id).is_some_and(|kinds| kinds.contains(&kind)) {
                return Some(Found::NotPublic);
            }
        }
        let is_hidden = self.hidden.get(target).is_some_and(|kinds| kinds.iter().any(|kind| allowed(kind)));
        is_hidden.then_some(Found::NotPublic)
    }

    fn unknown(&self, outline: &Outline, reference: &Reference) -> Diagnostic {
        let kinds: Vec<&Kind> = reference.to.iter().filter_map(|name| self.input.kinds.find(name)).collect();
        let what = match kinds.as_slice() {
            [] => "document".to_owned(),
            kinds => kinds.iter().map(|kind| kind.label.to_lowercase()).collect::<Vec<_>>().join(" or "),
        };
        let message =
            format!("`{}` names no {what} called `{}`", field(reference), excerpt(&reference.target, 60));
        let help = [
            self.names.get_or_init(|| Near::new(self.nodes)).suggest(reference, self.input.kinds),
            where_from(&kinds),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
        Diagnostic::new(Code::UnknownRelation, message)
            .at(&outline.file, reference.span, format!("no such {what}"))
            .help(help)
    }
}

enum Found {
    Node(NodeId),
    /// A draft, under embargo or expired: as if it were not written, until it is public.
    NotPublic,
    /// The ids to choose from.
    Several(Vec<String>),
    /// What is wrong.
    Nothing(Box<Diagnostic>),
}

/// The field as the author knows it: `team.person` is the `person` of `team`.
fn field(reference: &Reference) -> &str {
    &reference.field
}

/// "People are the files in `content/people/`, regions those in `content/regions/`".
fn where_from(kinds: &[&Kind]) -> Option<String> {
    let stored = |kind: &&Kind| Some((kind.plural.clone(), kind.folder.clone()?));
    let stored: Vec<(String, String)> = kinds.iter().filter_map(stored).take(3).collect();
    let [(plural, folder), others @ ..] = stored.as_slice() else { return None };
    let mut text = format!("{plural} are the files in content/{folder}/");
    for (plural, folder) in others {
        text.push_str(&format!(", {} those in content/{folder}/", plural.to_lowercase()));
    }
    Some(text)
}
