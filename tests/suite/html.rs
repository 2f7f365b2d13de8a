//! Finished pages as trees: enough to choose an element and to write it down for a reader.
//!
//! Reads what copublish and its themes write. It is no browser: markup that authors left open closes
//! where its parent does.

/// Elements without content.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements whose content is text whatever it holds.
const RAW: [&str; 4] = ["script", "style", "textarea", "title"];
/// Elements that stand within a line of text.
const INLINE: [&str; 33] = [
    "a", "abbr", "b", "bdi", "bdo", "br", "button", "cite", "code", "data", "del", "dfn", "em",
    "i", "img", "input", "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span",
    "strong", "sub", "sup", "svg", "time", "u", "var", "wbr",
];

/// A piece of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// Text as written, entities and all.
    Text(String),
    /// An element.
    Element(Element),
}

/// An element with its attributes as written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// Its name, in small letters.
    pub name: String,
    /// Its attributes in order.
    pub attributes: Vec<(String, String)>,
    /// What is in it.
    pub children: Vec<Node>,
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// All text in it.
    pub fn text(&self) -> String {
        self.children
            .iter()
            .map(|node| match node {
                Node::Text(text) => text.clone(),
                Node::Element(element) => element.text(),
            })
            .collect()
    }

    /// The elements below this one that a selector names, in order: `main`, `#id`, `.class`,
    /// `meta[name=description]`, and `main h1` for an `h1` anywhere in a `main`.
    pub fn select<'e>(&'e self, selector: &str) -> Vec<&'e Element> {
        let mut found = vec![self];
        for step in selector.split_whitespace() {
            let mut next: Vec<&Element> = Vec::new();
            for element in found {
                element.descend(step, &mut next);
            }
            found = next;
        }
        found
    }

    fn descend<'e>(&'e self, step: &str, found: &mut Vec<&'e Element>) {
        for child in self.elements() {
            if child.matches(step) && !found.iter().any(|seen| std::ptr::eq(*seen, child)) {
                found.push(child);
            }
            child.descend(step, found);
        }
    }

    /// The elements directly in it.
    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// True where one step of a selector names this element.
    fn matches(&self, step: &str) -> bool {
        let end = step.find(['#', '.', '[']).unwrap_or(step.len());
        let (name, mut rest) = step.split_at(end);
        if !name.is_empty() && name != "*" && name != self.name {
            return false;
        }
        while let Some(mark) = rest.chars().next() {
            let close = if mark == '[' {
                rest.find(']').map(|at| at + 1)
            } else {
                rest[1..].find(['#', '.', '[']).map(|at| at + 1)
            };
            let (part, behind) = rest.split_at(close.unwrap_or(rest.len()));
            rest = behind;
            let holds = match mark {
                '#' => self.attribute("id") == Some(&part[1..]),
                '.' => self
                    .attribute("class")
                    .is_some_and(|all| all.split_whitespace().any(|class| class == &part[1..])),
                _ => {
                    let inner = part.trim_start_matches('[').trim_end_matches(']');
                    let (key, value) = inner
                        .split_once('=')
                        .map_or((inner, None), |(key, value)| (key, Some(value)));
                    self.attribute(key).is_some_and(|found| {
                        value.is_none_or(|value| value.trim_matches('"') == found)
                    })
                }
            };
            if !holds {
                return false;
            }
        }
        true
    }

    fn open_tag(&self) -> String {
        let mut tag = format!("<{}", self.name);
        for (name, value) in &self.attributes {
            tag.push(' ');
            tag.push_str(name);
            if !value.is_empty() {
                tag.push_str(&format!("=\"{}\"", squeeze(value).trim()));
            }
        }
        tag.push('>');
        tag
    }

    fn is_inline(&self) -> bool {
        INLINE.contains(&self.name.as_str()) && self.elements().all(Element::is_inline)
    }

    /// The element written down: block elements on lines of their own, text squeezed.
    pub fn write(&self, depth: usize, page: &mut String) {
        let indent = "  ".repeat(depth);
        let close = if VOID.contains(&self.name.as_str()) {
            String::new()
        } else {
            format!("</{}>", self.name)
        };
        if matches!(self.name.as_str(), "pre" | "script" | "style" | "textarea") {
            let inside: String = self.children.iter().map(verbatim).collect();
            page.push_str(&format!("{indent}{}{inside}{close}\n", self.open_tag()));
            return;
        }
        if self.elements().all(Element::is_inline) {
            let inside: String = self.children.iter().map(verbatim).collect();
            page.push_str(&format!(
                "{indent}{}{}{close}\n",
                self.open_tag(),
                squeeze(&inside).trim()
            ));
            return;
        }
        page.push_str(&format!("{indent}{}\n", self.open_tag()));
        write_children(&self.children, depth + 1, page);
        page.push_str(&format!("{indent}{close}\n"));
    }
}

/// Children of a block: runs of text and inline elements share a line, blocks have their own.
fn write_children(children: &[Node], depth: usize, page: &mut String) {
    let mut line = String::new();
    let flush = |line: &mut String, page: &mut String| {
        let text = squeeze(line);
        if !text.trim().is_empty() {
            page.push_str(&format!("{}{}\n", "  ".repeat(depth), text.trim()));
        }
        line.clear();
    };
    for node in children {
        match node {
            Node::Element(element) if !element.is_inline() => {
                flush(&mut line, page);
                element.write(depth, page);
            }
            node => line.push_str(&verbatim(node)),
        }
    }
    flush(&mut line, page);
}

fn verbatim(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        Node::Element(element) => {
            let inside: String = element.children.iter().map(verbatim).collect();
            let close = if VOID.contains(&element.name.as_str()) {
                String::new()
            } else {
                format!("</{}>", element.name)
            };
            format!("{}{inside}{close}", element.open_tag())
        }
    }
}

/// Runs of white space as one space. A non-breaking space is no white space of HTML.
fn squeeze(text: &str) -> String {
    let mut squeezed = String::new();
    for letter in text.chars() {
        match letter {
            ' ' | '\t' | '\n' | '\r' => {
                if !squeezed.ends_with(' ') {
                    squeezed.push(' ');
                }
            }
            letter => squeezed.push(letter),
        }
    }
    squeezed
}

/// The parts of a page that `selector` names, written down; the whole page where it is empty.
pub fn extract(page: &str, selector: &str) -> String {
    let root = parse(page);
    let mut text = String::new();
    if selector.is_empty() {
        write_children(&root.children, 0, &mut text);
    } else {
        for element in root.select(selector) {
            element.write(0, &mut text);
        }
    }
    text
}

/// Reads a page; the root has no name.
pub fn parse(page: &str) -> Element {
    let mut open = vec![Element::default()];
    let mut rest = page;
    while !rest.is_empty() {
        rest = match tag_at(rest) {
            Some(Markup::Skip(length)) => &rest[length..],
            Some(Markup::Close(name, length)) => {
                if let Some(at) = open.iter().rposition(|element| element.name == name) {
                    while open.len() > at.max(1) {
                        close_last(&mut open);
                    }
                }
                &rest[length..]
            }
            Some(Markup::Open(element, own_end, length)) => {
                let name = element.name.clone();
                open.push(element);
                let behind = &rest[length..];
                if own_end || VOID.contains(&name.as_str()) {
                    close_last(&mut open);
                    behind
                } else if RAW.contains(&name.as_str()) {
                    let end = behind.find(&format!("</{name}")).unwrap_or(behind.len());
                    push_text(&mut open, &behind[..end]);
                    &behind[end..]
                } else {
                    behind
                }
            }
            None => {
                // A `<` that starts nothing is text itself.
                let first = rest.chars().next().map_or(0, char::len_utf8);
                let end = rest[first..].find('<').map_or(rest.len(), |at| at + first);
                push_text(&mut open, &rest[..end]);
                &rest[end..]
            }
        };
    }
    while open.len() > 1 {
        close_last(&mut open);
    }
    open.remove(0)
}

fn close_last(open: &mut Vec<Element>) {
    if let (Some(element), Some(parent)) = (open.pop(), open.last_mut()) {
        parent.children.push(Node::Element(element));
    }
}

fn push_text(open: &mut [Element], text: &str) {
    if let Some(parent) = open.last_mut().filter(|_| !text.is_empty()) {
        parent.children.push(Node::Text(text.to_owned()));
    }
}

/// What begins with `<`, and how long it is.
enum Markup {
    Skip(usize),
    Close(String, usize),
    Open(Element, bool, usize),
}

fn tag_at(text: &str) -> Option<Markup> {
    if let Some(comment) = text.strip_prefix("<!--") {
        return Some(Markup::Skip(
            comment.find("-->").map_or(text.len(), |at| at + 7),
        ));
    }
    if text.starts_with("<!") || text.starts_with("<?") {
        return Some(Markup::Skip(text.find('>').map_or(text.len(), |at| at + 1)));
    }
    if let Some(name) = text.strip_prefix("</") {
        let end = name.find('>')?;
        return Some(Markup::Close(
            name[..end].trim().to_ascii_lowercase(),
            end + 3,
        ));
    }
    let inside = text
        .strip_prefix('<')
        .filter(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()))?;
    let end = end_of_tag(inside)?;
    let content = inside[..end].trim_end();
    let (content, own_end) = content
        .strip_suffix('/')
        .map_or((content, false), |content| (content, true));
    let name_end = content
        .find(|c: char| c.is_whitespace())
        .unwrap_or(content.len());
    let element = Element {
        name: content[..name_end].to_ascii_lowercase(),
        attributes: attributes_of(&content[name_end..]),
        children: Vec::new(),
    };
    Some(Markup::Open(element, own_end, end + 2))
}

/// The place of the `>` that is in no quotes.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    for (at, letter) in text.char_indices() {
        match (quote, letter) {
            (None, '>') => return Some(at),
            (None, '"' | '\'') => quote = Some(letter),
            (Some(open), letter) if open == letter => quote = None,
            _ => {}
        }
    }
    None
}

fn attributes_of(text: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest
            .find(|c: char| c == '=' || c.is_whitespace())
            .unwrap_or(rest.len());
        let name = rest[..end].to_ascii_lowercase();
        rest = rest[end..].trim_start();
        let mut value = String::new();
        if let Some(behind) = rest.strip_prefix('=') {
            let behind = behind.trim_start();
            let quote = behind
                .chars()
                .next()
                .filter(|quote| ['"', '\''].contains(quote));
            let (found, after) = match quote {
                Some(quote) => behind[1..].split_once(quote).unwrap_or((&behind[1..], "")),
                None => behind.split_at(behind.find(char::is_whitespace).unwrap_or(behind.len())),
            };
            value = found.to_owned();
            rest = after.trim_start();
        }
        attributes.push((name, value));
    }
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<!doctype html>\n<html lang=en><head><title>A &amp; B</title><meta charset=\"utf-8\">\
        <script>if (a < b) { x(\"</p>\") }</script></head><body>\n<!-- <main> -->\n<main id=\"top\" class=\"a b\">\
        <h1>Making\n  it <em>real</em></h1><p>One<br>two\n<img src=\"a.png\" alt=\"x > y\"></p><ul><li>1</li><li><p>2</p></li></ul>\
        <pre><code>a\n  b</code></pre></main></body></html>";

    #[test]
    fn a_part_of_a_page_is_written_down_for_readers() {
        let expected = "<main id=\"top\" class=\"a b\">\n  <h1>Making it <em>real</em></h1>\n  \
            <p>One<br>two <img src=\"a.png\" alt=\"x > y\"></p>\n  <ul>\n    <li>1</li>\n    <li>\n      <p>2</p>\n    </li>\n  </ul>\n  \
            <pre><code>a\n  b</code></pre>\n</main>\n";
        assert_eq!(extract(PAGE, "main"), expected);
        assert_eq!(extract(PAGE, "#top"), expected);
        assert_eq!(extract(PAGE, "body .b"), expected);
        assert_eq!(extract(PAGE, "title"), "<title>A &amp; B</title>\n");
        assert_eq!(extract(PAGE, "li p"), "<p>2</p>\n");
        assert_eq!(
            extract(PAGE, "meta[charset=utf-8]"),
            "<meta charset=\"utf-8\">\n"
        );
        assert_eq!(
            extract(PAGE, "img[alt]"),
            "<img src=\"a.png\" alt=\"x > y\">\n"
        );
        assert_eq!(extract(PAGE, "footer"), "");
        assert!(extract(PAGE, "").starts_with("<html lang=\"en\">\n  <head>"));
    }

    #[test]
    fn markup_left_open_ends_with_its_parent() {
        assert_eq!(
            extract("<div><p>a<b>c</div><i>d</i>", "div"),
            "<div>\n  <p>a<b>c</b></p>\n</div>\n"
        );
        assert_eq!(extract("a < b <", ""), "a < b <\n");
        assert_eq!(parse("<p>a</p></div>").text(), "a");
    }
}
