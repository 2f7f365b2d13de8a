//! What an edit of a few pages changes in an index: the words that came, went or say something else than before.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::packed::{EarlierFiles, Packer};
use super::page::IndexedPage;
use super::page_words::PageReader;
use super::postings::{Posting, WordPages};
use super::root::Root;
use super::word_files::{WordFile, WordWriter};
use super::{cards, shards, spelling};

/// What changes of words: which pages have them now, and as what.
#[derive(Default)]
pub(super) struct WordEdits(BTreeMap<Box<str>, BTreeMap<u32, Option<Posting>>>);

/// What is known of words now, in other files than those with their pages; `None` for what is gone.
#[derive(Default)]
struct Follows {
    ranks: BTreeMap<Box<str>, Option<Vec<u8>>>,
    rests: BTreeMap<Box<str>, Option<Vec<u8>>>,
}

impl Follows {
    fn note_rank(&mut self, word: &str, before: usize, after: usize) {
        let rank = spelling::rank(word, after);
        if rank != spelling::rank(word, before) {
            self.ranks.insert(word.into(), rank);
        }
    }

    fn note_rest(&mut self, word: &str, before: Option<&[u8]>, after: Option<Vec<u8>>) {
        if before != after.as_deref() {
            self.rests.insert(word.into(), after);
        }
    }
}

/// The pages of words in an earlier index.
struct EarlierWords<'e> {
    rest: &'e [WordFile],
    files: EarlierFiles<'e>,
}

impl EarlierWords<'_> {
    /// What other files know of a word, if its own file leaves pages to them.
    fn rest(&self, word: &str, known: Option<&[u8]>) -> Option<Vec<u8>> {
        let has_rest = known.is_some_and(WordPages::has_rest);
        has_rest.then(|| shards::SIZES_OF_REST.find(word, self.rest, self.files))?
    }
}

impl WordEdits {
    /// Notes how a page was, and how it is.
    pub fn add(&mut self, number: u32, before: &IndexedPage, after: &IndexedPage) {
        let mut reader = PageReader::default();
        let mut was: BTreeMap<usize, Posting> = reader.read(number, before).collect();
        let is: Vec<(usize, Posting)> = reader.read(number, after).collect();
        for (word, posting) in is {
            if was.remove(&word) != Some(posting) {
                self.set(reader.words().word(word), number, Some(posting));
            }
        }
        for word in was.into_keys() {
            self.set(reader.words().word(word), number, None);
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
        let mut follows = Follows::default();
        let earlier = EarlierWords {
            rest: &root.rest,
            files: packer.earlier(),
        };
        let writer = WordWriter::new(shards::SIZES, packer);
        let shards = writer.edit(&root.shards, &words, &mut |word, known| {
            self.edit_word(word, known, &earlier, &mut follows)
        });
        root.shards = shards;
        let writer = WordWriter::new(shards::SIZES_OF_REST, packer);
        root.rest = edit_files(writer, &root.rest, &follows.rests);
        let writer = WordWriter::new(spelling::SIZES, packer);
        root.spelling = edit_files(writer, &root.spelling, &follows.ranks);
    }

    /// The first pages of a word, by what its file knew; notes what else changes.
    fn edit_word(
        &self,
        word: &str,
        known: Option<&[u8]>,
        earlier: &EarlierWords,
        follows: &mut Follows,
    ) -> Option<Vec<u8>> {
        let rest = earlier.rest(word, known);
        let parts = known.into_iter().chain(rest.as_deref());
        let before: Vec<Posting> = parts.flat_map(WordPages::read).collect();
        let after = self.edited(word, &before);
        follows.note_rank(word, before.len(), after.count);
        let parts = after.parts();
        follows.note_rest(word, rest.as_deref(), parts.rest);
        (after.count > 0).then_some(parts.first)
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

fn edit_files(
    writer: WordWriter,
    files: &[WordFile],
    changed: &BTreeMap<Box<str>, Option<Vec<u8>>>,
) -> Vec<WordFile> {
    let words: Vec<&str> = changed.keys().map(|word| &**word).collect();
    writer.edit(files, &words, &mut |word, _| {
        changed.get(word).cloned().flatten()
    })
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
