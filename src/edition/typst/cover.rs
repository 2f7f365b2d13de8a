//! What is where on the first page: the logo, the title with what belongs to it, and what comes behind.

use crate::edition::{Element, Node};

/// The parts of a cover.
#[derive(Debug, Default)]
pub struct Cover<'c> {
    /// The picture with the class `logo`.
    pub logo: Option<&'c Element>,
    /// All down to the title or its summary.
    pub title: Vec<Node>,
    /// What comes behind: who made it, and when.
    pub facts: Vec<Node>,
}

impl<'c> Cover<'c> {
    pub fn of(nodes: &'c [Node]) -> Cover<'c> {
        let logo = nodes.iter().find_map(logo);
        let others = nodes.iter().filter(|node| self::logo(node).is_none());
        let mut title: Vec<Node> = others.cloned().collect();
        let last = title.iter().rposition(belongs_to_title);
        let facts = title.split_off(last.map_or(0, |last| last + 1));
        Cover { logo, title, facts }
    }
}

/// The logo that a node is or holds.
fn logo(node: &Node) -> Option<&Element> {
    let element = node.element()?;
    if element.name == "img" && element.has_class("logo") {
        return Some(element);
    }
    element.children.iter().find_map(logo)
}

fn belongs_to_title(node: &Node) -> bool {
    let Some(element) = node.element() else {
        return false;
    };
    element.name == "h1"
        || element.has_class("lead")
        || element.children.iter().any(belongs_to_title)
}
