//! HTML in a text has an element that does not exist. Browsers ignore such a tag, so
//! words in angle brackets are missing from the page. `copublish check` finds this;
//! it is a warning. Elements with a hyphen in their name are custom elements, and are
//! skipped.
//!
//! ## Example
//!
//! ```text
//! Write to us as <your name>, and say where you live.
//! ```
//!
//! ## What to do
//!
//! To show the words as they are, put a backslash before them, or put them between
//! backticks:
//!
//! ```text
//! Write to us as \<your name>, and say where you live.
//! ```
//!
//! If the name of the element is misspelt, correct it.
//!
//! ## Why it matters
//!
//! Only the readers who need it notice that something is missing.

use std::collections::HashMap;

use crate::base::suggest::did_you_mean;
use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::{Element, ElementForm};

pub(super) const RULE: Rule = Rule::of_text(Code::UnknownElement, check);

/// The elements of HTML, those that are out of use with them: browsers know them all. In the order of the
/// alphabet.
const KNOWN: &[&str] = &[
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "basefont",
    "bdi",
    "bdo",
    "bgsound",
    "big",
    "blink",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fencedframe",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "keygen",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "marquee",
    "math",
    "menu",
    "menuitem",
    "meta",
    "meter",
    "nav",
    "nobr",
    "noembed",
    "noframes",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "plaintext",
    "portal",
    "pre",
    "progress",
    "q",
    "rb",
    "rp",
    "rt",
    "rtc",
    "ruby",
    "s",
    "samp",
    "script",
    "search",
    "section",
    "select",
    "selectedcontent",
    "slot",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
    "xmp",
];

/// Finds tags of elements that do not exist. Browsers do not show such a tag, only its content.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    let elements = &text.facts.elements;
    let unknown = elements.iter().filter(|element| {
        let is_tag = element.form != ElementForm::Closing && !element.is_foreign;
        is_tag && !is_known(&element.name) && !is_component(element, elements)
    });
    let mut near: HashMap<&str, String> = HashMap::new();
    for element in unknown {
        let name = element.name.as_str();
        let meant = near
            .entry(name)
            .or_insert_with(|| did_you_mean(name, KNOWN.iter().copied()).unwrap_or_default());
        found.push(
            Diagnostic::new(
                Code::UnknownElement,
                format!("HTML has no element `{name}`, so readers do not see this"),
            )
            .at(text.file(), element.span, "unknown element")
            .help(meant.as_str())
            .help(format!(
                "to show this as text, write `\\<{name}>`, or put it between backticks"
            )),
        );
    }
}

/// True for an element of HTML and for a custom element, which has a hyphen in its name.
pub(super) fn is_known(name: &str) -> bool {
    name.contains('-') || KNOWN.binary_search(&name).is_ok()
}

/// True for the opening tag of a component: it is written with a capital letter, and has what words in angle brackets do not
/// have.
pub(super) fn is_component(element: &Element, all: &[Element]) -> bool {
    let is_closed = |element: &Element| {
        element.form == ElementForm::Whole
            || element.attributes.iter().any(|it| !it.value.is_empty())
            || all
                .iter()
                .any(|it| it.form == ElementForm::Closing && it.name == element.name)
    };
    element.is_capitalised
        && element.form != ElementForm::Closing
        && !element.is_foreign
        && !is_known(&element.name)
        && is_closed(element)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_halves() {
        assert!(KNOWN.is_sorted_by(|a, b| a < b));
        assert!(is_known("h1") && is_known("our-card") && !is_known("secton"));
    }
}
