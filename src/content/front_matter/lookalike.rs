//! What a reader would take for front matter, and no format allows: other fences, none at all, something above them.
//! Such a text would be published as a page that says `draft: true` and is none.
//!
//! There is no list of fences. What counts is lines of `key: value` near others of their sort, and what the keys say.

use std::iter;

use super::line::{Line, lines, trimmed};
use super::name::Weight;
use super::row::{Key, Row};
use crate::base::Span;

/// Lines that look like front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookalike {
    /// The line that tells.
    pub span: Span,
    /// Why no format allows it.
    pub why: Why,
}

/// Why lines that look like front matter are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Another line than `---` stands above them.
    Fence(String),
    /// They are in a comment, behind other signs, or in no format that is read.
    Signs,
    /// No fence stands above them.
    NoFence,
    /// Other text stands above them.
    TextAbove,
    /// Front matter has ended before.
    Behind,
}

/// What a key says, by its letters alone.
pub type Weigh<'w> = dyn Fn(&str) -> Weight + 'w;

/// A value of more words is a sentence.
const WORDS: usize = 4;
/// How many lines are the start of a file.
const START: usize = 12;
/// How many lines the rest of front matter may have.
const LONGEST: usize = 100;
/// No front matter has more keys that tell what it is.
const MOST_KEYS: usize = 1000;

/// Finds what looks like front matter in a text that has none, from a byte of it on.
pub fn find(text: &str, start: usize, weigh: &Weigh) -> Option<Lookalike> {
    Groups::of(text, lines(text, start)).find_map(|group| group.judge(weigh))
}

/// Finds the rest of front matter that ended too early, at the start of the body.
pub fn find_behind(text: &str, body: usize, weigh: &Weigh) -> Option<Lookalike> {
    let first = lines(text, body)
        .map(|line| Row::read(line.text(text)))
        .find(|row| *row != Row::Blank)?;
    if !matches!(first, Row::Key(_) | Row::Rule | Row::Inner) {
        return None;
    }
    let mut groups = Groups::of(text, lines(text, body).take(LONGEST));
    let group = groups.find(|group| group.is_rest(weigh))?;
    Some(Lookalike {
        span: group.first,
        why: Why::Behind,
    })
}

/// Keys one below the other, with what belongs to them.
struct Group<'t> {
    /// The line of the first key.
    first: Span,
    /// Its number in the text, from 0.
    number: usize,
    keys: Vec<Key>,
    /// The rule right above it.
    rule_above: Option<(Span, &'t str)>,
    has_rule_below: bool,
    /// Whether that makes a heading of a single line above it.
    is_underlined: bool,
    /// Whether nothing but rules, comments and empty lines stands above it.
    is_first: bool,
}

/// What stands above a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Above {
    /// Rules, comments and empty lines at most.
    #[default]
    Nothing,
    /// Text for readers.
    Text,
}

/// The groups of a text, without those in code. Of the text, no more is held than the group that is read.
struct Groups<'t, L: Iterator<Item = Line>> {
    text: &'t str,
    lines: iter::Enumerate<L>,
    code: Code,
    above: Above,
    rule_above: Option<(Span, &'t str)>,
}

impl<'t, L: Iterator<Item = Line>> Groups<'t, L> {
    fn of(text: &'t str, lines: L) -> Groups<'t, L> {
        Groups {
            text,
            lines: lines.enumerate(),
            code: Code::default(),
            above: Above::default(),
            rule_above: None,
        }
    }

    fn next_row(&mut self) -> Option<(usize, Line, Row)> {
        let (number, line) = self.lines.next()?;
        let said = line.text(self.text);
        let is_code = self.code.goes_on(said, self.above);
        let row = match Row::read(said) {
            _ if is_code => Row::Text,
            // Indented as code is, below text.
            Row::Key(_) | Row::Rule if self.above == Above::Text && is_indented_as_code(said) => {
                Row::Inner
            }
            row => row,
        };
        Some((number, line, row))
    }

    /// Takes note of a row that is no part of a group.
    fn pass(&mut self, line: Line, row: &Row) {
        if matches!(row, Row::Text | Row::Inner) {
            self.above = Above::Text;
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
                is_first: self.above == Above::Nothing,
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
    fn goes_on(&mut self, line: &str, above: Above) -> bool {
        let fence = fence_of_code(line);
        let was_code = self.fence.is_some() && self.is_below_text;
        match (&self.fence, fence) {
            (None, Some(fence)) => {
                (self.fence, self.is_below_text) = (Some(fence), above == Above::Text);
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
    fn is_fenced(&self) -> bool {
        let is_one_line = self.keys.len() == 1 && !self.keys.iter().any(is_setting);
        let is_heading = self.is_underlined && is_one_line;
        self.rule_above.is_some() || self.has_rule_below && !is_heading
    }

    fn is_in_code(&self) -> bool {
        self.rule_above
            .is_some_and(|(_, rule)| fence_of_code(rule).is_some())
    }

    /// True where it can be the rest of front matter that says who may see the page.
    fn is_rest(&self, weigh: &Weigh) -> bool {
        let is_fenced = self.is_fenced();
        let is_code = self.is_in_code();
        let says_so = |key: &Key| match weigh(&key.folded) {
            Weight::Strong if is_fenced && key.is_small && !is_code => true,
            Weight::Strong | Weight::Near => is_fenced && is_setting(key) || is_switch(key, weigh),
            Weight::Known | Weight::None => false,
        };
        self.keys.iter().any(says_so)
    }

    fn judge(&self, weigh: &Weigh) -> Option<Lookalike> {
        let looks_so = match (self.is_first, self.is_fenced()) {
            (true, true) => self
                .keys
                .iter()
                .any(|key| weigh(&key.folded) > Weight::None),
            (true, false) => self.is_alike_without_fence(weigh),
            (false, true) => self.is_alike_below_text(weigh),
            (false, false) => {
                self.number < START && self.keys.iter().any(|key| is_switch(key, weigh))
            }
        };
        looks_so.then(|| self.lookalike())
    }

    fn is_alike_without_fence(&self, weigh: &Weigh) -> bool {
        let small = self
            .keys
            .iter()
            .filter(|key| key.is_small && weigh(&key.folded) > Weight::None)
            .count();
        let is_alike = |key: &Key| match weigh(&key.folded) {
            Weight::Strong => key.is_small || key.value.split_whitespace().count() <= WORDS,
            Weight::Near => is_setting(key),
            Weight::Known | Weight::None => false,
        };
        small > 1 || self.keys.iter().any(is_alike)
    }

    fn is_alike_below_text(&self, weigh: &Weigh) -> bool {
        let is_between_rules = self.rule_above.is_some() && self.has_rule_below;
        let is_alike = |key: &Key| match weigh(&key.folded) {
            Weight::Strong => is_between_rules || key.is_small || is_flag(key),
            Weight::Near => key.is_small || is_flag(key),
            Weight::Known | Weight::None => false,
        };
        self.keys.iter().any(is_alike)
    }

    fn lookalike(&self) -> Lookalike {
        let why = match self.rule_above {
            _ if !self.is_first => Why::TextAbove,
            Some((_, rule)) if rule != "---" => Why::Fence(rule.to_owned()),
            Some(_) => Why::TextAbove,
            None if self.keys.iter().any(|key| key.is_behind_signs) => Why::Signs,
            None => Why::NoFence,
        };
        Lookalike {
            span: self.rule_above.map_or(self.first, |(span, _)| span),
            why,
        }
    }
}

fn is_flag(key: &Key) -> bool {
    matches!(
        key.value.to_lowercase().as_str(),
        "true" | "false" | "yes" | "no" | "on" | "off"
    )
}

/// True for a value that settings have and sentences do not: a flag, a number, a date.
fn is_setting(key: &Key) -> bool {
    let is_number = key.value.starts_with(|c: char| c.is_ascii_digit());
    is_flag(key) || is_number && key.value.split_whitespace().count() <= WORDS
}

/// A line below text that nobody writes for readers: `draft: true`. `Published: 3 May 2012` is for them.
fn is_switch(key: &Key, weigh: &Weigh) -> bool {
    weigh(&key.folded) >= Weight::Near && (is_flag(key) || key.is_small && is_setting(key))
}

#[cfg(test)]
mod tests {
    use super::super::name;
    use super::*;

    fn weigh(folded: &str) -> Weight {
        let known = ["date", "location", "summary", "tags", "updated"].contains(&folded);
        name::weigh(folded).max(if known { Weight::Known } else { Weight::None })
    }

    fn found(text: &str) -> Option<(&str, Why)> {
        find(text, 0, &weigh).map(|found| (&text[found.span.range()], found.why))
    }

    #[test]
    fn whatever_the_fence_it_is_found() {
        for fence in [
            "----",
            "--",
            "—",
            "–",
            "***",
            "===",
            "~~~",
            "```yaml",
            ";;;",
            "---------",
            "- - -",
            "－－－",
            "<!--",
            "/*",
            "++++",
            "…",
            "%%%",
            "\\---",
            "{",
            "---yaml",
            "--- # a comment",
            "```",
        ] {
            for keys in [
                "title: A\ndraft: true",
                "drfat: true",
                "Publish-At = 2031-01-01",
                "title: A\n? draft\n: true",
            ] {
                let text = format!("\n{fence}\n{keys}\n{fence}\nWords.\n");
                assert_eq!(
                    found(&text),
                    Some((fence, Why::Fence(fence.to_owned()))),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn whatever_stands_above_it_is_found() {
        for above in [
            "<!-- a note -->",
            "# A heading",
            "Words of some sort.",
            "Words\nand\nmore.",
            "- a list",
            "/* a */\n// b",
        ] {
            for keys in [
                "title: A\ndraft: true",
                "tags: [a]\ndraft: true",
                "Title: A\nDraft: true",
                "title: A\n? draft\n: true",
            ] {
                for gap in ["", "\n", "\n\n"] {
                    let text = format!("{above}\n{gap}---\n{keys}\n---\nWords.\n");
                    let (line, why) = found(&text).unwrap_or_else(|| panic!("{text}"));
                    assert_eq!((line, why), ("---", Why::TextAbove), "{text}");
                }
            }
        }
    }

    #[test]
    fn without_a_fence_it_is_found() {
        for (text, line, why) in [
            ("title: A\ndate: 2012\n\nWords.\n", "title: A", Why::NoFence),
            ("draft: true\n\nWords.\n", "draft: true", Why::NoFence),
            (
                "Title: A\nDate: 2012-01-01\nStatus: draft\n\nWords.\n",
                "Title: A",
                Why::NoFence,
            ),
            ("tags: a\ndate: 2012-01-01\n", "tags: a", Why::NoFence),
            ("draft = true\n", "draft = true", Why::NoFence),
            (
                "title: A\ndraft: true\n---\nWords.\n",
                "title: A",
                Why::NoFence,
            ),
            (
                "<!-- draft: true -->\nWords.\n",
                "<!-- draft: true -->",
                Why::Signs,
            ),
            ("{ draft: true }\nWords.\n", "{ draft: true }", Why::Signs),
            ("'draft': true\n", "'draft': true", Why::Signs),
            (".. title: A\n.. status: draft\n", ".. title: A", Why::Signs),
            ("#+TITLE: A\n#+DATE: 2012\n", "#+TITLE: A", Why::Signs),
            (
                "A note\ndraft: true\n\nWords.\n",
                "draft: true",
                Why::TextAbove,
            ),
        ] {
            assert_eq!(found(text), Some((line, why)), "{text}");
        }
    }

    #[test]
    fn ordinary_text_is_none() {
        for text in [
            "",
            "Words.\n",
            "Note: this page has moved.\n",
            "Update: the meeting was put off.\n",
            "Summary: we did what we said.\n\nMore.\n",
            "Status: nobody knows for sure what comes next\n",
            "Date: 3 May\nLocation: Town Hall, Leeds\nCost: free\n\nCome along.\n",
            "***\n\nWords.\n",
            "# A plan\n\nPublished: 3 May 2012\n\nWords.\n",
            "---\n\nWords: more of them.\n",
            "# Draft: the plan\n\nWords.\n",
            "- Status: open\n- Date: 3 May\n",
            "**Status:** open\n",
            "Words:\n`draft: true` hides a page from readers.\n",
            "`draft: true` hides a page from readers.\n",
            "[title]: https://example.org\n\nSee [title].\n",
            "A page about front matter:\n\n```yaml\n---\ntitle: A\ndraft: true\n---\n```\n",
            "A page about front matter:\n\n    ---\n    title: A\n    ---\n",
            "Words.\n\nStep 1: install\n---------------\n\nStatus: open\n------------\n",
            "Status: where we stand and why\n------------------------------\n",
            "| Title: a | b |\n|---|---|\n",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }

    #[test]
    fn front_matter_that_ends_too_early_is_found() {
        let behind = |body: &str| find_behind(body, 0, &weigh).is_some();
        assert!(behind("draft: true\n---\nWords.\n"));
        assert!(behind("---\npublish_at: 2031-01-01\n---\nWords.\n"));
        assert!(behind("\ntitle: A\ndraft: true\n---\nWords.\n"));
        assert!(behind("title: A\n\ndraft: true\n---\nWords.\n"));
        assert!(behind("# a comment\ndraft: true\n---\nWords.\n"));
        assert!(behind("publish_at: 2031-01-01\n---x\nWords.\n"));
        assert!(behind("status: draft\n```\n\nWords.\n"));
        assert!(behind("draft: true\n\nWords.\n"));
        for body in [
            "Words.\n",
            "Status: open\n------\n",
            "Date: 3 May\n---\n",
            "Draft: the plan\n---\nWords.\n",
            "Draft: 3 May 2012\n\nWords.\n",
            "status: we know by now\n\nWords.\n",
            "```yaml\nstatus: published\n```\n\nWords.\n",
        ] {
            assert!(!behind(body), "{body}");
        }
    }
}
