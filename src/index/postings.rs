//! All words of a site, each with the pages that use it, as bytes: a site has some hundred words a page.
//!
//! Of a word: for each page its distance from the one before; then what the mark of a page has no room for; then for each page
//! a mark, its score in the high half. The low half is its section; or 14 if its title has the word, and the number of the
//! title's words is among what had no room; or 15 if the section is there, less 14.

use super::packed::{ByteReader, push_number};
use super::page::IndexedPage;
use super::page_words::PageReader;
use crate::base::TextMap;

/// A word on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Posting {
    /// The number of the page.
    pub page: u32,
    /// How much the word says about it.
    pub score: u8,
    /// The section to lead readers to; 0 for the top of the page.
    pub section: u8,
    /// How many words its title has, if this one is among them; else 0.
    pub title_length: u8,
}

/// The low half of a mark for a page with the word in its title, and for one whose section is this or behind.
const IN_TITLE: u8 = 14;
const FAR: u8 = 15;

/// The pages of a word, in their order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct WordPages {
    pub count: usize,
    last: u32,
    distances: Vec<u8>,
    others: Vec<u8>,
    marks: Vec<u8>,
}

impl WordPages {
    /// Adds a page behind all others.
    pub fn push(&mut self, posting: Posting) {
        push_number(&mut self.distances, (posting.page - self.last) as usize);
        self.last = posting.page;
        self.count += 1;
        let place = match (posting.title_length, posting.section) {
            (1.., _) => IN_TITLE,
            (0, IN_TITLE..) => FAR,
            (0, section) => section,
        };
        self.marks.push(posting.score << 4 | place);
        match place {
            IN_TITLE => push_number(&mut self.others, posting.title_length.into()),
            FAR => push_number(&mut self.others, (posting.section - IN_TITLE).into()),
            _ => {}
        }
    }

    /// How many pages, how many bytes, and these.
    pub fn bytes(&self) -> Vec<u8> {
        let parts = [&self.distances, &self.others, &self.marks];
        let length = parts.iter().map(|part| part.len()).sum();
        let mut bytes = Vec::with_capacity(length + 4);
        push_number(&mut bytes, self.count);
        push_number(&mut bytes, length);
        parts.iter().for_each(|part| bytes.extend_from_slice(part));
        bytes
    }

    /// Reads what `bytes` has written.
    pub fn read(bytes: &[u8]) -> Vec<Posting> {
        let mut reader = ByteReader::new(bytes);
        let (count, _) = (reader.number(), reader.number());
        let mut page = 0;
        let distances = (0..count).map(|_| reader.number());
        let pages: Vec<usize> = distances
            .map(|distance| {
                page += distance;
                page
            })
            .collect();
        let marks = bytes
            .get(bytes.len().saturating_sub(count)..)
            .unwrap_or_default();
        let pages = pages.into_iter().zip(marks);
        let postings = pages.map(|(page, mark)| Posting {
            page: u32::try_from(page).unwrap_or(u32::MAX),
            score: mark >> 4,
            ..place(mark & 15, &mut reader)
        });
        postings.collect()
    }
}

/// Where on its page a word is, by the low half of a mark.
fn place(low: u8, reader: &mut ByteReader) -> Posting {
    let mut other = || u8::try_from(reader.number()).unwrap_or(u8::MAX);
    let (section, title_length) = match low {
        IN_TITLE => (0, other()),
        FAR => (other().saturating_add(IN_TITLE), 0),
        section => (section, 0),
    };
    Posting {
        section,
        title_length,
        ..Posting::default()
    }
}

impl FromIterator<Posting> for WordPages {
    fn from_iter<I: IntoIterator<Item = Posting>>(postings: I) -> WordPages {
        let mut pages = WordPages::default();
        postings.into_iter().for_each(|posting| pages.push(posting));
        pages
    }
}

/// All words, sorted.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Postings(pub Vec<(Box<str>, WordPages)>);

impl Postings {
    pub fn new(pages: &[impl AsRef<IndexedPage>]) -> Postings {
        let mut places: TextMap<Box<str>, usize> = TextMap::default();
        let mut words: Vec<(Box<str>, WordPages)> = Vec::new();
        let mut reader = PageReader::default();
        for (number, page) in (0..).zip(pages) {
            reader.each(number, page.as_ref(), |word, posting| {
                let place = places.get(word).copied().unwrap_or_else(|| {
                    places.insert(word.into(), words.len());
                    words.push((word.into(), WordPages::default()));
                    words.len() - 1
                });
                words[place].1.push(posting);
            });
        }
        words.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Postings(words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_read() {
        let postings: Vec<Posting> = [
            (3, 0, 0),
            (4, 13, 0),
            (5, 14, 0),
            (6, 0, 3),
            (700, 15, 0),
            (701, 254, 0),
            (8_000, 0, 255),
            (9_000, 255, 0),
        ]
        .into_iter()
        .map(|(page, section, title_length)| Posting {
            page,
            score: 7,
            section,
            title_length,
        })
        .collect();
        let bytes = postings.iter().copied().collect::<WordPages>().bytes();
        assert_eq!(WordPages::read(&bytes), postings);
    }
}
