//! HTML in a text sets its own style, in a `style` attribute or a `<style>` element.
//! `copublish check` finds this; it is a warning. Drawings and formulas are skipped.
//!
//! ## Example
//!
//! ```text
//! <p style="color: grey; font-size: 11px">All figures are from 2012.</p>
//! ```
//!
//! ## What to do
//!
//! Leave styles to the theme. To make a passage stand out, use a
//! [block](../manual/blocks.md). If the site needs its own style, use a class and a
//! style sheet of the site.
//!
//! ```text
//! All figures are from 2012.
//! ```
//!
//! ## Why it matters
//!
//! What is readable on your screen may be unreadable on a dark one, in large print or
//! on paper. The theme works on all of these; a style in the text may not.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::ElementForm;

pub(super) const RULE: Rule = Rule::of_text(Code::InlineStyle, check);

/// Finds `style`, as an attribute and as an element. Drawings and formulas are left alone: programs write them.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    for element in text
        .facts
        .elements
        .iter()
        .filter(|element| !element.is_foreign)
    {
        if element.name == "style" && element.form != ElementForm::Closing {
            found.push(diagnostic("`<style>`").at(text.file(), element.span, "a style sheet"));
        }
        let styled = element
            .attributes
            .iter()
            .filter(|attribute| attribute.name == "style");
        found.extend(styled.map(|attribute| {
            diagnostic("`style`").at(text.file(), attribute.span, "its own style")
        }));
    }
}

fn diagnostic(what: &str) -> Diagnostic {
    Diagnostic::new(
        Code::InlineStyle,
        format!("{what} styles this text without the theme"),
    )
    .help("leave the style to the theme, or use a class and a style sheet of the site")
    .help("it may be unreadable on a dark screen, on paper or in large print")
}
