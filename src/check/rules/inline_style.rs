//! Looks that stand in a text.

use crate::base::{Code, Diagnostic};
use crate::check::subject::Text;
use crate::document::ElementForm;

/// Finds `style`, as an attribute and as an element. Drawings and formulas are left alone: programs write them.
pub fn look(text: &Text, found: &mut Vec<Diagnostic>) {
    for element in text
        .anatomy
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
