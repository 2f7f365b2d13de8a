//! Pictures without a text for those who do not see them.

use crate::base::{Code, Diagnostic, Span};
use crate::check::subject::Text;
use crate::document::{FieldValue, Value, Written};

/// Finds pictures of a text and of its front matter that say nothing in their place, and do not say why.
pub fn look(text: &Text, found: &mut Vec<Diagnostic>) {
    for FieldValue { value, span, .. } in &text.outline().fields.0 {
        in_field(value, **span, text, found);
    }
    let silent = text
        .anatomy
        .pictures
        .iter()
        .filter(|picture| !picture.is_decorative && picture.alt.trim().is_empty());
    found.extend(silent.map(|picture| {
        let (words, decorates) = match picture.written {
            Written::Html => ("say in `alt` what the picture shows", "write `alt=\"\"`"),
            _ => (
                "say between `[` and `]` what the picture shows",
                "write it as a block: `::: figure image=\"…\" alt=\"\"`",
            ),
        };
        silent_picture(&picture.target)
            .at(text.file(), picture.span, "no alternative text")
            .help(words)
            .help(format!("if it only decorates the page, {decorates}"))
    }));
}

fn in_field(value: &Value, span: Span, text: &Text, found: &mut Vec<Diagnostic>) {
    match value {
        Value::Image(image) if !image.is_decorative && image.alt.trim().is_empty() => {
            let link = text.outline().links.get(image.file.0 as usize);
            let target = link.map_or("this picture", |link| link.target.as_str());
            found.push(
                silent_picture(target)
                    .at(
                        text.file(),
                        link.map_or(span, |link| *link.span),
                        "no alternative text",
                    )
                    .help("write it as `file` and `alt`, and say in `alt` what the picture shows")
                    .help(
                        "if it only decorates the page, write `decorative: true` in place of `alt`",
                    ),
            );
        }
        Value::List(items) => items
            .iter()
            .for_each(|item| in_field(item, span, text, found)),
        Value::Map(entries) => entries
            .iter()
            .for_each(|(_, item)| in_field(item, span, text, found)),
        _ => {}
    }
}

fn silent_picture(target: &str) -> Diagnostic {
    Diagnostic::new(
        Code::MissingAlt,
        format!(
            "`{}` has no alternative text",
            crate::base::wording::excerpt(target, 80)
        ),
    )
}
