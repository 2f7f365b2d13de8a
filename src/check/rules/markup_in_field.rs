//! A field of the front matter, such as the title or the summary, holds markup:
//! `&amp;`, `<em>`, `**bold**`. Such a field is plain text, so readers see the signs
//! as they are. `copublish check` finds this; it is a warning.
//!
//! ## Example
//!
//! ```text
//! title: "Part 1&#58; R&amp;D"
//! summary: We **did** it
//! ```
//!
//! ## What to do
//!
//! Write the words alone. `copublish fix` does it:
//!
//! ```text
//! title: "Part 1: R&D"
//! summary: We did it
//! ```
//!
//! ## Why it matters
//!
//! Titles are also in lists, search results, browser tabs and feeds.

use super::unknown_element::is_known;
use crate::base::english::excerpt;
use crate::base::{Code, Diagnostic, Fix, Span};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::document::Value;
use crate::document::markdown::without_markup;

pub(super) const RULE: Rule = Rule::of_text(Code::MarkupInField, check);

/// Finds markup in fields that are plain text.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    for (field, span) in text.outline().located_fields() {
        if let Value::Text(value) = &field.value
            && let Some(plain) = without_markup(value.trim(), is_known)
        {
            found.push(about(text, &field.name, Written { value, span, plain }));
        }
    }
}

/// A value with markup, and its words.
struct Written<'v> {
    value: &'v str,
    span: Span,
    plain: String,
}

fn about(text: &CheckedText, name: &str, written: Written) -> Diagnostic {
    let Written { value, span, plain } = written;
    let line = format!("{name}: {}", in_quotes(&plain));
    let message = format!("`{name}` is plain text, so readers see its markup");
    let diagnostic = Diagnostic::new(Code::MarkupInField, message)
        .at(text.file(), span, "shown as it is")
        .help(format!("write `{}`", excerpt(&line, 100)));
    let is_bare = text.source_at(span) == value;
    let new = if is_bare && !is_plain_yaml(&plain) {
        in_quotes(&plain)
    } else {
        plain
    };
    let words = format!("write `{name}` without markup");
    diagnostic.fixed_by(Fix::replacing(words, text.file(), span, value, &new))
}

/// True for a text that means itself in YAML, TOML and JSON alike: it needs no quotes.
fn is_plain_yaml(text: &str) -> bool {
    text.starts_with(char::is_alphabetic)
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.ends_with(':')
}

fn in_quotes(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
