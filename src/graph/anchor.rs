//! Which anchors a page has: those of its own text, and those of the parts that are shown on it.

use super::overview::{Brief, Overview};
use super::{Node, NodeId};

/// True where a link may lead to `#anchor` of the page that a node has, or is shown on.
pub(super) fn is_on_page((nodes, overview): (&[Node], &Overview), id: NodeId, anchor: &str) -> bool {
    let node = &nodes[id.index()];
    let page = match node.owner.filter(|_| node.address.is_none()) {
        Some(owner) => &nodes[owner.index()],
        None => node,
    };
    let parts = page.parts.values().flatten();
    let mut shown = parts.filter(|part| nodes[part.index()].address.is_none());
    page.outline().has_anchor(anchor)
        || node.outline().has_anchor(anchor)
        || shown.any(|part| {
            let brief = overview.brief(*part);
            brief.outline.has_anchor(anchor)
                || of_comment(brief).is_some_and(|of_comment| of_comment == anchor)
        })
}

/// The anchor of a comment; `None` for all other documents.
pub(super) fn of_comment(brief: &Brief) -> Option<String> {
    let is_comment = brief.kind.is_some_and(|kind| kind.thread().is_some());
    is_comment.then(|| brief.outline.comment_anchor())
}
