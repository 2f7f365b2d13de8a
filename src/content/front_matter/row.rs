//! A line as somebody would read it who looks for front matter: a key, a rule, or text. Looks at one line only.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

use super::line::{is_blank, trimmed};
use super::name::Weight;
use crate::base::suggest::plain_name;

/// What a line is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// Nothing that can be seen.
    Blank,
    /// Signs without a word, or with the name of a format: `----`, `***`, a fence of code with `yaml` behind it.
    Rule,
    /// A comment of HTML or of a program.
    Aside,
    /// `key: value` or `key = value`.
    Key(Key),
    /// What may belong to the key above it: an indented line, an item of a list, a comment of YAML.
    Inner,
    /// Anything else.
    Text,
}

/// A key in its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    /// Its letters, as [`plain_name`] gives them.
    pub(super) folded: String,
    /// Whether it starts with a small letter, as names of fields do and sentences do not.
    pub(super) is_small: bool,
    /// Whether signs stand before it: those of a comment, of another format, of a fence.
    pub(super) is_behind_signs: bool,
    /// Whether it stands in a quotation of Markdown. Below text, it is one of a mail or a form.
    pub(super) is_quoted: bool,
    /// What it says, without quotes.
    pub(super) value: String,
}

/// A value of more words is a sentence.
pub(super) const WORDS: usize = 4;

impl Key {
    /// How many words its value has.
    pub(super) fn words(&self) -> usize {
        self.value.split_whitespace().count()
    }

    pub(super) fn is_flag(&self) -> bool {
        matches!(
            self.value.to_lowercase().as_str(),
            "true" | "false" | "yes" | "no" | "on" | "off"
        )
    }

    /// True for a value that settings have and sentences do not: a flag, a number, a date.
    pub(super) fn is_setting(&self) -> bool {
        let is_number = self.value.starts_with(|c: char| c.is_ascii_digit());
        self.is_flag() || is_number && self.words() <= WORDS
    }

    /// True for a line that nobody writes for readers: `draft: true`. `Published: 3 May 2012` is for them.
    pub(super) fn is_switch(&self, weight: Weight) -> bool {
        weight >= Weight::Near && (self.is_flag() || self.is_small && self.is_setting())
    }
}

/// What stands behind a fence to name a format.
const FORMATS: [&str; 8] = [
    "yaml",
    "yml",
    "toml",
    "json",
    "frontmatter",
    "front-matter",
    "meta",
    "metadata",
];

/// A key of more characters is a sentence.
const LONGEST_KEY: usize = 40;

impl Row {
    /// Reads a line.
    pub(super) fn read(line: &str) -> Row {
        let is_indented = line.starts_with([' ', '\t']);
        let line = plain(line);
        let line = line.as_ref();
        if line.is_empty() {
            return Row::Blank;
        }
        let Some(start) = line.find(char::is_alphanumeric) else {
            return Row::Rule;
        };
        let (signs, said) = line.split_at(start);
        let signs: String = signs.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(key) = explicit_key(&signs, said).or_else(|| key_behind(&signs, said)) {
            return Row::Key(key);
        }
        match signs.as_str() {
            _ if is_rule_with_comment(&signs) || is_rule_with_format(&signs, said) => Row::Rule,
            _ if opens_comment(&signs) => Row::Aside,
            "-" | "#" | "*" => Row::Inner,
            _ if is_indented => Row::Inner,
            _ => Row::Text,
        }
    }
}

fn opens_comment(signs: &str) -> bool {
    ["<!--", "/*", "//", "{#", "{%", "%"]
        .iter()
        .any(|opening| signs.starts_with(opening))
}

/// A key with what stands before it, if that may stand before one.
fn key_behind(signs: &str, said: &str) -> Option<Key> {
    let key = key(said)?;
    let is_key = !is_rule_with_comment(signs) && (opens_comment(signs) || may_lead_a_key(signs));
    is_key.then_some(Key {
        is_behind_signs: !signs.is_empty(),
        is_quoted: signs == ">",
        ..key
    })
}

/// True for a fence with the name of a format: `---toml`.
fn is_rule_with_format(signs: &str, said: &str) -> bool {
    signs.len() > 1 && FORMATS.contains(&said.to_lowercase().as_str())
}

/// The line in the letters that are meant: those of other widths and what is not seen are no others.
fn plain(line: &str) -> Cow<'_, str> {
    let line = trimmed(line);
    if line.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return line.into();
    }
    let seen = line
        .nfkc()
        .filter(|c| *c == ' ' || !is_blank(*c) || *c == '\t');
    seen.collect::<String>().trim().to_owned().into()
}

/// True for signs that stand before a key in some format or comment, and not for those of Markdown: `#`, `-`, `**`, `[`.
fn may_lead_a_key(signs: &str) -> bool {
    let is_run = |of: &[char]| signs.chars().all(|c| of.contains(&c)) && signs.chars().count() > 1;
    signs.is_empty()
        || signs == ">"
        || signs.starts_with("#+")
        || signs.chars().all(|c| "\"'“”‘’{:;@.,~$&\\".contains(c))
        || ['-', '+', '=', '*', '_', '>', '|', '`']
            .iter()
            .any(|sign| is_run(&[*sign]) && signs != "**" && signs != "__")
        || signs
            .chars()
            .all(|c| matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}'))
}

/// True for signs like those of `--- # a comment`.
fn is_rule_with_comment(signs: &str) -> bool {
    let Some(rule) = signs.strip_suffix('#') else {
        return false;
    };
    let first = rule.chars().next();
    rule.chars().count() > 2 && rule.chars().all(|c| Some(c) == first && c != '#')
}

/// `? draft`, which YAML allows for a key whose value follows in the next line.
fn explicit_key(signs: &str, said: &str) -> Option<Key> {
    let name = said.trim_matches(|c| "\"'".contains(c));
    let is_name = name
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
    let is_explicit = signs.trim_end_matches(['"', '\'']) == "?";
    (is_explicit && is_name && name.chars().count() <= LONGEST_KEY).then(|| Key {
        folded: plain_name(name),
        is_small: name.starts_with(char::is_lowercase),
        is_behind_signs: false,
        is_quoted: false,
        value: String::new(),
    })
}

/// True for some words that may be the name of a field.
fn is_name(name: &str) -> bool {
    name.chars().count() <= LONGEST_KEY
        && name.split_whitespace().count() <= 3
        && name.starts_with(char::is_alphabetic)
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
}

/// The key and the value of a line that starts with a letter or a digit.
fn key(said: &str) -> Option<Key> {
    let at = said.find([':', '='])?;
    let (name, rest) = said.split_at(at);
    let behind = &rest[1..];
    // `https://`, `std::fs`, `a == b`: no value stands there.
    if behind.starts_with(['/', ':', '=']) {
        return None;
    }
    let name = name.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’`".contains(c));
    if !is_name(name) {
        return None;
    }
    let value = behind
        .trim_end_matches("-->")
        .trim_end_matches("*/")
        .trim_matches(|c: char| c.is_whitespace() || "\"'“”‘’`,;}".contains(c));
    Some(Key {
        folded: plain_name(name),
        is_small: name.starts_with(char::is_lowercase),
        is_behind_signs: false,
        is_quoted: false,
        value: value.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart() {
        let read = |line: &str| match Row::read(line) {
            Row::Blank => "blank".to_owned(),
            Row::Rule => "rule".to_owned(),
            Row::Aside => "aside".to_owned(),
            Row::Inner => "inner".to_owned(),
            Row::Text => "text".to_owned(),
            Row::Key(key) => format!("{} = {}", key.folded, key.value),
        };
        for (line, row) in [
            (" \u{200b}", "blank"),
            ("----", "rule"),
            ("—", "rule"),
            ("```yaml", "rule"),
            ("---toml", "rule"),
            ("<!--", "rule"),
            ("－－－", "rule"),
            ("--- # a comment", "rule"),
            ("+++ #x", "rule"),
            ("- # x", "text"),
            ("? draft", "draft = "),
            ("? \"Publish-At\"", "publishat = "),
            ("? What now", "text"),
            ("<!-- a note -->", "aside"),
            ("title: A", "title = A"),
            ("Publish-At : 2031-01-01", "publishat = 2031-01-01"),
            ("ｔｉｔｌｅ： A", "title = A"),
            ("t\0i\0t\0l\0e\0:\0 \0A\0", "title = A"),
            ("draft = true", "draft = true"),
            ("  \"draft\": true,", "draft = true"),
            ("{ draft: true }", "draft = true"),
            ("<!-- title: x -->", "title = x"),
            ("--- title: x", "title = x"),
            ("#+TITLE: x", "title = x"),
            (":date: 2012", "date = 2012"),
            (".. status: draft", "status = draft"),
            ("# Status: open", "inner"),
            ("- item: a", "inner"),
            ("**Status:** open", "text"),
            ("[title]: https://example.org", "text"),
            ("https://example.org", "text"),
            ("10:30: coffee", "text"),
            ("`draft: true` hides a page", "text"),
            ("What we found out is this: little", "text"),
            ("Words.", "text"),
        ] {
            assert_eq!(read(line), row, "{line}");
        }
    }
}
