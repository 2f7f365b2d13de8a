//! Front matter at the start of a file that is not Markdown. Copied as it is, such a file shows what its author means to
//! keep: a page of another program, a draft.

use std::borrow::Cow;

use super::line::{is_blank, lines, trimmed};
use super::lookalike::{self, LookalikeReason};
use super::name::{self, Weight};
use super::row::Row;
use super::start::{BrokenBy, Halves, find};
use super::{Format, json};
use crate::base::Span;

/// What the start of a file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Raw {
    /// No front matter.
    Without,
    /// Front matter, from this place on.
    With(Span),
    /// It may be front matter, and its end has not been seen. If the file ends here, it is front matter all the same if
    /// there is a place.
    Open(Option<Span>),
}

/// What the name of a file says it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RawFormat {
    /// YAML, of which several documents may stand in one file.
    Yaml,
    /// Anything else.
    Other,
}

/// What a text may be besides the page of another program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    /// Data that go on: another document of YAML, another object of JSON.
    Data,
    Text,
}

/// So many bytes tell a text from a picture.
const FIRST: usize = 4;

/// Looks at the start of a file.
pub fn look(bytes: &[u8], named: RawFormat) -> Raw {
    // Nearly all files are done here: a picture, a table, a page of HTML.
    let Some(text) = decoded(bytes) else {
        return Raw::Without;
    };
    let start = text.len() - text.trim_start_matches(is_blank).len();
    if !may_start(&text[start..]) {
        return Raw::Without;
    }
    let opening = lines(&text, start).next();
    let opening = opening.map_or(Span::default(), |line| Span::new(line.start, line.end));
    match find(&text).map_err(|broken| broken.by) {
        Ok(halves) => look_at_halves(&text, halves, opening, named),
        Err(BrokenBy::NoEnd(_)) => {
            let is_it =
                named == RawFormat::Other && starts_like_keys(&text, opening.start as usize);
            Raw::Open(is_it.then_some(opening))
        }
        Err(BrokenBy::TextBehind) if !is_object(&text) => Raw::Without,
        Err(BrokenBy::TextBehind | BrokenBy::Word) => Raw::With(opening),
    }
}

fn look_at_halves(text: &str, halves: Halves, opening: Span, named: RawFormat) -> Raw {
    match halves.format {
        None => by_sight(text, named),
        Some(Format::Json) if json::end(&text[halves.front.range()]).is_none() => Raw::Open(None),
        Some(format) if is_front_matter(format, text, halves, named) => Raw::With(opening),
        Some(_) => Raw::Without,
    }
}

/// False for what can be no front matter, by its first letter: words, a page of HTML, nothing at all.
fn may_start(text: &str) -> bool {
    let is_html = text.starts_with('<') && !text.starts_with("<!--");
    !text.is_empty() && !text.starts_with(char::is_alphanumeric) && !is_html
}

fn is_front_matter(format: Format, text: &str, halves: Halves, named: RawFormat) -> bool {
    has_keys(format, &text[halves.front.range()])
        && rest(format, &text[halves.body.range()], named) == Rest::Text
}

/// The start of a file as text; `None` for one that holds none.
fn decoded(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let units = |read: fn([u8; 2]) -> u16| {
        bytes[2..]
            .as_chunks()
            .0
            .iter()
            .map(|pair| read(*pair))
            .collect::<Vec<u16>>()
    };
    match bytes {
        [0xff, 0xfe, ..] => Some(String::from_utf16_lossy(&units(u16::from_le_bytes)).into()),
        [0xfe, 0xff, ..] => Some(String::from_utf16_lossy(&units(u16::from_be_bytes)).into()),
        _ => {
            let first = bytes.utf8_chunks().next()?;
            let is_text = first.valid().len() >= bytes.len().min(FIRST);
            is_text.then(|| String::from_utf8_lossy(bytes))
        }
    }
}

/// True for lines that say something, and for none at all, as in the style sheets that Jekyll is to look at.
fn has_keys(format: Format, front: &str) -> bool {
    if format == Format::Json {
        return is_object(front);
    }
    let rows: Vec<Row> = lines(front, 0)
        .map(|line| Row::read(line.text(front)))
        .collect();
    rows.iter().all(|row| *row == Row::Blank) || rows.iter().any(|row| matches!(row, Row::Key(_)))
}

/// True for lines of keys behind a fence, of which one says who may see the file.
fn starts_like_keys(text: &str, fence: usize) -> bool {
    let behind = lines(text, fence)
        .skip(1)
        .map(|line| Row::read(line.text(text)));
    let mut keys = behind.take_while(|row| matches!(row, Row::Key(_) | Row::Inner));
    keys.any(|row| matches!(row, Row::Key(key) if name::weigh(&key.folded) > Weight::None))
}

/// True for `{ "key": …`, and for `{}`.
fn is_object(text: &str) -> bool {
    let inner = text
        .trim_start_matches(is_blank)
        .trim_start_matches('{')
        .trim_start_matches(is_blank);
    let behind_key = inner.strip_prefix('"').and_then(|key| key.split_once('"'));
    inner.starts_with('}')
        || behind_key.is_some_and(|(_, rest)| rest.trim_start_matches(is_blank).starts_with(':'))
}

fn rest(format: Format, text: &str, named: RawFormat) -> Rest {
    let is_yaml = named == RawFormat::Yaml;
    let mut said = lines(text, 0)
        .map(|line| trimmed(line.text(text)))
        .filter(|line| !line.is_empty());
    let first = said.next();
    let is_data = match (format, first) {
        (Format::Json, None) => true,
        (Format::Json, Some(line)) => line.starts_with(['{', '[', ',']),
        (Format::Yaml, None) => is_yaml,
        (Format::Yaml, Some(line)) if is_yaml => {
            line.starts_with(['#', '-', '[', '{', '.', '%', '"', '\''])
                || matches!(Row::read(line), Row::Key(_))
        }
        (Format::Yaml | Format::Toml, _) => false,
    };
    if is_data { Rest::Data } else { Rest::Text }
}

/// Keys below a rule of another sort, or below a comment.
fn by_sight(text: &str, named: RawFormat) -> Raw {
    let Some(found) = lookalike::find(text, 0, &name::weigh) else {
        return Raw::Without;
    };
    let is_it = match &found.why {
        LookalikeReason::Fence(fence) => is_run(fence),
        LookalikeReason::TextAbove => {
            // What YAML has above its first document is no comment of HTML.
            let may_be_data =
                named == RawFormat::Yaml && !text.trim_start_matches(is_blank).starts_with("<!--");
            !may_be_data && text[found.span.range()].starts_with("---")
        }
        LookalikeReason::Signs => {
            let object = &text[found.span.start as usize..];
            object.starts_with('{')
                && is_object(object)
                && json::end(object)
                    .is_some_and(|end| rest(Format::Json, &object[end..], named) == Rest::Text)
        }
        LookalikeReason::NoFence | LookalikeReason::Behind => false,
    };
    if is_it {
        Raw::With(found.span)
    } else {
        Raw::Without
    }
}

/// True for the same sign again and again. What opens a comment is none: what it holds is a comment.
fn is_run(fence: &str) -> bool {
    let mut signs = fence.chars();
    let first = signs.next();
    signs.all(|sign| Some(sign) == first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn has(text: &str) -> bool {
        matches!(look(text.as_bytes(), RawFormat::Other), Raw::With(_))
    }

    #[test]
    fn pages_of_other_programs_are_told_from_files() {
        for text in [
            "---\ntitle: A\ndraft: true\n---\nWords.\n",
            "\u{feff}\r\n\r\n---\r\ntitle: A\r\n---\r\n<p>\r\n",
            "---\n---\nbody { color: red }\n",
            "<!-- a note -->\n{\"title\": \"A\"}\nWords.\n",
            "+++\ntitle = \"A\"\n+++\nWords.\n",
            "{\n  \"title\": \"A\", \"draft\": true\n}\nWords.\n",
            "----\ntitle: A\ndraft: true\n----\nWords.\n",
            "<!-- a note -->\n---\ntitle: A\ndraft: true\n---\nWords.\n",
        ] {
            assert!(has(text), "{text}");
        }
        let utf16: Vec<u8> = "\u{feff}---\ndraft: true\n---\nWords.\n"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert!(matches!(look(&utf16, RawFormat::Other), Raw::With(_)));
        for text in [
            "",
            "Words.\n",
            "---\nThe name of a program\n---\nWords.\n",
            "{\"title\": \"A\"}\n",
            "{\"title\": \"A\"}\n{\"title\": \"B\"}\n",
            "{\"use strict\"; f() }\nvar a;\n",
            "[{\"title\": \"A\"}]\n",
            "/*\nTheme Name: A\nStatus: draft\n*/\nbody { color: red }\n",
            "// settings\n{\"private\": true}\n",
            "--- a/b.rs\n+++ b/b.rs\n@@ -1 +1 @@\n",
            "----\nA heading\n----\n",
            "<!-- a note -->\n<p>\n",
            "%PDF-1.4\n%âãÏÓ\n1 0 obj\n<< /Title (A) >>\n",
        ] {
            assert!(!has(text), "{text}");
        }
        assert_eq!(look(b"---\na: 1\n", RawFormat::Other), Raw::Open(None));
        assert_eq!(look(b"{\"a\": 1,\n", RawFormat::Other), Raw::Open(None));
        let draft = b"---\na: 1\ndraft: true\n\nWords\n";
        assert_eq!(
            look(draft, RawFormat::Other),
            Raw::Open(Some(Span::new(0, 3)))
        );
        assert_eq!(look(draft, RawFormat::Yaml), Raw::Open(None));
    }

    #[test]
    fn data_in_several_documents_are_data() {
        let yaml = |text: &str| matches!(look(text.as_bytes(), RawFormat::Yaml), Raw::With(_));
        assert!(!yaml("---\na: 1\n---\nb: 2\n"));
        assert!(!yaml("---\n- a: 1\n...\n"));
        assert!(!yaml("---\na: 1\n---\n"));
        assert!(yaml(
            "<!-- a note -->\n---\ntitle: A\ndraft: true\n---\nWords.\n"
        ));
        assert!(!yaml("%YAML 1.2\n---\ntitle: A\n---\ntitle: B\n"));
        assert!(!yaml("# data\n---\ntitle: A\n---\ntitle: B\n"));
        assert!(yaml("---\ntitle: A\n---\nWords for readers.\n"));
    }
}
