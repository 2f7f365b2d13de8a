//! Documents with all their parts on one page, for those who print or search.

use super::overview::Overview;
use super::{NodeData, NodeId};
use crate::base::Url;

/// Gives each document whose parts ask for it the address of the page with all of them.
pub(super) fn give(nodes: &mut [NodeData], overview: &Overview) {
    let asks = |id: &NodeId| {
        let part = overview.brief(*id).kind.and_then(|kind| kind.part.as_ref());
        part.is_some_and(|part| part.whole) && nodes[id.index()].url.is_some()
    };
    let wanted: Vec<bool> = nodes
        .iter()
        .map(|node| node.parts.values().flatten().any(asks))
        .collect();
    for (node, wanted) in nodes.iter_mut().zip(wanted) {
        node.whole = node.url.as_ref().filter(|_| wanted).map(url);
    }
}

fn url(own: &Url) -> Url {
    if own.is_page() {
        own.join("whole/")
    } else {
        own.beside("whole.html")
    }
}
