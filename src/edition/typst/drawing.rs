//! Pictures, and SVG within a text as files of their own.

use std::fmt::Write as _;

use super::style::PageStyle;
use super::writer::{Writer, alternative, is_empty, literal};
use crate::edition::{Element, Node};

/// A picture that is wider than this, in pixels, is more than a sign within a line.
const WIDEST_IN_LINE: u32 = 48;

/// The picture that an element shows, if it shows nothing else: itself, or the only thing in a link or in an emphasis.
pub fn picture_in(element: &Element) -> Option<&Element> {
    match element.name.as_str() {
        "img" | "picture" | "svg" => Some(element),
        "a" | "b" | "em" | "i" | "span" | "strong" => {
            let filled = element.children.iter();
            let mut filled = filled.filter(|node| !is_empty(std::slice::from_ref(node)));
            let only = filled.next()?.element()?;
            if filled.next().is_some() {
                return None;
            }
            picture_in(only)
        }
        _ => None,
    }
}

/// True for a picture that is higher than a line.
pub fn is_large_picture(node: &Node) -> bool {
    let picture = node.element().and_then(picture_in);
    let width = picture.and_then(width_of);
    width.is_some_and(|width| width > WIDEST_IN_LINE)
}

/// How wide a picture is, in pixels, if that is known.
pub fn width_of(picture: &Element) -> Option<u32> {
    let image = match picture.name.as_str() {
        "picture" => picture.find("img")?,
        _ => picture,
    };
    image.attribute("width")?.parse().ok()
}

impl Writer<'_> {
    /// The call that shows the picture of an element, with the link around it.
    pub fn linked_picture(&mut self, element: &Element) -> Option<String> {
        let picture = self.picture(picture_in(element)?)?;
        Some(match self.link_call(element) {
            Some(call) => format!("{call}[#{picture}]"),
            None => picture,
        })
    }

    /// The call that shows a picture; nothing if it is not there.
    pub fn picture(&mut self, element: &Element) -> Option<String> {
        match element.name.as_str() {
            "svg" => Some(self.drawing(element)),
            "picture" => self.picture(element.find("img")?),
            _ => {
                let src = element.attribute("src")?;
                let picture = self.pictures.iter().find(|picture| picture.src == src)?;
                let alt = alternative(element.attribute("alt").unwrap_or_default());
                self.shown.insert(picture.name.clone());
                let name = self.mark(element.units) + &literal(&picture.name);
                let width = number_or_none(width_of(element));
                let class = match element.class() {
                    "" => String::new(),
                    class => format!(", class: {}", literal(class)),
                };
                Some(format!(
                    "picture({name}, alt: {alt}, pixels: {width}{class})"
                ))
            }
        }
    }

    /// A picture within a line.
    pub fn picture_in_line(&mut self, element: &Element) {
        if let Some(call) = self.picture(element) {
            self.insert(&format!("#in-line({call});"));
        }
    }

    fn drawing(&mut self, svg: &Element) -> String {
        let name = format!("drawing-{}.svg", self.files.len() + 1);
        let alt = alternative(&spoken(svg));
        self.files
            .push((name.clone(), file(svg, &self.style).into_bytes()));
        let width = number_or_none(width_of(svg));
        let name = self.mark(svg.units) + &literal(&name);
        format!("drawing({name}, alt: {alt}, pixels: {width})")
    }
}

/// A number as Typst has it.
pub fn number_or_none(number: Option<u32>) -> String {
    number.map_or_else(|| "none".to_owned(), |number| number.to_string())
}

/// What a drawing says: its title and its description, or its label.
fn spoken(svg: &Element) -> String {
    let said = ["title", "desc"].map(|name| svg.elements().find(|child| child.name == name));
    let said: Vec<String> = said
        .into_iter()
        .flatten()
        .map(|element| element.text().trim().trim_end_matches('.').to_owned())
        .collect();
    match said.is_empty() {
        true => svg.attribute("aria-label").unwrap_or_default().to_owned(),
        false => said.join(". "),
    }
}

/// A drawing as a file.
fn file(svg: &Element, style: &PageStyle) -> String {
    let mut out = String::new();
    let space = "xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" color=\"#1b1b1b\"";
    let _ = write!(out, "<svg {space}");
    write_attributes(svg, &mut out);
    let _ = write!(out, "><style>{}</style>", style.rules());
    write_nodes(&svg.children, &mut out);
    out.push_str("</svg>");
    out
}

fn write_nodes(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => escape(&text.words, out),
            // They are the alternative text.
            Node::Element(element) if ["title", "desc"].contains(&element.name.as_str()) => {}
            Node::Element(element) => {
                let _ = write!(out, "<{}", element.name);
                write_attributes(element, out);
                out.push('>');
                write_nodes(&element.children, out);
                let _ = write!(out, "</{}>", element.name);
            }
        }
    }
}

fn write_attributes(element: &Element, out: &mut String) {
    for (name, value) in &element.attributes {
        let is_name = name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_:".contains(&b));
        if is_name && !name.starts_with("aria-") && !name.starts_with("xmlns") && name != "role" {
            let _ = write!(out, " {name}=\"");
            escape(value, out);
            out.push('"');
        }
    }
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && !c.is_whitespace() => {}
            c => out.push(c),
        }
    }
}
