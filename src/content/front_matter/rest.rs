//! The rest of front matter that ended too early, at the start of the body: below `...`, below a second `---`, or below
//! front matter that a program put above that of the author. Nothing reads its keys, and readers would see them.
//!
//! A stray key is one of these that says who may see the page, by its name, or by its name and its value. How much has
//! to tell it from text for readers depends on what is above and below it.

use super::group::{Group, Groups};
use super::line::{Line, lines, trimmed};
use super::lookalike::Weigh;
use super::name::Weight;
use super::row::Row;
use crate::base::Span;
use crate::config::lifecycle_key::meaning;

/// How many lines the rest of front matter may have.
const LONGEST: usize = 100;

/// Finds the line of the first stray key at the start of a body, or of the first key next to it.
pub(super) fn find(text: &str, body: usize, weigh: &Weigh) -> Option<Span> {
    find_at_fence(text, body).or_else(|| find_among_keys(text, body, weigh))
}

/// Finds the first stray key among the lines that a body starts with, if a fence of front matter is above or below
/// them: then the name alone tells, in whatever letters.
pub(super) fn find_at_fence(text: &str, body: usize) -> Option<Span> {
    let mut lines = lines_at_fence(text, body).into_iter();
    lines.find_map(|line| {
        let (key, value) = line.text(text).split_once([':', '='])?;
        let is_stray = is_name(key.trim()) && says_who_may_see(key.trim(), value.trim());
        is_stray.then(|| Span::new(line.start, line.end))
    })
}

/// Finds the first group of keys of which one is stray: next to a line of signs one in small letters or with a value
/// that sentences have not, elsewhere one with such a value.
fn find_among_keys(text: &str, body: usize, weigh: &Weigh) -> Option<Span> {
    let mut rows = lines(text, body).map(|line| Row::read(line.text(text)));
    let first = rows.find(|row| *row != Row::Blank)?;
    if !matches!(first, Row::Key(_) | Row::Rule | Row::Inner) {
        return None;
    }
    let mut groups = Groups::of(text, lines(text, body).take(LONGEST));
    let group = groups.find(|group| has_stray_key(group, weigh))?;
    Some(group.first)
}

fn has_stray_key(group: &Group, weigh: &Weigh) -> bool {
    let is_fenced = group.is_fenced();
    let is_front_matter = is_fenced && !group.is_in_code();
    group.keys.iter().any(|key| match weigh(&key.folded) {
        Weight::Strong if is_front_matter && key.is_small => true,
        weight @ (Weight::Strong | Weight::Near) => {
            is_fenced && key.is_setting() || key.is_switch(weight)
        }
        Weight::Known | Weight::None => false,
    })
}

fn is_name(name: &str) -> bool {
    !name.starts_with('-')
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '"' | '\''))
}

fn says_who_may_see(name: &str, value: &str) -> bool {
    let value = value.trim_matches(['"', '\'']);
    meaning(name, Some(value)).is_some()
}

/// The lines at the start of a body that may be keys, if a fence of front matter is above or below them.
fn lines_at_fence(text: &str, body: usize) -> Vec<Line> {
    let start = text.len() - text[body..].trim_start().len();
    let (mut is_at_fence, mut found) = (false, Vec::new());
    for line in lines(text, start) {
        let said = line.text(text);
        if is_fence(said) {
            is_at_fence = true;
            if line.start == start {
                continue;
            }
            break;
        }
        let continues = line.start > start && said.starts_with([' ', '\t', '-', '#']);
        if said.trim().is_empty() || !continues && !said.contains([':', '=']) {
            break;
        }
        if !continues {
            found.push(line);
        }
    }
    if is_at_fence { found } else { Vec::new() }
}

fn is_fence(line: &str) -> bool {
    matches!(trimmed(line), "---" | "+++" | "...")
}

#[cfg(test)]
mod tests {
    use super::super::name;
    use super::*;

    fn weigh(folded: &str) -> Weight {
        let known = ["date", "location", "summary", "tags", "updated"].contains(&folded);
        name::weigh(folded).max(if known { Weight::Known } else { Weight::None })
    }

    #[test]
    fn keys_at_fences_are_found() {
        for (body, line) in [
            ("\n---\ntitle: A\ndraft: true\n---\nText", "draft: true"),
            ("draft: true\n---\nText", "draft: true"),
            (
                "+++\ntags = [\"a\"]\npublishDate = 2031-01-01\n+++\n",
                "publishDate = 2031-01-01",
            ),
            ("---\ntags:\n- a\nembargo: soon\n", "embargo: soon"),
            ("Draft: the plan\n---\nWords.\n", "Draft: the plan"),
        ] {
            let found = find(body, 0, &weigh).map(|span| &body[span.range()]);
            assert_eq!(found, Some(line), "{body}");
        }
    }

    #[test]
    fn front_matter_that_ends_too_early_is_found() {
        let behind = |body: &str| find(body, 0, &weigh).is_some();
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
            "Draft: 3 May 2012\n\nWords.\n",
            "status: we know by now\n\nWords.\n",
            "```yaml\nstatus: published\n```\n\nWords.\n",
            "Draft: the third one\n\nText",
            "---\nWeather: fine\n---\n",
            "# Draft: the third one\n---\n",
            "This draft: a first one\n---\n",
            "Text\n---\ndraft: true\n---\n",
            "",
        ] {
            assert!(!behind(body), "{body}");
        }
    }
}
