//! The words of a page, each with how much it says about it.

use super::page::IndexedPage;
use super::postings::Posting;
use super::score::{Counts, score};
use crate::base::WordNumbers;
use crate::base::terms::Terms;

/// How one page uses a word.
#[derive(Clone, Copy, Default)]
struct Uses {
    counts: Counts,
    section: u8,
}

impl Uses {
    fn posting(self, number: u32, page: &IndexedPage) -> Posting {
        let is_in_title = self.counts.title > 0;
        let title_length = u8::try_from(self.counts.title_length).unwrap_or(u8::MAX);
        Posting {
            page: number,
            score: score(self.counts, page.length, page.standing),
            section: if is_in_title { 0 } else { self.section },
            title_length: if is_in_title { title_length } else { 0 },
        }
    }
}

/// Reads one page after the other, and knows words by number.
#[derive(Default)]
pub(super) struct PageReader {
    words: WordNumbers,
    /// By the number of a word: 0 if the page does not use it, else 1 more than its place in `uses`.
    places: Vec<u32>,
    uses: Vec<(usize, Uses)>,
    terms: Terms,
}

impl PageReader {
    /// The words of a page by their numbers.
    pub fn read(
        &mut self,
        number: u32,
        page: &IndexedPage,
    ) -> impl Iterator<Item = (usize, Posting)> {
        self.clear();
        for used in page.vocabulary.iter() {
            let uses = self.uses(used.word);
            uses.section = used.section;
            uses.counts.body = used.count;
            uses.counts.headings = u16::from(used.is_in_heading);
        }
        self.text(&page.words.title, |counts| &mut counts.title);
        self.note_title_length();
        self.text(&page.words.summary, |counts| &mut counts.summary);
        for related in &page.related {
            self.text(related, |counts| &mut counts.related);
        }
        let uses = self.uses.iter();
        uses.map(move |(word, uses)| (*word, uses.posting(number, page)))
    }

    /// The words of all pages.
    pub fn words(&self) -> &WordNumbers {
        &self.words
    }

    fn clear(&mut self) {
        for (word, _) in self.uses.drain(..) {
            self.places[word] = 0;
        }
    }

    fn note_title_length(&mut self) {
        let of_title = self
            .uses
            .iter()
            .map(|(_, uses)| usize::from(uses.counts.title));
        let length = u16::try_from(of_title.sum::<usize>()).unwrap_or(u16::MAX);
        for (_, uses) in &mut self.uses {
            uses.counts.title_length = length;
        }
    }

    fn text(&mut self, text: &str, count: fn(&mut Counts) -> &mut u16) {
        let mut terms = std::mem::take(&mut self.terms);
        terms.each(text, |word| {
            let count = count(&mut self.uses(word).counts);
            *count = count.saturating_add(1);
        });
        self.terms = terms;
    }

    fn uses(&mut self, word: &str) -> &mut Uses {
        let word = self.words.number(word);
        self.places.resize(self.words.count(), 0);
        let place = match self.places[word] {
            0 => {
                self.uses.push((word, Uses::default()));
                self.places[word] = self.uses.len() as u32;
                self.uses.len() - 1
            }
            place => place as usize - 1,
        };
        &mut self.uses[place].1
    }
}
