//! How a YAML text is put right where only one thing can be meant. Changes nothing itself.
//!
//! What is mended reads as it did before, or where it could not be read, as every way of reading it would have it:
//! all but the quoting of a value is tried out before it is offered.

use super::parse::{Duplicate, parse};
use super::{Node, Parsed};
use crate::base::wording::count;
use crate::base::{Edit, FilePath, Fix, Span};

/// Other letters for some places of one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// What it does, as an instruction.
    pub words: String,
    rewrites: Vec<Rewrite>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Rewrite {
    span: Span,
    was: String,
    text: String,
}

impl Mend {
    fn new(words: impl Into<String>, text: &str, places: Vec<(Span, String)>) -> Option<Mend> {
        let rewrite = |(span, new): (Span, String)| {
            Some(Rewrite {
                span,
                was: text.get(span.range())?.to_owned(),
                text: new,
            })
        };
        let rewrites: Option<Vec<Rewrite>> = places.into_iter().map(rewrite).collect();
        rewrites
            .filter(|some| !some.is_empty())
            .map(|rewrites| Mend {
                words: words.into(),
                rewrites,
            })
    }

    /// The fix of a file in which the text starts at byte `by`.
    pub fn fix(self, file: &FilePath, by: usize) -> Fix {
        let edit = |rewrite: Rewrite| Edit {
            file: file.clone(),
            span: rewrite.span.shifted(by),
            was: Some(rewrite.was),
            text: rewrite.text,
        };
        Fix {
            words: self.words,
            edits: self.rewrites.into_iter().map(edit).collect(),
        }
    }

    /// The text with this done to it.
    fn applied(&self, text: &str) -> String {
        let mut mended = String::with_capacity(text.len());
        let mut done = 0;
        for rewrite in &self.rewrites {
            mended.push_str(
                text.get(done..rewrite.span.start as usize)
                    .unwrap_or_default(),
            );
            mended.push_str(&rewrite.text);
            done = rewrite.span.end as usize;
        }
        mended + text.get(done..).unwrap_or_default()
    }
}

/// The value of the line around `at` in quotes, where a second colon keeps it from being read.
pub(super) fn quoted(text: &str, at: usize) -> Option<Mend> {
    let line = line_around(text, at);
    let words = text.get(line.range())?;
    let indent = words.len() - words.trim_start_matches(' ').len();
    let colon = words.find(':')?;
    let key = words.get(indent..colon)?;
    let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "_- ".contains(c));
    let value = words.get(colon + 1..)?.trim();
    // These mean something of their own to YAML at the start of a value, or a comment behind it.
    let is_plain = !value.starts_with(|c: char| "\"'[]{}|>&*!%@`#,?-:".contains(c))
        && !value.contains(" #")
        && !value.contains(char::is_control);
    let is_whole = line.start as usize + colon < at && !goes_on(text, line.end as usize, indent);
    if !is_key || value.is_empty() || !is_plain || !is_whole {
        return None;
    }
    let start = line.start as usize + words.len() - words.get(colon + 1..)?.trim_start().len();
    let span = Span::new(start, start + value.len());
    Mend::new(
        format!("put the value of `{}` in quotes", key.trim_end()),
        text,
        vec![(span, in_quotes(value))],
    )
}

/// True where the value of a line goes on below it: the next line that is not empty stands further in.
fn goes_on(text: &str, end: usize, indent: usize) -> bool {
    let next = text
        .get(end..)
        .unwrap_or_default()
        .split(['\n', '\r'])
        .find(|line| !line.trim().is_empty());
    next.is_some_and(|line| line.len() - line.trim_start().len() > indent)
}

fn in_quotes(value: &str) -> String {
    if !value.contains(['"', '\\']) {
        format!("\"{value}\"")
    } else if !value.contains('\'') {
        format!("'{value}'")
    } else {
        format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
    }
}

/// Spaces for the tabs that lines start with, where the text cannot be read because of them. How wide a tab is
/// meant to be is not known: it must not matter.
pub(super) fn untabbed(text: &str) -> Option<Mend> {
    let at_starts = |width: usize| {
        let starts = line_starts(text).filter_map(|start| {
            let rest = text.get(start..)?;
            let tabs = rest.len() - rest.trim_start_matches('\t').len();
            (tabs > 0).then(|| (Span::new(start, start + tabs), " ".repeat(tabs * width)))
        });
        let places: Vec<(Span, String)> = starts.collect();
        let words = format!(
            "replace tabs with spaces at the start of {}",
            count(places.len(), "line")
        );
        Mend::new(words, text, places)
    };
    let read: Vec<(Mend, Reading)> = [2, 4, 8]
        .into_iter()
        .filter_map(|width| {
            let mend = at_starts(width)?;
            Reading::of(&mend.applied(text)).map(|reading| (mend, reading))
        })
        .collect();
    // A width that leaves more lines unread than another is not the one that was meant.
    let most = read.iter().map(|(_, reading)| reading.lines).max()?;
    let mut best = read
        .into_iter()
        .filter(|(_, reading)| reading.lines == most);
    let (mend, first) = best.next()?;
    best.all(|(_, other)| is_like(first.root.as_ref(), other.root.as_ref()))
        .then_some(mend)
}

/// As much of a text as can be read, up to the first problem that is no tab.
struct Reading {
    root: Option<Node>,
    /// How many lines were read.
    lines: usize,
}

impl Reading {
    fn of(text: &str) -> Option<Reading> {
        let problem = match parse(text) {
            Ok(parsed) => {
                return Some(Reading {
                    root: parsed.root,
                    lines: usize::MAX,
                });
            }
            Err(problem) if problem.is_tab => return None,
            Err(problem) => problem,
        };
        let start = line_around(text, problem.span.start as usize).start as usize;
        let before = text.get(..start)?;
        Some(Reading {
            root: parse(before).ok()?.root,
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
    pub fn without_tabs(&self, text: &str) -> Option<Mend> {
        let place = |tab: &Span| {
            let behind = text
                .get(tab.end as usize..)
                .unwrap_or_default()
                .trim_start_matches(' ');
            let ends_line = behind.is_empty() || behind.starts_with(['\n', '\r']);
            (
                *tab,
                if ends_line {
                    String::new()
                } else {
                    " ".to_owned()
                },
            )
        };
        let words = format!("delete {}", count(self.tabs.len(), "tab"));
        let mend = Mend::new(words, text, self.tabs.iter().map(place).collect())?;
        self.reads_like(text, &mend).then_some(mend)
    }

    /// Spaces for non-breaking ones, as which they are read anyway.
    pub fn with_ordinary_spaces(&self, text: &str) -> Option<Mend> {
        let places = &self.non_breaking_spaces;
        let words = format!(
            "replace {} with ordinary spaces",
            count(places.len(), "non-breaking space")
        );
        Mend::new(
            words,
            text,
            places
                .iter()
                .map(|place| (*place, " ".to_owned()))
                .collect(),
        )
    }

    /// A key that is written twice with the same value, taken out with its lines.
    pub fn without(&self, duplicate: &Duplicate, text: &str) -> Option<Mend> {
        if !duplicate.says_the_same {
            return None;
        }
        let start = line_around(text, duplicate.second.start as usize).start as usize;
        let stands_alone = text
            .get(start..duplicate.second.start as usize)?
            .trim_start_matches(' ')
            .is_empty();
        let end = duplicate.end.max(duplicate.second.end) as usize;
        let line = line_around(text, end);
        let behind = text
            .get(end..line.end as usize)?
            .trim_start_matches(':')
            .trim();
        let gone = text.get(start..line.end as usize)?;
        // A comment is an author's, and another value may lean on what has a mark.
        if !stands_alone || !behind.is_empty() || gone.contains(['#', '&']) {
            return None;
        }
        let rest = text.get(line.end as usize..)?;
        let line_end = if rest.starts_with("\r\n") {
            2
        } else {
            rest.len().min(1)
        };
        let span = Span::new(start, line.end as usize + line_end);
        let words = format!("delete the second `{}`", duplicate.key);
        let mend = Mend::new(words, text, vec![(span, String::new())])?;
        self.reads_like(text, &mend).then_some(mend)
    }

    /// True where the text says the same once it is mended.
    fn reads_like(&self, text: &str, mend: &Mend) -> bool {
        parse(&mend.applied(text))
            .is_ok_and(|mended| is_like(self.root.as_ref(), mended.root.as_ref()))
    }
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

    fn once_mended(text: &str, mend: Option<Mend>) -> Option<String> {
        mend.map(|mend| mend.applied(text))
    }

    fn of_problem(text: &str) -> Option<String> {
        once_mended(text, parse(text).unwrap_err().mend.map(|mend| *mend))
    }

    #[test]
    fn a_value_with_a_colon_is_quoted() {
        for (text, mended) in [
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
            assert_eq!(of_problem(text).as_deref(), Some(mended), "{text}");
            parse(mended).unwrap();
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
    fn what_is_odd_is_mended_without_a_change_of_meaning() {
        let tabs = "a: [1,\t2]\nb:\tx\nc: 1\t\n";
        let parsed = parse(tabs).unwrap();
        let mended = once_mended(tabs, parsed.without_tabs(tabs)).unwrap();
        assert_eq!(mended, "a: [1, 2]\nb: x\nc: 1\n");
        let spaces = "a:\u{a0}b\u{a0}c\n";
        let parsed = parse(spaces).unwrap();
        assert_eq!(
            once_mended(spaces, parsed.with_ordinary_spaces(spaces)).as_deref(),
            Some("a: b c\n")
        );
    }

    #[test]
    fn a_key_with_the_same_value_goes_with_its_lines_and_no_comment() {
        let without = |text: &str| {
            let parsed = parse(text).unwrap();
            once_mended(text, parsed.without(&parsed.duplicates[0], text))
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
