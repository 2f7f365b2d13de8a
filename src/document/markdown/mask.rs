//! Placeholders for what Markdown does not know, before the parser sees the text: some lines, and template code.

use std::ops::Range;

use super::abbreviation;
use super::fence_line::{OpenFence, container_prefix};
use super::template_code;

/// A text with its placeholders.
#[derive(Default)]
pub(super) struct Mask<'a> {
    /// The text; nothing if it has no such line.
    pub text: Option<String>,
    /// Where it differs from the original, in order.
    pub changes: Vec<Change>,
    /// What the placeholder of a line starts with after its `<`; the original does not have it anywhere.
    pub mark: String,
    /// What is around the number in the placeholder of template code; the original does not have it either.
    pub code_mark: Option<char>,
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
        pieces: Vec::new().into_iter(),
    };
    masker.find_template_code();
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
    /// The pieces of template code that are not in the text yet.
    pieces: std::vec::IntoIter<Range<usize>>,
}

impl<'a> Masker<'a> {
    fn find_template_code(&mut self) {
        if !template_code::may_hold(self.original) {
            return;
        }
        // A character that means nothing to Markdown.
        let mut marks = '\u{e000}'..='\u{f8ff}';
        self.mask.code_mark = marks.find(|mark| !self.original.contains(*mark));
        if self.mask.code_mark.is_some() {
            self.pieces = template_code::pieces(self.original).into_iter();
        }
    }

    fn finish(mut self) -> Mask<'a> {
        if !self.mask.changes.is_empty() || !self.pieces.as_slice().is_empty() {
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

    /// Copies the original up to a place, with placeholders for the template code in it.
    fn copy_until(&mut self, end: usize) {
        while let Some(piece) = self.next_piece(end) {
            let before = self.original.get(self.copied..piece.start).unwrap_or("");
            self.text.push_str(before);
            self.copied = piece.end;
            let mark = self.mask.code_mark.unwrap_or_default();
            let placeholder = format!("{mark}{}{mark}", self.mask.changes.len());
            self.change(&placeholder, piece);
        }
        let rest = self.original.get(self.copied..end).unwrap_or("");
        self.text.push_str(rest);
        self.copied = end.max(self.copied);
    }

    /// The next piece of template code before a place. Those in lines that have a placeholder are passed.
    fn next_piece(&mut self, end: usize) -> Option<Range<usize>> {
        loop {
            let next = self.pieces.as_slice().first()?;
            if next.start >= end {
                return None;
            }
            let piece = self.pieces.next()?;
            if piece.start >= self.copied {
                return Some(piece);
            }
        }
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
        if self.open.code.is_open() || prefix > 3 {
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
    code: OpenFence,
    /// True after a line that starts with a tag, up to a blank line.
    is_html: bool,
}

impl OpenLines {
    fn pass(&mut self, line: &str) {
        self.code.pass_content(line);
        if starts_tag(line) && !self.code.is_open() {
            // What is in these goes on over blank lines.
            let opaque = ["<pre", "<script", "<style", "<textarea"];
            self.is_html = !opaque.iter().any(|name| line.starts_with(name));
        } else if line.trim().is_empty() || self.code.is_open() {
            self.is_html = false;
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
