//! What the abbreviations of the site's glossary stand for, after their first use in a text: not everybody can hover, and nobody
//! should have to look for a list.

use std::ops::Range;

use memchr::memmem;

use super::section::RAW_ELEMENTS;
use crate::base::foreign_words::marked;
use crate::base::site_layout::GLOSSARY;
use crate::content::{Data, glossary};
use crate::document::markdown::{escape, signs_around};
use crate::document::tag::{RawTag, Scanner, Token};

/// Elements whose text names something, or is as somebody typed it: no explanation fits there.
const NAMES: &str =
    "a abbr button code h1 h2 h3 h4 h5 h6 kbd label legend pre samp summary svg th var";

/// The abbreviations of a site.
#[derive(Debug, Default)]
pub struct Glossary(Vec<Entry>);

#[derive(Debug)]
struct Entry {
    /// The abbreviation as HTML.
    short: String,
    words: String,
}

/// An abbreviation that is to be explained, and where it ends.
struct Use<'g> {
    start: usize,
    end: usize,
    entry: &'g Entry,
}

impl Glossary {
    /// The glossary among the data files of a site, if it has one.
    pub fn of(data: &[Data]) -> Glossary {
        let file = data.iter().find(|data| data.file.as_str() == GLOSSARY);
        let entries = file.into_iter().flat_map(glossary::meanings);
        let entries = entries.map(|(short, words)| Entry {
            short: html(short),
            words: words.to_owned(),
        });
        Glossary(entries.collect())
    }

    /// A text with each of its abbreviations explained once, in words of `language`; `None` if there is none to explain.
    pub fn explain(&self, text: &str, language: Option<&str>) -> Option<String> {
        let is_used =
            |entry: &&Entry| memmem::find(text.as_bytes(), entry.short.as_bytes()).is_some();
        let used: Vec<&Entry> = self.0.iter().filter(is_used).collect();
        if used.is_empty() {
            return None;
        }
        let all = text.to_lowercase();
        let is_left = |entry: &&Entry| !all.contains(&html(&entry.words).to_lowercase());
        let left = used.into_iter().filter(is_left).collect();
        let uses = first_uses(text, left);
        (!uses.is_empty()).then(|| with_words(text, &uses, language))
    }
}

/// The first use of each abbreviation, in the order of the text.
fn first_uses<'g>(html: &str, entries: Vec<&'g Entry>) -> Vec<Use<'g>> {
    let mut uses = Vec::new();
    let mut left = entries;
    for range in running_texts(html) {
        let text = html.get(range.clone()).unwrap_or("");
        left.retain(|entry| {
            let Some(at) = place_of(&entry.short, text) else {
                return true;
            };
            let start = range.start + at;
            let end = start + word_length(&entry.short, text.get(at..).unwrap_or(""));
            uses.push(Use { start, end, entry });
            false
        });
    }
    uses.sort_by_key(|one| one.start);
    uses
}

/// Where HTML holds text that may be explained.
fn running_texts(html: &str) -> Vec<Range<usize>> {
    let mut texts = Vec::new();
    let mut names = 0_usize;
    let mut scanner = Scanner::new(html);
    while let Some(token) = scanner.next() {
        match token {
            Token::Text(range) if names == 0 => texts.push(range),
            Token::Tag(tag) if tag.closing && is_name(&tag) => names = names.saturating_sub(1),
            Token::Tag(tag) if is_name(&tag) => names += 1,
            Token::Tag(tag) if !tag.closing && is_raw(&tag) => {
                scanner.raw_content(tag.name);
            }
            _ => {}
        }
    }
    texts
}

fn with_words(html: &str, uses: &[Use], language: Option<&str>) -> String {
    let mut out = String::with_capacity(html.len() + 64 * uses.len());
    let mut written = 0;
    for Use { start, end, entry } in uses {
        let before = html.get(written..*start).unwrap_or("");
        let [open, close] = signs_around(before);
        let words = self::html(&entry.words);
        let words = language.map_or_else(|| words.clone(), |language| marked(&words, language));
        let short = html.get(*start..*end).unwrap_or("");
        out.push_str(before);
        out.push_str(&format!("<abbr>{short}</abbr>{open}{words}{close}"));
        written = *end;
    }
    out.push_str(html.get(written..).unwrap_or(""));
    out
}

/// Where an abbreviation is a word of a text that the author does not explain there: `ABC (…)`.
fn place_of(short: &str, text: &str) -> Option<usize> {
    let mut places = text.match_indices(short).map(|(at, _)| at);
    places.find(|at| {
        let before = text.get(..*at).and_then(|text| text.chars().next_back());
        let from = text.get(*at..).unwrap_or("");
        let after = from.get(word_length(short, from)..).unwrap_or("");
        let is_word = !before.is_some_and(is_of_word) && !after.starts_with(is_of_word);
        is_word && !after.trim_start().starts_with('(')
    })
}

/// The length of an abbreviation at the start of a text, with the `s` of several.
fn word_length(short: &str, text: &str) -> usize {
    let after = text.get(short.len()..).unwrap_or("");
    let several = after
        .strip_prefix('s')
        .is_some_and(|rest| !rest.starts_with(is_of_word));
    short.len() + usize::from(several)
}

/// True for what makes another word of an abbreviation: `NHS-funded` is one, and so is `NHS1`.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '_'
}

fn is_name(tag: &RawTag) -> bool {
    let mut names = NAMES.split(' ');
    names.any(|name| name.eq_ignore_ascii_case(tag.name))
}

fn is_raw(tag: &RawTag) -> bool {
    let mut raw = RAW_ELEMENTS.iter();
    raw.any(|name| name.eq_ignore_ascii_case(tag.name))
}

fn html(text: &str) -> String {
    let mut out = String::new();
    escape::text(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn explained(text: &str) -> String {
        let entry = |short: &str, words: &str| Entry {
            short: html(short),
            words: words.to_owned(),
        };
        let glossary = Glossary(vec![
            entry("NHS", "National <Health> Service"),
            entry("R&D", "research"),
        ]);
        glossary.explain(text, None).unwrap_or_default()
    }

    #[test]
    fn the_first_use_in_a_text_is_explained() {
        let words = "National &lt;Health&gt; Service";
        for (text, expected) in [
            (
                "<p>The NHS, the NHS</p>",
                format!("<p>The <abbr>NHS</abbr> ({words}), the NHS</p>"),
            ),
            (
                "<p>Two NHSs, NHS",
                format!("<p>Two <abbr>NHSs</abbr> ({words}), NHS"),
            ),
            (
                "<p>Hospitals (NHS)",
                format!("<p>Hospitals (<abbr>NHS</abbr>, {words})"),
            ),
            (
                "<h2>NHS</h2><p><a href=\"/\">NHS</a> <code>NHS</code> R&amp;D NHS.",
                format!(
                    "<h2>NHS</h2><p><a href=\"/\">NHS</a> <code>NHS</code> <abbr>R&amp;D</abbr> (research) \
                     <abbr>NHS</abbr> ({words})."
                ),
            ),
        ] {
            assert_eq!(explained(text), expected);
        }
    }

    #[test]
    fn what_needs_no_words_stays() {
        for text in [
            "<p>Nothing</p>",
            "<p>NHSX, xNHS, NHS-wide</p>",
            "<p>The national &lt;health&gt; service. The NHS</p>",
            "<p>NHS (as everybody calls it)</p>",
            "<p><abbr title=\"x\">NHS</abbr></p><script>NHS</script>",
            "<p title=\"NHS\">",
        ] {
            assert_eq!(explained(text), "", "{text}");
        }
    }
}
