//! A translation says another date, amount, status or number than its source. This is an error on a site that names
//! `languages`.
//!
//! It compares the dates, numbers, choices and `true` or `false` in front matter, in groups such as milestones too, and
//! the numbers of two or more digits in the text: years, days, amounts, percentages. `updated` and `review_by` may differ. Words for
//! numbers are not read.
//!
//! ## Example
//!
//! ```text
//! content/events/launch.md      start: 2013-03-14
//! content/events/launch.cy.md   start: 2013-03-15
//! ```
//!
//! ## What to do
//!
//! Correct the one that is wrong. In a translation you can leave out a date or a choice of front matter.
//!
//! ## Why it matters
//!
//! Readers of one language come on the wrong day, or expect money that nobody has promised.

use std::collections::BTreeSet;

use crate::base::english::{excerpt, ticked_and};
use crate::base::{Code, Diagnostic, SharedText, Span};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::check::translated::{Translated, TranslationSources};
use crate::document::{Passage, TextFacts, Value, facts};
use crate::graph::Node;

pub(super) const RULE: Rule = Rule::of_site(Code::DifferentFacts, check);

/// Fields about the page itself, which each version has for itself.
const OWN: [&str; 5] = ["updated", "review_by", "publish_at", "draft", "order"];
/// The most numbers that one finding names.
const MOST_SHOWN: usize = 5;

/// Finds facts of front matter and numbers of texts that differ from those of the source.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    for pair in TranslationSources::of(site).pairs() {
        found.extend(in_front_matter(pair));
        let texts = [pair.translation, pair.source].map(|node| text_facts(site, node));
        if let [Some(translation), Some(source)] = texts {
            found.extend(in_text(pair, &translation, &source));
        }
    }
}

fn text_facts(site: &CheckedSite, node: Node) -> Option<TextFacts> {
    let text = (site.text_of)(&node.outline().file)?;
    let kind = site.kinds.find(&node.outline().kind)?;
    facts(node.document(), &text, kind, site.config.raw_html)
}

fn in_front_matter(pair: Translated) -> Vec<Diagnostic> {
    let (own, source) = (pair.translation.outline(), pair.source.outline());
    let fields = own.structure.fields.0.iter();
    let fields = fields.filter(|field| !OWN.contains(&field.name.as_str()));
    let different = fields.filter_map(|field| {
        let there = source.structure.fields.get(&field.name)?;
        let (here, there) = difference(&field.value, there)?;
        let message = format!(
            "`{}` says {here}, but {} says {there}",
            field.name, source.file
        );
        let place = own.spots.fields.find(&field.name);
        let place_there = source.spots.fields.find(&field.name);
        let found = Diagnostic::new(Code::DifferentFacts, message)
            .at(&own.file, place.unwrap_or(own.spots.title), "")
            .at(
                &source.file,
                place_there.unwrap_or(source.spots.title),
                "in the source",
            );
        Some(found.help("correct the one that is wrong"))
    });
    different.collect()
}

/// The first fact in which two values differ. What one of them does not say is no difference.
fn difference(here: &Value, there: &Value) -> Option<(String, String)> {
    match (here, there) {
        (Value::List(here), Value::List(there)) => {
            let mut pairs = here.iter().zip(there);
            pairs.find_map(|(here, there)| difference(here, there))
        }
        (Value::Map(here), Value::Map(there)) => here.iter().find_map(|(key, value)| {
            let (_, other) = there.iter().find(|(other, _)| other == key)?;
            in_group(key, value, other)
        }),
        (here, there) => {
            let (here, there) = (fact(here)?, fact(there)?);
            (here != there).then_some((here, there))
        }
    }
}

/// In a group, a choice such as the status of a milestone is a word.
fn in_group(key: &SharedText, here: &Value, there: &Value) -> Option<(String, String)> {
    match (here, there) {
        (Value::Text(here), Value::Text(there)) if *key == *"status" && here != there => {
            Some((format!("`{here}`"), format!("`{there}`")))
        }
        _ => difference(here, there),
    }
}

/// A value that is the same in all languages, in words.
fn fact(value: &Value) -> Option<String> {
    Some(match value {
        Value::Date(moment) if moment.has_time => format!("`{}`", moment.iso()),
        Value::Date(moment) => format!("`{}`", moment.day()),
        Value::Integer(number) => format!("`{number}`"),
        Value::Number(number) => format!("`{}`", number.shortest()),
        Value::Boolean(flag) => format!("`{flag}`"),
        _ => return None,
    })
}

fn in_text(pair: Translated, translation: &TextFacts, source: &TextFacts) -> Option<Diagnostic> {
    let (here, there) = (numbers(translation), numbers(source));
    let known = digits(&there);
    let other: Vec<&Number> = here
        .iter()
        .filter(|number| !known.contains(number.digits.as_str()))
        .collect();
    let first = other.first()?;
    let (file, source_file) = (
        &pair.translation.outline().file,
        &pair.source.outline().file,
    );
    let message = format!("`{}` is not in {source_file}", excerpt(&first.written, 60));
    let mut found = Diagnostic::new(Code::DifferentFacts, message);
    for number in other.iter().take(MOST_SHOWN) {
        found = found.at(file, number.span, "not in the source");
    }
    let own = digits(&here);
    let missing = known.difference(&own).copied().take(MOST_SHOWN);
    Some(found.help(help(&missing.collect::<Vec<&str>>())))
}

fn digits(numbers: &[Number]) -> BTreeSet<&str> {
    numbers
        .iter()
        .map(|number| number.digits.as_str())
        .collect()
}

fn help(missing: &[&str]) -> String {
    let correct = "correct the one that is wrong";
    if missing.is_empty() {
        correct.to_owned()
    } else {
        format!("the source has {}; {correct}", ticked_and(missing))
    }
}

/// A number of a text.
struct Number {
    /// Its digits alone: what is the same in all languages.
    digits: String,
    written: String,
    span: Span,
}

/// The numbers of a text that have two digits or more.
fn numbers(facts: &TextFacts) -> Vec<Number> {
    facts.passages.iter().flat_map(numbers_in).collect()
}

fn numbers_in(passage: &Passage) -> Vec<Number> {
    let text = passage.text.as_str();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find(|c: char| c.is_ascii_digit()) {
        let start = at + start;
        let end = end_of_number(text, start);
        let written = &text[start..end];
        let digits: String = written.chars().filter(char::is_ascii_digit).collect();
        if digits.len() > 1 {
            found.push(Number {
                digits,
                written: written.to_owned(),
                span: passage.place(start..end),
            });
        }
        at = end;
    }
    found
}

/// Where a number ends. A sign between groups of three digits is part of it.
fn end_of_number(text: &str, start: usize) -> usize {
    let digits = |from: usize| {
        let rest = text[from..].bytes();
        rest.take_while(u8::is_ascii_digit).count()
    };
    let mut end = start + digits(start);
    while let Some(sign) = text[end..].chars().next() {
        let after = end + sign.len_utf8();
        if !matches!(sign, ',' | '.' | '\u{a0}' | '\u{202f}') || digits(after) != 3 {
            break;
        }
        end = after + 3;
    }
    end
}
