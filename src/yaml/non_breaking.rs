//! Non-breaking spaces: which of them YAML needs to be ordinary ones. All others belong to a value, as in French titles.

/// What a non-breaking space is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// Part of a value or a comment.
    Text,
    /// At the end of a line, where it says nothing.
    End,
    /// Indentation, or a space that YAML needs, such as the one after a key's colon.
    Structure,
}

/// More of a line is not looked at on either side, so that a line full of them takes no longer than others.
const MOST: usize = 300;

/// The line around a non-breaking space, or as much of it as is looked at.
struct Line<'t> {
    before: &'t str,
    /// From the space on.
    rest: &'t str,
    /// True if there is more before it.
    is_cut: bool,
}

impl<'t> Line<'t> {
    fn around(text: &'t str, at: usize) -> Line<'t> {
        let is_boundary = |at: &usize| text.is_char_boundary(*at);
        let from = (at.saturating_sub(MOST)..at).find(is_boundary);
        let to = ((at + MOST)..text.len()).find(is_boundary);
        let before = &text[from.unwrap_or(at)..at];
        let start = before.rfind('\n');
        Line {
            before: start.map_or(before, |end| &before[end + 1..]),
            rest: &text[at..to.unwrap_or(text.len())],
            is_cut: start.is_none() && at > MOST,
        }
    }

    /// True after the colon of a key, and after a sign between the values of a list or a group within a line.
    fn follows_sign(&self) -> bool {
        let mut words = self.before.trim_end_matches(is_space).chars().rev();
        match words.next() {
            Some(':') => words.next().is_some_and(is_of_key),
            Some(',' | '{' | '[') => self.is_cut || self.before.contains(['{', '[']),
            _ => false,
        }
    }

    /// True if nothing is before the space but spaces and the marks of lists.
    fn is_indentation(&self) -> bool {
        !self.is_cut && self.before.chars().all(|c| is_space(c) || c == '-')
    }
}

/// What the non-breaking space at a place of a text is.
pub(super) fn role(text: &str, at: usize) -> Role {
    let line = Line::around(text, at);
    let after = line.rest.split('\n').next().unwrap_or("");
    let after = after.trim_start_matches('\u{a0}');
    match after.trim() {
        "" if line.rest.contains('\n') || line.rest.len() < MOST => Role::End,
        comment if line.is_indentation() && comment.starts_with('#') => Role::End,
        _ if line.before.trim_start().starts_with('#') => Role::Text,
        _ if line.is_indentation() || line.follows_sign() || is_in_key(line.before, after) => {
            Role::Structure
        }
        _ => Role::Text,
    }
}

/// True if what is before a space and after it is one key.
fn is_in_key(before: &str, after: &str) -> bool {
    let Some((rest, value)) = after.split_once(':') else {
        return false;
    };
    let key = before.trim_start_matches(|c| is_space(c) || c == '-');
    let ends_key = value.is_empty() || value.starts_with(is_space);
    ends_key
        && key
            .chars()
            .chain(rest.chars())
            .all(|c| is_of_key(c) || is_space(c))
}

fn is_of_key(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | '\'')
}

fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{a0}' | '\r')
}

#[cfg(test)]
mod tests {
    use super::{Role, role};

    fn of(line: &str) -> Role {
        let text = format!("a: b\n{}\nc: d\n", line.replace('~', "\u{a0}"));
        role(&text, text.find('\u{a0}').unwrap())
    }

    #[test]
    fn only_spaces_of_yaml_itself_are_structure() {
        for line in [
            "~~b: c",
            "-~b",
            "title:~b",
            "\"a\":~b",
            "{draft:~true}",
            "{a: b,~draft: true}",
            "publish~at: b",
            "draft~: true",
        ] {
            assert_eq!(of(line), Role::Structure, "{line}");
        }
        for line in [
            "title: L’État~: «~a~»",
            "# a~b",
            "title: \"a~b: c\"",
            "t: a,~b",
            "- a~b",
        ] {
            assert_eq!(of(line), Role::Text, "{line}");
        }
        for line in ["title: a~", "~", "~# a", "draft: true~~ "] {
            assert_eq!(of(line), Role::End, "{line}");
        }
    }
}
