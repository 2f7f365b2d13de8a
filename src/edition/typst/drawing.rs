//! Pictures, and SVG within a text as files of their own.

use std::fmt::Write as _;

use super::table::alternative;
use super::writer::{Writer, is_empty, literal};
use crate::edition::{Element, Node};

/// What the theme's style sheet says of charts, for a program that knows no custom properties.
const STYLE: &str = "text{font-family:'Source Sans 3';fill:#1b1b1b}.value{font-weight:bold}.tick,.unit,.no-value{fill:#595959}\
.grid{stroke:#d5d5d5}.axis{stroke:#767676}.series-1{fill:#1f4e79}.series-2{fill:#b5541c}.series-3{fill:#2f7d4f}\
.series-4{fill:#7a3e8e}.series-5{fill:#8a6d00}.series-6{fill:#595959}.line{fill:none}\
.line.series-1{stroke:#1f4e79}.line.series-2{stroke:#b5541c}.line.series-3{stroke:#2f7d4f}.line.series-4{stroke:#7a3e8e}\
.line.series-5{stroke:#8a6d00}.line.series-6{stroke:#595959}.mark{stroke:#fff;stroke-width:1.5}.pattern{stroke:#fff}";

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
fn width_of(picture: &Element) -> Option<u32> {
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
                let width = width_of(element).map_or("none".to_owned(), |width| width.to_string());
                Some(format!(
                    "picture({}, alt: {alt}, pixels: {width})",
                    literal(&picture.name)
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
        self.files.push((name.clone(), file(svg).into_bytes()));
        format!("drawing({}, alt: {alt})", literal(&name))
    }
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
fn file(svg: &Element) -> String {
    let mut out = String::new();
    let space = "xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" color=\"#1b1b1b\"";
    let _ = write!(out, "<svg {space}");
    write_attributes(svg, &mut out);
    let _ = write!(out, "><style>{STYLE}</style>");
    write_nodes(&svg.children, &mut out);
    out.push_str("</svg>");
    out
}

fn write_nodes(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => escape(text, out),
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
