//! HTML in a text opens an element and never closes it, or closes one that is not
//! open. An element may be closed many paragraphs after it is opened. `copublish
//! check` finds this; it is a warning.
//!
//! Elements with an optional end tag, such as `<li>` and `<p>`, are skipped.
//!
//! ## Example
//!
//! ```text
//! <div class="note">
//!
//! We meet in Leeds.
//! ```
//!
//! ## What to do
//!
//! Add the missing tag, or delete the extra one:
//!
//! ```text
//! <div class="note">
//!
//! We meet in Leeds.
//!
//! </div>
//! ```
//!
//! If readers should see the tag itself, put it between backticks.
//!
//! ## Why it matters
//!
//! Browsers guess where it ends. Everything below, up to the end of the page, may
//! then belong to it.

use std::collections::HashMap;

use super::unknown_element::is_known;
use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::{Element, ElementForm};

pub(super) const RULE: Rule = Rule::of_text(Code::UnclosedElement, check);

/// Elements that have no content, and no closing tag.
const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input",
    "keygen", "link", "meta", "param", "source", "track", "wbr",
];

/// Elements whose end tag may be left out.
const OPTIONAL: &[&str] = &[
    "body", "caption", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p",
    "rb", "rp", "rt", "rtc", "tbody", "td", "tfoot", "th", "thead", "tr",
];

/// Finds tags without their other half. An element may be opened in one piece of HTML and closed in another, so a whole text
/// is checked at once.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    let mut open = Open::default();
    for element in &text.facts.elements {
        open.add(element);
    }
    let left = open.elements.iter().copied();
    open.unclosed
        .extend(left.filter(|element| !is_one_of(OPTIONAL, &element.name)));
    for element in open.unclosed {
        found.push(unclosed(text, element));
    }
    // In the template code of another program, the opening tag may not look like one.
    if text.source.contains("{{") || text.source.contains("{%") {
        return;
    }
    for element in open.stray {
        found.push(stray(text, element));
    }
}

fn unclosed(text: &CheckedText, element: &Element) -> Diagnostic {
    let name = &element.name;
    let message = format!("`<{name}>` is never closed");
    let diagnostic = Diagnostic::new(Code::UnclosedElement, message)
        .at(text.file(), element.span, "opened here")
        .help(format!("close it with `</{name}>` where it ends"));
    if element.form == ElementForm::Whole {
        return diagnostic.help("the `/` before the `>` closes nothing in HTML");
    }
    diagnostic
}

fn stray(text: &CheckedText, element: &Element) -> Diagnostic {
    let name = &element.name;
    let label = "no element of this name is open here";
    Diagnostic::new(Code::UnclosedElement, format!("`</{name}>` closes nothing"))
        .at(text.file(), element.span, label)
        .help(format!("delete it, or write `<{name}>` where it starts"))
}

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.binary_search(&name).is_ok()
}

/// The open elements, and the wrong tags so far.
#[derive(Default)]
struct Open<'e> {
    elements: Vec<&'e Element>,
    /// How many of each name are open.
    counts: HashMap<&'e str, usize>,
    /// How many of each name are known to be unclosed: a closing tag that comes too late is the same mistake.
    late: HashMap<&'e str, usize>,
    unclosed: Vec<&'e Element>,
    stray: Vec<&'e Element>,
}

impl<'e> Open<'e> {
    fn add(&mut self, element: &'e Element) {
        let is_known = element.is_foreign || is_known(&element.name);
        if !is_known || is_one_of(VOID, &element.name) {
            return;
        }
        match element.form {
            ElementForm::Whole if element.is_foreign => {}
            ElementForm::Opening | ElementForm::Whole => self.open(element),
            ElementForm::Closing => self.close(element),
        }
    }

    fn open(&mut self, element: &'e Element) {
        *self.counts.entry(&element.name).or_default() += 1;
        self.elements.push(element);
    }

    fn close(&mut self, element: &'e Element) {
        let name = element.name.as_str();
        if self.counts.get(name).is_none_or(|count| *count == 0) {
            match self.late.get_mut(name).filter(|late| **late > 0) {
                Some(late) => *late -= 1,
                None => self.stray.push(element),
            }
            return;
        }
        while let Some(inner) = self.elements.pop() {
            if let Some(count) = self.counts.get_mut(inner.name.as_str()) {
                *count = count.saturating_sub(1);
            }
            if inner.name == name {
                break;
            }
            *self.late.entry(&inner.name).or_default() += 1;
            if !is_one_of(OPTIONAL, &inner.name) {
                self.unclosed.push(inner);
            }
        }
    }
}
