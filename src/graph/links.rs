//! The links of all documents, looked up side by side, and who links to whom.

use std::sync::Arc;

use rayon::prelude::*;

use super::former::Former;
use super::overview::Brief;
use super::resolve::{ResolvedLink, Resolver, Target};
use super::{Diagnostics, Node, NodeId};

/// Resolves the links of all nodes: for each of them, where they lead.
/// What `former` knows is not looked up again: it had nothing to report.
pub(super) fn look_up(
    resolver: &Resolver,
    former: Option<Former>,
    diagnostics: &mut Diagnostics,
) -> Vec<Arc<[ResolvedLink]>> {
    let look_up = |(at, brief): (usize, &Brief)| match former.and_then(|former| former.links(at)) {
        Some(links) => (links, Vec::new()),
        None => resolver.links(NodeId::new(at), brief.outline),
    };
    let resolved: Vec<(Arc<[ResolvedLink]>, Diagnostics)> =
        resolver.overview.briefs.par_iter().enumerate().map(look_up).collect();
    let mut links = Vec::with_capacity(resolved.len());
    for (of_node, found) in resolved {
        links.push(of_node);
        diagnostics.extend(found);
    }
    links
}

/// Gives each node its links, and tells it who links to it.
pub(super) fn give(nodes: &mut [Node], links: Vec<Arc<[ResolvedLink]>>) {
    for (at, links) in links.into_iter().enumerate() {
        let id = NodeId::new(at);
        for link in links.iter() {
            let Target::Node(target) = link.target else { continue };
            let backlinks = &mut nodes[target.index()].backlinks;
            // Nodes come one after another, so what this one added already stands last.
            if target != id && backlinks.last() != Some(&id) {
                backlinks.push(id);
            }
        }
        nodes[at].links = links;
    }
}
