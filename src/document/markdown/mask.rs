//! Placeholders for the lines that Markdown does not know, before the parser sees the text.

use std::ops::Range;

use super::abbreviation;

/// A text with its placeholders.
#[derive(Default)]
pub(super) struct Mask<'a> {
    /// The text; nothing if it has no such line.
    pub text: Option<String>,
    /// Where it differs from the original, in order.
    pub changes: Vec<Change>,
    /// What each placeholder starts with after its `<`; the original does not have it anywhere.
    pub mark: String,
    /// Abbreviations and what they mean.
    pub abbreviations: Vec<(&'a str, &'a str)>,
}

/// A part of the text that is not as in the original: a placeholder, or a blank line added.
pub(super) struct Change {
    /// Where it starts.
    pub at: usize,
    pub length: usize,
    /// What it replaces in the original; empty for a blank line.
    pub original: Range<usize>,
}

/// Puts placeholders into a text.
pub(super) fn mask(original: &str) -> Mask<'_> {
    let mut masker = Masker {
        original,
        text: String::new(),
        copied: 0,
        mask: Mask {
            mark: unused_mark(original),
            ..Mask::default()
        },
        open: OpenLines::default(),
    };
    let mut start = 0;
    for line in original.split_inclusive('\n') {
        masker.line(line, start);
        start += line.len();
    }
    masker.finish()
}

struct Masker<'a> {
    original: &'a str,
    text: String,
    /// How much of the original is in the text.
    copied: usize,
    mask: Mask<'a>,
    open: OpenLines,
}

impl<'a> Masker<'a> {
    fn finish(mut self) -> Mask<'a> {
        if !self.mask.changes.is_empty() {
            self.copy_until(self.original.len());
            self.mask.text = Some(self.text);
        }
        self.mask
    }

    /// Passes a line, or puts a placeholder in its place.
    fn line(&mut self, line: &'a str, start: usize) {
        let content = line.trim_end_matches(['\n', '\r']);
        let (prefix, own) = content.split_at(container_prefix(content));
        if !self.is_special(own, prefix.len()) {
            return self.open.pass(own);
        }
        self.copy_until(start);
        let is_quoted = prefix.chars().all(|c| matches!(c, ' ' | '\t' | '>'));
        if self.open.is_html && is_quoted {
            // A block of HTML would swallow the line; only a blank line ends one.
            self.change(&format!("{}\n", prefix.trim_end()), start..start);
        }
        let end = start + content.len();
        let placeholder = format!("<{}{}?>", self.mask.mark, self.mask.changes.len());
        self.text.push_str(prefix);
        self.change(&placeholder, start + prefix.len()..end);
        self.copied = end;
        self.open.is_html = false;
    }

    fn copy_until(&mut self, end: usize) {
        let rest = self.original.get(self.copied..end).unwrap_or("");
        self.text.push_str(rest);
    }

    fn change(&mut self, put: &str, original: Range<usize>) {
        self.mask.changes.push(Change {
            at: self.text.len(),
            length: put.len(),
            original,
        });
        self.text.push_str(put);
    }

    /// True for a line to mask; remembers what abbreviations mean.
    fn is_special(&mut self, line: &'a str, prefix: usize) -> bool {
        if line.starts_with(":::") {
            return true;
        }
        if self.open.code.is_some() || prefix > 3 {
            return false;
        }
        let definition = abbreviation::definition(line);
        self.mask.abbreviations.extend(definition);
        definition.is_some()
    }
}

/// What the lines so far leave open, as far as can be told before parsing.
#[derive(Default)]
struct OpenLines {
    code: Option<CodeFence>,
    /// True after a line that starts with a tag, up to a blank line.
    is_html: bool,
}

#[derive(Clone, Copy)]
struct CodeFence {
    sign: char,
    length: usize,
}

impl OpenLines {
    fn pass(&mut self, line: &str) {
        if let Some(sign @ ('`' | '~')) = line.chars().next() {
            self.pass_fence(line, sign);
        }
        if starts_tag(line) && self.code.is_none() {
            // What is in these goes on over blank lines.
            let opaque = ["<pre", "<script", "<style", "<textarea"];
            self.is_html = !opaque.iter().any(|name| line.starts_with(name));
        } else if line.trim().is_empty() || self.code.is_some() {
            self.is_html = false;
        }
    }

    fn pass_fence(&mut self, line: &str, sign: char) {
        let length = line.chars().take_while(|other| *other == sign).count();
        let rest = line.get(length..).unwrap_or("");
        match self.code {
            None if length >= 3 && !(sign == '`' && rest.contains('`')) => {
                self.code = Some(CodeFence { sign, length });
            }
            Some(open) if open.sign == sign && length >= open.length && rest.trim().is_empty() => {
                self.code = None;
            }
            _ => {}
        }
    }
}

/// True for a line that starts with a tag of HTML.
fn starts_tag(line: &str) -> bool {
    let rest = line.strip_prefix('<').unwrap_or_default();
    rest.starts_with(|c: char| c == '/' || c.is_ascii_alphabetic())
}

fn unused_mark(text: &str) -> String {
    let mut mark = "?:".to_owned();
    while text.contains(&mark) {
        mark.push(':');
    }
    mark
}

/// The length of what comes before a line's own content: spaces, `>` and the markers of lists.
fn container_prefix(line: &str) -> usize {
    let bytes = line.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at + 1..).unwrap_or(&[]);
        match byte {
            b' ' | b'\t' | b'>' => at += 1,
            b'-' | b'*' | b'+' if rest.first() == Some(&b' ') => at += 2,
            b'0'..=b'9' => match number_marker(rest) {
                Some(length) => at += 1 + length,
                None => break,
            },
            _ => break,
        }
    }
    at
}

/// The length of what follows the first digit of a list's marker.
fn number_marker(rest: &[u8]) -> Option<usize> {
    let digits = rest.iter().take(9).take_while(|byte| byte.is_ascii_digit());
    let digits = digits.count();
    match rest.get(digits..) {
        Some([b'.' | b')', b' ', ..]) => Some(digits + 2),
        _ => None,
    }
}
