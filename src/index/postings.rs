//! All words of a site, each with the pages that use it.

use super::page::IndexedPage;
use super::score::{Counts, score};
use crate::base::TextMap;
use crate::base::terms::Terms;

/// A word on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Posting {
    /// The number of the page.
    pub page: u32,
    /// How much the word says about it.
    pub score: u8,
    /// The section to lead readers to; 0 for the top of the page.
    pub section: u8,
}

/// A word with its pages, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WordPages {
    pub word: Box<str>,
    pub pages: Vec<Posting>,
}

/// All words, sorted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Postings(pub Vec<WordPages>);

impl Postings {
    pub fn of(pages: &[IndexedPage]) -> Postings {
        let mut places: TextMap<Box<str>, usize> = TextMap::default();
        let mut words: Vec<WordPages> = Vec::new();
        let mut reader = PageReader::default();
        for (number, page) in pages.iter().enumerate() {
            let number = u32::try_from(number).unwrap_or(u32::MAX);
            reader.read(page);
            for (word, uses) in reader.words() {
                let posting = uses.posting(number, page);
                if let Some(place) = places.get(word) {
                    words[*place].pages.push(posting);
                } else {
                    places.insert(word.into(), words.len());
                    words.push(WordPages {
                        word: word.into(),
                        pages: vec![posting],
                    });
                }
            }
        }
        words.sort_unstable_by(|a, b| a.word.cmp(&b.word));
        Postings(words)
    }
}

/// How one page uses a word.
#[derive(Clone, Copy, Default)]
struct Uses {
    counts: Counts,
    section: u8,
}

impl Uses {
    fn posting(self, number: u32, page: &IndexedPage) -> Posting {
        Posting {
            page: number,
            score: score(self.counts, page.length, page.standing),
            section: if self.counts.title > 0 {
                0
            } else {
                self.section
            },
        }
    }
}

/// Reads one page after the other, and keeps its memory.
#[derive(Default)]
struct PageReader {
    places: TextMap<Box<str>, usize>,
    words: Vec<(Box<str>, Uses)>,
    terms: Terms,
}

impl PageReader {
    /// The words of the page that was read last.
    fn words(&self) -> impl Iterator<Item = (&str, Uses)> {
        self.words.iter().map(|(word, uses)| (&**word, *uses))
    }

    fn read(&mut self, page: &IndexedPage) {
        self.places.clear();
        self.words.clear();
        for used in page.vocabulary.iter() {
            let uses = self.word(used.word);
            uses.section = used.section;
            uses.counts.body = used.count;
            uses.counts.headings = u16::from(used.is_in_heading);
        }
        self.text(page.title, |counts| &mut counts.title);
        self.note_title_length();
        self.text(page.summary, |counts| &mut counts.summary);
        for related in page.related {
            self.text(related, |counts| &mut counts.related);
        }
    }

    fn note_title_length(&mut self) {
        let of_title = self
            .words
            .iter()
            .map(|(_, uses)| usize::from(uses.counts.title));
        let length = u16::try_from(of_title.sum::<usize>()).unwrap_or(u16::MAX);
        for (_, uses) in &mut self.words {
            uses.counts.title_length = length;
        }
    }

    fn text(&mut self, text: &str, count: fn(&mut Counts) -> &mut u16) {
        let mut terms = std::mem::take(&mut self.terms);
        terms.each(text, |word| {
            let count = count(&mut self.word(word).counts);
            *count = count.saturating_add(1);
        });
        self.terms = terms;
    }

    fn word(&mut self, word: &str) -> &mut Uses {
        let place = match self.places.get(word) {
            Some(place) => *place,
            None => {
                let place = self.words.len();
                self.places.insert(word.into(), place);
                self.words.push((word.into(), Uses::default()));
                place
            }
        };
        &mut self.words[place].1
    }
}
