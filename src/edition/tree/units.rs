//! Where in a text something is, counted in units: each letter is one, and so is each picture, drawing or film. White space is none,
//! so a place is the same however a writer sets it.

use super::{Node, Tree};

/// What is a unit without being text; drawings and formulas are too.
const SHOWN: &[&str] = &["audio", "iframe", "img", "video"];

/// The units of a node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Units {
    /// The first of them.
    pub start: u32,
    /// The first behind it.
    pub end: u32,
}

impl Units {
    /// True for a node in which there is nothing to read or to see.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

impl Tree {
    /// Counts the units anew, from the cover to the colophon.
    pub fn count_units(&mut self) {
        let mut next = 0;
        for nodes in [&mut self.cover, &mut self.body, &mut self.colophon] {
            count(nodes, &mut next);
        }
    }
}

fn count(nodes: &mut [Node], next: &mut u32) {
    for node in nodes {
        let start = *next;
        let units = match node {
            Node::Text(text) => {
                *next += letters(&text.words);
                &mut text.units
            }
            Node::Element(element) => {
                if element.is_foreign || SHOWN.contains(&element.name.as_str()) {
                    *next += 1;
                }
                if !element.is_foreign {
                    count(&mut element.children, next);
                }
                &mut element.units
            }
        };
        *units = Units { start, end: *next };
    }
}

/// How many units a text has.
pub fn letters(text: &str) -> u32 {
    let letters = text.chars().filter(|letter| is_letter(*letter));
    u32::try_from(letters.count()).unwrap_or(u32::MAX)
}

/// True for what is a unit: no white space, and no sign that says only where a word may be broken.
pub fn is_letter(letter: char) -> bool {
    !(letter == ' ' || letter == '\u{ad}' || letter.is_control())
}
