//! This English text is harder to read than most 16-year-olds manage. This is advice;
//! turn it on in `site.yaml`:
//!
//! ```text
//! checks:
//!   reading-age: warn
//! ```
//!
//! The age is an estimate: the Flesch–Kincaid grade (1975), which is based on the
//! length of sentences and words, plus five years. It covers paragraphs, without
//! quotations, lists and headings, if they have at least 100 words and five
//! sentences.
//!
//! ## Example
//!
//! A text with a reading age of 20:
//!
//! ```text
//! The implementation of personalisation necessitates considerable organisational
//! transformation across participating authorities.
//! ```
//!
//! ## What to do
//!
//! Write shorter sentences, and use the words you would say to somebody:
//!
//! ```text
//! Councils have to change a lot, so that people can choose the support they want.
//! ```
//!
//! ## Why it matters
//!
//! Some readers are tired, some read in their second language, some left school
//! early. More people read a text that is easy to read, and everybody reads it
//! faster.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedText;
use crate::check::rule::Rule;
use crate::check::sentence::{sentences, words};
use crate::document::Role;

pub(super) const RULE: Rule = Rule::of_text(Code::ReadingAge, check);

/// What everybody can be expected to read who has been to school, in years.
const OLDEST: f64 = 16.0;

/// Higher ages are not told apart.
const HIGHEST: f64 = 22.0;

/// Fewer words or sentences say nothing certain.
const FEWEST: (usize, usize) = (100, 5);

/// Finds texts in English whose paragraphs have a higher reading age than 16.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    if !text.is_english() {
        return;
    }
    let mut counts = Counts::default();
    let own = text
        .facts
        .passages
        .iter()
        .filter(|passage| passage.role == Role::Paragraph && !passage.is_quoted);
    own.for_each(|passage| counts.add(&passage.text));
    let Some(age) = counts.age().filter(|age| age.round() > OLDEST) else {
        return;
    };
    // Beyond, the formula says nothing of people any more.
    let said = if age > HIGHEST {
        format!("more than {HIGHEST:.0}")
    } else {
        format!("about {age:.0}")
    };
    let average = counts.words as f64 / counts.sentences as f64;
    found.push(
        Diagnostic::new(Code::ReadingAge, format!("this text has a reading age of {said}"))
            .at(text.file(), text.outline().spots.title, "")
            .help(format!("its sentences have {average:.0} words on average; more people can read shorter sentences and shorter words")),
    );
}

/// What is counted in a text, for the grade of Flesch and Kincaid: 0.39 × words in a sentence + 11.8 × syllables in a word −
/// 15.59 (J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, *Derivation of New Readability Formulas for Navy
/// Enlisted Personnel*, Research Branch Report 8-75, 1975). A grade is a year of school in the United States, so an age is
/// five more. It is an estimate, and made for English only.
#[derive(Default)]
struct Counts {
    sentences: usize,
    words: usize,
    syllables: usize,
}

impl Counts {
    fn add(&mut self, text: &str) {
        for range in sentences(text) {
            let before = self.words;
            for word in words(text.get(range).unwrap_or("")) {
                self.words += 1;
                self.syllables += syllables(word);
            }
            self.sentences += usize::from(self.words > before);
        }
    }

    /// The reading age; `None` if the text is too short.
    fn age(&self) -> Option<f64> {
        let (words, sentences) = FEWEST;
        let is_enough = self.words >= words && self.sentences >= sentences;
        let per_sentence = self.words as f64 / self.sentences as f64;
        let per_word = self.syllables as f64 / self.words as f64;
        is_enough.then_some(0.39 * per_sentence + 11.8 * per_word - 15.59 + 5.0)
    }
}

fn is_vowel(byte: u8) -> bool {
    matches!(
        byte.to_ascii_lowercase(),
        b'a' | b'e' | b'i' | b'o' | b'u' | b'y'
    )
}

/// About how many syllables an English word has: its runs of vowels, without an `e` that is not spoken.
fn syllables(word: &str) -> usize {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());

    let bytes = word.as_bytes();
    let mut runs = 0;
    let mut before = false;
    for byte in bytes {
        let vowel = is_vowel(*byte);
        runs += usize::from(vowel && !before);
        before = vowel;
    }
    let lower = word.to_ascii_lowercase();
    let is_silent = match lower.as_bytes() {
        [.., last, b'l', b'e'] => is_vowel(*last),
        [.., last, b'e'] => !is_vowel(*last),
        [.., last, b'e', b's'] => !is_vowel(*last) && !b"sxzcgh".contains(last),
        [.., last, b'e', b'd'] => !is_vowel(*last) && !b"td".contains(last),
        _ => false,
    };
    (runs - usize::from(is_silent && runs > 1)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_syllables() {
        for (word, count) in [
            ("cat", 1),
            ("care", 1),
            ("table", 2),
            ("planned", 1),
            ("wanted", 2),
            ("houses", 2),
            ("makes", 1),
            ("organisation", 5),
            ("the", 1),
            ("people,", 2),
            ("2012", 1),
            ("“every", 3),
            ("whole", 1),
        ] {
            assert_eq!(syllables(word), count, "{word}");
        }
    }

    #[test]
    fn plain_and_official_english_are_far_apart() {
        let age = |text: &str| {
            let mut counts = Counts::default();
            counts.add(&text.repeat(10));
            counts.age().unwrap()
        };
        let plain = age(
            "We met the board in May. They said what they need. We wrote it down and sent it to all. ",
        );
        let official = age(
            "The implementation of personalisation necessitates considerable organisational transformation across \
             participating authorities, notwithstanding continuing uncertainties regarding resource allocation. ",
        );
        assert!(plain < 9.0 && official > 20.0, "{plain} {official}");
    }
}
