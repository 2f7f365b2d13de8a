//! Lines of `key: value`, gathered where they follow one another, with what is above and below them.

use std::iter;

use super::line::{Line, trimmed};
use super::row::{Key, Row};
use crate::base::Span;

/// No front matter has more keys that tell what it is.
const MOST_KEYS: usize = 1000;

/// Keys one below the other, with what belongs to them.
pub(super) struct Group<'t> {
    /// The line of the first key.
    pub(super) first: Span,
    /// Its number in the text, from 0.
    pub(super) number: usize,
    pub(super) keys: Vec<Key>,
    /// The rule right above it.
    pub(super) rule_above: Option<(Span, &'t str)>,
    pub(super) has_rule_below: bool,
    /// Whether that makes a heading of a single line above it.
    is_underlined: bool,
    /// Whether nothing but rules, comments and empty lines stands above it.
    pub(super) is_first: bool,
}

/// What stands above a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum LineAbove {
    /// Rules, comments and empty lines at most.
    #[default]
    Nothing,
    /// Text for readers.
    Text,
}

/// The groups of a text, without those in code. Of the text, no more is held than the group that is read.
pub(super) struct Groups<'t, L: Iterator<Item = Line>> {
    text: &'t str,
    lines: iter::Enumerate<L>,
    code: Code,
    above: LineAbove,
    rule_above: Option<(Span, &'t str)>,
}

impl<'t, L: Iterator<Item = Line>> Groups<'t, L> {
    pub(super) fn of(text: &'t str, lines: L) -> Groups<'t, L> {
        Groups {
            text,
            lines: lines.enumerate(),
            code: Code::default(),
            above: LineAbove::default(),
            rule_above: None,
        }
    }

    fn next_row(&mut self) -> Option<(usize, Line, Row)> {
        let (number, line) = self.lines.next()?;
        let said = line.text(self.text);
        let is_code = self.code.goes_on(said, self.above);
        let row = match Row::read(said) {
            _ if is_code => Row::Text,
            Row::Key(key) if key.is_quoted && self.above == LineAbove::Text => Row::Text,
            // Indented as code is, below text.
            Row::Key(_) | Row::Rule
                if self.above == LineAbove::Text && is_indented_as_code(said) =>
            {
                Row::Inner
            }
            row => row,
        };
        Some((number, line, row))
    }

    /// Takes note of a row that is no part of a group.
    fn pass(&mut self, line: Line, row: &Row) {
        if matches!(row, Row::Text | Row::Inner) {
            self.above = LineAbove::Text;
        }
        let rule = (
            Span::new(line.start, line.end),
            trimmed(line.text(self.text)),
        );
        self.rule_above = (*row == Row::Rule).then_some(rule);
    }
}

impl<'t, L: Iterator<Item = Line>> Iterator for Groups<'t, L> {
    type Item = Group<'t>;

    fn next(&mut self) -> Option<Group<'t>> {
        loop {
            let (number, line, row) = self.next_row()?;
            let Row::Key(key) = row else {
                self.pass(line, &row);
                continue;
            };
            let mut group = Group {
                first: Span::new(line.start, line.end),
                number,
                keys: vec![key],
                rule_above: self.rule_above.take(),
                has_rule_below: false,
                is_underlined: false,
                is_first: self.above == LineAbove::Nothing,
            };
            while let Some((_, line, row)) = self.next_row() {
                match row {
                    Row::Key(key) if group.keys.len() < MOST_KEYS => group.keys.push(key),
                    Row::Key(_) | Row::Inner => {}
                    row => {
                        group.has_rule_below = row == Row::Rule;
                        group.is_underlined = is_underline(line.text(self.text));
                        self.pass(line, &row);
                        break;
                    }
                }
            }
            return Some(group);
        }
    }
}

/// The block of code that a line may stand in.
#[derive(Default)]
struct Code {
    fence: Option<String>,
    /// Its fence stands below text. One above all text may be meant for the fence of front matter.
    is_below_text: bool,
}

impl Code {
    /// Reads the next line. True for one that belongs to a block of code below text.
    fn goes_on(&mut self, line: &str, above: LineAbove) -> bool {
        let fence = fence_of_code(line);
        let was_code = self.fence.is_some() && self.is_below_text;
        match (&self.fence, fence) {
            (None, Some(fence)) => {
                (self.fence, self.is_below_text) = (Some(fence), above == LineAbove::Text);
            }
            (Some(open), Some(fence)) if fence.starts_with(open.as_str()) => self.fence = None,
            _ => {}
        }
        was_code || self.fence.is_some() && self.is_below_text
    }
}

/// True for the line below a heading.
fn is_underline(line: &str) -> bool {
    let line = line.trim();
    ['-', '=']
        .iter()
        .any(|sign| !line.is_empty() && line.chars().all(|c| c == *sign))
}

fn is_indented_as_code(line: &str) -> bool {
    line.starts_with("    ") || line.starts_with('\t')
}

/// The signs of a fence of code, at least three.
fn fence_of_code(line: &str) -> Option<String> {
    let line = line.trim_start();
    let sign = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let signs: String = line.chars().take_while(|c| *c == sign).collect();
    (signs.len() >= 3).then_some(signs)
}

impl Group<'_> {
    /// A line of signs under a single line makes a heading of it.
    pub(super) fn is_fenced(&self) -> bool {
        let is_one_line = self.keys.len() == 1 && !self.keys.iter().any(Key::is_setting);
        let is_heading = self.is_underlined && is_one_line;
        self.rule_above.is_some() || self.has_rule_below && !is_heading
    }

    pub(super) fn is_in_code(&self) -> bool {
        self.rule_above
            .is_some_and(|(_, rule)| fence_of_code(rule).is_some())
    }
}
