//! Lines that do not fit what is above them: a quote that ends a text too early, and a key of an item that is not in the
//! column of the others.

use super::problem::Problem;
use crate::base::Span;

/// Explains a complaint about the byte `at` by the line that it is in, or nothing.
pub(super) fn about_line(text: &str, at: usize, complaint: &str) -> Option<Problem> {
    let expects_key = complaint.contains("did not find expected key");
    let expects_item = complaint.contains("did not find expected '-' indicator");
    let start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let line = text[start..].lines().next()?.trim_end();
    let placed = Line { text: line, start };
    if expects_key && let Some(problem) = about_quote(&placed) {
        return Some(problem);
    }
    let above = text[..start].trim_end().lines().next_back()?;
    (expects_key || expects_item)
        .then(|| about_column(&placed, above))
        .flatten()
}

/// A line, and where it starts.
struct Line<'t> {
    text: &'t str,
    start: usize,
}

/// `summary: 'It's good'`: the apostrophe is the end of the text.
fn about_quote(line: &Line) -> Option<Problem> {
    let written = line.text.trim_start_matches([' ', '-']);
    let value = written.split_once(": ").map_or(written, |(_, value)| value);
    let value = value.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let inside = value[1..].strip_suffix(quote)?;
    if !inside.contains(quote) {
        return None;
    }
    let quoted = quoted(inside, quote);
    let before = &line.text[..line.text.len() - value.len()];
    let span = Span::new(line.start + before.len(), line.start + line.text.len());
    let help = format!("write `{}{quoted}`", before.trim_start());
    let message = format!("a `{quote}` inside this text ends it too early");
    Some(Problem::new(message, span, help))
}

/// The text in quotes that it does not contain, or with its own doubled.
fn quoted(text: &str, quote: char) -> String {
    match quote {
        '\'' if !text.contains(['"', '\\']) => format!("\"{text}\""),
        '"' if !text.contains('\'') => format!("'{text}'"),
        '\'' => format!("'{}'", text.replace('\'', "''")),
        _ => format!("\"{}\"", text.replace('"', "\\\"")),
    }
}

/// A key between the hyphen of an item and the column of its keys.
fn about_column(line: &Line, above: &str) -> Option<Problem> {
    let words = line.text.trim_start_matches(' ');
    let indent = line.text.len() - words.len();
    let key = words.split_once(':')?.0;
    let is_key = !key.is_empty() && !key.contains([' ', '"', '\'', '-']);
    let column = above.len() - above.trim_start_matches([' ', '-']).len();
    if !is_key || indent == 0 || indent >= column {
        return None;
    }
    let span = Span::new(line.start + indent, line.start + line.text.len());
    let written = " ".repeat(column) + words;
    let help = format!("start it in the same column: `{written}`");
    let message = "this line starts further to the left than the keys of its item";
    Some(Problem::new(message, span, help))
}
