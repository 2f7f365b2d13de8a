//! What of a page belongs to its edition: the one place that decides it.

use html5ever::{Attribute, QualName, ns};

use super::arena::{Arena, Content, Place, ROOT};
use super::{Element, Node, Tree};

/// Elements that are for programs, or for doing something on a page.
const NOT_FOR_READERS: &[&str] = &[
    "base", "button", "dialog", "fieldset", "form", "input", "link", "meta", "nav", "noscript",
    "object", "param", "script", "select", "style", "template", "textarea", "title",
];

/// Attributes that do something in a browser, and nothing on paper or in an e-book.
const NOT_FOR_EDITIONS: &[&str] = &[
    "autofocus",
    "decoding",
    "download",
    "fetchpriority",
    "loading",
    "open",
    "ping",
    "sizes",
    "srcset",
    "style",
    "tabindex",
    "target",
];

/// Makes the tree of a document.
pub fn tree(arena: &Arena) -> Tree {
    let language = find(arena, "html").and_then(|html| {
        let attributes = attributes_of(arena, html);
        let lang = attributes.into_iter().find(|(name, _)| name == "lang");
        lang.map(|(_, value)| value)
    });
    let part = |name: &str| find(arena, name).map_or_else(Vec::new, |at| children(arena, at));
    let body = match find(arena, "main") {
        Some(main) => children(arena, main),
        None => part("body"),
    };
    Tree {
        language: language.unwrap_or_default(),
        cover: part_of_body(arena, "header"),
        body,
        colophon: part_of_body(arena, "footer"),
    }
}

/// What is in the `<header>` or `<footer>` of the document itself: those within its text are of an author.
fn part_of_body(arena: &Arena, name: &str) -> Vec<Node> {
    let Some(body) = find(arena, "body") else {
        return Vec::new();
    };
    if find(arena, "main").is_none() {
        return Vec::new();
    }
    let own = &arena.node(body).children;
    let found = own.iter().find(|at| name_of(arena, **at) == Some(name));
    found.map_or_else(Vec::new, |at| children(arena, *at))
}

/// The first element with a name.
fn find(arena: &Arena, name: &str) -> Option<Place> {
    let mut waiting = vec![ROOT];
    while let Some(place) = waiting.pop() {
        if name_of(arena, place) == Some(name) {
            return Some(place);
        }
        waiting.extend(arena.node(place).children.iter().rev());
    }
    None
}

fn name_of(arena: &Arena, place: Place) -> Option<&str> {
    match &arena.node(place).content {
        Content::Element(name, _) => Some(&name.local),
        _ => None,
    }
}

fn attributes_of(arena: &Arena, place: Place) -> Vec<(String, String)> {
    match &arena.node(place).content {
        Content::Element(_, attributes) => kept(attributes),
        _ => Vec::new(),
    }
}

fn children(arena: &Arena, place: Place) -> Vec<Node> {
    let mut nodes = Vec::new();
    add_children(arena, place, &mut nodes);
    nodes
}

fn add_children(arena: &Arena, place: Place, nodes: &mut Vec<Node>) {
    for child in &arena.node(place).children {
        match &arena.node(*child).content {
            Content::Text(text) => nodes.push(Node::text(text)),
            Content::Element(name, attributes) => {
                let mut element = element(name, attributes);
                if let Some(mark) = checkbox(&element) {
                    nodes.push(Node::text(mark));
                } else if is_for_readers(&element) {
                    add_children(arena, *child, &mut element.children);
                    nodes.push(Node::Element(element));
                }
            }
            Content::Root | Content::Silent => {}
        }
    }
}

/// The mark of something to do: a box, with a tick if it is done.
fn checkbox(element: &Element) -> Option<&'static str> {
    let is_box = element.name == "input" && element.attribute("type") == Some("checkbox");
    is_box.then(|| match element.attribute("checked") {
        Some(_) => "☑ ",
        None => "☐ ",
    })
}

fn element(name: &QualName, attributes: &[Attribute]) -> Element {
    Element {
        name: name.local.to_string(),
        is_foreign: name.ns != ns!(html),
        attributes: kept(attributes),
        ..Element::default()
    }
}

/// The attributes that mean something in an edition; names as in HTML, such as `xlink:href`.
fn kept(attributes: &[Attribute]) -> Vec<(String, String)> {
    let written = |attribute: &Attribute| {
        let local = &attribute.name.local;
        let name = match &attribute.name.prefix {
            Some(prefix) => format!("{prefix}:{local}"),
            None => local.to_string(),
        };
        (name, attribute.value.to_string())
    };
    let all = attributes.iter().map(written);
    all.filter(|(name, _)| !name.starts_with("on") && !NOT_FOR_EDITIONS.contains(&name.as_str()))
        .collect()
}

/// False for what is only for a page in a browser: menus, forms and scripts, ways back from footnotes, what is hidden, and
/// what a template marks with `data-edition="no"`.
fn is_for_readers(element: &Element) -> bool {
    let is_foreign = element.is_foreign;
    let is_element_for_readers = is_foreign || !NOT_FOR_READERS.contains(&element.name.as_str());
    // Within a drawing, `aria-hidden` hides letters from a screen reader that are seen all the same.
    let is_in_drawing = is_foreign && element.name != "svg";
    let is_hidden = element.attribute("hidden").is_some()
        || (!is_in_drawing && element.attribute("aria-hidden") == Some("true"))
        || element.has_class("visually-hidden");
    is_element_for_readers
        && !is_hidden
        && element.attribute("role") != Some("doc-backlink")
        && element.attribute("data-edition") != Some("no")
        && !(is_foreign && element.name == "script")
}
