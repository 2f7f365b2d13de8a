//! Values that a `#` cuts: YAML takes ` #5` in `title: Report #5` for a comment. A comment with a space after its sign is one.

use super::lines::read;
use super::parsed::CutValue;
use super::repair::Repair;
use super::repairs::in_quotes;
use super::tree::{Node, Value};
use crate::base::Span;

/// The values of a text that a `#` cuts.
pub(super) fn cut_values(text: &str, root: Option<&Node>) -> Vec<CutValue> {
    let mut found = Vec::new();
    if text.contains('#') {
        root.into_iter()
            .for_each(|root| add(text, root, &mut found));
    }
    found
}

fn add(text: &str, node: &Node, found: &mut Vec<CutValue>) {
    match &node.value {
        Value::Mapping(entries) => {
            for entry in entries {
                add(text, &entry.value, found);
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| add(text, item, found)),
        Value::Scalar { quoted: true, .. } => {}
        Value::Scalar { .. } | Value::Empty => found.extend(cut_value(text, node)),
    }
}

fn cut_value(text: &str, node: &Node) -> Option<CutValue> {
    let value = text.get(node.span.range())?;
    if is_no_text(value) || value.contains('\n') {
        return None;
    }
    let lost = comment_after(text, node.span.end as usize, value)?;
    let start = if value.is_empty() {
        lost.start
    } else {
        node.span.start
    };
    let whole = Span { start, ..lost };
    let quoted = in_quotes(text.get(whole.range())?);
    let repair = Repair::new(
        "put the value in quotes",
        text,
        vec![(whole, quoted.clone())],
    );
    Some(CutValue {
        lost,
        quoted,
        repair,
    })
}

/// The comment after a value that ends at a place, if a word follows its sign right away.
fn comment_after(text: &str, end: usize, value: &str) -> Option<Span> {
    let is_empty = value.is_empty();
    let line = text.get(end..)?.split(['\n', '\r']).next()?;
    // An empty value may end at its colon.
    let rest = if is_empty {
        line.trim_start_matches(':')
    } else {
        line
    };
    let comment = rest.trim_start_matches(' ');
    let has_space = comment.len() < rest.len() || is_empty;
    let words = comment.strip_prefix('#')?;
    let start = end + line.len() - comment.len();
    let span = Span::new(start, start + comment.trim_end().len());
    (has_space && words.starts_with(char::is_alphanumeric)).then_some(span)
}

/// True for a value that is a number, a date or a word of YAML: what follows it is a comment.
fn is_no_text(value: &str) -> bool {
    let is_figures = !value.is_empty() && value.chars().all(is_of_figures);
    is_figures || ["true", "false", "yes", "no", "null", "~"].contains(&value)
}

fn is_of_figures(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '-' | ':' | '.' | '/' | ' ')
}

/// Quotes around the words after a `#` in a list within a line, which has no end without them: `[C, #care]`.
pub(super) fn quoted_in_list(text: &str, at: usize) -> Option<(Span, Repair)> {
    let open = text.get(..at)?.rfind('[')?;
    let line = text.get(open..)?.split(['\n', '\r']).next()?;
    let mut places = Vec::new();
    for (space, _) in line.match_indices(" #") {
        let words = line.get(space + 1..)?;
        let words = words.get(..words.find([',', ']'])?)?.trim_end();
        let start = open + space + 1;
        places.push((Span::new(start, start + words.len()), in_quotes(words)));
    }
    let first = places.first()?.0;
    let repair = Repair::new("put the words after `#` in quotes", text, places)?;
    read(&repair.applied(text)).ok()?;
    Some((first, repair))
}

#[cfg(test)]
mod tests {
    use crate::yaml::parse;

    fn repaired(text: &str) -> Vec<String> {
        let cut = parse(text).unwrap().cut;
        cut.into_iter()
            .filter_map(|cut| Some(cut.repair?.applied(text)))
            .collect()
    }

    #[test]
    fn values_that_a_sign_cuts_are_quoted() {
        for (text, whole) in [
            (
                "title: Report #5 of the board\n",
                "title: \"Report #5 of the board\"\n",
            ),
            ("title: #1 in care\n", "title: \"#1 in care\"\n"),
            ("tags:\n  - #care\n  - b\n", "tags:\n  - \"#care\"\n  - b\n"),
            ("a:\n  b: Team #3\r\n", "a:\n  b: \"Team #3\"\r\n"),
        ] {
            assert_eq!(repaired(text), [whole], "{text}");
        }
        for text in [
            "title: A # why\n",
            "title: A ## why\n",
            "draft: true #later\n",
            "date: 2012-10-01 #x\n",
            "title: C# for all\n",
            "title: \"A\" #x\n",
            "# a: b\na: |\n  b #c\n",
        ] {
            assert_eq!(repaired(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn a_list_without_an_end_is_told_at_the_sign_that_cuts_it() {
        let text = "title: A\ntags: [C#, #care]\n";
        let problem = parse(text).unwrap_err();
        assert_eq!(&text[problem.span.range()], "#care");
        let repair = problem.repair.unwrap();
        assert_eq!(repair.applied(text), "title: A\ntags: [C#, \"#care\"]\n");
        assert_eq!(parse("a: [b, c\n").unwrap_err().repair, None);
    }
}
