//! A text mentions a day as past, but the day is after the page was last updated or
//! published. This is advice; turn it on in `site.yaml`:
//!
//! ```text
//! checks:
//!   later-date: warn
//! ```
//!
//! It checks only English sentences about the past: "we met on", "was published on".
//!
//! ## Example
//!
//! ```text
//! ---
//! title: Our meetings
//! updated: 2013-04-30
//! ---
//!
//! We met in Leeds on 3 May 2013.
//! ```
//!
//! ## What to do
//!
//! Correct the day, or say when the page was last changed:
//!
//! ```text
//! updated: 2013-05-04
//! ```
//!
//! ## Why it matters
//!
//! Readers check the date at the bottom of a page to see whether they can rely on it.

use std::ops::Range;

use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::base::{Code, Diagnostic, Span, date};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::check::sentence::sentences;
use crate::document::Role;

pub(super) const RULE: Rule = Rule::of_text(Code::LaterDate, check);

/// Words that tell of what is over, in small letters.
const PAST: &str = "agreed announced asked attended became began came closed concluded decided ended gave had happened \
    held hosted joined launched left met opened presented published released said signed spoke started told took \
    unveiled visited was went were won wrote";

/// Words that tell of what is to come, or make it uncertain.
const OPEN: &str = "anticipated apply attend before between by come coming could deadline due effective expect \
    expected expects expire expires extended from future if intend intends join may might must next plan planned \
    planning plans postponed register rescheduled schedule scheduled shall should starting through till until \
    upcoming will would";

/// Finds days in sentences about the past that come after the day on which the page was last updated, or after its own date.
/// English only.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    let Some(last) = text.outline().meta.last_changed() else {
        return;
    };
    if !text.is_english() {
        return;
    }
    let passages = text.facts.passages.iter();
    for passage in passages.filter(|passage| passage.role != Role::Heading) {
        if !has_year(&passage.text) {
            continue;
        }
        for sentence in sentences(&passage.text) {
            let words = passage.text.get(sentence.clone()).unwrap_or("");
            if !has_year(words) || !is_of_past(words) {
                continue;
            }
            for (at, day) in dates(words, &text.site.config.timezone) {
                if day > last.day() {
                    let range = sentence.start + at.start..sentence.start + at.end;
                    let place = passage.place(range);
                    found.push(diagnostic(text, place, day, last.day()));
                }
            }
        }
    }
}

fn diagnostic(text: &CheckedText, place: Span, day: Date, last: Date) -> Diagnostic {
    let message = format!("this is written as past, but the page was last changed on {last}");
    Diagnostic::new(Code::LaterDate, message)
        .at(text.file(), place, format!("{day} is later"))
        .help("correct the date, or say in `updated` when the page was last changed")
}

/// True if there are four digits in a row.
fn has_year(text: &str) -> bool {
    text.as_bytes()
        .windows(4)
        .any(|four| four.iter().all(u8::is_ascii_digit))
}

/// True if a word tells of the past and none of the future.
fn is_of_past(sentence: &str) -> bool {
    let mut is_past = false;
    for word in sentence
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
    {
        // In capitals it is the month.
        if word == "May" {
            continue;
        }
        let word = word.to_lowercase();
        if OPEN.split_whitespace().any(|known| known == word) {
            return false;
        }
        is_past |= PAST.split_whitespace().any(|known| known == word);
    }
    is_past
}

/// The days in a sentence, with their places: `3 May 2013`, `May 3, 2013`, `2013-05-03`.
fn dates(sentence: &str, zone: &TimeZone) -> Vec<(Range<usize>, Date)> {
    let start_of = |word: &str| word.as_ptr().addr() - sentence.as_ptr().addr();
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let mut found = Vec::new();
    for (number, word) in words.iter().enumerate() {
        let year = word.trim_matches(|c: char| !c.is_ascii_digit());
        let end = start_of(year) + year.len();
        let before = words.get(..number).unwrap_or_default();
        if let [.., first, second] = before
            && let Some(day) = read_named([bare(first), bare(second)], year, zone)
        {
            found.push((start_of(bare(first))..end, day));
        } else if let Some(day) = read(year, zone) {
            found.push((start_of(year)..end, day));
        }
    }
    found
}

/// Reads a date of a day and the name of a month, in any order.
fn read_named(words: [&str; 2], year: &str, zone: &TimeZone) -> Option<Date> {
    if year.len() != 4 {
        return None;
    }
    let [first, second] = words;
    let day_first = read(&format!("{first} {second} {year}"), zone);
    day_first.or_else(|| read(&format!("{second} {first} {year}"), zone))
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

fn read(text: &str, zone: &TimeZone) -> Option<Date> {
    date::read(text, zone).map(|moment| moment.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_days_and_tenses() {
        let sentence = "We met on 3 May 2013, on May 14th, 2013 and (2013-06-02).";
        let days: Vec<_> = dates(sentence, &TimeZone::UTC)
            .into_iter()
            .map(|(at, day)| (&sentence[at], day.to_string()))
            .collect();
        assert_eq!(
            days,
            [
                ("3 May 2013", "2013-05-03".to_owned()),
                ("May 14th, 2013", "2013-05-14".to_owned()),
                ("2013-06-02", "2013-06-02".to_owned())
            ]
        );
        assert!(is_of_past(sentence));
        assert!(!is_of_past(
            "The group that met in Leeds will meet on 3 May 2013."
        ));
        assert!(!is_of_past("Meeting of 3 May 2013"));
    }
}
