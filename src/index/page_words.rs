//! The words of a page, each with how much it says about it.

use super::page::IndexedPage;
use super::postings::Posting;
use super::score::{Counts, score};
use crate::base::TextMap;
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

/// Reads one page after the other, and keeps its memory.
#[derive(Default)]
pub(super) struct PageReader {
    places: TextMap<Box<str>, usize>,
    words: Vec<(Box<str>, Uses)>,
    terms: Terms,
}

impl PageReader {
    /// Hands over the words of a page.
    pub fn each(&mut self, number: u32, page: &IndexedPage, mut take: impl FnMut(&str, Posting)) {
        self.read(page);
        for (word, uses) in &self.words {
            take(word, uses.posting(number, page));
        }
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
        self.text(&page.words.title, |counts| &mut counts.title);
        self.note_title_length();
        self.text(&page.words.summary, |counts| &mut counts.summary);
        for related in &page.related {
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
