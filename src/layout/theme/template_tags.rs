//! The tags of a template as its author sees them: which are open at a place, and which components it defines. Finds no
//! mistakes itself.

use crate::base::Span;

/// A tag, `{% for x in y %}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tag<'t> {
    /// Its first word.
    pub name: &'t str,
    /// What is behind that word.
    pub rest: &'t str,
    /// From its first brace to its last.
    pub span: Span,
}

/// Tags that another one closes: `{% endfor %}`.
const OPENING: [&str; 5] = ["block", "component", "filter", "for", "if"];
/// All tags that Tera knows, but for those that close others.
pub const TAGS: [&str; 14] = [
    "block",
    "break",
    "component",
    "continue",
    "elif",
    "else",
    "extends",
    "filter",
    "for",
    "if",
    "include",
    "raw",
    "set",
    "set_global",
];

/// The tags of a text in their order. Comments and raw text have none.
pub fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(brace) = text[at..].find('{') {
        let start = at + brace;
        let Some(sign) = text[start + 1..].chars().next() else {
            break;
        };
        at = match sign {
            '#' => end_of(text, start, "#}"),
            '%' => {
                let end = end_of(text, start, "%}");
                let tag = tag(text, Span::new(start, end));
                found.push(tag);
                match tag.name {
                    "raw" => end_of(text, end_of(text, end, "endraw"), "%}"),
                    _ => end,
                }
            }
            _ => start + 1,
        };
    }
    found
}

fn tag(text: &str, span: Span) -> Tag<'_> {
    let inside = text[span.range()]
        .trim_start_matches("{%")
        .trim_end_matches("%}");
    let inside = inside.trim_matches(|c: char| c == '-' || c.is_whitespace());
    let (name, rest) = inside
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .map_or((inside, ""), |end| inside.split_at(end));
    Tag { name, rest, span }
}

fn end_of(text: &str, start: usize, sign: &str) -> usize {
    let rest = &text[start..];
    rest.find(sign)
        .map_or(text.len(), |at| start + at + sign.len())
}

/// The innermost tag that is opened before a place and not closed there.
pub fn open_before(text: &str, place: usize) -> Option<Tag<'_>> {
    let mut open: Vec<Tag> = Vec::new();
    for tag in tags(text) {
        if tag.span.end as usize > place {
            break;
        }
        let closed = tag.name.strip_prefix("end");
        if OPENING.contains(&tag.name) || (tag.name == "set" && !tag.rest.contains('=')) {
            open.push(tag);
        } else if closed.is_some() && closed == open.last().map(|open| open.name) {
            open.pop();
        }
    }
    open.pop()
}

/// The names of the components that a template defines.
pub fn components(text: &str) -> Vec<&str> {
    let defining = tags(text).into_iter().filter(|tag| tag.name == "component");
    defining
        .map(|tag| tag.rest.trim().split('(').next().unwrap_or("").trim())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_where_tera_sees_them() {
        let text =
            "{#{% if %}#}{%- for x in y -%}{{ y }}{% raw %}{% if %}{% endraw %}{%endfor%}{% set";
        let names: Vec<&str> = tags(text).iter().map(|tag| tag.name).collect();
        assert_eq!(names, ["for", "raw", "endfor", "set"]);
    }

    #[test]
    fn the_innermost_open_tag_is_found() {
        let text = "{% block a %}{% for x in y %}{% if x %}{% endif %}{% set z %}b{% endset %}{% endblock %}";
        let at = text.find("{% endblock").unwrap_or_default();
        assert_eq!(open_before(text, at).map(|tag| tag.name), Some("for"));
        assert_eq!(open_before(text, 0), None);
        assert_eq!(
            components("{% component Card(a, b) %}{% endcomponent %}{% component X() %}"),
            ["Card", "X"]
        );
    }
}
