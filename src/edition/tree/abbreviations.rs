//! The list of abbreviations: on a page, a browser shows what one stands for; on paper nothing does.

use std::collections::BTreeMap;

use super::{Element, Node, Tree};

impl Tree {
    /// Adds a list of all abbreviations and what they stand for to the end of the text, with a heading. A text without any
    /// stays as it is, and so does one of a theme that has no word for the heading.
    pub fn add_abbreviations(&mut self, heading: &str) {
        let mut found = BTreeMap::new();
        add_found(&self.body, &mut found);
        if found.is_empty() || heading.is_empty() {
            return;
        }
        let entries = found.iter().flat_map(|(short, long)| {
            [
                element("dt", vec![Node::text(short)]),
                element("dd", vec![Node::text(long)]),
            ]
        });
        let list = element("dl", entries.collect());
        let mut title = element("h2", vec![Node::text(heading)]);
        set(&mut title, "id", "_abbreviations");
        let mut section = element("section", vec![title, list]);
        set(&mut section, "class", "abbreviations");
        self.body.push(section);
        self.count_units();
    }
}

/// What each abbreviation stands for where it is first used; by the letters, so that the list is in their order.
fn add_found(nodes: &[Node], found: &mut BTreeMap<String, String>) {
    for element in nodes.iter().filter_map(Node::element) {
        if element.name == "abbr"
            && let Some(long) = element.attribute("title")
        {
            let [short, long] = [&element.text(), long].map(|text| text.trim().to_owned());
            if !short.is_empty() && !long.is_empty() {
                found.entry(short).or_insert(long);
            }
        }
        add_found(&element.children, found);
    }
}

fn element(name: &str, children: Vec<Node>) -> Node {
    Node::Element(Element {
        name: name.to_owned(),
        children,
        ..Element::default()
    })
}

fn set(node: &mut Node, name: &str, value: &str) {
    if let Node::Element(element) = node {
        element.attributes.push((name.to_owned(), value.to_owned()));
    }
}
