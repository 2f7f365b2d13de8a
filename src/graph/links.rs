//! The links of all documents, and who links to whom.

use rayon::prelude::*;

use super::finding::{Finding, Reported};
use super::id::NodeId;
use super::link::{ResolvedLink, Target};
use super::resolve::Resolver;
use super::table::Table;

/// The links between documents, in both directions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Links {
    /// For each link of each structure, where it leads.
    pub to: Table<Box<[ResolvedLink]>>,
    /// The documents whose text links to one, sorted by file.
    pub back: Table<Vec<NodeId>>,
}

/// Resolves the links of all documents.
pub(super) fn resolve(resolver: &Resolver) -> Reported<Links> {
    let documents = resolver.from.names.index.public.len();
    let resolved: Vec<Reported<Box<[ResolvedLink]>>> = (0..documents)
        .into_par_iter()
        .map(|at| resolver.links(NodeId::new(at)))
        .collect();
    let mut diagnostics = Vec::new();
    let to: Table<Box<[ResolvedLink]>> = resolved
        .into_iter()
        .map(|of_document| of_document.into_value(&mut diagnostics))
        .collect();
    let to_come = resolver.from.names.index.to_come();
    let found: Vec<Vec<Finding>> = to_come
        .into_par_iter()
        .map(|at| resolver.problems_to_come(at))
        .collect();
    diagnostics.extend(found.into_iter().flatten());
    let back = backlinks(&to);
    Reported {
        value: Links { to, back },
        diagnostics,
    }
}

fn backlinks(to: &Table<Box<[ResolvedLink]>>) -> Table<Vec<NodeId>> {
    let mut back: Vec<Vec<NodeId>> = to.iter().map(|_| Vec::new()).collect();
    for (id, links) in to.each() {
        for link in links {
            let Target::Node(target) = link.target else {
                continue;
            };
            let known = &mut back[target.index()];
            // Documents come one after another, so what this one added already is the last.
            if target != id && known.last() != Some(&id) {
                known.push(id);
            }
        }
    }
    back.into()
}
