//! What an edit of a few pages changes in an index: the words that came, went or say something else than before.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::packed::Packer;
use super::page::IndexedPage;
use super::page_words::PageReader;
use super::postings::{Posting, WordPages};
use super::root::Root;
use super::word_files::WordWriter;
use super::{cards, shards, spelling};

/// What changes of words: which pages have them now, and as what.
#[derive(Default)]
pub(super) struct WordEdits(BTreeMap<Box<str>, BTreeMap<u32, Option<Posting>>>);

/// The ranks of words that have another one now; `None` for those that are gone.
type Ranks = BTreeMap<Box<str>, Option<Vec<u8>>>;

impl WordEdits {
    /// Notes how a page was, and how it is.
    pub fn add(&mut self, number: u32, before: &IndexedPage, after: &IndexedPage) {
        let mut reader = PageReader::default();
        let mut was: BTreeMap<Box<str>, Posting> = BTreeMap::new();
        reader.each(number, before, |word, posting| {
            was.insert(word.into(), posting);
        });
        reader.each(number, after, |word, posting| {
            if was.remove(word) != Some(posting) {
                self.set(word, number, Some(posting));
            }
        });
        for word in was.keys() {
            self.set(word, number, None);
        }
    }

    fn set(&mut self, word: &str, number: u32, posting: Option<Posting>) {
        let pages = match self.0.get_mut(word) {
            Some(pages) => pages,
            None => self.0.entry(word.into()).or_default(),
        };
        pages.insert(number, posting);
    }

    /// The files of words, where they changed.
    pub fn apply(&self, root: &mut Root, packer: &mut Packer) {
        let words: Vec<&str> = self.0.keys().map(|word| &**word).collect();
        let mut ranks = Ranks::new();
        let writer = WordWriter::new(shards::SIZES, packer);
        root.shards = writer.edit(&root.shards, &words, &mut |word, known| {
            self.edit_word(word, known, &mut ranks)
        });
        let words: Vec<&str> = ranks.keys().map(|word| &**word).collect();
        let writer = WordWriter::new(spelling::SIZES, packer);
        root.spelling = writer.edit(&root.spelling, &words, &mut |word, _| {
            ranks.get(word).cloned().flatten()
        });
    }

    /// The pages of a word, by those that it had; notes its rank if it has another one now.
    fn edit_word(&self, word: &str, known: Option<&[u8]>, ranks: &mut Ranks) -> Option<Vec<u8>> {
        let before = known.map_or_else(Vec::new, WordPages::read);
        let after = self.edited(word, &before);
        let rank = spelling::rank(word, after.count);
        if rank != spelling::rank(word, before.len()) {
            ranks.insert(word.into(), rank);
        }
        (after.count > 0).then(|| after.bytes())
    }

    fn edited(&self, word: &str, before: &[Posting]) -> WordPages {
        let mut pages: BTreeMap<u32, Posting> = before
            .iter()
            .map(|posting| (posting.page, *posting))
            .collect();
        for (number, posting) in self.0.get(word).into_iter().flatten() {
            match posting {
                Some(posting) => pages.insert(*number, *posting),
                None => pages.remove(number),
            };
        }
        pages.into_values().collect()
    }
}

/// The files of cards, made anew where they have one of some pages.
pub(super) fn edit_cards(
    root: &mut Root,
    pages: &[Arc<IndexedPage>],
    numbers: &[usize],
    packer: &mut Packer,
) {
    let files = pages.chunks(cards::PAGES).zip(&mut root.cards);
    for (place, (pages, name)) in files.enumerate() {
        let is_changed = numbers.iter().any(|number| number / cards::PAGES == place);
        if is_changed {
            *name = cards::pack_file(pages, packer);
        }
    }
}
