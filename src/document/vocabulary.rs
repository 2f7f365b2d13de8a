//! The words of a text, for the search: each once, with how often it is used and where.

use crate::base::WordNumbers;
use crate::base::terms::Terms;

/// The words of a text in the order of their first use. Compact: a site holds those of all its documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Vocabulary {
    /// All words, one behind the other.
    words: Box<str>,
    uses: Box<[Use]>,
}

/// How a text uses a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Use {
    /// The byte behind the word in `words`.
    end: u32,
    count: u16,
    section: u8,
    is_in_heading: bool,
}

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UsedWord<'v> {
    /// The word, folded as [`Terms`] does.
    pub word: &'v str,
    /// How often it is used, outside headings.
    pub count: u16,
    /// The section that uses it first, one whose heading has it before others. 0 is what stands before the first heading, 1
    /// the section of the first heading; all from the 255th on count as one.
    pub section: u8,
    /// True if a heading has it.
    pub is_in_heading: bool,
}

impl Vocabulary {
    /// The words of texts without headings, such as the pages of a document for print: each is a section, the first one
    /// number 1.
    pub fn of_sections<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vocabulary {
        let mut builder = VocabularyBuilder::default();
        for text in texts {
            builder.start_section();
            builder.take(text, Part::Prose);
        }
        builder.finish()
    }

    /// The words.
    pub fn iter(&self) -> impl Iterator<Item = UsedWord<'_>> {
        let mut start = 0;
        self.uses.iter().map(move |it| {
            let end = it.end as usize;
            let word = self.words.get(start..end).unwrap_or("");
            start = end;
            UsedWord {
                word,
                count: it.count,
                section: it.section,
                is_in_heading: it.is_in_heading,
            }
        })
    }
}

/// What a part of a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Heading,
    Prose,
}

/// Puts a vocabulary together.
#[derive(Default)]
pub(super) struct VocabularyBuilder {
    words: WordNumbers,
    uses: Vec<Use>,
    terms: Terms,
    section: u8,
}

impl VocabularyBuilder {
    /// What follows belongs to the section of the next heading.
    pub fn start_section(&mut self) {
        self.section = self.section.saturating_add(1);
    }

    /// Takes the words of a text, which ends them.
    pub fn take(&mut self, text: &str, part: Part) {
        let mut terms = std::mem::take(&mut self.terms);
        terms.each(text, |word| self.word(word, part));
        self.terms = terms;
    }

    fn word(&mut self, word: &str, part: Part) {
        let is_in_heading = part == Part::Heading;
        let number = self.words.number(word);
        let Some(known) = self.uses.get_mut(number) else {
            self.uses.push(Use {
                end: 0,
                count: u16::from(!is_in_heading),
                section: self.section,
                is_in_heading,
            });
            return;
        };
        if is_in_heading && !known.is_in_heading {
            known.section = self.section;
            known.is_in_heading = true;
        }
        if !is_in_heading {
            known.count = known.count.saturating_add(1);
        }
    }

    pub fn finish(mut self) -> Vocabulary {
        let (words, ends) = self.words.into_texts();
        for (known, end) in self.uses.iter_mut().zip(ends) {
            known.end = u32::try_from(end).unwrap_or(u32::MAX);
        }
        Vocabulary {
            words: words.into_boxed_str(),
            uses: self.uses.into_boxed_slice(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_often_and_in_which_section_first() {
        let mut builder = VocabularyBuilder::default();
        builder.take("Care and support", Part::Prose);
        builder.start_section();
        builder.take("Budgets", Part::Heading);
        builder.take("budgets for care", Part::Prose);
        builder.start_section();
        builder.take("Care", Part::Heading);
        let vocabulary = builder.finish();
        let words: Vec<_> = vocabulary
            .iter()
            .map(|it| (it.word, it.count, it.section, it.is_in_heading))
            .collect();
        assert_eq!(
            words,
            [
                ("care", 2, 2, true),
                ("and", 1, 0, false),
                ("support", 1, 0, false),
                ("budgets", 1, 1, true),
                ("for", 1, 1, false),
            ]
        );
    }
}
