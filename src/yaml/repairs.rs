//! Which repairs of a text there are: only those that cannot be meant otherwise. Changes nothing itself.
//!
//! A repaired text reads as it did before, or if it could not be read, as every way of reading it would have it: all
//! but the quoting of a value is tried out before it is offered.

use super::lines::read;
use super::parsed::{Duplicate, Parsed};
use super::problem::Cause;
use super::repair::Repair;
use super::tree::Node;
use crate::base::Span;
use crate::base::english::count;

/// Quotes around the value of the line around `at`, which cannot be read because of a second colon.
pub(super) fn quoted(text: &str, at: usize) -> Option<Repair> {
    let line = line_around(text, at);
    let words = text.get(line.range())?;
    let indent = words.len() - words.trim_start_matches(' ').len();
    let colon = words.find(':')?;
    let (key, rest) = (words.get(indent..colon)?, words.get(colon + 1..)?);
    let value = rest.trim();
    let is_in_value = line.start as usize + colon < at;
    let is_all = is_in_value && !continues(text, line.end as usize, indent);
    if !is_plain_key(key) || !is_plain_value(value) || !is_all {
        return None;
    }
    let start = line.start as usize + words.len() - rest.trim_start().len();
    let span = Span::new(start, start + value.len());
    let instruction = format!("put the value of `{}` in quotes", key.trim_end());
    Repair::new(instruction, text, vec![(span, in_quotes(value))])
}

fn is_plain_key(key: &str) -> bool {
    key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_- ".contains(c))
}

/// True for a value that means itself. Signs at its start, or before a comment, mean something of their own to YAML.
fn is_plain_value(value: &str) -> bool {
    !value.is_empty()
        && !value.starts_with(|c: char| "\"'[]{}|>&*!%@`#,?-:".contains(c))
        && !value.contains(" #")
        && !value.contains(char::is_control)
}

/// True if the value of a line continues below it: the next line that is not empty is indented further.
fn continues(text: &str, end: usize, indent: usize) -> bool {
    let next = text
        .get(end..)
        .unwrap_or_default()
        .split(['\n', '\r'])
        .find(|line| !line.trim().is_empty());
    next.is_some_and(|line| line.len() - line.trim_start().len() > indent)
}

pub(super) fn in_quotes(value: &str) -> String {
    if !value.contains(['"', '\\']) {
        format!("\"{value}\"")
    } else if !value.contains('\'') {
        format!("'{value}'")
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// Spaces for the tabs that lines start with, if the text cannot be read because of them. How wide a tab is
/// meant to be is not known: it must not matter.
pub(super) fn untabbed(text: &str) -> Option<Repair> {
    let mut readings = Vec::new();
    for width in [2, 4, 8] {
        let repair = with_tabs_of(text, width)?;
        if let Some(reading) = Reading::of(&repair.applied(text)) {
            readings.push((repair, reading));
        }
    }
    // A width that leaves more lines unread than another is not the one that was meant.
    let most = readings.iter().map(|(_, reading)| reading.lines).max()?;
    readings.retain(|(_, reading)| reading.lines == most);
    let mut best = readings.into_iter();
    let (repair, first) = best.next()?;
    let are_alike = best.all(|(_, other)| is_like(first.root.as_ref(), other.root.as_ref()));
    are_alike.then_some(repair)
}

/// Spaces for the tabs that lines start with, so many for each.
fn with_tabs_of(text: &str, width: usize) -> Option<Repair> {
    let mut places = Vec::new();
    for start in line_starts(text) {
        let rest = text.get(start..)?;
        let tabs = rest.len() - rest.trim_start_matches('\t').len();
        if tabs > 0 {
            places.push((Span::new(start, start + tabs), " ".repeat(tabs * width)));
        }
    }
    let lines = count(places.len(), "line");
    let words = format!("write spaces in place of tabs at the start of {lines}");
    Repair::new(words, text, places)
}

/// As much of a text as can be read, up to the first problem that is no tab.
struct Reading {
    root: Option<Node>,
    /// How many lines were read.
    lines: usize,
}

impl Reading {
    fn of(text: &str) -> Option<Reading> {
        let problem = match read(text) {
            Ok(parsed) => {
                return Some(Reading {
                    root: parsed.root,
                    lines: usize::MAX,
                });
            }
            Err(problem) if problem.cause == Cause::Tab => return None,
            Err(problem) => problem,
        };
        let start = line_around(text, problem.span.start as usize).start as usize;
        let before = text.get(..start)?;
        Some(Reading {
            root: read(before).ok()?.root,
            lines: before.matches('\n').count(),
        })
    }
}

fn is_like(one: Option<&Node>, other: Option<&Node>) -> bool {
    match (one, other) {
        (Some(one), Some(other)) => one.says_the_same_as(other),
        (one, other) => one.is_none() && other.is_none(),
    }
}

impl Parsed {
    /// Spaces for the tabs between values, and nothing for those at the ends of lines.
    pub fn without_tabs(&self, text: &str) -> Option<Repair> {
        let mut places = Vec::new();
        for tab in &self.tabs {
            let rest = text.get(tab.end as usize..).unwrap_or_default();
            let rest = rest.trim_start_matches(' ');
            let ends_line = rest.is_empty() || rest.starts_with(['\n', '\r']);
            let new = if ends_line { "" } else { " " };
            places.push((*tab, new.to_owned()));
        }
        let words = format!("take {} out", count(places.len(), "tab"));
        let repair = Repair::new(words, text, places)?;
        self.reads_like(text, &repair).then_some(repair)
    }

    /// Spaces for non-breaking ones, as which they are read anyway.
    pub fn with_ordinary_spaces(&self, text: &str) -> Option<Repair> {
        let places = &self.non_breaking_spaces;
        let places: Vec<_> = places.iter().map(|at| (*at, " ".to_owned())).collect();
        let spaces = count(places.len(), "non-breaking space");
        Repair::new(format!("make {spaces} ordinary"), text, places)
    }

    /// Nothing for a key that is written twice with the same value, and for its lines.
    pub fn without(&self, duplicate: &Duplicate, text: &str) -> Option<Repair> {
        if !duplicate.says_the_same {
            return None;
        }
        let span = lines_of(duplicate, text)?;
        let words = format!("take the second `{}` out", duplicate.key);
        let repair = Repair::new(words, text, vec![(span, String::new())])?;
        self.reads_like(text, &repair).then_some(repair)
    }

    /// True if the repaired text says the same.
    fn reads_like(&self, text: &str, repair: &Repair) -> bool {
        read(&repair.applied(text))
            .is_ok_and(|repaired| is_like(self.root.as_ref(), repaired.root.as_ref()))
    }
}

/// The lines of the second of two equal keys, if nothing else is on them.
fn lines_of(duplicate: &Duplicate, text: &str) -> Option<Span> {
    let second = duplicate.second;
    let start = line_around(text, second.start as usize).start as usize;
    let end = duplicate.end.max(second.end) as usize;
    let last = line_around(text, end).end as usize;
    let before = text.get(start..second.start as usize)?;
    let after = text.get(end..last)?.trim_start_matches(':');
    let all = text.get(start..last)?;
    // A comment is an author's, and another value may refer to a mark.
    if !before.trim_start_matches(' ').is_empty()
        || !after.trim().is_empty()
        || all.contains(['#', '&'])
    {
        return None;
    }
    let rest = text.get(last..)?;
    let line_end = if rest.starts_with("\r\n") {
        2
    } else {
        rest.len().min(1)
    };
    Some(Span::new(start, last + line_end))
}

/// The line that holds a byte, without its end.
fn line_around(text: &str, at: usize) -> Span {
    let before = text.get(..at).unwrap_or(text);
    let start = before.rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let rest = text.get(start..).unwrap_or_default();
    Span::new(start, start + rest.find(['\n', '\r']).unwrap_or(rest.len()))
}

fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices(['\n', '\r']).map(|(at, _)| at + 1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;

    fn once_repaired(text: &str, repair: Option<Repair>) -> Option<String> {
        repair.map(|repair| repair.applied(text))
    }

    fn of_problem(text: &str) -> Option<String> {
        once_repaired(text, parse(text).unwrap_err().repair.map(|repair| *repair))
    }

    #[test]
    fn a_value_with_a_colon_is_quoted() {
        for (text, repaired) in [
            ("title: A: b\nslug: x\n", "title: \"A: b\"\nslug: x\n"),
            (
                "title: A: b  \r\nslug: x\r\n",
                "title: \"A: b\"  \r\nslug: x\r\n",
            ),
            (
                "a:\n  role: Chair: interim\n",
                "a:\n  role: \"Chair: interim\"\n",
            ),
            ("title: A \"b\": c", "title: 'A \"b\": c'"),
            ("title: It’s: 'a' \"b\"", "title: \"It’s: 'a' \\\"b\\\"\""),
            ("title: A:\n", "title: \"A:\"\n"),
        ] {
            assert_eq!(of_problem(text).as_deref(), Some(repaired), "{text}");
            parse(repaired).unwrap();
        }
    }

    #[test]
    fn what_may_mean_something_else_is_left_alone() {
        for text in [
            "title: A: b # why\n",
            "title: A: b\n  and more\n",
            "title: A\n  b: c: d\n",
            "tags:\n  - A: b: c\n",
            "title: 'A': b\n",
            "title: A: b\n\n  and more\n",
        ] {
            assert_eq!(of_problem(text), None, "{text}");
        }
    }

    #[test]
    fn tabs_at_line_starts_become_spaces_where_their_width_does_not_matter() {
        let list = "authors:\n\t- sam-lee\n\t- jo\n";
        assert_eq!(
            of_problem(list).as_deref(),
            Some("authors:\n  - sam-lee\n  - jo\n")
        );
        // Only two spaces can be read.
        assert_eq!(
            of_problem("a:\n  b: 1\n\tc: 2\n").as_deref(),
            Some("a:\n  b: 1\n  c: 2\n")
        );
        // What else is wrong can be said afterwards.
        let two = "a:\n\tb: 1\ntitle: A: b\n";
        assert_eq!(
            of_problem(two).as_deref(),
            Some("a:\n  b: 1\ntitle: A: b\n")
        );
        // With two spaces, `c` belongs to `b`; with four, to `a`.
        let either = "a:\n    b:\n\tc: 1\n      d: 2\n";
        assert_eq!(of_problem(either), None);
        let block = "a:\n\tb: |\n\t\tx\n\t\t\ty\n";
        assert_eq!(of_problem(block), None, "spaces in a block are part of it");
    }

    #[test]
    fn what_is_odd_is_repaired_without_a_change_of_meaning() {
        let tabs = "a: [1,\t2]\nb:\tx\nc: 1\t\n";
        let parsed = read(tabs).unwrap();
        let repaired = once_repaired(tabs, parsed.without_tabs(tabs)).unwrap();
        assert_eq!(repaired, "a: [1, 2]\nb: x\nc: 1\n");
        let spaces = "a:\u{a0}b\u{a0}c\nd\u{a0}e: f\n";
        let parsed = read(spaces).unwrap();
        assert_eq!(
            once_repaired(spaces, parsed.with_ordinary_spaces(spaces)).as_deref(),
            Some("a: b\u{a0}c\nd e: f\n")
        );
    }

    #[test]
    fn a_key_with_the_same_value_goes_with_its_lines_and_no_comment() {
        let without = |text: &str| {
            let parsed = read(text).unwrap();
            once_repaired(text, parsed.without(&parsed.duplicates[0], text))
        };
        assert_eq!(
            without("a: 1\r\nb: 2\r\na: '1'\r\nc: 3\r\n").as_deref(),
            Some("a: 1\r\nb: 2\r\nc: 3\r\n")
        );
        assert_eq!(
            without("a:\n- 1\n- 2\na:\n- 1\n- 2\nc: 3").as_deref(),
            Some("a:\n- 1\n- 2\nc: 3")
        );
        assert_eq!(without("a:\nb: 1\na:\n").as_deref(), Some("a:\nb: 1\n"));
        assert_eq!(
            without("a: |\n  x\n\n  y\na: |\n  x\n\n  y\nb: 1").as_deref(),
            Some("a: |\n  x\n\n  y\nb: 1")
        );
        assert_eq!(without("b: 1\na: 1\na: 1").as_deref(), Some("b: 1\na: 1\n"));
        for text in [
            "a: 1\na: 2\n",
            "a: 1\na: 1 # why\n",
            "{a: 1, a: 1}\n",
            "a: 1\na: &x 1\n",
            "a: 1\n? a\n: 1\n",
        ] {
            assert_eq!(without(text), None, "{text}");
        }
    }
}
