//! The text that libyaml is given for an author's text, and the way back from each of its bytes.
//!
//! libyaml's port counts a byte-order mark as nothing, takes any text whose first byte is that of one for a broken
//! one, and stops the whole program at two things: a block that the end of the text cuts off, and a tag with a comma
//! behind it in brackets, `[!a, b]`. None of them is left in the text that it reads.

use std::borrow::Cow;

use super::non_breaking::{Role, role};
use crate::base::Span;
use crate::base::clean_text;

/// An author's text, and what libyaml reads for it.
pub(super) struct Origin<'t> {
    /// The author's.
    pub(super) text: &'t str,
    /// What libyaml reads.
    pub(super) plain: Cow<'t, str>,
    /// Where each non-breaking space starts that YAML needs to be an ordinary one.
    pub(super) non_breaking_spaces: Vec<usize>,
    /// A byte of `plain` from which on the distance to the author's text is another, and that byte there.
    steps: Vec<(usize, usize)>,
    /// Stands in `plain` behind what may be a tag before a comma, and nowhere in the author's text. Part of a value,
    /// it is taken out again; behind a tag, it makes libyaml say that a tag is there.
    mark: char,
}

/// What stands in the place of some bytes of the author's text.
struct Edit {
    start: usize,
    end: usize,
    new: char,
}

const BYTE_ORDER_MARK: char = '\u{feff}';
const NON_BREAKING_SPACE: char = '\u{a0}';
/// The first byte of a byte-order mark in UTF-8, which other characters have, too.
const FIRST_OF_MARK: u8 = 0xef;

/// The non-breaking spaces that are not part of a value, and what they are.
fn odd_spaces(text: &str) -> Vec<(usize, Role)> {
    let spaces = text.match_indices(NON_BREAKING_SPACE);
    let spaces = spaces.map(|(at, _)| (at, role(text, at)));
    spaces.filter(|(_, role)| *role != Role::Text).collect()
}

/// Where those are that YAML needs to be ordinary ones.
fn structure(spaces: &[(usize, Role)]) -> Vec<usize> {
    let spaces = spaces.iter();
    let spaces = spaces.filter(|(_, role)| *role == Role::Structure);
    spaces.map(|(at, _)| *at).collect()
}

/// An ordinary space in place of a non-breaking one.
fn space(at: usize) -> Edit {
    Edit {
        start: at,
        end: at + NON_BREAKING_SPACE.len_utf8(),
        new: ' ',
    }
}

/// An empty line in place of a byte-order mark: neither says anything.
fn without_mark(text: &str) -> Option<Edit> {
    if text.as_bytes().first() != Some(&FIRST_OF_MARK) {
        return None;
    }
    let has_mark = text.starts_with(BYTE_ORDER_MARK);
    Some(Edit {
        start: 0,
        end: if has_mark {
            BYTE_ORDER_MARK.len_utf8()
        } else {
            0
        },
        new: '\n',
    })
}

impl<'t> Origin<'t> {
    pub(super) fn new(text: &'t str) -> Origin<'t> {
        let spaces = odd_spaces(text);
        let commas = commas_behind_tags(text);
        let mark = if commas.is_empty() {
            None
        } else {
            absent(text)
        };
        let mut edits: Vec<Edit> = spaces.iter().map(|(at, _)| space(*at)).collect();
        if let Some(new) = mark {
            edits.extend(commas.into_iter().map(|at| Edit {
                start: at,
                end: at,
                new,
            }));
            edits.sort_by_key(|edit| edit.start);
        }
        edits.splice(0..0, without_mark(text));
        let mut origin = Origin {
            text,
            plain: text.into(),
            non_breaking_spaces: structure(&spaces),
            steps: Vec::new(),
            mark: mark.unwrap_or('\0'),
        };
        origin.make(&edits);
        if !origin.plain.ends_with('\n') {
            origin.plain.to_mut().push('\n');
        }
        origin
    }

    fn make(&mut self, edits: &[Edit]) {
        if edits.is_empty() {
            return;
        }
        let mut plain = String::with_capacity(self.text.len() + edits.len() + 1);
        let mut done = 0;
        for edit in edits {
            plain.push_str(self.text.get(done..edit.start).unwrap_or(""));
            plain.push(edit.new);
            self.steps.push((plain.len(), edit.end));
            done = edit.end;
        }
        plain.push_str(self.text.get(done..).unwrap_or(""));
        self.plain = plain.into();
    }

    /// A byte of what libyaml read as a byte of the author's text.
    pub(super) fn place(&self, at: usize) -> usize {
        let before = self.steps.partition_point(|(plain, _)| *plain <= at);
        let (plain, text) = before
            .checked_sub(1)
            .and_then(|step| self.steps.get(step))
            .unwrap_or(&(0, 0));
        (text + at - plain).min(self.text.len())
    }

    pub(super) fn span(&self, start: u64, end: u64) -> Span {
        Span::new(self.place(start as usize), self.place(end as usize))
    }

    /// A value as libyaml read it, made the author's again.
    pub(super) fn value(&self, mut value: String) -> String {
        if self.mark != '\0' {
            value.retain(|c| c != self.mark);
        }
        // An escape in quotes, such as `"\u0001"`, may stand for what no page can hold.
        clean_text::remove_forbidden(&mut value);
        value
    }
}

/// Each comma at which a tag may end. Whether one does depends on all that stands before it, which only libyaml knows.
fn commas_behind_tags(text: &str) -> Vec<usize> {
    let bytes = text.as_bytes();
    let mut looked_at = 0;
    let mut found = Vec::new();
    for at in memchr::memchr_iter(b'!', bytes) {
        if at < looked_at {
            continue;
        }
        let behind = bytes.get(at..).unwrap_or_default();
        looked_at = at
            + behind
                .iter()
                .position(|byte| !may_be_in_tag(*byte))
                .unwrap_or(behind.len());
        if bytes.get(looked_at) == Some(&b',') {
            found.push(looked_at);
        }
    }
    found
}

/// The characters of a tag, as libyaml reads one.
fn may_be_in_tag(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-_;/?:@&=+$.%!~*'()".contains(&byte)
}

/// A character for private use that a text does not hold. There are so many that only a text of half a megabyte of
/// nothing else could hold them all.
fn absent(text: &str) -> Option<char> {
    let held: std::collections::HashSet<char> = text.chars().filter(|c| *c >= '\u{e000}').collect();
    ('\u{e000}'..='\u{f8ff}')
        .chain('\u{f0000}'..='\u{10fffd}')
        .find(|c| !held.contains(c))
}
