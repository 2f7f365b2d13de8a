//! TOML read into the tree that YAML gives, by the crate `toml`. Values stay as they are written, as in YAML: dates,
//! above all, of which the fields know how to read more than TOML does.

use ::toml::Spanned;
use ::toml::de::{DeTable, DeValue, Error};

use super::line::trimmed;
use crate::base::Span;
use crate::yaml::{Entry, Node, Parsed, Problem, Value};

/// The deepest nesting of lists and tables, as in YAML.
const DEEPEST: usize = 64;

/// Reads the lines between two fences.
pub(super) fn parse(text: &str) -> Result<Parsed, Problem> {
    let root = DeTable::parse(text).map_err(|error| explain(text, &error))?;
    let place = span(&root);
    let value = table(text, root.into_inner(), 0)?;
    let root = Node {
        span: place.into(),
        value,
    };
    Ok(Parsed {
        root: Some(root).filter(|root| !root.entries().is_empty()),
        ..Parsed::default()
    })
}

fn span<T>(spanned: &Spanned<T>) -> Span {
    let range = spanned.span();
    Span::new(range.start, range.end)
}

fn table(text: &str, table: DeTable, depth: usize) -> Result<Value, Problem> {
    if depth >= DEEPEST {
        return Err(too_deep());
    }
    let mut entries = Vec::with_capacity(table.len());
    for (key, value) in table {
        let key_span = span(&key);
        let key = key.into_inner().trim().to_owned();
        entries.push(Entry {
            key,
            key_span: key_span.into(),
            value: node(text, value, depth + 1)?,
        });
    }
    Ok(Value::Mapping(entries))
}

fn node(text: &str, value: Spanned<DeValue>, depth: usize) -> Result<Node, Problem> {
    let place = span(&value);
    let value = match value.into_inner() {
        DeValue::Array(_) if depth >= DEEPEST => return Err(too_deep()),
        DeValue::Array(items) => {
            let items = items.into_iter().map(|item| node(text, item, depth + 1));
            Value::Sequence(items.collect::<Result<_, _>>()?)
        }
        DeValue::Table(inner) => table(text, inner, depth)?,
        other => scalar(other, text.get(place.range())),
    };
    Ok(Node {
        span: place.into(),
        value,
    })
}

/// A value that is no list and no table, and how it is written.
fn scalar(value: DeValue, written: Option<&str>) -> Value {
    match value {
        DeValue::String(said) if said.trim().is_empty() => Value::Empty,
        DeValue::String(said) => Value::Scalar {
            text: said.into_owned(),
            quoted: true,
        },
        DeValue::Integer(number) => plain(whole_number(number.as_str(), number.radix())),
        DeValue::Float(number) => plain(number.as_str().trim_start_matches('+').to_owned()),
        DeValue::Boolean(flag) => plain(flag.to_string()),
        DeValue::Datetime(date) => plain(match written {
            Some(written) => trimmed(written).to_owned(),
            None => date.to_string(),
        }),
        DeValue::Array(_) | DeValue::Table(_) => Value::Empty,
    }
}

fn plain(text: String) -> Value {
    Value::Scalar {
        text,
        quoted: false,
    }
}

/// A whole number in figures of ten, as far as it can be counted.
fn whole_number(figures: &str, radix: u32) -> String {
    match i128::from_str_radix(figures, radix) {
        Ok(number) => number.to_string(),
        Err(_) => figures.to_owned(),
    }
}

fn too_deep() -> Problem {
    let message = format!("lists and tables are nested more than {DEEPEST} deep");
    Problem::new(
        message,
        Span::new(0, 0),
        "write it with fewer levels".to_owned(),
    )
}

/// Parts of what the crate says, with what is wrong and what to do.
const WORDS: [(&str, &str, &str); 14] = [
    (
        "duplicate key",
        "this key is written twice",
        "delete one of the two",
    ),
    (
        "key with no value",
        "this line has no `=` after its key",
        "write `key = value`",
    ),
    (
        "missing value",
        "a value is expected here",
        "write a text in double quotes, a number, `true` or `false`",
    ),
    (
        "extra `=`",
        "there is a second `=` in this line",
        "put the value in double quotes",
    ),
    (
        "unclosed array table",
        "the brackets of this table are not closed",
        "write `[[name]]` on a line of its own",
    ),
    (
        "unclosed table",
        "the bracket of this table is not closed",
        "write `[name]` on a line of its own",
    ),
    (
        "unclosed array",
        "the list in square brackets is not closed",
        "add `]` at its end, and commas between its items",
    ),
    (
        "unclosed inline table",
        "the group in curly brackets is not closed",
        "add `}` at its end",
    ),
    (
        "missing comma",
        "a comma is missing here",
        "put `,` between two values",
    ),
    (
        "extra comma",
        "there is no value before this comma",
        "delete the comma",
    ),
    (
        "unexpected key or value",
        "there is more in this line than a key and its value",
        "put each key on a line of its own, and the whole of a text in double quotes",
    ),
    (
        "escape",
        "a backslash is followed by a character that means nothing",
        "write two backslashes for one, or the text in single quotes",
    ),
    (
        "recurs",
        "lists and tables are nested too deep",
        "write it with fewer levels",
    ),
    (
        "invalid multi-line",
        "a text in three quotes is opened here and not closed",
        "add three quotes at its end",
    ),
];

/// What the crate says, again for authors.
fn explain(text: &str, error: &Error) -> Problem {
    let place = error.span().unwrap_or(0..0);
    let start = boundary(text, place.start.min(text.len()));
    let end = boundary(text, place.end.min(text.len()).max(start));
    let line_start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
    let line = trimmed(text[line_start..].split('\n').next().unwrap_or_default());
    let said = error.message();
    about_line(line, line_start, said).unwrap_or_else(|| {
        let line = Span::new(line_start, line_start + line.len());
        in_words(said, Span::new(start, end), line)
    })
}

/// What the crate says of a place and of its line.
fn in_words(said: &str, place: Span, line: Span) -> Problem {
    let mut known = WORDS.iter();
    if let Some((_, message, help)) = known.find(|(theirs, _, _)| said.contains(theirs)) {
        return Problem::new((*message).to_owned(), place, (*help).to_owned());
    }
    if said.contains("string") || said.contains("quote") {
        return unclosed_quote(line);
    }
    let help = "write `key = value`: a text in double quotes, a number, a date, `true`, `false`, or a list in `[ ]`";
    let message = "this is not TOML".to_owned();
    Problem::new(message, place, help.to_owned())
}

fn unclosed_quote(line: Span) -> Problem {
    let message = "a quote is opened in this line and not closed".to_owned();
    let help = "put the whole text in quotes, and one over several lines between `\"\"\"`";
    Problem::new(message, line, help.to_owned())
}

/// The two slips that nearly everybody makes who comes from YAML.
fn about_line(line: &str, start: usize, said: &str) -> Option<Problem> {
    let (key, rest) = key_and_rest(line)?;
    let span = Span::new(start, start + line.len());
    if let Some(value) = rest.strip_prefix(':') {
        let message = "TOML needs `=` here, not a colon".to_owned();
        return Some(Problem::new(message, span, write_quoted(key, value)));
    }
    let value = rest.strip_prefix('=')?.trim_start();
    if value.is_empty() || value.starts_with('#') {
        let message = "a value is missing in this line".to_owned();
        let help = "write a text in double quotes, a number, `true` or `false`";
        return Some(Problem::new(message, span, help.to_owned()));
    }
    if is_bare_word(value) || said.contains("must be quoted") && is_bare(value) {
        let message = "a text needs quotes".to_owned();
        return Some(Problem::new(message, span, write_quoted(key, value)));
    }
    None
}

fn key_and_rest(line: &str) -> Option<(&str, &str)> {
    let length = line.find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.')))?;
    let (key, rest) = line.split_at(length);
    if key.is_empty() {
        return None;
    }
    Some((key, rest.trim_start()))
}

fn write_quoted(key: &str, value: &str) -> String {
    format!("write `{key} = {}`", quoted(value))
}

fn is_bare_word(value: &str) -> bool {
    value.starts_with(char::is_alphabetic) && !matches!(value, "true" | "false" | "inf" | "nan")
}

fn is_bare(value: &str) -> bool {
    !value.starts_with(['"', '\'', '[', '{'])
}

/// A value as TOML wants it.
fn quoted(value: &str) -> String {
    let value = value.trim();
    let is_number = !value.is_empty()
        && value
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b"-:.TZ+".contains(&byte));
    if is_number || value.starts_with(['"', '\'', '[', '{']) || value == "true" || value == "false"
    {
        return value.to_owned();
    }
    format!("\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""))
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at)
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_tree_that_yaml_gives() {
        let text = "title = \"A \\u00e9\"\ndate = 2012-08-02T14:05:00+01:00\nn = 0x1F\nf = +1_0.5\ne = \"\"\ntags = ['a', \"b\"]\n\
                    a.b = true\n\n[extra]\nlink = \"x\"\n\n[extra.deep]\nk = 1979-05-27\n\n[[changes]]\nnote = \"\"\"\none\"\"\"\n[[changes]]\nnote = 'two'\n";
        let parsed = parse(text).unwrap();
        let root = parsed.root.unwrap();
        let keys: Vec<_> = root
            .entries()
            .iter()
            .map(|entry| &text[entry.key_span.range()])
            .collect();
        assert_eq!(
            keys,
            [
                "title", "date", "n", "f", "e", "tags", "a", "extra", "changes"
            ]
        );
        let said = |key: &str| root.get(key).and_then(Node::text);
        assert_eq!(said("title"), Some("A é"));
        assert_eq!(
            &text[root.get("title").unwrap().span.range()],
            "\"A \\u00e9\""
        );
        assert_eq!(said("date"), Some("2012-08-02T14:05:00+01:00"));
        assert_eq!(
            (said("n"), said("f"), said("e")),
            (Some("31"), Some("10.5"), None)
        );
        assert_eq!(
            root.get("a").unwrap().get("b").and_then(Node::text),
            Some("true")
        );
        let deep = root.get("extra").unwrap().get("deep").unwrap();
        assert_eq!(deep.get("k").and_then(Node::text), Some("1979-05-27"));
        let changes = root.get("changes").unwrap().items();
        assert_eq!(
            changes
                .iter()
                .filter_map(|item| item.get("note")?.text())
                .collect::<Vec<_>>(),
            ["one", "two"]
        );
        assert_eq!(parse("# nothing\n").unwrap().root, None);
    }

    #[test]
    fn what_is_not_toml_is_told_at_its_place() {
        for (text, message, place, help) in [
            (
                "a = 1\ntitle = Hello there\n",
                "a text needs quotes",
                "title = Hello there",
                "write `title = \"Hello there\"`",
            ),
            (
                "date = 02/08/2012\n",
                "a text needs quotes",
                "date = 02/08/2012",
                "write `date = \"02/08/2012\"`",
            ),
            (
                "title: Hello\n",
                "TOML needs `=` here, not a colon",
                "title: Hello",
                "write `title = \"Hello\"`",
            ),
            (
                "draft: true\n",
                "TOML needs `=` here, not a colon",
                "draft: true",
                "write `draft = true`",
            ),
            (
                "a = 1\na = 2\n",
                "this key is written twice",
                "a",
                "delete one of the two",
            ),
            (
                "[a\nb = 1\n",
                "the bracket of this table is not closed",
                "",
                "write `[name]` on a line of its own",
            ),
            (
                "tags = [\"a\" \"b\"]\n",
                "a comma is missing here",
                "",
                "put `,` between two values",
            ),
            (
                "title\n",
                "this line has no `=` after its key",
                "",
                "write `key = value`",
            ),
            (
                "title =\n",
                "a value is missing in this line",
                "title =",
                "write a text in double quotes, a number, `true` or `false`",
            ),
            (
                "title = \"Hello\ndraft = true\n",
                "a quote is opened in this line and not closed",
                "title = \"Hello",
                "put the whole text in quotes, and one over several lines between `\"\"\"`",
            ),
        ] {
            let problem = parse(text).unwrap_err();
            let found = (
                problem.message.as_str(),
                &text[problem.span.range()],
                problem.help.as_str(),
            );
            assert_eq!(found, (message, place, help), "{text}");
        }
    }

    #[test]
    fn towers_are_refused() {
        for tower in [
            format!("a = {}", "[".repeat(100_000)),
            format!("{}b = 1", "a.".repeat(100_000)),
            format!("a = {}1{}", "{ a.b.c.d.e.f.g = ".repeat(60), "}".repeat(60)),
            format!("[{}b]\nc = 1", "a.".repeat(75)),
        ] {
            assert!(parse(&tower).unwrap_err().message.contains("deep"));
        }
    }
}
