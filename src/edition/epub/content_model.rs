//! What XHTML allows where: authors can write any HTML, and a book that breaks a rule may not open.

use crate::edition::{Element, Node};

/// Elements that stand for themselves, with a line of their own.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "div",
    "dl",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];
/// Elements within a line.
const IN_LINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i", "img",
    "ins", "kbd", "mark", "q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub",
    "sup", "svg", "math", "time", "u", "var", "wbr",
];
/// Elements that are allowed in another one only.
const PARTS: &[&str] = &[
    "caption",
    "col",
    "colgroup",
    "dd",
    "dt",
    "figcaption",
    "li",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
];
/// Blocks that hold no other blocks.
const HOLD_LINES: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6", "p", "pre"];
/// Elements without content.
pub const EMPTY: &[&str] = &["br", "col", "hr", "img", "wbr"];
/// Attributes that any element can have.
const GLOBAL: &[&str] = &["aria-label", "class", "dir", "lang", "role", "title"];
/// Roles of what is in a text.
const ROLES: &[&str] = &[
    "doc-abstract",
    "doc-appendix",
    "doc-bibliography",
    "doc-conclusion",
    "doc-endnotes",
    "doc-example",
    "doc-footnote",
    "doc-foreword",
    "doc-glossary",
    "doc-introduction",
    "doc-noteref",
    "doc-preface",
    "doc-pullquote",
    "doc-tip",
    "group",
    "img",
    "note",
];

/// Where an element is to be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Within {
    /// Where blocks are allowed.
    Flow,
    /// Within a line.
    Line,
    List,
    Definitions,
    Table,
    Figure,
}

/// What becomes of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate<'e> {
    /// It is written with a name, and holds what is allowed there.
    Write(&'e str, Within),
    /// Only what is in it is written.
    Unwrap,
    /// A film, a sound or a frame: its address is written.
    Address,
    Drop,
}

/// What becomes of an element of HTML, and what may be in it.
pub fn fate<'e>(element: &'e Element, within: Within) -> Fate<'e> {
    let name = element.name.as_str();
    match name {
        "audio" | "iframe" | "video" => Fate::Address,
        "area" | "canvas" | "embed" | "map" | "source" | "track" => Fate::Drop,
        "details" | "summary" | "main" | "search" | "hgroup" | "center" => block("div", within),
        "strike" => Fate::Write("s", Within::Line),
        "tt" => Fate::Write("code", Within::Line),
        "dl" if !is_regular(element) => block("div", within),
        "div" if within == Within::Definitions => Fate::Write("div", Within::Definitions),
        _ if IN_LINE.contains(&name) => match (name, within) {
            // These hold what the element around them may hold.
            ("a" | "del" | "ins", Within::Flow | Within::Line) => Fate::Write(name, within),
            _ => Fate::Write(name, Within::Line),
        },
        _ if BLOCKS.contains(&name) => block(name, within),
        _ if PARTS.contains(&name) => part(name, within),
        _ => Fate::Unwrap,
    }
}

fn block(name: &str, within: Within) -> Fate<'_> {
    if within == Within::Line {
        return match name {
            "hr" => Fate::Drop,
            _ => Fate::Write("span", Within::Line),
        };
    }
    let inner = match name {
        "ul" | "ol" => Within::List,
        "dl" => Within::Definitions,
        "table" => Within::Table,
        "figure" => Within::Figure,
        _ if HOLD_LINES.contains(&name) => Within::Line,
        _ => Within::Flow,
    };
    Fate::Write(name, inner)
}

/// An element that needs another one around it.
fn part(name: &str, within: Within) -> Fate<'_> {
    let holds = match name {
        "tr" | "tbody" | "thead" | "tfoot" | "colgroup" | "col" => Within::Table,
        "dt" => Within::Line,
        _ => Within::Flow,
    };
    let is_at_home = match within {
        Within::List => name == "li",
        Within::Definitions => matches!(name, "dd" | "dt"),
        Within::Table => !matches!(name, "dd" | "dt" | "figcaption" | "li"),
        Within::Figure => name == "figcaption",
        Within::Flow | Within::Line => false,
    };
    if is_at_home {
        Fate::Write(name, holds)
    } else {
        block("div", within)
    }
}

/// True for a list of terms in which each term has an explanation, alone or in groups.
fn is_regular(list: &Element) -> bool {
    let has_text = |node: &Node| matches!(node, Node::Text(text) if !text.words.trim().is_empty());
    let names: Vec<&str> = list.elements().map(|child| child.name.as_str()).collect();
    !list.children.iter().any(has_text)
        && !names.is_empty()
        && (names.iter().all(|name| *name == "div") && list.elements().all(is_regular)
            || is_sequence(&names))
}

/// True for terms that are followed by explanations.
fn is_sequence(names: &[&str]) -> bool {
    let is_known = names.iter().all(|name| matches!(*name, "dd" | "dt"));
    is_known && names.first() == Some(&"dt") && names.last() == Some(&"dd")
}

/// True if an attribute of an element of HTML is written as it is.
pub fn keeps(element: &str, name: &str, value: &str) -> bool {
    match name {
        "role" => ROLES.contains(&value),
        "lang" => !value.is_empty(),
        "dir" => matches!(value, "ltr" | "rtl" | "auto"),
        // Not on what has no name of its own.
        "aria-label" => !value.is_empty() && !matches!(element, "div" | "span" | "p"),
        _ if GLOBAL.contains(&name) => !value.trim().is_empty(),
        "colspan" | "rowspan" => is_cell(element) && is_number(value),
        "scope" => element == "th" && matches!(value, "col" | "row" | "colgroup" | "rowgroup"),
        "start" => element == "ol" && is_number(value),
        "reversed" => element == "ol",
        "value" => element == "li" && is_number(value),
        "width" | "height" => element == "img" && is_number(value),
        "hreflang" => element == "a" && !value.is_empty(),
        _ => false,
    }
}

fn is_cell(element: &str) -> bool {
    matches!(element, "td" | "th")
}

fn is_number(value: &str) -> bool {
    !value.is_empty() && value.len() < 6 && value.bytes().all(|byte| byte.is_ascii_digit())
}
