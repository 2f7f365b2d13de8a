//! What is where on the first page: the logo, a picture, the title with what belongs to it, and what comes behind.

use crate::edition::{Element, Node};

/// The parts of a cover.
#[derive(Debug, Default)]
pub struct Cover<'c> {
    /// The picture with the class `logo`.
    pub logo: Option<&'c Element>,
    /// The picture with the class `cover`.
    pub picture: Option<&'c Element>,
    /// All down to the title or its summary.
    pub title: Vec<Node>,
    /// What comes behind: who made it, and when.
    pub facts: Vec<Node>,
}

impl<'c> Cover<'c> {
    pub fn of(nodes: &'c [Node]) -> Cover<'c> {
        let find = |class| nodes.iter().find_map(|node| image(node, class));
        let (logo, picture) = (find("logo"), find("cover"));
        let others = nodes.iter().filter(|node| !is_picture(node));
        let mut title: Vec<Node> = others.cloned().collect();
        let last = title.iter().rposition(belongs_to_title);
        let facts = title.split_off(last.map_or(0, |last| last + 1));
        Cover {
            logo,
            picture,
            title,
            facts,
        }
    }
}

/// True for what has a place of its own on the cover.
fn is_picture(node: &Node) -> bool {
    image(node, "logo").or(image(node, "cover")).is_some()
}

/// The picture of a class that a node is or holds.
fn image<'n>(node: &'n Node, class: &str) -> Option<&'n Element> {
    let element = node.element()?;
    if element.name == "img" && element.has_class(class) {
        return Some(element);
    }
    let mut children = element.children.iter();
    children.find_map(|child| image(child, class))
}

fn belongs_to_title(node: &Node) -> bool {
    let Some(element) = node.element() else {
        return false;
    };
    element.name == "h1"
        || element.has_class("lead")
        || element.children.iter().any(belongs_to_title)
}
