//! The same document in several languages.

use super::id::NodeId;
use super::site::{Node, Site};

/// The common field that names the document something is a translation of.
const FIELD: &str = "translation_of";

impl Site {
    /// The documents that say the same in other languages, and this one, sorted by file: what it is a
    /// translation of, its own translations, and theirs. Empty where there is no other.
    pub fn translations(&self, id: NodeId) -> Vec<NodeId> {
        if self.beside(self.node(id)).next().is_none() {
            return Vec::new();
        }
        let mut found = vec![id];
        let mut at = 0;
        while let Some(next) = found.get(at).copied() {
            at += 1;
            for other in self.beside(self.node(next)) {
                if !found.contains(&other) {
                    found.push(other);
                }
            }
        }
        if found.len() == 1 {
            return Vec::new();
        }
        found.sort();
        found
    }

    /// The documents that a node is a direct translation of, and those that are one of it.
    fn beside(&self, node: Node) -> impl Iterator<Item = NodeId> {
        let named = node.outline().references.iter().zip(node.references());
        let named = named
            .filter(|(reference, _)| reference.field == FIELD)
            .filter_map(|(_, id)| *id);
        let names = node.inverses().values().flatten().filter(|inverse| {
            let references = &self.node(inverse.from).outline().references;
            references
                .get(inverse.reference as usize)
                .is_some_and(|reference| reference.field == FIELD)
        });
        named.chain(names.map(|inverse| inverse.from))
    }
}
