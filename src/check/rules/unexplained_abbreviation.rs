//! A text uses an abbreviation that neither the text nor the site's
//! [glossary](../manual/markdown.md#abbreviations) explains. `copublish check` finds
//! this on sites that have a `content/glossary.yaml`; it is a warning, given once for
//! each abbreviation of a text.
//!
//! An abbreviation has two or more capital letters, optionally followed by digits or
//! an `s`. A few that everybody knows, such as UK and PDF, are skipped.
//!
//! ## Example
//!
//! ```text
//! TLAP and ADASS met in May.
//! ```
//!
//! ## What to do
//!
//! Spell it out where it is first used:
//!
//! ```text
//! Think Local Act Personal (TLAP) and ADASS met in May.
//! ```
//!
//! or explain it once in the text:
//!
//! ```text
//! *[ADASS]: Association of Directors of Adult Social Services
//! ```
//!
//! or add it to `content/glossary.yaml`, for all texts:
//!
//! ```text
//! ADASS: Association of Directors of Adult Social Services
//! ```
//!
//! ## Why it matters
//!
//! People who know an abbreviation no longer notice it. Everybody else stops at it.

use std::collections::HashSet;
use std::ops::Range;

use crate::base::site_layout::GLOSSARY;
use crate::base::{Code, Diagnostic};
use crate::check::abbreviation::{
    Initials, LOUD, abbreviations, is_one_of, is_shouted, may_hold_some, singular, speakers,
    spelled_out,
};
use crate::check::checked_site::{CheckedSite, CheckedText};
use crate::check::rule::Rule;
use crate::content::glossary;
use crate::document::{Passage, Role};

pub(super) const RULE: Rule = Rule::of_text(Code::UnexplainedAbbreviation, check);

/// The most abbreviations of a passage or a text for which a longer search is made; a text with more is a list.
const MOST: usize = 50;

/// Abbreviations that are better known than what they stand for.
const FAMILIAR: &str = "AA AAA AD AIDS AM BBC BC BST CD CET CT CV DIY DNA DVD EDT EST ET EU FAQ GB GMT HIV ID IQ IT KB MB MP \
    MT NATO NE NHS NW OK PC PDF PDT PIN PM PS PST PT QR RAF RSVP SE SMS SW TB TV UFO UK UN URL US USA USB UTC VAT VIP WC";

/// The first use of an abbreviation that the glossary does not explain.
struct Use<'t> {
    passage: &'t Passage,
    short: &'t str,
    range: Range<usize>,
}

/// Finds the first use of each abbreviation that neither the glossary nor the text spells out.
fn check(text: &CheckedText, found: &mut Vec<Diagnostic>) {
    let Some(known) = words_of(text.site) else {
        return;
    };
    // Most passages have no two capitals side by side, and cost no more than this test.
    let passages = text.facts.passages.iter();
    let candidates: Vec<&Passage> = passages
        .filter(|passage| may_hold_some(&passage.text))
        .collect();
    let uses = first_uses(&candidates, &known);
    if uses.is_empty() {
        return;
    }
    let asked: HashSet<&str> = uses.iter().map(|one| one.short).collect();
    let explained = Explained::new(text, &candidates, &asked);
    let unexplained = uses.into_iter().filter(|one| !explained.knows(one.short));
    for (number, one) in unexplained.enumerate() {
        if number >= MOST || !explained.has_word(one.short) {
            found.push(diagnostic(text, one));
        }
    }
}

fn first_uses<'t>(candidates: &[&'t Passage], known: &HashSet<&str>) -> Vec<Use<'t>> {
    let is_known =
        |word: &str| known.contains(word) || is_one_of(FAMILIAR, word) || is_one_of(LOUD, word);
    let mut uses = Vec::new();
    let mut seen = HashSet::new();
    for passage in candidates
        .iter()
        .copied()
        .filter(|passage| is_running(passage))
    {
        for range in abbreviations(&passage.text) {
            let written = passage.text.get(range.clone()).unwrap_or("");
            let short = singular(written);
            if !is_known(written) && !is_known(short) && seen.insert(short) {
                uses.push(Use {
                    passage,
                    short,
                    range,
                });
            }
        }
    }
    uses
}

/// True for running text, where an abbreviation should be explained.
fn is_running(passage: &Passage) -> bool {
    matches!(passage.role, Role::Paragraph | Role::Item | Role::Html)
        && !passage.is_template
        && !is_shouted(&passage.text)
}

fn diagnostic(text: &CheckedText, found: Use) -> Diagnostic {
    let Use {
        passage,
        short,
        range,
    } = found;
    Diagnostic::new(
        Code::UnexplainedAbbreviation,
        format!("`{short}` is not explained"),
    )
    .at(text.file(), passage.place(range), "not spelled out")
    .help(format!(
        "spell it out where it is first used, `Full Words ({short})`, or add it to `{GLOSSARY}`"
    ))
}

/// What a text says itself of its abbreviations.
struct Explained<'t> {
    text: &'t CheckedText<'t>,
    short: HashSet<&'t str>,
}

impl<'t> Explained<'t> {
    /// Looks in some passages for the meanings of the abbreviations that are asked for.
    fn new(
        text: &'t CheckedText,
        passages: &[&'t Passage],
        asked: &HashSet<&str>,
    ) -> Explained<'t> {
        let mut short: HashSet<&str> = text
            .facts
            .abbreviations
            .iter()
            .map(String::as_str)
            .collect();
        for Passage { text, .. } in passages {
            short.extend(spelled_out(text));
            short.extend(speakers(text));
            let here = abbreviations(text)
                .filter_map(|at| text.get(at))
                .map(singular);
            let here: Vec<&str> = here
                .filter(|short| asked.contains(short))
                .take(MOST)
                .collect();
            if !here.is_empty() {
                let initials = Initials::of(text);
                short.extend(here.into_iter().filter(|short| initials.spell(short)));
            }
        }
        Explained { text, short }
    }

    fn knows(&self, short: &str) -> bool {
        self.short.contains(short)
    }

    /// True for a word that the text has in small letters too: `YOU` is said loudly.
    fn has_word(&self, short: &str) -> bool {
        let word = short.to_ascii_lowercase();
        // In a URL or a path it is not a word.
        let source = self.text.source;
        let is_alone = |at: usize| {
            let before = source.get(..at).unwrap_or("");
            let after = source.get(at + word.len()..).unwrap_or("");
            before.ends_with(|c: char| c.is_whitespace() || matches!(c, '(' | '“' | '"'))
                && after.starts_with(|c: char| {
                    c.is_whitespace() || matches!(c, ',' | ';' | '!' | '?' | ')')
                })
        };
        source
            .match_indices(word.as_str())
            .any(|(at, _)| is_alone(at))
    }
}

/// The abbreviations of the glossary; `None` if the site has none.
fn words_of<'s>(site: &CheckedSite<'s>) -> Option<HashSet<&'s str>> {
    let data = site
        .data
        .iter()
        .find(|data| data.file.as_str() == GLOSSARY)?;
    Some(glossary::abbreviations(data).collect())
}
