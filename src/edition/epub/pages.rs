//! Where the pages of the PDF begin in a book. A page begins before the first thing that is on it: a letter, or a picture.

use crate::edition::{PageBreak, PageList, Text, is_letter};

/// The first letter of the scripts that have no spaces between words, but for letters that are not in a text. A line may end
/// behind each of their letters.
const WITHOUT_SPACES: char = '\u{E00}';

/// The pages that the text of a book has not come to.
#[derive(Debug)]
pub struct ComingPages<'p> {
    breaks: &'p [PageBreak],
    /// How many pages there are before them.
    before: usize,
}

/// A page that begins.
pub struct NextPage<'p> {
    /// From 1.
    pub number: usize,
    pub label: &'p str,
}

impl<'p> ComingPages<'p> {
    pub fn new(pages: Option<&'p PageList>) -> ComingPages<'p> {
        ComingPages {
            breaks: pages.map_or(&[], |pages| &pages.breaks),
            before: 0,
        }
    }

    /// The next page, if it begins before a unit of the text.
    pub fn before(&mut self, unit: u32) -> Option<NextPage<'p>> {
        let (next, rest) = self.breaks.split_first()?;
        if next.unit >= unit {
            return None;
        }
        self.breaks = rest;
        self.before += 1;
        Some(NextPage {
            number: self.before,
            label: &next.label,
        })
    }

    /// Where in the words of a text the next page begins, if it begins in it.
    pub fn place_in(&self, text: &Text) -> Option<usize> {
        let unit = self.breaks.first()?.unit;
        let is_in_it = unit >= text.units.start && unit < text.units.end;
        is_in_it.then(|| place(&text.words, unit - text.units.start))
    }
}

/// Where the letter with a number is. A word that goes over two pages is on the first of them, with the marks that follow it.
fn place(words: &str, number: u32) -> usize {
    let mut letters = words.char_indices().filter(|it| is_letter(it.1));
    let at = usize::try_from(number)
        .ok()
        .and_then(|number| letters.nth(number));
    let at = at.map_or(words.len(), |it| it.0);
    let (before, behind) = words.split_at(at);
    let is_in_word = before.ends_with(belongs_to_word) && behind.starts_with(belongs_to_word);
    if !is_in_word {
        return at;
    }
    let behind = behind.trim_start_matches(belongs_to_word);
    let behind = behind
        .trim_start_matches(|letter: char| !letter.is_whitespace() && !letter.is_alphanumeric());
    words.len() - behind.len()
}

/// True for letters of which a line does not end behind each.
fn belongs_to_word(letter: char) -> bool {
    letter.is_alphanumeric() && letter < WITHOUT_SPACES
}

#[cfg(test)]
mod tests {
    use super::place;

    fn split(words: &str, number: u32) -> [&str; 2] {
        let (before, behind) = words.split_at(place(words, number));
        [before, behind]
    }

    #[test]
    fn a_page_begins_with_a_whole_word() {
        let words = "\n A part\u{ad}ner\u{ad}ship, (well-known)";
        assert_eq!(
            split(words, 0)[1],
            "A part\u{ad}ner\u{ad}ship, (well-known)"
        );
        assert_eq!(split(words, 1)[1], "part\u{ad}ner\u{ad}ship, (well-known)");
        assert_eq!(
            split("A partnership, known", 5),
            ["A partnership,", " known"]
        );
        assert_eq!(split("a well-known part", 6), ["a well-", "known part"]);
        assert_eq!(split("a wellknown", 5), ["a wellknown", ""]);
        assert_eq!(split("一二三", 1), ["一", "二三"]);
        assert_eq!(split("a", 7), ["a", ""]);
    }
}
