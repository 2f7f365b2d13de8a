//! HTML in a text runs a script: in an attribute such as `onclick`, or in a link that
//! starts with `javascript:`. `copublish check` finds this; it is a warning.
//!
//! ## Example
//!
//! ```text
//! <a href="#" onclick="show('dates')">Dates</a>
//! ```
//!
//! ## What to do
//!
//! Use a link, or a block that needs no script:
//!
//! ```text
//! ::: details summary="Dates"
//! 3 May and 7 September
//! :::
//! ```
//!
//! ## Why it matters
//!
//! Pages must work without scripts, and sites that protect their readers against
//! injected scripts block such ones too.

use super::unknown_element::is_known;
use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::Attribute;

pub(super) const RULE: Rule = Rule::of_text(Code::EventHandler, check);

/// Finds `onclick` and its like, and links that run a script.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    // Custom elements may have any attributes.
    let elements = text.facts.elements.iter();
    let elements = elements.filter(|element| {
        element.is_foreign || (is_known(&element.name) && !element.name.contains('-'))
    });
    for attribute in elements
        .flat_map(|element| &element.attributes)
        .filter(|attribute| runs(attribute))
    {
        let name = &attribute.name;
        found.push(
            Diagnostic::new(
                Code::EventHandler,
                format!("`{name}` runs a script in the reader's browser"),
            )
            .at(text.file(), attribute.span, "a script")
            .help("pages must work without scripts: use a link, or a block such as `details`"),
        );
    }
}

fn runs(attribute: &Attribute) -> bool {
    let event = attribute.name.strip_prefix("on");
    let is_event = event.is_some_and(|event| {
        event.len() > 2 && event.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    let is_target = matches!(
        attribute.name.as_str(),
        "href" | "src" | "action" | "formaction" | "xlink:href"
    );
    let starts = attribute
        .value
        .trim_start()
        .get(..11)
        .is_some_and(|start| start.eq_ignore_ascii_case("javascript:"));
    is_event || (is_target && starts)
}
