//! What a document is a translation of.

use super::id::NodeId;
use super::site::{Node, Site};
use crate::base::LanguageId;

impl Site {
    /// The version in the default language of a document that is in another one; `None` for all other documents.
    pub fn source_of(&self, translation: NodeId) -> Option<Node<'_>> {
        if is_in_default(self.node(translation)) {
            return None;
        }
        let source = self.node(self.seen_in(translation, LanguageId::DEFAULT));
        is_in_default(source).then_some(source)
    }
}

fn is_in_default(node: Node) -> bool {
    node.outline().location.language == LanguageId::DEFAULT
}
