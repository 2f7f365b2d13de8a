//! JSON read into the tree that YAML gives. YAML's reader would take most of it too, but not tabs, not letters that are
//! written as two escapes, and it would take much that is not JSON.

use std::collections::BTreeMap;

use super::line::{is_blank, trimmed};
use crate::base::Span;
use crate::yaml::{Duplicate, Entry, Node, Parsed, Problem, Value};

/// The deepest nesting of lists and groups, as in YAML.
const DEEPEST: usize = 64;

/// True for a text that starts like an object: `{`, and then a key or the end of it.
pub(super) fn may_start(text: &str) -> bool {
    let inner = text
        .trim_start_matches(is_blank)
        .strip_prefix('{')
        .unwrap_or_default();
    let inner = inner.trim_start_matches(is_blank);
    inner.starts_with('"')
        || inner
            .strip_prefix('}')
            .is_some_and(|rest| trimmed(first_line(rest)).is_empty())
}

fn first_line(text: &str) -> &str {
    text.split(['\n', '\r']).next().unwrap_or_default()
}

/// Where the object ends that a text starts with.
pub(super) fn end(text: &str) -> Option<usize> {
    let (mut open, mut in_text, mut is_escaped) = (0_usize, false, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => open += 1,
            b'}' | b']' if !in_text => {
                open = open.saturating_sub(1);
                if open == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Reads one object.
pub(super) fn parse(text: &str) -> Result<Parsed, Problem> {
    let mut reader = Reader {
        text,
        at: 0,
        depth: 0,
        duplicates: Vec::new(),
    };
    let root = reader.value()?;
    reader.space();
    match reader.peek() {
        None => Ok(Parsed {
            root: Some(root),
            duplicates: reader.duplicates,
            ..Parsed::default()
        }),
        Some(_) => Err(reader.problem(
            "text follows the closing `}`",
            "start the text on the next line",
        )),
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
    duplicates: Vec<Duplicate>,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Goes on behind this sign, if it is the next one.
    fn takes(&mut self, sign: u8) -> bool {
        self.space();
        let is_next = self.peek() == Some(sign);
        self.at += usize::from(is_next);
        is_next
    }

    fn value(&mut self) -> Result<Node, Problem> {
        self.space();
        let start = self.at;
        let value = match self.peek() {
            Some(b'{') => self.nested(Reader::members)?,
            Some(b'[') => self.nested(Reader::items)?,
            Some(b'"') => {
                let text = self.quoted()?;
                if text.trim().is_empty() {
                    Value::Empty
                } else {
                    Value::Scalar { text, quoted: true }
                }
            }
            _ => self.word()?,
        };
        Ok(Node {
            span: Span::new(start, self.at).into(),
            value,
        })
    }

    fn nested(
        &mut self,
        read: impl Fn(&mut Self) -> Result<Value, Problem>,
    ) -> Result<Value, Problem> {
        if self.depth >= DEEPEST {
            let message = format!("lists and groups are nested more than {DEEPEST} deep");
            return Err(self.problem(&message, "write it with fewer levels"));
        }
        self.depth += 1;
        self.at += 1;
        let value = read(self)?;
        self.depth -= 1;
        Ok(value)
    }

    fn members(&mut self) -> Result<Value, Problem> {
        let open = self.at - 1;
        let (mut entries, mut known) = (Vec::new(), BTreeMap::new());
        if self.takes(b'}') {
            return Ok(Value::Mapping(entries));
        }
        loop {
            let entry = self.member(open)?;
            let place = *entry.key_span;
            match known.get(&entry.key).copied() {
                // A comma goes with the one that is taken out, so that its line alone is not enough.
                Some(first) => self.duplicates.push(Duplicate {
                    key: entry.key,
                    first,
                    second: place,
                    end: entry.value.span.end,
                    says_the_same: false,
                }),
                None => {
                    known.insert(entry.key.clone(), place);
                    entries.push(entry);
                }
            }
            if self.takes(b'}') {
                return Ok(Value::Mapping(entries));
            }
            self.comma(open, '}')?;
        }
    }

    /// A key with its value, in the object that was opened at `open`.
    fn member(&mut self, open: usize) -> Result<Entry, Problem> {
        self.space();
        let start = self.at;
        if self.peek() != Some(b'"') {
            return Err(self.no_key(open));
        }
        let key = self.quoted()?.trim().to_owned();
        let key_span = Span::new(start, self.at);
        if !self.takes(b':') {
            return Err(self.problem("a colon is missing after the key", "write `\"key\": value`"));
        }
        Ok(Entry {
            key,
            key_span: key_span.into(),
            value: self.value()?,
        })
    }

    fn items(&mut self) -> Result<Value, Problem> {
        let open = self.at - 1;
        let mut items = Vec::new();
        if self.takes(b']') {
            return Ok(Value::Sequence(items));
        }
        loop {
            items.push(self.value()?);
            if self.takes(b']') {
                return Ok(Value::Sequence(items));
            }
            self.comma(open, ']')?;
        }
    }

    fn comma(&mut self, open: usize, closing: char) -> Result<(), Problem> {
        if self.takes(b',') {
            return Ok(());
        }
        if self.peek().is_none() {
            return Err(self.not_closed(open, closing));
        }
        Err(self.problem(
            "a comma is missing here",
            &format!("put `,` between two values, or `{closing}` after the last"),
        ))
    }

    fn no_key(&mut self, open: usize) -> Problem {
        match self.peek() {
            None => self.not_closed(open, '}'),
            Some(b'}') => self.problem("there is a comma after the last value", "delete the comma"),
            Some(b'/' | b'#') => self.problem("JSON has no comments", "delete the comment"),
            Some(_) => self.problem("a key needs double quotes", "write `\"key\": value`"),
        }
    }

    fn not_closed(&self, open: usize, closing: char) -> Problem {
        let span = Span::new(open, open + 1);
        Problem::new(
            format!("the `{}` here is not closed", &self.text[span.range()]),
            span,
            format!("add `{closing}` at its end"),
        )
    }

    /// A text in double quotes, without them.
    fn quoted(&mut self) -> Result<String, Problem> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            let rest = &self.text[self.at..];
            let Some(c) = rest.chars().next().filter(|c| !matches!(c, '\n' | '\r')) else {
                self.at = start;
                return Err(self.problem(
                    "a quote is opened here and not closed",
                    "add the closing quote; a new line within a text is written `\\n`",
                ));
            };
            match c {
                '"' => break,
                '\\' => text.push(self.escape()?),
                c if c < ' ' && c != '\t' => {
                    let message = format!(
                        "the character U+{:04X} cannot be part of JSON",
                        u32::from(c)
                    );
                    return Err(self.problem(&message, "delete it"));
                }
                c => {
                    text.push(c);
                    self.at += c.len_utf8();
                }
            }
        }
        self.at += 1;
        Ok(text)
    }

    /// The letter that an escape stands for.
    fn escape(&mut self) -> Result<char, Problem> {
        let letter = match self.text.as_bytes().get(self.at + 1) {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.letter_by_number(),
            _ => {
                return Err(self.problem(
                    "a backslash is followed by a character that means nothing",
                    "write two backslashes for one",
                ));
            }
        };
        self.at += 2;
        Ok(letter)
    }

    /// `\u00e9`; a letter beyond the first 65,536 takes two of these.
    fn letter_by_number(&mut self) -> Result<char, Problem> {
        let unit = |at: usize| {
            let digits = self.text.get(at..at + 6)?.strip_prefix("\\u")?;
            let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
            is_hex
                .then(|| u16::from_str_radix(digits, 16).ok())
                .flatten()
        };
        let units = unit(self.at).into_iter().chain(unit(self.at + 6));
        match char::decode_utf16(units).next() {
            Some(Ok(c)) if unit(self.at).is_some() => {
                self.at += 6 * c.len_utf16();
                Ok(c)
            }
            _ => Err(self.problem(
                "this escape is not a character",
                "write the character itself",
            )),
        }
    }

    /// `true`, `null`, a number.
    fn word(&mut self) -> Result<Value, Problem> {
        let rest = &self.text[self.at..];
        let length = rest
            .find([',', ']', '}', ':', '"', '[', '{', ' ', '\t', '\n', '\r'])
            .unwrap_or(rest.len());
        let word = &rest[..length];
        let value = match word {
            "null" => Value::Empty,
            word if word == "true" || word == "false" || is_number(word) => Value::Scalar {
                text: word.to_owned(),
                quoted: false,
            },
            "" => return Err(self.no_value()),
            _ => {
                let help = format!("write `\"{}\"`", word.trim_matches('\''));
                return Err(self.problem("a text needs double quotes", &help));
            }
        };
        self.at += length;
        Ok(value)
    }

    fn no_value(&self) -> Problem {
        match self.peek() {
            Some(b']') => self.problem("there is a comma after the last value", "delete the comma"),
            _ => self.problem(
                "a value is expected here",
                "write a text in double quotes, a number, `true`, `false` or `null`",
            ),
        }
    }

    /// Something wrong with the rest of this line.
    fn problem(&self, message: &str, help: &str) -> Problem {
        let start = self.at.min(self.text.len());
        let line = trimmed(first_line(&self.text[start..]));
        let length = line.len().max(usize::from(start < self.text.len()));
        Problem::new(
            message.to_owned(),
            Span::new(start, start + length),
            help.to_owned(),
        )
    }
}

fn is_number(word: &str) -> bool {
    let digits = word.strip_prefix('-').unwrap_or(word);
    let is_led_by_zero =
        digits.len() > 1 && digits.starts_with('0') && digits.as_bytes()[1].is_ascii_digit();
    digits.starts_with(|c: char| c.is_ascii_digit())
        && !is_led_by_zero
        && digits
            .bytes()
            .all(|byte| byte.is_ascii_digit() || b".eE+-".contains(&byte))
        && digits.parse::<f64>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_tree_that_yaml_gives() {
        let text = "{\n\t\"title\": \"A \\/ \\ud83d\\ude00 \\\"b\\\"\",\t\"n\": -1.5e3, \"e\": \"\", \"l\": [true, null, {}]\r\n}";
        let root = parse(text).unwrap().root.unwrap();
        let title = root.entries().first().unwrap();
        assert_eq!(&text[title.key_span.range()], "\"title\"");
        assert_eq!(title.value.text(), Some("A / 😀 \"b\""));
        assert!(text[title.value.span.range()].starts_with("\"A "));
        assert_eq!(root.get("n").and_then(Node::text), Some("-1.5e3"));
        assert_eq!(root.get("e").map(|node| &node.value), Some(&Value::Empty));
        assert_eq!(root.get("l").map(|node| node.items().len()), Some(3));
    }

    #[test]
    fn keys_that_are_written_twice_are_told_and_not_mended() {
        let parsed = parse("{\"a\": 1, \"b\": 2, \"a\": 1}").unwrap();
        assert_eq!(parsed.duplicates.len(), 1);
        assert!(
            parsed
                .without(&parsed.duplicates[0], "{\"a\": 1, \"b\": 2, \"a\": 1}")
                .is_none()
        );
        assert_eq!(parsed.root.unwrap().entries().len(), 2);
    }

    #[test]
    fn what_is_not_json_is_told_at_its_place() {
        for (text, message, place) in [
            ("{\"a\": 1,}", "there is a comma after the last value", "}"),
            (
                "{\"a\": [1,]}",
                "there is a comma after the last value",
                "]}",
            ),
            ("{\"a\": x}", "a text needs double quotes", "x}"),
            (
                "{\"a\": \"x\n\"}",
                "a quote is opened here and not closed",
                "\"x",
            ),
            ("{\"a\" 1}", "a colon is missing after the key", "1}"),
            (
                "{\"a\": 1 \"b\": 2}",
                "a comma is missing here",
                "\"b\": 2}",
            ),
            ("{\"a\": 1, b: 2}", "a key needs double quotes", "b: 2}"),
            ("{\"a\": 1", "the `{` here is not closed", "{"),
            (
                "{\"a\": \"\\ud83d\"}",
                "this escape is not a character",
                "\\ud83d\"}",
            ),
            (
                "{\"a\": \"\\x\"}",
                "a backslash is followed by a character that means nothing",
                "\\x\"}",
            ),
            ("{\"a\": 01}", "a text needs double quotes", "01}"),
            ("{\"a\": }", "a value is expected here", "}"),
            ("{\"a\": 1 // b\n}", "a comma is missing here", "// b"),
        ] {
            let problem = parse(text).unwrap_err();
            assert_eq!(
                (problem.message.as_str(), &text[problem.span.range()]),
                (message, place),
                "{text}"
            );
        }
        let deep = format!("{{\"a\": {}", "[".repeat(100_000));
        assert!(parse(&deep).unwrap_err().message.contains("64 deep"));
    }
}
