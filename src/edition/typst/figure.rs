//! Figures: pictures, charts and tables with their captions.

use std::fmt::Write as _;

use super::blocks::without;
use super::drawing::{is_large_picture, number_or_none, picture_in, width_of};
use super::table::only_table;
use super::writer::{Writer, is_empty, literal};
use crate::edition::{Element, Node};

/// The caption of a figure.
#[derive(Clone, Debug, Default)]
pub struct Caption {
    /// As Typst.
    text: String,
    /// Its words, to find a table that has the same.
    words: String,
    /// True if it comes before what it belongs to.
    is_first: bool,
}

impl Caption {
    /// That of a picture without one.
    pub fn none() -> Caption {
        Caption::default()
    }
}

impl Writer<'_> {
    pub fn figure(&mut self, element: &Element) {
        let caption = self.caption(element);
        let rest = without(element, "figcaption");
        let Some(at) = rest.iter().position(is_picture) else {
            return self.captioned(element, &rest, &caption.text);
        };
        self.flow(&rest[..at]);
        let behind = &rest[at + 1..];
        let table = behind.iter().filter_map(Node::element).find_map(table_in);
        match table {
            Some(table) => self.charted(&rest[at], &caption, (behind, table)),
            None => {
                self.illustration(&rest[at], &caption);
                self.flow(behind);
            }
        }
    }

    fn caption(&mut self, figure: &Element) -> Caption {
        let mut children = figure.elements();
        let Some(at) = children.position(|child| child.name == "figcaption") else {
            return Caption::none();
        };
        let caption = figure.elements().nth(at);
        caption.map_or_else(Caption::none, |caption| Caption {
            text: self.item(caption),
            words: caption.text().trim().to_owned(),
            is_first: at == 0,
        })
    }

    /// A picture with its caption; its description where it cannot be shown.
    pub fn illustration(&mut self, shown: &Node, caption: &Caption) {
        let Some(element) = shown.element() else {
            return;
        };
        let text = &caption.text;
        match self.linked_picture(element) {
            Some(picture) => {
                let first = if caption.is_first {
                    ", first: true"
                } else {
                    ""
                };
                let _ = writeln!(self.out, "#illustration({picture}, [{text}]{first})\n");
            }
            None => {
                self.description(element);
                self.block_call("par", text);
            }
        }
    }

    fn description(&mut self, element: &Element) {
        let image = picture_in(element).map(|it| it.find("img").unwrap_or(it));
        let alt = image.and_then(|image| image.attribute("alt"));
        if let Some(alt) = alt.map(str::trim).filter(|alt| !alt.is_empty()) {
            let content = self.capture(|it| it.text(alt));
            self.block_call("described", &content);
        }
    }

    /// A chart with the table of its figures, which has the same caption.
    fn charted(&mut self, chart: &Node, caption: &Caption, figures: (&[Node], &Element)) {
        let drawing = chart.element().and_then(picture_in);
        let pixels = drawing.and_then(width_of);
        let shown = drawing.and_then(|it| self.picture(it));
        let rows = table_rows(figures.1);
        let same = figures
            .1
            .find("caption")
            .is_some_and(|own| own.text().trim() == caption.words);
        self.hides_caption = same;
        let rest = self.capture(|it| it.flow(figures.0));
        self.hides_caption = false;
        let shown = shown.map_or_else(String::new, |shown| format!("#{shown}"));
        let pixels = number_or_none(pixels);
        let text = &caption.text;
        let _ = writeln!(
            self.out,
            "#charted([{text}], [{shown}], [\n{rest}], pixels: {pixels}, rows: {rows})\n"
        );
    }

    /// A figure without a picture: a table, a quotation.
    fn captioned(&mut self, figure: &Element, shown: &[Node], caption: &str) {
        if let Some(table) = only_table(shown) {
            return self.table(table, Some(caption));
        }
        let class = literal(figure.class());
        let content = self.capture(|it| it.flow(shown));
        let _ = writeln!(self.out, "#captioned({class})[\n{content}][{caption}]\n");
    }

    /// Writes an element that begins with a picture of a class of its own and goes on; false if it is none.
    pub fn pictured(&mut self, element: &Element) -> bool {
        let mut filled = element.children.iter();
        let at = filled.position(|node| !is_empty(std::slice::from_ref(node)));
        let first = at.and_then(|at| element.children.get(at));
        let Some(picture) = first
            .filter(|it| is_large_picture(it))
            .and_then(Node::element)
        else {
            return false;
        };
        let rest = at.map_or(&[][..], |at| &element.children[at + 1..]);
        let class = class_of_picture(picture);
        if class.is_empty() || is_empty(rest) {
            return false;
        }
        match self.linked_picture(picture) {
            Some(shown) => {
                let content = self.capture(|it| it.flow(rest));
                let (class, around) = (literal(&class), literal(element.class()));
                let beside = format!("pictured({class}, {shown})[\n{content}]");
                let _ = writeln!(self.out, "#blk({around})[#{beside}]\n");
                true
            }
            None => false,
        }
    }
}

/// The class of the picture that an element shows.
fn class_of_picture(element: &Element) -> String {
    let image = picture_in(element).map(|it| it.find("img").unwrap_or(it));
    image
        .map(|image| image.class().to_owned())
        .unwrap_or_default()
}

fn is_picture(node: &Node) -> bool {
    node.element().and_then(picture_in).is_some()
}

fn table_in(element: &Element) -> Option<&Element> {
    match element.name.as_str() {
        "table" => Some(element),
        _ => element.find("table"),
    }
}

fn table_rows(table: &Element) -> usize {
    let rows = table.elements().map(|child| match child.name.as_str() {
        "tr" => 1,
        _ => child.elements().filter(|row| row.name == "tr").count(),
    });
    rows.sum()
}
