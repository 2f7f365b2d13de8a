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

/// Finds what looks like front matter in a text that has none, from a byte of it on.
pub fn find(text: &str, start: usize, weigh: &Weigh) -> Option<Lookalike> {
    let rows = Rows::of(text, lines(text, start));
    rows.groups().find_map(|group| group.judge(weigh))
}

/// Finds the rest of front matter that ended too early, at the start of the body.
pub fn find_behind(text: &str, body: usize, weigh: &Weigh) -> Option<Lookalike> {
    let first = lines(text, body).map(|line| Row::read(line.text(text))).find(|row| *row != Row::Blank)?;
    if !matches!(first, Row::Key(_) | Row::Rule | Row::Inner) {
        return None;
    }
    let rows = Rows::of(text, lines(text, body).take(LONGEST));
    let is_about_life = |group: &Group| {
        group.is_fenced() && group.keys().any(|key| weigh(&key.folded) >= Weight::Near && is_setting(key))
    };
    let group = rows.groups().find(is_about_life)?;
    Some(Lookalike { span: group.span(group.start), why: Why::Behind })
}

/// A text as rows, without those in code.
struct Rows {
    rows: Vec<(Line, Row)>,
    /// The text of rules that are not `---`.
    rules: Vec<(usize, String)>,
}

/// Keys one below the other, with what belongs to them.
struct Group<'r> {
    all: &'r Rows,
    start: usize,
    end: usize,
    /// Whether nothing but rules, comments and empty lines stands above it.
    is_first: bool,
}

impl Rows {
    fn of(text: &str, lines: impl Iterator<Item = Line>) -> Rows {
        let mut found = Rows { rows: Vec::new(), rules: Vec::new() };
        let mut code = Code::default();
        let mut has_text = false;
        for line in lines {
            let said = line.text(text);
            let is_code = code.goes_on(said, has_text);
            let row = match Row::read(said) {
                _ if is_code => Row::Text,
                // Indented as code is, below text.
                Row::Key(_) | Row::Rule if has_text && is_indented_as_code(said) => Row::Inner,
                row => row,
            };
            has_text |= matches!(row, Row::Text | Row::Inner);
            if row == Row::Rule {
                found.rules.push((found.rows.len(), trimmed(said).to_owned()));
            }
            found.rows.push((line, row));
        }
        found
    }

    fn row(&self, at: usize) -> Option<&Row> {
        self.rows.get(at).map(|(_, row)| row)
    }

    fn groups(&self) -> impl Iterator<Item = Group<'_>> {
        let mut at = 0;
        let mut is_first = true;
        iter::from_fn(move || {
            while let Some(row) = self.row(at) {
                if let Row::Key(_) = row {
                    let start = at;
                    while matches!(self.row(at), Some(Row::Key(_) | Row::Inner)) {
                        at += 1;
                    }
                    return Some(Group { all: self, start, end: at, is_first });
                }
                is_first &= !matches!(row, Row::Text | Row::Inner);
                at += 1;
            }
            None
        })
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
    fn goes_on(&mut self, line: &str, has_text: bool) -> bool {
        let fence = fence_of_code(line);
        let was_code = self.fence.is_some() && self.is_below_text;
        match (&self.fence, fence) {
            (None, Some(fence)) => (self.fence, self.is_below_text) = (Some(fence), has_text),
            (Some(open), Some(fence)) if fence.starts_with(open.as_str()) => self.fence = None,
            _ => {}
        }
        was_code || self.fence.is_some() && self.is_below_text
    }
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
    fn keys(&self) -> impl Iterator<Item = &Key> {
        self.all.rows[self.start..self.end].iter().filter_map(|(_, row)| match row {
            Row::Key(key) => Some(key),
            _ => None,
        })
    }

    fn span(&self, at: usize) -> Span {
        self.all.rows.get(at).map_or(Span::default(), |(line, _)| Span::new(line.start, line.end))
    }

    fn has_rule_above(&self) -> bool {
        self.start.checked_sub(1).is_some_and(|above| self.all.row(above) == Some(&Row::Rule))
    }

    fn has_rule_below(&self) -> bool {
        self.all.row(self.end) == Some(&Row::Rule)
    }

    /// A line of signs under a single line makes a heading of it.
    fn is_fenced(&self) -> bool {
        self.has_rule_above()
            || self.has_rule_below() && (self.keys().count() > 1 || self.keys().any(is_setting))
    }

    fn judge(&self, weigh: &Weigh) -> Option<Lookalike> {
        let is_behind_signs = self.keys().any(|key| key.is_behind_signs);
        let looks_so = match (self.is_first, self.is_fenced()) {
            (true, true) => self.keys().any(|key| weigh(&key.folded) > Weight::None),
            (true, false) => self.is_alike_without_fence(weigh),
            (false, true) => self.is_alike_below_text(weigh),
            (false, false) => self.start < START && self.keys().any(|key| is_switch(key, weigh)),
        };
        looks_so.then(|| self.lookalike(is_behind_signs))
    }

    fn is_alike_without_fence(&self, weigh: &Weigh) -> bool {
        let small = self.keys().filter(|key| key.is_small && weigh(&key.folded) > Weight::None).count();
        let is_alike = |key: &Key| match weigh(&key.folded) {
            Weight::Strong => key.is_small || key.value.split_whitespace().count() <= WORDS,
            Weight::Near => is_setting(key),
            Weight::Known | Weight::None => false,
        };
        small > 1 || self.keys().any(is_alike)
    }

    fn is_alike_below_text(&self, weigh: &Weigh) -> bool {
        let is_between_rules = self.has_rule_above() && self.has_rule_below();
        let is_alike = |key: &Key| match weigh(&key.folded) {
            Weight::Strong => is_between_rules || key.is_small || is_flag(key),
            Weight::Near => key.is_small || is_flag(key),
            Weight::Known | Weight::None => false,
        };
        self.keys().any(is_alike)
    }

    fn lookalike(&self, is_behind_signs: bool) -> Lookalike {
        let rule = self.has_rule_above().then(|| self.start - 1);
        let text = rule.and_then(|at| self.all.rules.iter().find(|(rule, _)| *rule == at));
        let why = match text {
            _ if !self.is_first => Why::TextAbove,
            Some((_, text)) if text != "---" => Why::Fence(text.clone()),
            Some(_) => Why::TextAbove,
            None if is_behind_signs => Why::Signs,
            None => Why::NoFence,
        };
        Lookalike { span: self.span(rule.unwrap_or(self.start)), why }
    }
}

fn is_flag(key: &Key) -> bool {
    matches!(key.value.to_lowercase().as_str(), "true" | "false" | "yes" | "no" | "on" | "off")
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
            "```",
        ] {
            for keys in ["title: A\ndraft: true", "drfat: true", "Publish-At = 2031-01-01"] {
                let text = format!("\n{fence}\n{keys}\n{fence}\nWords.\n");
                assert_eq!(found(&text), Some((fence, Why::Fence(fence.to_owned()))), "{text}");
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
            for keys in ["title: A\ndraft: true", "tags: [a]\ndraft: true", "Title: A\nDraft: true"] {
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
            ("Title: A\nDate: 2012-01-01\nStatus: draft\n\nWords.\n", "Title: A", Why::NoFence),
            ("tags: a\ndate: 2012-01-01\n", "tags: a", Why::NoFence),
            ("draft = true\n", "draft = true", Why::NoFence),
            ("title: A\ndraft: true\n---\nWords.\n", "title: A", Why::NoFence),
            ("<!-- draft: true -->\nWords.\n", "<!-- draft: true -->", Why::Signs),
            ("{ draft: true }\nWords.\n", "{ draft: true }", Why::Signs),
            ("'draft': true\n", "'draft': true", Why::Signs),
            (".. title: A\n.. status: draft\n", ".. title: A", Why::Signs),
            ("#+TITLE: A\n#+DATE: 2012\n", "#+TITLE: A", Why::Signs),
            ("A note\ndraft: true\n\nWords.\n", "draft: true", Why::TextAbove),
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
        for body in
            ["Words.\n", "Status: open\n------\n", "Date: 3 May\n---\n", "Draft: the plan\n---\nWords.\n"]
        {
            assert!(!behind(body), "{body}");
        }
    }
}
