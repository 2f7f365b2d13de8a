//! SVG and formulas in a book: without scripts, without what is loaded from elsewhere and without the marks of drawing programs.

use std::collections::BTreeSet;

use super::anchors::is_name;
use super::xml;
use crate::edition::{Element, Node, Tree};

/// Elements that load something, run something or hold HTML, and what moves.
const LEFT_OUT: &[&str] = &[
    "annotation-xml",
    "animate",
    "animateMotion",
    "animateTransform",
    "audio",
    "feImage",
    "foreignObject",
    "iframe",
    "image",
    "metadata",
    "script",
    "set",
    "video",
];

/// Writes a drawing or a formula; false if it is neither. `used` are the ids of the file around it.
pub fn write_drawing(out: &mut String, element: &Element, used: &mut BTreeSet<String>) -> bool {
    let Some(namespace) = namespace(&element.name) else {
        return false;
    };
    let mut own = BTreeSet::new();
    add_ids(element, &mut own);
    own.retain(|id| is_name(id) && !used.contains(id));
    let mut drawing = Drawing { out, own, used };
    drawing.element(element, Some(namespace));
    true
}

/// A drawing as a file of its own; `None` for what is no SVG.
pub fn drawing_file(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes);
    let tree = Tree::parse(&text);
    let svg = tree.body.iter().find_map(svg_in)?;
    let mut out = xml::DECLARATION.to_owned();
    write_drawing(&mut out, svg, &mut BTreeSet::new());
    Some(out)
}

fn add_ids(element: &Element, ids: &mut BTreeSet<String>) {
    ids.extend(element.id().map(str::to_owned));
    for child in element.elements() {
        add_ids(child, ids);
    }
}

fn svg_in(node: &Node) -> Option<&Element> {
    let element = node.element()?;
    if element.name == "svg" {
        return Some(element);
    }
    element.children.iter().find_map(svg_in)
}

fn namespace(name: &str) -> Option<&'static str> {
    match name {
        "svg" => Some("http://www.w3.org/2000/svg"),
        "math" => Some("http://www.w3.org/1998/Math/MathML"),
        _ => None,
    }
}

/// A drawing that is being written.
struct Drawing<'d> {
    out: &'d mut String,
    /// The ids that it can have, and refer to.
    own: BTreeSet<String>,
    /// The ids that the file has already.
    used: &'d mut BTreeSet<String>,
}

impl Drawing<'_> {
    /// Writes an element, the outermost one with its namespace.
    fn element(&mut self, element: &Element, namespace: Option<&str>) {
        if !is_kept(element) {
            return;
        }
        // Where a link leads is said in the text beside a drawing.
        let name = match element.name.as_str() {
            "a" => "g",
            name => name,
        };
        self.out.push('<');
        self.out.push_str(name);
        if let Some(namespace) = namespace {
            xml::attribute(self.out, "xmlns", namespace);
        }
        for (key, value) in &element.attributes {
            self.attribute(key, value);
        }
        if element.children.is_empty() {
            self.out.push_str("/>");
            return;
        }
        self.out.push('>');
        for child in &element.children {
            match child {
                Node::Text(text) => xml::text(self.out, &text.words),
                Node::Element(element) => self.element(element, None),
            }
        }
        self.out.push_str(&format!("</{name}>"));
    }

    fn attribute(&mut self, key: &str, value: &str) {
        match key {
            "id" => self.id(value),
            "href" | "xlink:href" => self.reference(value),
            "aria-labelledby" | "aria-describedby" => {
                let mut ids = value.split_ascii_whitespace();
                if !value.trim().is_empty() && ids.all(|id| self.own.contains(id)) {
                    xml::attribute(self.out, key, value);
                }
            }
            "lang" => {
                xml::attribute(self.out, "lang", value);
                xml::attribute(self.out, "xml:lang", value);
            }
            _ if is_plain(key) && self.loads_nothing(value) => xml::attribute(self.out, key, value),
            _ => {}
        }
    }

    /// An id that the drawing uses itself, once in the book.
    fn id(&mut self, id: &str) {
        if self.own.contains(id) && self.used.insert(id.to_owned()) {
            xml::attribute(self.out, "id", id);
        }
    }

    /// Only to a part of the drawing itself: `#pattern`.
    fn reference(&mut self, href: &str) {
        if href
            .strip_prefix('#')
            .is_some_and(|id| self.own.contains(id))
        {
            xml::attribute(self.out, "href", href);
        }
    }

    /// False for a value that refers to anything but a part of the drawing: `url(#pattern)`.
    fn loads_nothing(&self, value: &str) -> bool {
        let mut references = value.split("url(").skip(1);
        references.all(|reference| {
            let id = reference.split(')').next().unwrap_or_default();
            let id = id.trim_matches(['"', '\'', ' ']);
            id.strip_prefix('#').is_some_and(|id| self.own.contains(id))
        })
    }
}

/// False for what has no place in a book, and for elements of drawing programs.
fn is_kept(element: &Element) -> bool {
    let name = element.name.as_str();
    if name == "style" {
        // A style sheet that loads another one, or a picture.
        let text = element.text();
        return !text.contains("url(") && !text.contains('@');
    }
    is_of_language(name) && !LEFT_OUT.contains(&name)
}

/// True for an attribute that only says how something looks or is called.
fn is_plain(key: &str) -> bool {
    let is_action = key.starts_with("on") || key.starts_with("data-");
    is_of_language(key) && !is_action && !matches!(key, "src" | "style" | "xmlns")
}

/// True for a name of SVG or MathML: no prefix, no odd letters.
fn is_of_language(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
