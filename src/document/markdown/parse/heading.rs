//! Braces at the end of a heading. The parser takes all of them for attributes, and drops what they say: `## Greeting {name}`
//! would lose a word.

use std::ops::Range;

use super::Builder;
use crate::document::markdown::escape;
use crate::document::markdown::tree::{Kind, NodeId};

impl Builder<'_> {
    /// Ends a heading. If what it ends with is in braces and not all attributes, that is text.
    pub fn end_heading(&mut self) {
        if let Some(heading) = self.innermost()
            && let Some(braces) = self.dropped_braces(heading)
            && !are_attributes(self.source.slice(braces.clone()))
        {
            self.keep_braces(heading, braces);
        }
        self.close();
    }

    /// The braces at the end of a heading that are not part of any node inside it.
    fn dropped_braces(&self, heading: NodeId) -> Option<Range<usize>> {
        let rest = self.rest_of(heading);
        let text = self.source.slice(rest.clone());
        let (open, close) = (text.find('{')?, text.rfind('}')?);
        (open < close).then_some(rest.start + open..rest.start + close + 1)
    }

    fn keep_braces(&mut self, id: NodeId, braces: Range<usize>) {
        let Some(Kind::Heading(heading)) = self.kind_mut(id) else {
            return;
        };
        heading.id = None;
        heading.classes.clear();
        let text = escape::decoded(self.source.slice(braces.clone())).into_owned();
        // The parser drops the space before them too.
        let before = self.source.slice(self.rest_of(id).start..braces.start);
        let gap = if before.starts_with(' ') { " " } else { "" };
        self.text(format!("{gap}{text}").into(), braces);
        self.end_text();
    }
}

/// True for braces with nothing but `#id`, `.class` and `key=value` in them.
pub(in crate::document::markdown) fn are_attributes(braces: &str) -> bool {
    let inside = braces.trim().trim_start_matches('{').trim_end_matches('}');
    let mut words = words(inside).peekable();
    words.peek().is_some() && words.all(is_attribute)
}

fn is_attribute(word: &str) -> bool {
    match word.as_bytes() {
        [b'#' | b'.', _, ..] => true,
        _ => word.split_once('=').is_some_and(|(key, _)| is_key(key)),
    }
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(is_of_key)
}

fn is_of_key(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | ':')
}

/// The words of a text; a space in quotes ends none.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut quote = None;
    let ends_word = move |c: char| {
        match quote {
            Some(open) if open == c => quote = None,
            None if matches!(c, '"' | '\'') => quote = Some(c),
            _ => {}
        }
        quote.is_none() && c.is_whitespace()
    };
    text.split(ends_word).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::are_attributes;

    #[test]
    fn attributes_are_told_from_words() {
        for attributes in [
            "{#id}",
            "{.wide #id}",
            "{lang=cy}",
            "{ #a title=\"two words\" }",
        ] {
            assert!(are_attributes(attributes), "{attributes}");
        }
        for text in [
            "{}",
            "{name}",
            "{#}",
            "{n}",
            "{#id name}",
            "{a, b}",
            "{x = 1}",
            "{: .x}",
        ] {
            assert!(!are_attributes(text), "{text}");
        }
    }
}
