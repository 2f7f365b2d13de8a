//! A text into front matter and body. Reads neither.

use super::Format;
use super::json;
use super::line::{Line, is_blank, lines, trimmed};
use super::row::Row;
use crate::base::Span;

/// The two halves of a text, as ranges of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Halves {
    /// How front matter is written; nothing where there is none.
    pub format: Option<Format>,
    /// The lines between the two fences, or an object of JSON with its brackets; empty where there is no front matter.
    pub front: Span,
    /// All after the front matter.
    pub body: Span,
}

/// Front matter that starts, and cannot be told from the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Where.
    pub span: Span,
    /// Why.
    pub by: BrokenBy,
}

/// Why front matter cannot be told from the body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BrokenBy {
    /// It has no end.
    NoEnd(Format),
    /// A word follows the first line of hyphens, as in `---toml`.
    Word,
    /// Text follows the closing bracket in its line.
    TextBehind,
}

/// Finds the front matter: `---` or `+++` on the first line that is not blank, up to the next such line, or an object
/// of JSON that starts there.
///
/// # Errors
/// Where front matter starts but cannot be told from the body.
pub fn find(text: &str) -> Result<Halves, Broken> {
    let opening = lines(text, 0).find(|line| !trimmed(line.text(text)).is_empty());
    let Some(opening) = opening else {
        return Ok(without(text));
    };
    let span = Span::new(opening.start, opening.end);
    match trimmed(opening.text(text)) {
        "---" => fenced(text, opening, Format::Yaml),
        "+++" => fenced(text, opening, Format::Toml),
        line if line.starts_with('{') && json::may_start(&text[opening.start..]) => {
            object(text, opening)
        }
        line if is_fence_with_word(line) => Err(Broken {
            span,
            by: BrokenBy::Word,
        }),
        _ => Ok(without(text)),
    }
}

/// All of a text is body.
fn without(text: &str) -> Halves {
    let start = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    Halves {
        format: None,
        front: Span::new(0, 0),
        body: Span::new(start, text.len()),
    }
}

fn fenced(text: &str, opening: Line, format: Format) -> Result<Halves, Broken> {
    if format == Format::Yaml && is_break(&text[opening.next..]) {
        return Ok(without(text));
    }
    let is_end = |line: &Line| match line.text(text).trim_end_matches(is_blank) {
        "..." => format == Format::Yaml,
        fence => fence == format.end(),
    };
    let span = Span::new(opening.start, opening.end);
    let closing = lines(text, opening.next).find(is_end).ok_or(Broken {
        span,
        by: BrokenBy::NoEnd(format),
    })?;
    Ok(Halves {
        format: Some(format),
        front: Span::new(opening.next, closing.start),
        body: Span::new(closing.next, text.len()),
    })
}

/// True for a rule across the page: an empty line follows it, and no line of the whole text could be a key.
fn is_break(rest: &str) -> bool {
    let mut rows = lines(rest, 0).map(|line| Row::read(line.text(rest)));
    rows.next().is_some_and(|row| row == Row::Blank)
        && rows.all(|row| matches!(row, Row::Blank | Row::Rule | Row::Text))
}

fn object(text: &str, opening: Line) -> Result<Halves, Broken> {
    let line = opening.text(text);
    let start = opening.start + line.len() - line.trim_start_matches(is_blank).len();
    // What has no end is a slip in JSON, and told by whoever reads it.
    let end = json::end(&text[start..]).map_or(text.len(), |end| start + end);
    let last = lines(text, end).next();
    let behind = last.map_or("", |line| line.text(text));
    if !trimmed(behind).is_empty() {
        return Err(Broken {
            span: Span::new(end, end + behind.len()),
            by: BrokenBy::TextBehind,
        });
    }
    let body = last.map_or(text.len(), |line| line.next);
    Ok(Halves {
        format: Some(Format::Json),
        front: Span::new(start, end),
        body: Span::new(body, text.len()),
    })
}

/// `---toml`, as other programs write it.
fn is_fence_with_word(line: &str) -> bool {
    let word = line.strip_prefix("---").unwrap_or_default();
    word.starts_with(char::is_alphabetic) && word.chars().all(char::is_alphanumeric)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn halves(text: &str) -> (&str, &str) {
        let halves = find(text).unwrap();
        (&text[halves.front.range()], &text[halves.body.range()])
    }

    #[test]
    fn tells_front_matter_from_body() {
        for (text, expected) in [
            ("---\na: 1\n---\nB\n", ("a: 1\n", "B\n")),
            ("\u{feff}\r\n\n--- \r\na: 1\r\n---\r\nB", ("a: 1\r\n", "B")),
            ("\u{2060}\u{ad}---\na: 1\n---\u{200b}\nB", ("a: 1\n", "B")),
            ("B\n---\n", ("", "B\n---\n")),
            ("\u{feff}B", ("", "B")),
            ("---\n---", ("", "")),
            ("", ("", "")),
            ("-----\nB\n", ("", "-----\nB\n")),
            ("---\na: |\n  ---\n---\nB", ("a: |\n  ---\n", "B")),
            ("---\n\nB\n", ("", "---\n\nB\n")),
            (
                "---\n\nB\n\n---\n\n[C](d.md): no key\n",
                ("", "---\n\nB\n\n---\n\n[C](d.md): no key\n"),
            ),
            ("+++\na = 1\n[b]\n---\n+++\nB", ("a = 1\n[b]\n---\n", "B")),
            (
                "\n{\n\"a\": \"}\\\"\", \"b\": {}\n}\nB",
                ("{\n\"a\": \"}\\\"\", \"b\": {}\n}", "B"),
            ),
            ("{}", ("{}", "")),
            ("{{ site.title }}\n", ("", "{{ site.title }}\n")),
            ("{: .lead}\nB\n", ("", "{: .lead}\nB\n")),
        ] {
            assert_eq!(halves(text), expected, "{text:?}");
        }
    }

    #[test]
    fn says_what_it_cannot_tell() {
        let by = |text| find(text).unwrap_err().by;
        assert_eq!(by("---\na: 1\n"), BrokenBy::NoEnd(Format::Yaml));
        assert_eq!(by("---\n\nB\n\na: 1\n"), BrokenBy::NoEnd(Format::Yaml));
        assert_eq!(by("+++\na = 1\n---\n"), BrokenBy::NoEnd(Format::Toml));
        assert_eq!(by("---js\n{}\n---\n"), BrokenBy::Word);
        assert_eq!(by("{\"a\": 1} B\n"), BrokenBy::TextBehind);
    }
}
