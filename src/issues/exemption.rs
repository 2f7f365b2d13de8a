//! Why a document need not be accessible: as its author says of it, or of the publication that it is a part of.

use crate::document::Exemption;
use crate::graph::{Node, Site};

/// The exemption of a document.
pub fn exemption<'s>(graph: &'s Site, node: Node<'s>) -> Option<Exemption<'s>> {
    let own = node.outline().exemption();
    own.or_else(|| exemption(graph, graph.node(node.owner()?)))
}
