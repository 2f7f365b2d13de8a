//! Abbreviations: `*[BSL]: British Sign Language`, then each `BSL` in the text says what it means.

use std::collections::HashMap;

use super::escape;

/// The abbreviations of a text.
#[derive(Default)]
pub(super) struct Abbreviations<'a> {
    meanings: HashMap<&'a str, &'a str>,
    /// The lengths that occur, longest first, so that `NHSE` wins over `NHS`.
    lengths: Vec<usize>,
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
        Abbreviations { meanings, lengths }
    }

    /// True if the text defines none.
    pub fn is_empty(&self) -> bool {
        self.meanings.is_empty()
    }

    /// Adds `text` as HTML with its abbreviations marked.
    pub fn write(&self, out: &mut String, text: &str) {
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
                out.push_str("<abbr title=\"");
                escape::attribute(out, long);
                out.push_str("\">");
                escape::text(out, short);
                out.push_str("</abbr>");
                written = at + short.len();
            }
        }
        escape::text(out, text.get(written..).unwrap_or(""));
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
        let known = Abbreviations::new(&[
            ("NHS", "Health"),
            ("NHSE", "H \"E\""),
            ("R&D", "Research"),
            ("NHS", "no"),
        ]);
        let mut out = String::new();
        known.write(&mut out, "NHS, NHSE; NHSX xNHS <R&D> é-NHS");
        assert_eq!(
            out,
            "<abbr title=\"Health\">NHS</abbr>, <abbr title=\"H &quot;E&quot;\">NHSE</abbr>; NHSX xNHS \
             &lt;<abbr title=\"Research\">R&amp;D</abbr>&gt; é-<abbr title=\"Health\">NHS</abbr>"
        );
    }
}
