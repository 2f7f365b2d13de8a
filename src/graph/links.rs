//! The links of all documents, looked up side by side, and who links to whom.

use std::sync::Arc;

use rayon::prelude::*;

use super::resolve::{ResolvedLink, Resolver, Target};
use super::{Diagnostics, NodeData, NodeId};

/// Resolves the links of all nodes: for each of them, where they lead.
pub(super) fn look_up(
    resolver: &Resolver,
    diagnostics: &mut Diagnostics,
) -> Vec<Arc<[ResolvedLink]>> {
    let briefs = resolver.overview.briefs.par_iter().enumerate();
    let resolved: Vec<(Arc<[ResolvedLink]>, Diagnostics)> = briefs
        .map(|(at, brief)| resolver.links(NodeId::new(at), brief.outline))
        .collect();
    let mut links = Vec::with_capacity(resolved.len());
    for (of_node, found) in resolved {
        links.push(of_node);
        diagnostics.extend(found);
    }
    links
}

/// Gives each node its links, and tells it who links to it.
pub(super) fn give(nodes: &mut [NodeData], links: Vec<Arc<[ResolvedLink]>>) {
    for (at, links) in links.into_iter().enumerate() {
        let id = NodeId::new(at);
        for link in links.iter() {
            let Target::Node(target) = link.target else {
                continue;
            };
            let backlinks = &mut nodes[target.index()].backlinks;
            // Nodes come one after another, so what this one added already stands last.
            if target != id && backlinks.last() != Some(&id) {
                backlinks.push(id);
            }
        }
        nodes[at].links = links;
    }
}
