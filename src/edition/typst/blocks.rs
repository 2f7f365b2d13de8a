//! Elements that begin a line of their own.

use std::fmt::Write as _;

use super::drawing::{is_large_picture, picture_in};
use super::inline::is_block;
use super::names::is_notes;
use super::table::only_table;
use super::writer::{Writer, is_empty, literal};
use crate::edition::{Element, Node};

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

    /// Nodes of which none is a block. A picture that is higher than a line stands between paragraphs, in its own size.
    fn paragraph(&mut self, call: &str, nodes: &[Node]) {
        let mut rest = nodes;
        while let Some(first) = rest.first() {
            let line = rest.iter().position(is_large_picture);
            let (line, after) = rest.split_at(line.unwrap_or(rest.len()).max(1));
            match first {
                picture if is_large_picture(picture) => self.illustration(picture, ""),
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
                let code = literal(element.text().trim_end());
                let _ = writeln!(self.out, "#raw(block: true, {code})\n");
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
        let label = self
            .label(element)
            .map_or(String::new(), |label| format!("#{label}"));
        let _ = writeln!(self.out, "#heading(level: {level})[{content}]{label}\n");
    }

    fn list(&mut self, call: &str, element: &Element) {
        let items = element.elements().filter(|child| child.name == "li");
        let mut written = String::new();
        for item in items {
            let content = self.item(item);
            if !content.trim().is_empty() {
                let _ = writeln!(written, "[{content}],");
            }
        }
        if !written.is_empty() {
            let _ = writeln!(self.out, "#{call}{}\n{written})\n", class_argument(element));
        }
    }

    fn item(&mut self, item: &Element) -> String {
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

    fn figure(&mut self, element: &Element) {
        let caption = element.elements().find(|child| child.name == "figcaption");
        let caption = caption.map(|caption| self.item(caption));
        let caption = caption.unwrap_or_default();
        let rest = without(element, "figcaption");
        match rest.iter().position(is_picture) {
            Some(at) => {
                self.flow(&rest[..at]);
                self.illustration(&rest[at], &caption);
                self.flow(&rest[at + 1..]);
            }
            None => self.captioned(element, &rest, &caption),
        }
    }

    fn illustration(&mut self, shown: &Node, caption: &str) {
        let picture = shown.element().and_then(|it| self.linked_picture(it));
        match picture {
            Some(picture) => {
                let _ = writeln!(self.out, "#illustration({picture}, [{caption}])\n");
            }
            None => self.block_call("par", caption),
        }
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
            let content = self.capture(|it| it.inline_call(&call, |it| it.text(&url)));
            self.block_call("par", &content);
        }
        self.flow(&element.children);
    }

    fn wrapped(&mut self, call: &str, element: &Element) {
        let content = self.capture(|it| it.flow(&element.children));
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
            "" => self.flow(&element.children),
            _ => self.wrapped("blk(", element),
        }
    }
}

/// What is in an element but for the elements with a name.
fn without(element: &Element, name: &str) -> Vec<Node> {
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

fn is_picture(node: &Node) -> bool {
    node.element().and_then(picture_in).is_some()
}

/// The classes of an element, as the first argument of a call.
fn class_argument(element: &Element) -> String {
    format!("{}, ", literal(element.class()))
}
