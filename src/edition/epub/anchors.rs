//! Where in a book each id is, and what it is called there: an id must be a name, and each can be used once. A heading without
//! an id gets one, since the contents link to it.

use std::collections::{BTreeMap, BTreeSet};

use super::chapters::Chapter;
use crate::edition::{Element, Node};

/// All ids of a book.
pub struct Anchors {
    /// By the id of the page: the name of the file, and the id in it.
    places: BTreeMap<String, Place>,
    /// Ids that were made up for headings, by file and number of the heading in it.
    own: BTreeSet<String>,
}

/// The place of an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub file: String,
    pub id: String,
}

impl Anchors {
    pub fn new(chapters: &[Chapter]) -> Anchors {
        let mut anchors = Anchors {
            places: BTreeMap::new(),
            own: BTreeSet::new(),
        };
        for chapter in chapters {
            for node in &chapter.nodes {
                anchors.add(node, &chapter.name);
            }
        }
        anchors
    }

    /// Where an id of the page is.
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.places.get(id)
    }

    /// An id that no element of the page has, for a heading without one, or where a page begins.
    pub fn fresh(&self, word: &str, number: usize) -> String {
        let mut id = format!("{word}-{number}");
        while self.own.contains(&id) {
            id.push('-');
        }
        id
    }

    fn add(&mut self, node: &Node, file: &str) {
        let Node::Element(element) = node else { return };
        if let Some(id) = element.id()
            && !self.places.contains_key(id)
        {
            let number = self.places.len() + 1;
            let name = if is_name(id) && !self.own.contains(id) {
                id.to_owned()
            } else {
                self.free(number)
            };
            self.own.insert(name.clone());
            let place = Place {
                file: file.to_owned(),
                id: name,
            };
            self.places.insert(id.to_owned(), place);
        }
        for child in &element.children {
            self.add(child, file);
        }
    }

    /// A name that no id has yet.
    fn free(&self, number: usize) -> String {
        let mut name = format!("place-{number}");
        while self.own.contains(&name) {
            name.push('-');
        }
        name
    }
}

/// True for what XML calls a name without colons; its letters outside ASCII are those of words.
pub fn is_name(id: &str) -> bool {
    id.starts_with(may_begin)
        && id
            .chars()
            .all(|letter| may_begin(letter) || letter.is_ascii_digit() || "-.".contains(letter))
}

fn may_begin(letter: char) -> bool {
    letter == '_' || letter.is_alphabetic()
}

/// The ids that an element refers to with an attribute, if they are all in a file.
pub fn ids_in_file(anchors: &Anchors, ids: &str, file: &str) -> Option<String> {
    let places: Option<Vec<&str>> = ids
        .split_ascii_whitespace()
        .map(|id| anchors.place(id).filter(|place| place.file == file))
        .map(|place| place.map(|place| place.id.as_str()))
        .collect();
    places
        .filter(|ids| !ids.is_empty())
        .map(|ids| ids.join(" "))
}

/// True if this is the element that has an id first.
pub fn own_id<'a>(anchors: &'a Anchors, element: &Element, file: &str) -> Option<&'a Place> {
    anchors
        .place(element.id()?)
        .filter(|place| place.file == file)
}
