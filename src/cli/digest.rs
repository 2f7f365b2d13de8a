//! Many findings in few lines: what was found often is told once and counted, and a long report becomes an overview.
//! Prints nothing itself.

use super::finding_group::{Group, groups, place};
use super::overview::overview;
use super::source_texts::TextOf;
use super::summary;
use super::terminal::{self, Colour};
use crate::base::Diagnostic;
use crate::base::english::{count, grouped};

/// How much of a report is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Detail {
    /// What was found often is told once; a long report becomes an overview. Contains what to type to see each finding.
    Digest(&'static str),
    /// Each finding.
    All,
}

impl Detail {
    /// For commands that have no `--all` of this meaning.
    pub const ELSEWHERE: Detail = Detail::Digest("`copublish check --all`");

    /// What `--all` asks for.
    #[expect(
        clippy::fn_params_excessive_bools,
        reason = "it is the value of a flag"
    )]
    pub fn of(is_given: bool) -> Detail {
        if is_given {
            Detail::All
        } else {
            Detail::Digest("`--all`")
        }
    }
}

/// So many findings of the same words are each shown.
const ALIKE: usize = 3;
/// A report of more findings than these is an overview, if it is longer than [`LINES`] else.
const FINDINGS: usize = 30;
/// A report of so many lines can be read from its start to its end.
const LINES: usize = 45;
/// So many places of the same finding are named.
const PLACES: usize = 4;

/// Findings as text.
#[derive(Debug, PartialEq, Eq)]
pub enum Report {
    /// Each finding, or each kind of them, with its excerpt.
    Excerpts(String),
    /// Their kinds, counted.
    Overview(String),
}

impl Report {
    /// The text.
    pub fn text(&self) -> &str {
        match self {
            Report::Excerpts(text) | Report::Overview(text) => text,
        }
    }

    /// How often each code was found, if the text does not say so.
    pub fn table(&self, ordered: &[&Diagnostic]) -> Option<String> {
        match self {
            Report::Excerpts(_) => summary::by_code(ordered),
            Report::Overview(_) => None,
        }
    }
}

/// The report of findings that are in order.
pub fn report(ordered: &[&Diagnostic], text_of: &TextOf, colour: Colour, detail: Detail) -> Report {
    let Detail::Digest(everything) = detail else {
        return Report::Excerpts(draw(ordered, text_of, colour));
    };
    let groups = groups(ordered);
    if ordered.len() <= FINDINGS || groups.len() <= LINES {
        let told = told(&groups, text_of, everything);
        let drawn = draw(&told.iter().collect::<Vec<_>>(), text_of, colour);
        if ordered.len() <= FINDINGS || drawn.lines().count() <= LINES {
            return Report::Excerpts(drawn);
        }
    }
    Report::Overview(overview(&groups, text_of, colour, everything))
}

fn draw(ordered: &[&Diagnostic], text_of: &TextOf, colour: Colour) -> String {
    let mut drawn = String::new();
    terminal::draw_all(ordered, text_of, colour, |part| drawn.push_str(part));
    drawn
}

/// What is told of the groups, in the order of a report: each finding of a small one; of a large one the first, with the
/// places of others.
fn told(groups: &[Group], text_of: &TextOf, everything: &str) -> Vec<Diagnostic> {
    let mut told: Vec<Diagnostic> = Vec::new();
    for group in groups {
        match group.found.split_first() {
            Some((first, others)) if others.len() >= ALIKE => {
                told.push((*first).clone().help(same_in(others, text_of, everything)));
            }
            _ => told.extend(group.found.iter().map(|found| (*found).clone())),
        }
    }
    told.sort_by(Diagnostic::order);
    told
}

fn same_in(others: &[&Diagnostic], text_of: &TextOf, everything: &str) -> String {
    let named = others.iter().take(PLACES);
    let places: Vec<String> = named.filter_map(|found| place(found, text_of)).collect();
    let more = match others.len().saturating_sub(PLACES) {
        0 => String::new(),
        more => format!(" and {} more; {everything} shows each", grouped(more)),
    };
    let (others, places) = (count(others.len(), "other place"), places.join(", "));
    format!("the same in {others}: {places}{more}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Code, FilePath, Span};

    fn found(code: Code, message: &str, number: usize) -> Diagnostic {
        let file = FilePath::new(format!("content/{number:03}.md"));
        Diagnostic::new(code, message).at(&file, Span::new(4, 7), "")
    }

    fn said(found: &[Diagnostic]) -> String {
        let text_of = |_: &FilePath| Some("one\ntwo\n".to_owned());
        let ordered: Vec<&Diagnostic> = found.iter().collect();
        report(&ordered, &text_of, Colour::Off, Detail::of(false))
            .text()
            .to_owned()
    }

    #[test]
    fn what_was_found_often_is_told_once() {
        let few: Vec<_> = (0..3).map(|n| found(Code::WrongValue, "x", n)).collect();
        assert_eq!(said(&few).matches("error[wrong-value]").count(), 3);
        let many: Vec<_> = (0..9).map(|n| found(Code::WrongValue, "x", n)).collect();
        let expected = "error[wrong-value]: x
  --> content/000.md:2:1
   |
 2 | two
   | ^^^
   |
   = the same in 8 other places: content/001.md:2:1, content/002.md:2:1, content/003.md:2:1, content/004.md:2:1 and 4 more; `--all` shows each

";
        assert_eq!(said(&many), expected);
    }

    #[test]
    fn single_findings_of_a_kind_are_told_together() {
        let missing = |n: usize| found(Code::BrokenLink, &format!("`{n}.png` is missing"), n);
        let mut all: Vec<_> = (0..60).map(missing).collect();
        all.push(found(Code::BrokenLink, "`7.png` is missing", 60));
        let expected = "error[broken-link]: 61 findings
      2  `7.png` is missing: content/007.md:2:1 …
     59  others: content/000.md:2:1, content/001.md:2:1, content/002.md:2:1 …
      =  `copublish explain broken-link` says what to do
this is an overview; `--all` shows each of the 61 findings with its line

";
        assert_eq!(said(&all), expected);
        // With other codes, each has one row.
        let others = Code::ALL.iter().filter(|code| **code != Code::BrokenLink);
        for code in others.take(60) {
            all.extend((0..6).map(|n| found(*code, ["x", "y"][n % 2], 100 + n)));
        }
        let said = said(&all);
        let row =
            "     61  `…` is missing: content/007.md:2:1, content/060.md:2:1, content/000.md:2:1 …";
        assert!(said.contains(row), "{said}");
    }

    #[test]
    fn a_long_report_is_an_overview_whatever_was_found() {
        for codes in [1, 5, Code::ALL.len()] {
            for messages in [1, 40, 900] {
                let number = |n: usize| Code::ALL[n % codes];
                let mut all: Vec<_> = (0..900)
                    .map(|n| found(number(n), &format!("number {}", n % messages), n))
                    .collect();
                all.sort_by(Diagnostic::order);
                let said = said(&all);
                assert!(
                    said.lines().count() <= LINES + 5,
                    "{codes} codes, {messages} messages:\n{said}"
                );
            }
        }
    }
}
