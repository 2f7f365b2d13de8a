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
/// More messages of one finding each than these are told together.
const SINGLE: usize = 5;
/// So many places are named of findings that are told together.
const PLACES: usize = 3;

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
        let next = sections.iter_mut().max_by_key(|section| section.next());
        if let Some(section) = next
            && section.next().is_some()
        {
            section.rows += 1;
        }
    }
}

impl<'g> Section<'g> {
    /// How many findings the group has that would get the next row.
    fn next(&self) -> Option<usize> {
        (self.rows < self.most_rows()).then_some(self.groups.get(self.rows)?.found.len())
    }

    /// A row for each group, but only one for many that have a single finding.
    fn most_rows(&self) -> usize {
        let of_several = self.groups.iter();
        let of_several = of_several.take_while(|group| group.found.len() > 1).count();
        if self.groups.len() - of_several > SINGLE {
            of_several + 1
        } else {
            self.groups.len()
        }
    }

    fn write(&self, out: &mut String, text_of: &TextOf, colour: Colour) {
        out.push_str(&self.title(colour));
        let (named, others) = self.groups.split_at(self.named());
        for group in named {
            out.push_str(&row(group, text_of));
        }
        if !others.is_empty() && self.named() < self.rows {
            out.push_str(&row_of_others(self.common_words(), others, text_of));
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
        let tells_all = self.rows == self.groups.len();
        let is_only_row = self.rows == 1 && self.common_words().is_none();
        if tells_all || is_only_row {
            self.rows
        } else {
            self.rows - 1
        }
    }

    /// What all messages say but for the names in them, if a row cannot be given to any of them.
    fn common_words(&self) -> Option<String> {
        if self.rows > 1 {
            return None;
        }
        let messages = self.groups.iter().filter_map(|group| group.found.first());
        let mut messages = messages.map(|found| found.message.split('`').collect::<Vec<_>>());
        let mut words = messages.next()?;
        for message in messages {
            keep_common(&mut words, &message)?;
        }
        Some(without_controls(&words.join("`")).replace('\n', " "))
    }

    /// What the first finding says of it, if that is true of all; else the page of the manual.
    fn what_to_do(&self) -> String {
        let found = self.groups.iter().flat_map(|group| &group.found);
        let mut helps = found.map(|found| found.help.first());
        let help = helps.next().flatten();
        match help.filter(|help| helps.all(|other| other == Some(*help))) {
            Some(help) => excerpt(&without_controls(help), 2 * MESSAGE).replace('\n', " "),
            None => format!("`copublish explain {}` says what to do", self.code.id()),
        }
    }
}

/// Keeps of the words of a message, split at backticks, what another one says too; names that differ become `…`. `None` if
/// more than names differ.
fn keep_common<'m>(words: &mut [&'m str], other: &[&'m str]) -> Option<()> {
    if words.len() != other.len() {
        return None;
    }
    for (number, (word, other)) in words.iter_mut().zip(other).enumerate() {
        let is_name = number % 2 == 1;
        if is_name && word != other {
            *word = "…";
        } else if word != other {
            return None;
        }
    }
    Some(())
}

/// `  265  others: content/a.md:7:1, content/b.md:9:4, content/c.md:3:3 …`
fn row_of_others(words: Option<String>, others: &[&Group], text_of: &TextOf) -> String {
    let found = others.iter().flat_map(|group| &group.found);
    let number = found.clone().count();
    let places = found.take(PLACES).filter_map(|found| place(found, text_of));
    let places = places.collect::<Vec<_>>().join(", ");
    let places = without_controls(&places);
    let words = excerpt(&words.unwrap_or("others".to_owned()), MESSAGE);
    let (more, number) = (more(number, PLACES), grouped(number));
    format!("{number:>7}  {words}: {places}{more}\n")
}

/// Says that more were found than are named.
fn more(found: usize, named: usize) -> &'static str {
    if found > named { " …" } else { "" }
}

/// `  251  a blog has no field called `layout`: content/blogs/a.md:2 …`
fn row(group: &Group, text_of: &TextOf) -> String {
    let Some(first) = group.found.first() else {
        return String::new();
    };
    let number = grouped(group.found.len());
    let message = excerpt(&without_controls(&first.message), MESSAGE).replace('\n', " ");
    let more = more(group.found.len(), 1);
    let place = place(first, text_of).unwrap_or_default();
    format!(
        "{number:>7}  {message}: {}{more}\n",
        without_controls(&place)
    )
}
