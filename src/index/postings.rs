//! All words of a site, each with the pages that use it, as bytes: a site has some hundred words a page.
//!
//! Of a word: for each page its distance from the one before; then for each page a mark, its score in the high half; then what
//! marks have no room for. The low half of a mark is the section of the page; or 14 if its title has the word, and the number
//! of the title's words is behind the marks; or 15 if its section is there.
//!
//! A word that many pages use would make a search load all of them. So its file has those of which it says most, which are
//! shown before the others, and another file has the rest.

use super::packed::{ByteReader, push_number};
use super::page::IndexedPage;
use super::page_words::PageReader;
use super::score::MOST;

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

/// So many pages of a word are together in one file, and what it says most of first, if it has more.
const FIRST: usize = 512;

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
            FAR => push_number(&mut self.others, posting.section.into()),
            _ => {}
        }
    }

    /// What its file says of a word.
    pub fn parts(&self) -> WordParts {
        if self.count <= FIRST {
            return WordParts {
                first: self.bytes(0),
                rest: None,
            };
        }
        let [first, rest] = split(&WordPages::read(&self.bytes(0)));
        WordParts {
            first: first.bytes(rest.count),
            rest: Some(rest.bytes(0)),
        }
    }

    /// How many pages, how many are in another file, how many bytes, and these.
    fn bytes(&self, others: usize) -> Vec<u8> {
        let parts = [&self.distances, &self.marks, &self.others];
        let length = parts.iter().map(|part| part.len()).sum();
        let mut bytes = Vec::with_capacity(length + 6);
        push_number(&mut bytes, self.count);
        push_number(&mut bytes, others);
        push_number(&mut bytes, length);
        parts.iter().for_each(|part| bytes.extend_from_slice(part));
        bytes
    }

    /// True if some bytes leave pages to another file.
    pub fn has_rest(bytes: &[u8]) -> bool {
        let mut reader = ByteReader::new(bytes);
        reader.number();
        reader.number() > 0
    }

    /// Reads what `bytes` has written.
    pub fn read(bytes: &[u8]) -> Vec<Posting> {
        let mut reader = ByteReader::new(bytes);
        let (count, _, _) = (reader.number(), reader.number(), reader.number());
        let mut page = 0;
        let distances = (0..count).map(|_| reader.number());
        let pages: Vec<usize> = distances
            .map(|distance| {
                page += distance;
                page
            })
            .collect();
        let marks = bytes.get(reader.at()..).unwrap_or_default();
        reader.pass(count);
        let pages = pages.into_iter().zip(marks);
        let postings = pages.map(|(page, mark)| Posting {
            page: u32::try_from(page).unwrap_or(u32::MAX),
            score: mark >> 4,
            ..place(mark & 15, &mut reader)
        });
        postings.collect()
    }
}

/// What the files say of a word: its first pages, and the others if it has many.
pub(super) struct WordParts {
    pub first: Vec<u8>,
    pub rest: Option<Vec<u8>>,
}

/// The pages of which a word says most, and the others. Of equals, the newer ones are among the first.
fn split(postings: &[Posting]) -> [WordPages; 2] {
    let mut of_score = [0_usize; MOST as usize + 1];
    for posting in postings {
        of_score[usize::from(posting.score.min(MOST))] += 1;
    }
    let (mut least, mut room) = (MOST, FIRST);
    while room > of_score[usize::from(least)] {
        room -= of_score[usize::from(least)];
        least -= 1;
    }
    // The pages with the least score for which there is no room: the oldest.
    let mut too_many = of_score[usize::from(least)] - room;
    let mut parts = [WordPages::default(), WordPages::default()];
    for posting in postings {
        let is_too_old = posting.score == least && too_many > 0;
        too_many -= usize::from(is_too_old);
        let is_first = posting.score >= least && !is_too_old;
        parts[usize::from(!is_first)].push(*posting);
    }
    parts
}

/// Where on its page a word is, by the low half of a mark.
fn place(low: u8, reader: &mut ByteReader) -> Posting {
    let mut other = || u8::try_from(reader.number()).unwrap_or(u8::MAX);
    let (section, title_length) = match low {
        IN_TITLE => (0, other()),
        FAR => (other(), 0),
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

/// All words of a site with their pages.
#[derive(Default)]
pub(super) struct Postings {
    reader: PageReader,
    /// By the number of a word.
    pages: Vec<WordPages>,
    /// The numbers of all words, sorted by word.
    order: Vec<usize>,
}

impl Postings {
    pub fn new(pages: &[impl AsRef<IndexedPage>]) -> Postings {
        let mut all = Postings::default();
        for (number, page) in (0..).zip(pages) {
            for (word, posting) in all.reader.read(number, page.as_ref()) {
                if word >= all.pages.len() {
                    all.pages.resize_with(word + 1, WordPages::default);
                }
                all.pages[word].push(posting);
            }
        }
        let words = all.reader.words();
        all.order = (0..words.count()).collect();
        all.order
            .sort_unstable_by(|a, b| words.word(*a).cmp(words.word(*b)));
        all
    }

    /// The words, sorted.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &WordPages)> {
        let words = self.reader.words();
        self.order
            .iter()
            .map(|word| (words.word(*word), &self.pages[*word]))
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
        let bytes = postings.iter().copied().collect::<WordPages>().parts();
        assert_eq!(WordPages::read(&bytes.first), postings);
        assert!(!WordPages::has_rest(&bytes.first) && bytes.rest.is_none());
    }

    #[test]
    fn what_a_word_says_most_of_comes_first_and_nothing_is_lost() {
        let scored = |page: u32, score| Posting {
            page,
            score,
            ..Posting::default()
        };
        let postings = (0..3_000).map(|page| scored(page, if page % 10 == 0 { 9 } else { 3 }));
        let postings: Vec<Posting> = postings.collect();
        let parts = postings.iter().copied().collect::<WordPages>().parts();
        assert!(WordPages::has_rest(&parts.first));
        let first = WordPages::read(&parts.first);
        let rest = WordPages::read(&parts.rest.expect("a rest"));
        assert_eq!((first.len(), rest.len()), (FIRST, 3_000 - FIRST));
        assert_eq!(first.iter().filter(|it| it.score == 9).count(), 300);
        let oldest = first.iter().find(|it| it.score == 3).map(|it| it.page);
        assert!(rest.iter().all(|it| Some(it.page) < oldest));
        let mut all = [first, rest].concat();
        all.sort_by_key(|it| it.page);
        assert_eq!(all, postings);
    }
}
