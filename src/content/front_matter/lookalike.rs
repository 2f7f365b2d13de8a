//! What a reader would take for front matter, and no format allows: other fences, none at all, something above them.
//! Such a text would be published as a page that says `draft: true` and is none.
//!
//! There is no list of fences. What counts is lines of `key: value` near others of their sort, and what the keys say.

use super::group::{Group, Groups};
use super::line::lines;
use super::name::Weight;
use super::row::WORDS;
use crate::base::Span;

/// Lines that look like front matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lookalike {
    /// The line that tells.
    pub span: Span,
    /// Why no format allows it.
    pub why: LookalikeReason,
}

impl Lookalike {
    pub(super) fn new(span: Span, why: LookalikeReason) -> Lookalike {
        Lookalike { span, why }
    }
}

/// Why lines that look like front matter are none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LookalikeReason {
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

/// How many lines are the start of a file.
const START: usize = 12;

/// Finds what looks like front matter in a text that has none, from a byte of it on.
pub(super) fn find(text: &str, start: usize, weigh: &Weigh) -> Option<Lookalike> {
    Groups::of(text, lines(text, start)).find_map(|group| group.judge(weigh))
}

impl Group<'_> {
    fn judge(&self, weigh: &Weigh) -> Option<Lookalike> {
        let looks_so = match (self.is_first, self.is_fenced()) {
            (true, true) => self
                .keys
                .iter()
                .any(|key| weigh(&key.folded) > Weight::None),
            (true, false) => self.is_alike_without_fence(weigh),
            (false, true) => self.is_alike_below_text(weigh),
            (false, false) => {
                self.number < START
                    && self
                        .keys
                        .iter()
                        .any(|key| key.is_switch(weigh(&key.folded)))
            }
        };
        looks_so.then(|| self.lookalike())
    }

    fn is_alike_without_fence(&self, weigh: &Weigh) -> bool {
        let known = self.keys.iter().map(|key| (key, weigh(&key.folded)));
        let small = known.filter(|(key, weight)| key.is_small && *weight > Weight::None);
        small.count() > 1
            || self.keys.iter().any(|key| match weigh(&key.folded) {
                Weight::Strong => key.is_small || key.words() <= WORDS,
                Weight::Near => key.is_setting(),
                Weight::Known | Weight::None => false,
            })
    }

    fn is_alike_below_text(&self, weigh: &Weigh) -> bool {
        let is_between_rules = self.rule_above.is_some() && self.has_rule_below;
        self.keys.iter().any(|key| match weigh(&key.folded) {
            Weight::Strong => is_between_rules || key.is_small || key.is_flag(),
            Weight::Near => key.is_small || key.is_flag(),
            Weight::Known | Weight::None => false,
        })
    }

    fn lookalike(&self) -> Lookalike {
        let why = match self.rule_above {
            _ if !self.is_first => LookalikeReason::TextAbove,
            Some((_, rule)) if rule != "---" => LookalikeReason::Fence(rule.to_owned()),
            Some(_) => LookalikeReason::TextAbove,
            None if self.keys.iter().any(|key| key.is_behind_signs) => LookalikeReason::Signs,
            None => LookalikeReason::NoFence,
        };
        Lookalike {
            span: self.rule_above.map_or(self.first, |(span, _)| span),
            why,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::name;
    use super::*;

    fn weigh(folded: &str) -> Weight {
        let known = ["date", "location", "summary", "tags", "updated"].contains(&folded);
        name::weigh(folded).max(if known { Weight::Known } else { Weight::None })
    }

    fn found(text: &str) -> Option<(&str, LookalikeReason)> {
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
                    Some((fence, LookalikeReason::Fence(fence.to_owned()))),
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
                    assert_eq!((line, why), ("---", LookalikeReason::TextAbove), "{text}");
                }
            }
        }
    }

    #[test]
    fn without_a_fence_it_is_found() {
        for (text, line, why) in [
            (
                "title: A\ndate: 2012\n\nWords.\n",
                "title: A",
                LookalikeReason::NoFence,
            ),
            (
                "draft: true\n\nWords.\n",
                "draft: true",
                LookalikeReason::NoFence,
            ),
            (
                "Title: A\nDate: 2012-01-01\nStatus: draft\n\nWords.\n",
                "Title: A",
                LookalikeReason::NoFence,
            ),
            (
                "tags: a\ndate: 2012-01-01\n",
                "tags: a",
                LookalikeReason::NoFence,
            ),
            ("draft = true\n", "draft = true", LookalikeReason::NoFence),
            (
                "title: A\ndraft: true\n---\nWords.\n",
                "title: A",
                LookalikeReason::NoFence,
            ),
            (
                "<!-- draft: true -->\nWords.\n",
                "<!-- draft: true -->",
                LookalikeReason::Signs,
            ),
            (
                "{ draft: true }\nWords.\n",
                "{ draft: true }",
                LookalikeReason::Signs,
            ),
            ("'draft': true\n", "'draft': true", LookalikeReason::Signs),
            (
                ".. title: A\n.. status: draft\n",
                ".. title: A",
                LookalikeReason::Signs,
            ),
            (
                "#+TITLE: A\n#+DATE: 2012\n",
                "#+TITLE: A",
                LookalikeReason::Signs,
            ),
            (
                " \n> title: A\n> publish_at: 2099-01-01\n",
                "> title: A",
                LookalikeReason::Signs,
            ),
            (
                "A note\ndraft: true\n\nWords.\n",
                "draft: true",
                LookalikeReason::TextAbove,
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
            "They wrote to us.\n\n> title: A\n> draft: true\n\nWords.\n",
            "> Date: 3 May\n> To: everyone\n",
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
}
