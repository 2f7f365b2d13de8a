//! Abbreviations: `*[BSL]: British Sign Language`, then each `BSL` in the text says what it means: the first in words after it,
//! since not everybody can hover.

use std::collections::{HashMap, HashSet};

use super::escape;

/// The abbreviations of a text.
#[derive(Default)]
pub(super) struct Abbreviations<'a> {
    meanings: HashMap<&'a str, &'a str>,
    /// The lengths that occur, longest first, so that `NHSE` wins over `NHS`.
    lengths: Vec<usize>,
    /// Those whose words readers have come by.
    explained: HashSet<&'a str>,
}

/// Where a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Where an explanation may follow an abbreviation.
    Prose,
    /// In a heading or in a link, which names something.
    Name,
}

/// Longer ones are not abbreviations; the limit keeps the search quick.
const LONGEST: usize = 60;

/// Reads a definition: the abbreviation and what it means.
pub(super) fn definition(line: &str) -> Option<(&str, &str)> {
    let (short, long) = line.strip_prefix("*[")?.split_once("]:")?;
    let (short, long) = (short.trim(), long.trim());
    let sound = !short.is_empty() && short.len() <= LONGEST && !long.is_empty();
    sound.then_some((short, long))
}

impl<'a> Abbreviations<'a> {
    /// From definitions in the order of the text; the first of two for the same word counts.
    pub fn new(definitions: &[(&'a str, &'a str)]) -> Abbreviations<'a> {
        let meanings: HashMap<_, _> = definitions.iter().rev().copied().collect();
        let mut lengths: Vec<usize> = definitions.iter().map(|(short, _)| short.len()).collect();
        lengths.sort_unstable_by(|a, b| b.cmp(a));
        lengths.dedup();
        Abbreviations {
            meanings,
            lengths,
            explained: HashSet::new(),
        }
    }

    /// True if the text defines none.
    pub fn is_empty(&self) -> bool {
        self.meanings.is_empty()
    }

    /// Adds `text` as HTML with its abbreviations marked.
    pub fn write(&mut self, out: &mut String, text: &str, place: Place) {
        let mut written = 0;
        let mut before = ' ';
        for (at, c) in text.char_indices() {
            let starts_word = at >= written && !(before.is_alphanumeric() && c.is_alphanumeric());
            before = c;
            if !starts_word {
                continue;
            }
            if let Some((short, long)) = self.find(text.get(at..).unwrap_or("")) {
                escape::text(out, text.get(written..at).unwrap_or(""));
                if place == Place::Prose && self.wants_words(short, long, text) {
                    let around = signs_around(text.get(..at).unwrap_or(""));
                    write_in_words(out, short, long, around);
                } else {
                    write_short(out, short, long);
                }
                written = at + short.len();
            }
        }
        escape::text(out, text.get(written..).unwrap_or(""));
    }

    /// True for the first use of an abbreviation, unless the author explains it there: `British Sign Language (BSL)`.
    fn wants_words(&mut self, short: &str, long: &str, text: &str) -> bool {
        let Some((known, _)) = self.meanings.get_key_value(short) else {
            return false;
        };
        self.explained.insert(known) && !text.to_lowercase().contains(&long.to_lowercase())
    }

    /// The abbreviation that `text` starts with, as a whole word.
    fn find<'t>(&self, text: &'t str) -> Option<(&'t str, &'a str)> {
        self.lengths.iter().find_map(|length| {
            let short = text.get(..*length)?;
            let long = self.meanings.get(short)?;
            let after = text.get(*length..)?.chars().next();
            let inside =
                short.ends_with(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric);
            (!inside).then_some((short, *long))
        })
    }
}

/// The signs around the words of an abbreviation: no brackets inside brackets.
pub fn signs_around(before: &str) -> [&'static str; 2] {
    if before.ends_with('(') {
        [", ", ""]
    } else {
        [" (", ")"]
    }
}

fn write_short(out: &mut String, short: &str, long: &str) {
    out.push_str("<abbr title=\"");
    escape::attribute(out, long);
    out.push_str("\">");
    escape::text(out, short);
    out.push_str("</abbr>");
}

/// An abbreviation with its words after it, between the signs of `around`.
fn write_in_words(out: &mut String, short: &str, long: &str, around: [&str; 2]) {
    out.push_str("<abbr>");
    escape::text(out, short);
    out.push_str("</abbr>");
    out.push_str(around[0]);
    escape::text(out, long);
    out.push_str(around[1]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_definitions() {
        assert_eq!(
            definition("*[R&D]:  Research & Development "),
            Some(("R&D", "Research & Development"))
        );
        assert_eq!(definition("*[a](b): c"), None);
        assert_eq!(definition("*[ ]: c"), None);
    }

    #[test]
    fn marks_whole_words() {
        let mut known = Abbreviations::new(&[
            ("NHS", "Health"),
            ("NHSE", "H \"E\""),
            ("R&D", "Research"),
            ("NHS", "no"),
        ]);
        let mut out = String::new();
        known.write(&mut out, "NHS, NHSE; NHSX xNHS <R&D> é-NHS", Place::Name);
        assert_eq!(
            out,
            "<abbr title=\"Health\">NHS</abbr>, <abbr title=\"H &quot;E&quot;\">NHSE</abbr>; NHSX xNHS \
             &lt;<abbr title=\"Research\">R&amp;D</abbr>&gt; é-<abbr title=\"Health\">NHS</abbr>"
        );
    }

    #[test]
    fn the_first_use_is_explained_in_words() {
        let mut known = Abbreviations::new(&[("NHS", "Health <S>"), ("R&D", "Research")]);
        let mut shown = |text, place| {
            let mut out = String::new();
            known.write(&mut out, text, place);
            out
        };
        let short = "<abbr title=\"Health &lt;S&gt;\">NHS</abbr>";
        assert_eq!(shown("NHS", Place::Name), short);
        assert_eq!(
            shown("The NHS, the NHS", Place::Prose),
            format!("The <abbr>NHS</abbr> (Health &lt;S&gt;), the {short}")
        );
        assert_eq!(shown("NHS", Place::Prose), short);
        let mut others = Abbreviations::new(&[("NHS", "Health")]);
        let mut out = String::new();
        others.write(&mut out, "hospitals (NHS)", Place::Prose);
        assert_eq!(out, "hospitals (<abbr>NHS</abbr>, Health)");
        assert_eq!(
            shown("Our research (R&D)", Place::Prose),
            "Our research (<abbr title=\"Research\">R&amp;D</abbr>)"
        );
    }
}
