//! A translation says another date, amount, status or number than its source. This is an error on a site that names
//! `languages`.
//!
//! It compares the dates, numbers, choices, documents linked to, and `true` or `false` in front matter, in groups such as milestones
//! too; how many attachments and other groups there are; and the numbers of two or more digits in the text: years, days, amounts,
//! percentages. Fields that each language has for itself, such as `updated` and `review_by`, may differ, and so may files and
//! addresses of other sites, which can be translated. Words for numbers are not read. What a translation leaves out, it has of its
//! source.
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

use crate::base::english::{count, excerpt, ticked_and};
use crate::base::{Code, Diagnostic, SharedText, Span};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::check::translated::{Translated, TranslationSources};
use crate::config::{Field, FieldType};
use crate::document::{LinkId, Passage, TextFacts, Value, facts};
use crate::graph::{Node, Target};

pub(super) const RULE: Rule = Rule::of_site(Code::DifferentFacts, check);

/// The most numbers that one finding names.
const MOST_SHOWN: usize = 5;

/// Finds facts of front matter and numbers of texts that differ from those of the source.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    for pair in TranslationSources::of(site).pairs() {
        found.extend(in_front_matter(site, pair));
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

fn in_front_matter(site: &CheckedSite, pair: Translated) -> Vec<Diagnostic> {
    let kind = site.kinds.find(&pair.translation.outline().kind);
    let fields = kind.into_iter().flat_map(|kind| site.kinds.fields(kind));
    let shared = fields.filter(|field| !field.per_language && !field.lifecycle);
    shared
        .filter_map(|field| in_field(site, pair, field))
        .collect()
}

fn in_field(site: &CheckedSite, pair: Translated, field: &Field) -> Option<Diagnostic> {
    let (own, source) = (pair.translation.outline(), pair.source.outline());
    let name = &field.name;
    let compared = Compared { site, pair };
    let here = own.structure.fields.get(name)?;
    let there = source.structure.fields.get(name)?;
    let (here, there) = compared.difference(here, there, &field.ty)?;
    let message = format!("`{name}` says {here}, but {} says {there}", source.file);
    let place = own.spots.fields.find(name);
    let place_there = source.spots.fields.find(name);
    let found = Diagnostic::new(Code::DifferentFacts, message)
        .at(&own.file, place.unwrap_or(own.spots.title), "")
        .at(
            &source.file,
            place_there.unwrap_or(source.spots.title),
            "in the source",
        );
    Some(found.help("correct the one that is wrong"))
}

/// A document and its source, whose values are compared.
#[derive(Clone, Copy)]
struct Compared<'c, 's> {
    site: &'c CheckedSite<'s>,
    pair: Translated<'s>,
}

impl Compared<'_, '_> {
    /// The first fact in which two values differ. What one of them does not say is no difference.
    fn difference(self, here: &Value, there: &Value, ty: &FieldType) -> Option<(String, String)> {
        match (here, there, ty) {
            (Value::List(here), Value::List(there), FieldType::List(item)) => {
                let mut pairs = here.iter().zip(there);
                let first = pairs.find_map(|(here, there)| self.difference(here, there, item));
                first.or_else(|| other_number(here, there, item))
            }
            (Value::Map(here), Value::Map(there), FieldType::Map(fields)) => {
                let mut fields = fields.iter();
                fields.find_map(|field| self.in_group(here, there, field))
            }
            (Value::Link(here), Value::Link(there), FieldType::Url) => {
                self.other_document(*here, *there)
            }
            _ => {
                let (here, there) = (fact(here, ty)?, fact(there, ty)?);
                (here != there).then_some((here, there))
            }
        }
    }

    fn in_group(
        self,
        here: &[(SharedText, Value)],
        there: &[(SharedText, Value)],
        field: &Field,
    ) -> Option<(String, String)> {
        let (_, here) = here.iter().find(|(name, _)| *name == field.name)?;
        let (_, there) = there.iter().find(|(name, _)| *name == field.name)?;
        self.difference(here, there, &field.ty)
    }

    /// Two links to documents that do not say the same.
    fn other_document(self, here: LinkId, there: LinkId) -> Option<(String, String)> {
        let graph = self.site.graph;
        let target = |node: Node, id: LinkId| match node.links().get(id.0 as usize)?.target {
            Target::Node(id) => Some(id),
            _ => None,
        };
        let here = target(self.pair.translation, here)?;
        let there = target(self.pair.source, there)?;
        let is_same = here == there || graph.translations(here).contains(&there);
        let file = |id| format!("`{}`", graph.node(id).outline().file);
        (!is_same).then(|| (file(here), file(there)))
    }
}

/// Two lists of groups or of files that have not the same number of them.
fn other_number(here: &[Value], there: &[Value], item: &FieldType) -> Option<(String, String)> {
    let is_counted = matches!(item, FieldType::Map(_) | FieldType::File | FieldType::Url);
    let is_other = is_counted && here.len() != there.len();
    is_other.then(|| (entries(here), entries(there)))
}

fn entries(values: &[Value]) -> String {
    count(values.len(), "entry")
}

/// A value that is the same in all languages, in words.
fn fact(value: &Value, ty: &FieldType) -> Option<String> {
    Some(match value {
        Value::Text(word) if matches!(ty, FieldType::Choice(_)) => format!("`{word}`"),
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
