//! Finished HTML as a tree of what readers of an edition get. [`Tree::parse`] reads any HTML, as browsers do.
//!
//! `abbreviations` adds the list of them. `arena` is what html5ever builds while it reads, `nesting` keeps it from being deep; `pruning` makes the tree of it, without what is only for a page in a
//! browser; `units` counts where in the text each node is.

mod abbreviations;
mod arena;
mod nesting;
mod pruning;
mod units;

#[cfg(test)]
mod tests;

pub use units::{Units, is_letter, letters};

/// An edition before it is in any format.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tree {
    /// The language of the publication, as in `lang`; empty if the document does not say.
    pub language: String,
    /// What is in `<header>`: the cover.
    pub cover: Vec<Node>,
    /// What is in `<main>`: the text.
    pub body: Vec<Node>,
    /// What is in `<footer>`: the colophon.
    pub colophon: Vec<Node>,
}

/// A run of text, or an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Text.
    Text(Text),
    /// An element with all that is in it.
    Element(Element),
}

/// A run of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Its white space is that of the HTML.
    pub words: String,
    /// Where it is.
    pub units: Units,
}

/// An element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name, as HTML writes it: `p`, `table`, `svg`, `linearGradient`.
    pub name: String,
    /// True in drawings and formulas, whose names are not HTML's.
    pub is_foreign: bool,
    /// Its attributes in the order of the HTML; without those of the list in `pruning`.
    pub attributes: Vec<(String, String)>,
    /// What is in it.
    pub children: Vec<Node>,
    /// Where it is.
    pub units: Units,
}

impl Tree {
    /// Reads a whole HTML document. One without `<main>` is all text.
    pub fn parse(html: &str) -> Tree {
        let mut tree = pruning::tree(&arena::parse(html));
        tree.count_units();
        tree
    }
}

impl Tree {
    /// The `src` of each picture, once, in order.
    pub fn picture_sources(&self) -> Vec<String> {
        let mut found = Vec::new();
        for nodes in [&self.cover, &self.body, &self.colophon] {
            add_sources(nodes, &mut found);
        }
        found
    }
}

fn add_sources(nodes: &[Node], found: &mut Vec<String>) {
    for element in nodes.iter().filter_map(Node::element) {
        if element.name == "img"
            && let Some(src) = element.attribute("src")
            && !found.iter().any(|known| known == src)
        {
            found.push(src.to_owned());
        }
        add_sources(&element.children, found);
    }
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }

    /// The id that links name; `None` for an empty one.
    pub fn id(&self) -> Option<&str> {
        self.attribute("id").filter(|id| !id.is_empty())
    }

    /// The classes, as written.
    pub fn class(&self) -> &str {
        self.attribute("class").unwrap_or_default()
    }

    /// True if a class is among those of the element.
    pub fn has_class(&self, class: &str) -> bool {
        self.class()
            .split_ascii_whitespace()
            .any(|own| own == class)
    }

    /// The level of a heading, from 1 to 6.
    pub fn heading_level(&self) -> Option<u8> {
        match self.name.as_bytes() {
            [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
            _ => None,
        }
    }

    /// All text in the element, in order.
    pub fn text(&self) -> String {
        text(&self.children)
    }

    /// The first element with this name in the element, at any depth.
    pub fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|child| {
            if child.name == name {
                Some(child)
            } else {
                child.find(name)
            }
        })
    }

    /// The elements right in the element.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(Node::element)
    }
}

impl Node {
    /// A text of its own.
    pub fn text(words: &str) -> Node {
        Node::Text(Text {
            words: words.to_owned(),
            units: Units::default(),
        })
    }

    /// Where it is.
    pub fn units(&self) -> Units {
        match self {
            Node::Text(text) => text.units,
            Node::Element(element) => element.units,
        }
    }

    /// The element, if it is one.
    pub fn element(&self) -> Option<&Element> {
        match self {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        }
    }
}

/// All text of some nodes, in order.
pub fn text(nodes: &[Node]) -> String {
    let mut all = String::new();
    add_text(nodes, &mut all);
    all
}

fn add_text(nodes: &[Node], all: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => all.push_str(&text.words),
            Node::Element(element) => add_text(&element.children, all),
        }
    }
}
