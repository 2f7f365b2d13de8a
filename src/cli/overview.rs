//! A long report in a few lines: each code once, with its most frequent messages, where the first of them is, and what
//! to do.

use std::cmp::Reverse;

use super::finding_group::{Group, place};
use super::shell::without_controls;
use super::source_texts::TextOf;
use super::terminal::Colour;
use crate::base::english::{count, excerpt, grouped};
use crate::base::{Code, Severity};

/// The most lines of an overview. Less would hide what is wrong; more would not be read.
const LINES: usize = 44;
/// Lines of a section besides its messages: its title, and what to do.
const FRAME: usize = 2;
/// A message is cut to so many characters.
const MESSAGE: usize = 100;

/// All that was found of one code.
struct Section<'g> {
    code: Code,
    severity: Severity,
    /// Those with the most findings first.
    groups: Vec<&'g Group<'g>>,
    /// How many findings there are.
    findings: usize,
    /// How many groups are named.
    rows: usize,
}

/// The overview of groups that are in order; `everything` is what to type to see each finding.
pub fn overview(groups: &[Group], text_of: &TextOf, colour: Colour, everything: &str) -> String {
    let mut sections = sections(groups);
    let all: usize = sections.iter().map(|section| section.findings).sum();
    sections.truncate(LINES / (FRAME + 1));
    share_rows(&mut sections);
    let named: usize = sections.iter().map(|section| section.findings).sum();
    let mut out = String::new();
    for section in &sections {
        section.write(&mut out, text_of, colour);
    }
    if all > named {
        out.push_str(&format!(
            "and {} of other kinds\n",
            count(all - named, "finding")
        ));
    }
    let all = grouped(all);
    out.push_str(&format!(
        "this is an overview; {everything} shows each of the {all} findings with its line\n\n"
    ));
    out
}

/// Errors come first, then what was found most often.
fn sections<'g>(groups: &'g [Group<'g>]) -> Vec<Section<'g>> {
    let mut sections: Vec<Section> = Vec::new();
    for group in groups {
        let Some((severity, code, _)) = group.key() else {
            continue;
        };
        let is_same = |section: &&mut Section| section.code == code && section.severity == severity;
        let findings = group.found.len();
        match sections.iter_mut().find(is_same) {
            Some(section) => {
                section.groups.push(group);
                section.findings += findings;
            }
            None => sections.push(Section {
                code,
                severity,
                groups: vec![group],
                findings,
                rows: 1,
            }),
        }
    }
    for section in &mut sections {
        section
            .groups
            .sort_by_key(|group| Reverse(group.found.len()));
    }
    sections.sort_by_key(|section| (section.severity, Reverse(section.findings)));
    sections
}

/// Gives each line that is left to the section whose next group has the most findings.
fn share_rows(sections: &mut [Section]) {
    let left = LINES.saturating_sub(sections.len() * (FRAME + 1));
    for _ in 0..left {
        let next = sections
            .iter_mut()
            .max_by_key(|section| section.groups.get(section.rows).map(|g| g.found.len()));
        if let Some(section) = next
            && section.rows < section.groups.len()
        {
            section.rows += 1;
        }
    }
}

impl Section<'_> {
    fn write(&self, out: &mut String, text_of: &TextOf, colour: Colour) {
        out.push_str(&self.title(colour));
        let (named, rest) = self.groups.split_at(self.named());
        for group in named {
            out.push_str(&row(group, text_of));
        }
        let rest: usize = rest.iter().map(|group| group.found.len()).sum();
        if rest > 0 && self.rows > 1 {
            out.push_str(&format!("{:>7}  others\n", grouped(rest)));
        }
        out.push_str(&format!("      =  {}\n", self.what_to_do()));
    }

    fn title(&self, colour: Colour) -> String {
        let [on, bold, off] = match (colour, self.severity) {
            (Colour::Off, _) => ["", "", ""],
            (Colour::On, Severity::Error) => ["\u{1b}[1;91m", "\u{1b}[1m", "\u{1b}[0m"],
            (Colour::On, Severity::Warning) => ["\u{1b}[1;33m", "\u{1b}[1m", "\u{1b}[0m"],
        };
        let (word, code) = (self.severity.word(), self.code.id());
        let findings = count(self.findings, "finding");
        format!("{on}{word}[{code}]{off}{bold}: {findings}{off}\n")
    }

    /// How many groups have a row of their own; the last row may count all others.
    fn named(&self) -> usize {
        if self.rows > 1 && self.rows < self.groups.len() {
            self.rows - 1
        } else {
            self.rows
        }
    }

    /// What the first finding says of it, if that is true of all; else the page of the manual.
    fn what_to_do(&self) -> String {
        let mut helps = self.groups.iter().map(|group| first_help(group));
        let help = helps.next().flatten();
        match help.filter(|help| helps.all(|other| other == Some(*help))) {
            Some(help) => excerpt(&without_controls(help), 2 * MESSAGE).replace('\n', " "),
            None => format!("`copublish explain {}` says what to do", self.code.id()),
        }
    }
}

fn first_help<'g>(group: &'g Group) -> Option<&'g str> {
    Some(group.found.first()?.help.first()?.as_str())
}

/// `  251  a blog has no field called `layout`: content/blogs/a.md:2 …`
fn row(group: &Group, text_of: &TextOf) -> String {
    let Some(first) = group.found.first() else {
        return String::new();
    };
    let number = grouped(group.found.len());
    let message = excerpt(&without_controls(&first.message), MESSAGE).replace('\n', " ");
    let more = if group.found.len() > 1 { " …" } else { "" };
    let place = place(first, text_of).unwrap_or_default();
    format!(
        "{number:>7}  {message}: {}{more}\n",
        without_controls(&place)
    )
}
