//! Elements within a line.

use super::writer::{Writer, literal};
use crate::edition::{Element, Node};

/// Elements that begin a line of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "audio",
    "blockquote",
    "caption",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "iframe",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
    "video",
];

/// True for a node that begins a line of its own, or holds one that does.
pub fn is_block(node: &Node) -> bool {
    let Some(element) = node.element().filter(|element| !element.is_foreign) else {
        return false;
    };
    BLOCKS.contains(&element.name.as_str()) || element.children.iter().any(is_block)
}

impl Writer<'_> {
    /// Nodes of which none is a block.
    pub fn inline(&mut self, nodes: &[Node]) {
        for node in nodes {
            match node {
                Node::Text(text) => self.text_of_page(text),
                Node::Element(element) => self.inline_element(element),
            }
        }
    }

    fn inline_element(&mut self, element: &Element) {
        if element.name != "a" || self.note_mark(element).is_none() {
            self.anchor(element);
            self.in_language(element, |it| it.inline_content(element));
        }
    }

    fn inline_content(&mut self, element: &Element) {
        match element.name.as_str() {
            "br" => self.line_break(),
            "wbr" => self.insert("#box(width: 0pt);"),
            "img" | "svg" | "picture" => self.picture_in_line(element),
            "code" | "kbd" | "samp" => {
                let (mark, text) = (self.mark(element.units), element.text());
                self.insert(&format!("{mark}#raw({});", literal(text.trim())));
            }
            "q" => {
                self.text("“");
                self.inline(&element.children);
                self.text("”");
            }
            "a" => self.link(element),
            "sup" if self.holds_note(element) => self.inline(&element.children),
            "time" => self.inline_call("day", |it| it.inline(&element.children)),
            _ if element.class().is_empty() => self.emphasis(element),
            _ => {
                let span = format!("span({})", literal(element.class()));
                self.inline_call(&span, |it| it.emphasis(element));
            }
        }
    }

    fn emphasis(&mut self, element: &Element) {
        match call(&element.name) {
            Some(call) => self.inline_call(call, |it| it.inline(&element.children)),
            None => self.inline(&element.children),
        }
    }

    fn link(&mut self, element: &Element) {
        match self.link_call(element) {
            Some(call) => self.inline_call(&call, |it| it.inline(&element.children)),
            None => self.inline(&element.children),
        }
    }

    /// The call that makes a link, if an element is one that leads somewhere.
    pub fn link_call(&self, element: &Element) -> Option<String> {
        let href = element.attribute("href").unwrap_or_default();
        match href.strip_prefix('#') {
            Some(id) if self.names.is_target(id) => Some(format!("xref({})", literal(id))),
            Some(_) => None,
            None => self
                .outside(href)
                .map(|url| format!("link({})", literal(&url))),
        }
    }

    /// The whole URL of a link that leaves the edition; nothing for one that would lead nowhere outside the site.
    fn outside(&self, href: &str) -> Option<String> {
        let url = self.publication.outside(href);
        url.contains(':').then_some(url)
    }

    fn holds_note(&self, element: &Element) -> bool {
        let link = element.elements().find(|child| child.name == "a");
        let href = link.and_then(|link| link.attribute("href"));
        let id = href.and_then(|href| href.strip_prefix('#'));
        id.is_some_and(|id| self.names.note(id).is_some())
    }

    /// Writes the note that a mark leads to: at its first mark the text, at others the mark alone.
    fn note_mark(&mut self, link: &Element) -> Option<()> {
        let id = link.attribute("href")?.strip_prefix('#')?;
        let note = self.names.note(id)?;
        if self.is_in_note {
            return None;
        }
        let label = format!("label({})", literal(id));
        if self.begin_note(id) {
            self.is_in_note = true;
            let content = self.capture(|it| it.note(note));
            self.is_in_note = false;
            self.insert(&format!("#footnote[{content}]#{label};"));
        } else {
            self.insert(&format!("#footnote({label});"));
        }
        Some(())
    }
}

/// The function of Typst for an element.
fn call(name: &str) -> Option<&'static str> {
    Some(match name {
        "b" | "strong" | "th" => "strong",
        "cite" | "dfn" | "em" | "i" | "var" => "emph",
        "del" | "s" | "strike" => "strike",
        "ins" | "u" => "underline",
        "mark" => "highlight",
        "sub" => "sub",
        "sup" => "super",
        "small" => "small",
        _ => return None,
    })
}
