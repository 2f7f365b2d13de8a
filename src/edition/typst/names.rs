//! The ids of a text: which of them links lead to, and the footnotes.

use std::collections::{BTreeMap, BTreeSet};

use crate::edition::{Element, Node, Tree};

/// The ids that links of a text lead to, and its notes by id.
#[derive(Debug, Default)]
pub struct Names<'t> {
    ids: BTreeSet<&'t str>,
    linked: BTreeSet<&'t str>,
    notes: BTreeMap<&'t str, &'t Element>,
}

impl<'t> Names<'t> {
    /// Reads the whole text.
    pub fn of(tree: &'t Tree) -> Names<'t> {
        let mut names = Names::default();
        for nodes in [&tree.cover, &tree.body, &tree.colophon] {
            names.read(nodes);
        }
        names
    }

    /// True for an id of the text that some link leads to.
    pub fn is_target(&self, id: &str) -> bool {
        self.linked.contains(id) && self.ids.contains(id) && !self.notes.contains_key(id)
    }

    /// The note with an id.
    pub fn note(&self, id: &str) -> Option<&'t Element> {
        self.notes.get(id).copied()
    }

    fn read(&mut self, nodes: &'t [Node]) {
        for element in nodes.iter().filter_map(Node::element) {
            self.ids.extend(element.id());
            let href = element.attribute("href").unwrap_or_default();
            self.linked.extend(href.strip_prefix('#'));
            if is_notes(element) {
                self.read_notes(element);
            }
            self.read(&element.children);
        }
    }

    fn read_notes(&mut self, notes: &'t Element) {
        let list = notes.find("ol");
        let items = list.into_iter().flat_map(Element::elements);
        for item in items.filter(|item| item.name == "li") {
            if let Some(id) = item.id() {
                self.notes.insert(id, item);
            }
        }
    }
}

/// True for the list of all notes of a text: each is set where its mark is.
pub fn is_notes(element: &Element) -> bool {
    element.attribute("role") == Some("doc-endnotes")
}
