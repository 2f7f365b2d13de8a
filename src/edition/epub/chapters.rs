//! The text of a publication as the files of a book: the cover page, what comes before the first heading, a file for each
//! heading of the second level with all below it, and the colophon.

use crate::edition::{Element, Node, Tree};

/// What a file is in the book.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Cover,
    /// What comes before the first chapter.
    Start,
    Chapter,
    Colophon,
}

/// A file of the book.
#[derive(Debug)]
pub struct Chapter<'t> {
    pub part: Part,
    /// The name of its file.
    pub name: String,
    /// Its heading, or the title of the publication.
    pub title: String,
    pub nodes: Vec<&'t Node>,
    /// True for the last one.
    pub is_last: bool,
}

/// All files, in the order in which they are read.
pub fn chapters<'t>(tree: &'t Tree, title: &str) -> Vec<Chapter<'t>> {
    let mut chapters = Chapters {
        list: Vec::new(),
        title,
    };
    chapters.add(Part::Cover, tree.cover.iter().collect());
    let mut waiting: Vec<&Node> = Vec::new();
    let mut part = Part::Start;
    for node in unwrapped(&tree.body) {
        if begins_chapter(node) {
            chapters.add(part, std::mem::take(&mut waiting));
            part = Part::Chapter;
        }
        waiting.push(node);
    }
    chapters.add(part, waiting);
    chapters.add(Part::Colophon, tree.colophon.iter().collect());
    if let Some(last) = chapters.list.last_mut() {
        last.is_last = true;
    }
    chapters.list
}

struct Chapters<'t, 'p> {
    list: Vec<Chapter<'t>>,
    title: &'p str,
}

impl<'t> Chapters<'t, '_> {
    fn add(&mut self, part: Part, nodes: Vec<&'t Node>) {
        if !nodes.iter().any(|node| says_something(node)) {
            return;
        }
        let number = self.list.len();
        let name = match part {
            Part::Cover => "cover.xhtml".to_owned(),
            Part::Start => "start.xhtml".to_owned(),
            Part::Chapter => format!("chapter-{number}.xhtml"),
            Part::Colophon => "colophon.xhtml".to_owned(),
        };
        let heading = match part {
            Part::Chapter => nodes.iter().find_map(|node| first_heading(node)),
            _ => None,
        };
        let heading = heading.map(words).filter(|words| !words.is_empty());
        self.list.push(Chapter {
            part,
            name,
            title: heading.unwrap_or_else(|| self.title.to_owned()),
            nodes,
            is_last: false,
        });
    }
}

/// The words of an element, each after one space.
pub fn words(element: &Element) -> String {
    let text = element.text();
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}

/// What is in the one element that holds everything, if there is one.
fn unwrapped(nodes: &[Node]) -> &[Node] {
    let mut nodes = nodes;
    loop {
        let mut speaking = nodes.iter().filter(|node| says_something(node));
        match (speaking.next(), speaking.next()) {
            (Some(Node::Element(only)), None) if is_wrapper(only) => nodes = &only.children,
            _ => return nodes,
        }
    }
}

fn is_wrapper(element: &Element) -> bool {
    let names = ["article", "div", "main", "section"];
    names.contains(&element.name.as_str()) && element.id().is_none()
}

/// True for a heading of the second level, and for a section that begins with one.
fn begins_chapter(node: &Node) -> bool {
    let Node::Element(element) = node else {
        return false;
    };
    match element.heading_level() {
        Some(level) => level <= 2,
        None => {
            let first = element.children.iter().find(|node| says_something(node));
            is_section(element) && first.is_some_and(begins_chapter)
        }
    }
}

fn is_section(element: &Element) -> bool {
    ["article", "div", "header", "hgroup", "section"].contains(&element.name.as_str())
}

fn first_heading(node: &Node) -> Option<&Element> {
    let element = node.element()?;
    if element.heading_level().is_some() {
        return Some(element);
    }
    element.children.iter().find_map(first_heading)
}

/// True for anything but white space.
fn says_something(node: &Node) -> bool {
    match node {
        Node::Text(text) => !text.words.trim().is_empty(),
        Node::Element(element) => {
            let shows = ["audio", "hr", "iframe", "img", "svg", "video"];
            shows.contains(&element.name.as_str()) || element.children.iter().any(says_something)
        }
    }
}
