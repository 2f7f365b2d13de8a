//! Ids in fields to nodes, and both ends know of each other.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::meant::Meant;
use super::near::Near;
use super::overview::Overview;
use super::sibling::{Answered, Siblings};
use super::{Diagnostics, Inverse, NodeData, NodeId};
use crate::base::wording::{excerpt, ticked_or};
use crate::base::{Code, Diagnostic, Fix};
use crate::config::Kind;
use crate::document::{Outline, Reference};

/// Resolves all references and gives each node those that name it.
pub(super) fn resolve(nodes: &mut [NodeData], overview: &Overview, diagnostics: &mut Diagnostics) {
    let index = Index {
        overview,
        siblings: Siblings::new(overview),
        names: OnceLock::new(),
        meant: OnceLock::new(),
    };
    let resolved: Vec<(Vec<Option<NodeId>>, Diagnostics)> = overview
        .briefs
        .par_iter()
        .map(|brief| index.references(brief.outline))
        .collect();
    for ((id, brief), (references, found)) in overview.each().zip(resolved) {
        diagnostics.extend(found);
        for (number, (reference, target)) in
            brief.outline.references.iter().zip(&references).enumerate()
        {
            let (Some(target), Some(name)) = (target, &reference.ends.inverse) else {
                continue;
            };
            let inverse = Inverse {
                from: id,
                reference: u32::try_from(number).unwrap_or(u32::MAX),
            };
            let inverses = &mut nodes[target.index()].inverses;
            let known = match inverses.get_mut(name) {
                Some(known) => known,
                None => inverses.entry(name.clone()).or_default(),
            };
            // The same document named twice in one plain list is one entry; with a role each counts.
            // Nodes come one after another, so what this one added already stands last.
            if reference.item.is_some() || known.last().is_none_or(|last| last.from != inverse.from)
            {
                known.push(inverse);
            }
        }
        nodes[id.index()].references = references;
    }
    for entries in nodes.iter_mut().flat_map(|node| node.inverses.values_mut()) {
        // Newest first; those of one document in the order written.
        entries.sort_unstable_by_key(|inverse| (overview.place(inverse.from), inverse.reference));
    }
}

struct Index<'i> {
    overview: &'i Overview<'i>,
    /// Comments, which name one another within their own page.
    siblings: Siblings<'i>,
    /// What the documents are called, made ready when the first name leads nowhere.
    names: OnceLock<Near<'i>>,
    /// The same, for those that can only mean one.
    meant: OnceLock<Meant<'i>>,
}

impl Index<'_> {
    fn references(&self, outline: &Outline) -> (Vec<Option<NodeId>>, Diagnostics) {
        let mut diagnostics = Vec::new();
        let thread = self.siblings.field_of(outline);
        let mut resolve = |reference: &Reference| match self.find_for(outline, (reference, thread))
        {
            Found::Node(id) => Some(id),
            Found::NotPublic => None,
            Found::Several(ids) => {
                let message = format!(
                    "`{}` names several documents called `{}`",
                    field(reference),
                    reference.target
                );
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

    fn find_for(
        &self,
        outline: &Outline,
        (reference, thread): (&Reference, Option<&str>),
    ) -> Found {
        if thread == Some(reference.field.as_str()) {
            return match self.siblings.answered(outline, reference) {
                Answered::Node(id) => Found::Node(id),
                Answered::Quiet => Found::NotPublic,
                Answered::Unknown(diagnostic) => Found::Nothing(diagnostic),
            };
        }
        self.find(reference)
            .unwrap_or_else(|| Found::Nothing(Box::new(self.unknown(outline, reference))))
    }

    fn find(&self, reference: &Reference) -> Option<Found> {
        let target = reference.target.as_str();
        let allowed = |kind: &str| {
            reference.ends.to.is_empty() || reference.ends.to.iter().any(|to| to == kind)
        };
        let kind_of = |id: &NodeId| self.overview.outline(*id).kind.as_str();
        let mut fitting = self.called(target).filter(|id| allowed(kind_of(id)));
        if let Some(first) = fitting.next() {
            let Some(second) = fitting.next() else {
                return Some(Found::Node(first));
            };
            let all = [first, second].into_iter().chain(fitting);
            return Some(Found::Several(
                all.map(|id| format!("{}/{target}", kind_of(&id))).collect(),
            ));
        }
        let hidden = |id: &str| self.overview.ids.hidden(id);
        if let Some((kind, id)) = target.split_once('/').filter(|(kind, _)| allowed(kind)) {
            if let Some(node) = self.called(id).find(|id| kind_of(id) == kind) {
                return Some(Found::Node(node));
            }
            if hidden(id).iter().any(|outline| outline.kind == kind) {
                return Some(Found::NotPublic);
            }
        }
        hidden(target)
            .iter()
            .any(|outline| allowed(&outline.kind))
            .then_some(Found::NotPublic)
    }

    /// The documents with an id; introductions of lists are nobody's relation.
    fn called(&self, id: &str) -> impl Iterator<Item = NodeId> {
        self.overview
            .ids
            .called(id)
            .filter(|id| !self.overview.brief(*id).introduces_list)
    }

    fn unknown(&self, outline: &Outline, reference: &Reference) -> Diagnostic {
        let kinds: Vec<&Kind> = reference
            .ends
            .to
            .iter()
            .filter_map(|name| self.overview.input.kinds.find(name))
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
            field(reference),
            excerpt(&reference.target, 60)
        );
        let help = [
            self.names
                .get_or_init(|| Near::new(self.overview))
                .suggest(reference, self.overview.input.kinds),
            where_from(&kinds),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ");
        let found = Diagnostic::new(Code::UnknownRelation, message)
            .at(&outline.file, reference.span, format!("no such {what}"))
            .help(help);
        let meant = self
            .meant
            .get_or_init(|| Meant::new(self.overview))
            .id(reference);
        match meant.filter(|id| reference.target != *id) {
            Some(id) => {
                let place = (&outline.file, *reference.span);
                let words = format!("write `{id}` in `{}`", field(reference));
                found.fixed_by(Fix::replacing(words, place, (&reference.target, &id)))
            }
            None => found,
        }
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
