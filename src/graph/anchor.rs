//! Which anchors a page has: those of its own text, and those of the parts that are shown on it.

use super::{Input, Node, NodeId};

/// True where a link may lead to `#anchor` of the page that a node has, or is shown on.
pub(super) fn is_on_page((nodes, input): (&[Node], &Input), id: NodeId, anchor: &str) -> bool {
    let node = &nodes[id.index()];
    let page = match node.owner.filter(|_| node.address.is_none()) {
        Some(owner) => &nodes[owner.index()],
        None => node,
    };
    let parts = page.parts.values().flatten().map(|part| &nodes[part.index()]);
    let mut shown = parts.filter(|part| part.address.is_none());
    page.outline().has_anchor(anchor)
        || node.outline().has_anchor(anchor)
        || shown.any(|part| {
            part.outline().has_anchor(anchor) || of_comment(part, input) == Some(anchor.to_owned())
        })
}

/// The anchor of a comment; `None` for all other documents.
pub(super) fn of_comment(node: &Node, input: &Input) -> Option<String> {
    let outline = node.outline();
    let is_comment = input.kinds.find(&outline.kind).is_some_and(|kind| kind.thread().is_some());
    is_comment.then(|| outline.comment_anchor())
}
