//! Keys that stand below front matter, between lines of hyphens of their own: what a program writes that puts front
//! matter before front matter, and what is left where `...` ended it too early. Nothing reads them, and they are text.

use super::publication_key::meaning;
use crate::base::Span;
use crate::yaml::{Node, Value};

/// A body, and where it starts in its file.
#[derive(Clone, Copy)]
pub(super) struct BodyText<'t> {
    pub text: &'t str,
    pub offset: usize,
}

/// The first key there that is about the lifecycle, whose fields have these names.
pub(super) fn stray_key(body: BodyText, names: &[&str]) -> Option<Span> {
    for (at, line) in fenced_lines(body.text) {
        if let Some(key) = lifecycle_key(line, names) {
            let start = body.offset + at;
            return Some(Span::new(start, start + key.len()));
        }
    }
    None
}

/// The key of a line, if it is about the lifecycle.
fn lifecycle_key<'l>(line: &'l str, names: &[&str]) -> Option<&'l str> {
    let (key, value) = line.split_once([':', '='])?;
    let name = key.trim();
    if name.starts_with('-') || !name.chars().all(is_of_key) {
        return None;
    }
    let text = value.trim().trim_matches(['"', '\'']).to_owned();
    let value = Node {
        span: Span::default().into(),
        value: Value::Scalar {
            text,
            quoted: false,
        },
    };
    let is_about_it =
        names.contains(&name) || meaning(name, &value, names.iter().copied()).is_some();
    is_about_it.then(|| key.trim_end())
}

fn is_of_key(c: char) -> bool {
    c.is_alphanumeric() || "_-\"'".contains(c)
}

/// The lines at the start of a body that look like keys, with their places, if a line of hyphens stands before or
/// after them.
pub(super) fn fenced_lines(body: &str) -> Vec<(usize, &str)> {
    let start = body.len() - body.trim_start().len();
    let (mut at, mut is_fenced, mut lines) = (start, false, Vec::new());
    for line in body[start..].split_inclusive('\n') {
        let place = at;
        at += line.len();
        if is_fence(line) {
            is_fenced = true;
            if place == start {
                continue;
            }
            break;
        }
        let goes_on = line.starts_with([' ', '\t', '-', '#']) && place > start;
        if line.trim().is_empty() || !goes_on && !line.contains([':', '=']) {
            break;
        }
        if !goes_on {
            lines.push((place, line));
        }
    }
    if is_fenced { lines } else { Vec::new() }
}

fn is_fence(line: &str) -> bool {
    matches!(line.trim(), "---" | "+++" | "...")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(body: &str) -> Option<&str> {
        let names = ["draft", "publish_at", "expires", "status"];
        stray_key(
            BodyText {
                text: body,
                offset: 0,
            },
            &names,
        )
        .and_then(|span| body.get(span.range()))
    }

    #[test]
    fn keys_between_lines_of_their_own_are_found() {
        assert_eq!(
            found("\n---\ntitle: A\ndraft: true\n---\nText"),
            Some("draft")
        );
        assert_eq!(found("draft: true\n---\nText"), Some("draft"));
        assert_eq!(
            found("+++\ntags = [\"a\"]\npublishDate = 2031-01-01\n+++\n"),
            Some("publishDate")
        );
        assert_eq!(
            found("---\ntags:\n- a\nembargo: 2031-01-01\n"),
            Some("embargo")
        );
    }

    #[test]
    fn text_is_text() {
        assert_eq!(found("Draft: the third one\n\nText"), None);
        assert_eq!(found("---\n\ndraft: true\n---\n"), None);
        assert_eq!(found("---\nWeather: fine\n---\n"), None);
        assert_eq!(found("# Draft: the third one\n---\n"), None);
        assert_eq!(found("This draft: a first one\n---\n"), None);
        assert_eq!(found("Text\n---\ndraft: true\n---\n"), None);
        assert_eq!(found(""), None);
    }
}
