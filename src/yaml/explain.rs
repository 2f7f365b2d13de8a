//! libyaml's complaints in words for someone who has never heard of YAML.

use super::explain_line::about_line;
use super::problem::{Cause, Problem};
use crate::base::Span;

/// Explains a parser's complaint about the byte `at`; `began` is where the part it was reading starts.
pub(super) fn explain(text: &str, at: usize, complaint: &str, began: Option<usize>) -> Problem {
    // libyaml counts a byte-order mark in its own way.
    let (at, began) = (boundary(text, at), began.map(|began| boundary(text, began)));
    let known = about_tab(text, at, began)
        .or_else(|| about_equals_sign(text, at, complaint))
        .or_else(|| about_colon(text, at, complaint))
        .or_else(|| about_line(text, at, complaint));
    if let Some(problem) = known {
        return problem;
    }
    let (mut message, mut help) = words(complaint);
    if complaint.contains(NO_CONTENT) && text.get(at..).is_none_or(|rest| rest.trim().is_empty()) {
        (message, help) = (
            "it ends where a value is expected",
            "close what is opened, `[` with `]` and `{` with `}`",
        );
    }
    // What is not closed, or no key, is shown where it starts: the parser notices only lines later.
    let is_open = ["end of stream", "expected ',' or", NO_COLON]
        .iter()
        .any(|words| complaint.contains(words));
    let place = if is_open { began.unwrap_or(at) } else { at };
    Problem::new(message, line_from(text, place), help)
}

fn about_tab(text: &str, at: usize, began: Option<usize>) -> Option<Problem> {
    let first = line_start(text, began.unwrap_or(at).min(at));
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let tab = text[..end].rfind('\t').filter(|tab| *tab >= first)?;
    let first_tab = text[..tab].trim_end_matches('\t').len();
    Some(Problem {
        message: "there is a tab where only spaces are allowed".to_owned(),
        span: Span::new(first_tab, tab + 1),
        label: "tab".to_owned(),
        help: "replace the tab with spaces, or delete it where it ends a line".to_owned(),
        cause: Cause::Tab,
        repair: None,
    })
}

/// About the first character that libyaml's reader takes nowhere.
pub(super) fn about_unseen(text: &str) -> Option<Problem> {
    let is_unseen = |c: char| {
        let is_plain = matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}');
        !is_plain && (c < '\u{a0}' || matches!(c, '\u{fffe}' | '\u{ffff}'))
    };
    let (at, c) = text.char_indices().find(|(_, c)| is_unseen(*c))?;
    Some(Problem {
        message: format!(
            "the character U+{:04X} cannot be part of YAML",
            u32::from(c)
        ),
        span: Span::new(at, at + c.len_utf8()),
        label: "your editor may not show it".to_owned(),
        help: "delete it, or delete the line and type it again".to_owned(),
        cause: Cause::Other,
        repair: None,
    })
}

/// `draft = true`, as in TOML. The parser takes such a line for the start of a text, and complains about a later one.
fn about_equals_sign(text: &str, at: usize, complaint: &str) -> Option<Problem> {
    if !complaint.contains(NO_COLON) && !complaint.contains("mapping values are not allowed") {
        return None;
    }
    let start = first_assignment(text, at)?;
    let line = text[start..].lines().next().unwrap_or_default().trim_end();
    let Assignment { key, value } = assignment(line)?;
    let message = "YAML needs a colon here, not `=`";
    let help = format!("write `{key}: {value}`");
    Some(Problem::new(
        message,
        Span::new(start, start + line.len()),
        help,
    ))
}

/// Where the first of the lines of `key = value` starts that end at the line of a byte, or at the one above it.
fn first_assignment(text: &str, at: usize) -> Option<usize> {
    let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
    let mut lines = text[..end].rsplit('\n');
    let noticed = lines.next()?;
    let mut start = end - noticed.len();
    let mut found = assignment(noticed).map(|_| start);
    for line in lines {
        start -= line.len() + 1;
        if assignment(line).is_some() {
            found = Some(start);
        } else {
            break;
        }
    }
    found
}

/// A line of `key = value`.
struct Assignment<'l> {
    key: &'l str,
    value: &'l str,
}

fn assignment(line: &str) -> Option<Assignment<'_>> {
    let (key, value) = line.split_once('=')?;
    let key = key.trim_end();
    let is_key = !key.is_empty()
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    let value = value.trim();
    (is_key && !value.is_empty() && !value.starts_with('=')).then_some(Assignment { key, value })
}

fn about_colon(text: &str, at: usize, complaint: &str) -> Option<Problem> {
    if !complaint.contains("mapping values are not allowed") {
        return None;
    }
    if let Some(problem) = about_missing_space(text, at).or_else(|| about_indented(text, at)) {
        return Some(problem);
    }
    let line = &text[line_start(text, at)..];
    let line = line.split('\n').next().unwrap_or(line).trim_end();
    let help = match line.split_once(':') {
        Some((key, value)) if value.contains(':') => format!(
            "put the value in quotes: `{}: \"{}\"`",
            key.trim_end(),
            value.trim().trim_matches('"').replace('"', "\\\"")
        ),
        _ => "put a value that holds a colon in quotes, and check that the line starts in the right column"
            .to_owned(),
    };
    Some(Problem {
        message: "there is a second colon in a value without quotes".to_owned(),
        span: Span::new(at, (at + 1).min(text.len())),
        label: "this colon".to_owned(),
        help,
        cause: Cause::Colon,
        repair: None,
    })
}

/// A key that starts further to the right than the one above it, whose value it seems to go on with.
fn about_indented(text: &str, at: usize) -> Option<Problem> {
    let start = line_start(text, at);
    let line = text[start..].lines().next()?.trim_end();
    let words = line.trim_start_matches(' ');
    let (key, value) = words.split_once(": ")?;
    let indent = line.len() - words.len();
    let is_its_own = start + indent + key.len() == at && !value.contains(": ");
    let column = column_of_key(text[..start].trim_end().lines().next_back()?)?;
    if !is_its_own || column >= indent {
        return None;
    }
    let written = " ".repeat(column) + words;
    Some(Problem {
        message: "this line starts further to the right than the one above it".to_owned(),
        span: Span::new(start + indent, start + line.len()),
        label: "read as more of the value above".to_owned(),
        help: format!(
            "start it in the same column: `{written}`; if it is more of that value, put the value in quotes"
        ),
        cause: Cause::Colon,
        repair: None,
    })
}

/// Where the key of a line of `key: value` starts, behind the hyphens of lists.
fn column_of_key(line: &str) -> Option<usize> {
    let words = line.trim_start_matches([' ', '-']);
    let (_, value) = words.split_once(": ")?;
    (!value.trim().is_empty()).then_some(line.len() - words.len())
}

/// `title:Regional` above the line in question: without a space, it is no key.
fn about_missing_space(text: &str, at: usize) -> Option<Problem> {
    let before = text[..line_start(text, at)].trim_end();
    let start = line_start(before, before.len());
    let (key, value) = before[start..].split_once(':')?;
    let is_key = !key.is_empty()
        && key
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if !is_key || value.is_empty() || value.starts_with([' ', '/']) {
        return None;
    }
    Some(Problem {
        message: "a space is missing after the colon".to_owned(),
        span: Span::new(start + key.len(), start + key.len() + 1),
        label: "this colon".to_owned(),
        help: format!("write `{key}: {value}`"),
        cause: Cause::Other,
        repair: None,
    })
}

/// What libyaml says where a line is not a key.
const NO_COLON: &str = "could not find expected ':'";

/// What libyaml says where a value is missing.
const NO_CONTENT: &str = "did not find expected node content";

/// Parts of libyaml's complaints, with what is wrong and what to do.
const WORDS: [(&str, &str, &str); 13] = [
    (
        "found a tag",
        "a value that starts with `!` means something else in YAML",
        "put it in quotes",
    ),
    (
        "found unexpected end of stream",
        "a quote is opened here and never closed",
        "add the closing quote",
    ),
    (
        "did not find expected key",
        "this line fits neither the key above it nor a key of its own",
        "check that keys start in the same column, that text with quotes inside it is quoted as a whole, and that a long text is written after `|`",
    ),
    (
        NO_COLON,
        "this line has no colon after its key",
        "write `key: value`, or put a text that goes over several lines in quotes or after `|`",
    ),
    (
        "did not find expected '-' indicator",
        "this line is not an item of the list above it",
        "start each item with `- ` in the same column",
    ),
    (
        "did not find expected ',' or ']'",
        "the list in square brackets is not closed",
        "add `]` at its end, and commas between its items",
    ),
    (
        "did not find expected ',' or '}'",
        "the group in curly brackets is not closed",
        "add `}` at its end; text that starts with `{` needs quotes",
    ),
    (
        "found character that cannot start any token",
        "a value cannot start with this character",
        "put the value in quotes",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "a value that starts with `*` or `&` is read as a reference to another value",
        "put the value in quotes",
    ),
    (
        "found undefined alias",
        "a value that starts with `*` is read as a reference to another value",
        "put the value in quotes",
    ),
    (
        NO_CONTENT,
        "a value is expected here",
        "put a text that starts with a sign in quotes",
    ),
    (
        "block sequence entries are not allowed",
        "a list cannot start here",
        "put `- ` on a line of its own beneath the key",
    ),
    (
        "found unknown escape character",
        "a backslash in double quotes is followed by a character that means nothing",
        "write the value in single quotes, or double the backslash",
    ),
];

/// Our words for libyaml's; its own where we have none.
fn words(complaint: &str) -> (&str, &str) {
    WORDS
        .iter()
        .find(|(theirs, _, _)| complaint.contains(theirs))
        .map_or((complaint, ""), |(_, message, help)| (message, help))
}

/// The start of the letter that a byte belongs to.
fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

fn line_from(text: &str, at: usize) -> Span {
    let end = text[at..]
        .find(['\n', '\r'])
        .map_or(text.len(), |end| at + end);
    Span::new(at, end.max(at))
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}
