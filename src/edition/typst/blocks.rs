//! Elements that begin a line of their own.

use std::fmt::Write as _;

use super::drawing::is_large_picture;
use super::figure::Caption;
use super::inline::is_block;
use super::names::is_notes;
use super::table::only_table;
use super::writer::{Writer, WrittenHeading, is_empty, literal};
use crate::edition::{Element, Node};

/// Elements with these classes are boxes, in which no page begins.
const BOXES: [&str; 8] = [
    "alert",
    "callout",
    "contact-card",
    "do",
    "dont",
    "notice",
    "stat",
    "summary-box",
];

/// A part of a list with fewer letters than this stays on one page, in large print too.
const SHORT: usize = 500;

/// Where a chapter begins: a line of its own, which no text can have.
pub const CHAPTER_START: &str = "#chapter-start()\n";

impl Writer<'_> {
    /// Nodes one below the other: runs of text are paragraphs.
    pub fn flow(&mut self, nodes: &[Node]) {
        let mut rest = nodes;
        while let Some(first) = rest.first() {
            let inline = rest.iter().position(is_block).unwrap_or(rest.len());
            let (run, after) = rest.split_at(inline.max(1));
            match first {
                Node::Element(element) if inline == 0 => self.block(element),
                _ => self.paragraph("par", run),
            }
            rest = after;
        }
    }

    /// What may be within a line, such as an item of a list: blocks only if there are some.
    pub fn flow_in_line(&mut self, nodes: &[Node]) {
        let mut filled = nodes
            .iter()
            .filter(|node| !is_empty(std::slice::from_ref(node)));
        match (filled.next().and_then(Node::element), filled.next()) {
            (Some(only), None) if only.name == "p" && is_line(&only.children) => {
                self.anchor(only);
                self.in_language(only, |it| it.inline(&only.children));
            }
            _ if is_line(nodes) => self.inline(nodes),
            _ => {
                self.out.push('\n');
                self.flow(nodes);
            }
        }
    }

    /// A note: its first words stand beside its mark.
    pub fn note(&mut self, note: &Element) {
        let mut filled = note.children.iter();
        let at = filled.position(|node| !is_empty(std::slice::from_ref(node)));
        let first = at.and_then(|at| note.children[at].element());
        match (at, first) {
            (Some(at), Some(first)) if first.name == "p" && is_line(&first.children) => {
                self.anchor(first);
                self.inline(&first.children);
                let rest = &note.children[at + 1..];
                if !is_empty(rest) {
                    self.out.push_str("\n\n");
                    self.flow(rest);
                }
            }
            _ => self.flow_in_line(&note.children),
        }
    }

    /// Nodes of which none is a block. A picture that is higher than a line stands between paragraphs, in its own size.
    fn paragraph(&mut self, call: &str, nodes: &[Node]) {
        let mut rest = nodes;
        while let Some(first) = rest.first() {
            let line = rest.iter().position(is_large_picture);
            let (line, after) = rest.split_at(line.unwrap_or(rest.len()).max(1));
            match first {
                picture if is_large_picture(picture) => {
                    self.illustration(picture, &Caption::none());
                }
                _ => {
                    let content = self.capture(|it| it.inline(line));
                    self.block_call(call, &content);
                }
            }
            rest = after;
        }
    }

    fn block(&mut self, element: &Element) {
        if is_notes(element) {
            return;
        }
        let is_heading = element.heading_level().is_some();
        if !is_heading {
            self.anchor(element);
        }
        self.in_language(element, |it| it.block_content(element));
    }

    fn block_content(&mut self, element: &Element) {
        match element.name.as_str() {
            "p" => self.paragraph_element(element),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(element),
            "ul" => self.list("items(", element),
            "ol" => self.ordered(element),
            "dl" => self.definitions(element),
            "table" => self.table(element, None),
            "figure" => self.figure(element),
            "blockquote" => self.wrapped("quotation(", element),
            "pre" => {
                let (mark, code) = (self.mark(element.units), literal(element.text().trim_end()));
                let _ = writeln!(self.out, "{mark}#raw(block: true, {code})\n");
            }
            "hr" => self.out.push_str("#rule()\n\n"),
            "details" => self.details(element),
            "video" | "audio" | "iframe" => self.media(element),
            _ => self.container(element),
        }
    }

    fn paragraph_element(&mut self, element: &Element) {
        if element.children.iter().any(is_block) {
            self.flow(&element.children);
            return;
        }
        match element.class() {
            "" => self.paragraph("par", &element.children),
            class => self.paragraph(&format!("para({})", literal(class)), &element.children),
        }
    }

    fn heading(&mut self, element: &Element) {
        let content = self.capture(|it| it.inline(&element.children));
        if content.trim().is_empty() {
            return;
        }
        let asked = element.heading_level().unwrap_or(2).max(2) - 1;
        // A level that is left out would not be accepted; `check` tells the author of it.
        let level = asked.min(self.level + 1);
        if element.name == "h1" {
            let _ = writeln!(self.out, "#cover-title[{content}]\n");
            return;
        }
        self.level = level;
        let start = self.out.len();
        if level == 1 && self.is_on_page {
            self.out.push_str(CHAPTER_START);
        }
        let label = self
            .label(element)
            .map_or(String::new(), |label| format!("#{label}"));
        let text = format!("#heading(level: {level})[{content}]{label}\n");
        let _ = writeln!(self.out, "{text}");
        let end = self.out.len();
        self.heading = Some(WrittenHeading { start, end, text });
    }

    fn list(&mut self, call: &str, element: &Element) {
        let items = element.elements().filter(|child| child.name == "li");
        let items: Vec<&Element> = items.collect();
        if items.iter().all(|item| begins_with_heading(item)) {
            return items.into_iter().for_each(|item| self.entry(item));
        }
        let items: Vec<String> = items.into_iter().map(|item| self.item(item)).collect();
        let items = items.iter().filter(|item| !item.trim().is_empty());
        // What begins on a line of its own has blocks in it.
        let is_loose = items.clone().any(|item| item.starts_with('\n'));
        let written: String = items.map(|item| format!("[{item}],\n")).collect();
        if !written.is_empty() {
            let class = class_argument(element);
            let _ = writeln!(self.out, "#{call}{class}loose: {is_loose},\n{written})\n");
        }
    }

    /// An item with a heading of its own is a part of the text: its heading says what a bullet would.
    fn entry(&mut self, item: &Element) {
        let content = self.item(item);
        if !content.trim().is_empty() {
            let class = literal(item.class());
            let is_short = item.text().len() < SHORT;
            let _ = writeln!(self.out, "#entry({class}, short: {is_short})[{content}]\n");
        }
    }

    pub fn item(&mut self, item: &Element) -> String {
        self.capture(|it| {
            it.anchor(item);
            it.in_language(item, |it| it.flow_in_line(&item.children));
        })
    }

    /// A numbered list; one whose numbers the theme does not show is a list like others.
    fn ordered(&mut self, element: &Element) {
        if element.attribute("role") == Some("list") {
            self.list("items(", element);
            return;
        }
        let start = element
            .attribute("start")
            .and_then(|start| start.parse::<u32>().ok());
        let call = format!("steps(start: {}, ", start.unwrap_or(1));
        self.list(&call, element);
    }

    fn definitions(&mut self, element: &Element) {
        let mut entries: Vec<(String, String)> = Vec::new();
        self.add_definitions(element, &mut entries);
        entries.retain(|(term, what)| !(term.trim().is_empty() && what.trim().is_empty()));
        if entries.is_empty() {
            return;
        }
        let _ = writeln!(self.out, "#definitions({}", class_argument(element));
        for (term, what) in entries {
            let _ = writeln!(self.out, "([{term}], [{what}]),");
        }
        self.out.push_str(")\n\n");
    }

    fn add_definitions(&mut self, element: &Element, entries: &mut Vec<(String, String)>) {
        for child in element.elements() {
            match child.name.as_str() {
                "dt" => {
                    let term = self.item(child);
                    match entries.last_mut() {
                        // Several terms share what comes behind them.
                        Some((before, what)) if what.is_empty() => {
                            before.push_str("#linebreak();");
                            before.push_str(&term);
                        }
                        _ => entries.push((term, String::new())),
                    }
                }
                "dd" => {
                    let what = self.item(child);
                    match entries.last_mut() {
                        Some((_, before)) if before.is_empty() => *before = what,
                        Some((_, before)) => *before = format!("{before}\n\n{what}"),
                        None => entries.push((String::new(), what)),
                    }
                }
                _ => self.add_definitions(child, entries),
            }
        }
    }

    /// What is folded on a page is open on paper.
    fn details(&mut self, element: &Element) {
        let summary = element.elements().find(|child| child.name == "summary");
        if let Some(summary) = summary
            && !element.has_class("chart-data")
        {
            self.paragraph("para(\"box-title\")", &summary.children);
        }
        self.flow(&without(element, "summary"));
    }

    /// What moves or sounds is on the web: its address is told.
    fn media(&mut self, element: &Element) {
        let source = element.attribute("src").or_else(|| {
            let source = element.elements().find(|child| child.name == "source");
            source.and_then(|source| source.attribute("src"))
        });
        if let Some(source) = source {
            let url = self.publication.outside(source);
            let call = format!("link({})", literal(&url));
            let content = self.capture(|it| it.inline_call(&call, |it| it.text_for(element, &url)));
            self.block_call("par", &content);
        }
        self.flow(&element.children);
    }

    fn wrapped(&mut self, call: &str, element: &Element) {
        let content = match call {
            "blk(" => self.capture_on_page(|it| it.flow(&element.children)),
            _ => self.capture(|it| it.flow(&element.children)),
        };
        if !content.trim().is_empty() {
            let _ = writeln!(
                self.out,
                "#{call}{})[\n{content}]\n",
                class_argument(element)
            );
        }
    }

    /// An element that only holds others: its class tells the look what it is.
    fn container(&mut self, element: &Element) {
        match element.class() {
            _ if self.pictured(element) => {}
            _ if only_table(&element.children).is_some() => self.flow(&element.children),
            "" => self.flow(&element.children),
            _ if BOXES.iter().any(|class| element.has_class(class))
                && !self.holds_turned_table(element) =>
            {
                self.wrapped("boxed(", element);
            }
            _ => self.wrapped("blk(", element),
        }
    }
}

/// What is in an element but for the elements with a name.
pub fn without(element: &Element, name: &str) -> Vec<Node> {
    let children = element.children.iter();
    let others = children.filter(|child| child.element().is_none_or(|child| child.name != name));
    others.cloned().collect()
}

/// True for nodes that fit in a line.
fn is_line(nodes: &[Node]) -> bool {
    !nodes
        .iter()
        .any(|node| is_block(node) || is_large_picture(node))
}

/// True for an item whose first words are a heading.
fn begins_with_heading(item: &Element) -> bool {
    let mut filled = item.children.iter();
    let first = filled.find(|node| !is_empty(std::slice::from_ref(node)));
    first.and_then(Node::element).is_some_and(|first| {
        first.heading_level().is_some()
            || (["article", "div", "header", "hgroup", "section"].contains(&first.name.as_str())
                && begins_with_heading(first))
    })
}

/// The classes of an element, as the first argument of a call.
fn class_argument(element: &Element) -> String {
    format!("{}, ", literal(element.class()))
}
