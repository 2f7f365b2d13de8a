//! Words with their pages, in files of a few kilobytes. A search needs the one in which its word would be.
//!
//! A shard is words in order. Each: the bytes that it shares with the word before, its other bytes, in how many pages it is, how
//! many bytes follow, and these: for each page its distance from the one before, and a byte of score (high half) and section.
//! Section 15 stands for all from there on, which are not told apart.

use super::packed::{Packer, push_number, push_word};
use super::postings::{Posting, Postings, WordPages};
use crate::base::Hash;

/// A file of words.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Shard {
    /// The first word in it.
    pub first: Box<str>,
    /// The name of the file.
    pub name: String,
}

/// A shard ends before a word that says so by its own hash, so that an edit moves no end but near it.
const MEAN_WORDS: u8 = 64;
/// But not before it has this many bytes,
const LEAST: usize = 4 * 1024;
/// and at the latest when it has this many.
const MOST: usize = 16 * 1024;

pub(super) fn pack(postings: &Postings, packer: &mut Packer) -> Vec<Shard> {
    let mut shards: Vec<Shard> = Vec::new();
    let mut open = OpenShard::default();
    for word in &postings.0 {
        if open.ends_before(&word.word) {
            shards.push(std::mem::take(&mut open).pack(packer));
        }
        open.add(word);
    }
    if !open.bytes.is_empty() {
        shards.push(open.pack(packer));
    }
    shards
}

#[derive(Default)]
struct OpenShard {
    first: Box<str>,
    last: Box<str>,
    bytes: Vec<u8>,
}

impl OpenShard {
    fn ends_before(&self, word: &str) -> bool {
        let [.., byte] = Hash::of(word.as_bytes()).bytes();
        let is_end = byte.is_multiple_of(MEAN_WORDS);
        self.bytes.len() >= MOST || self.bytes.len() >= LEAST && is_end
    }

    fn add(&mut self, word: &WordPages) {
        if self.bytes.is_empty() {
            self.first.clone_from(&word.word);
        }
        push_word(&mut self.bytes, &self.last, &word.word);
        push_number(&mut self.bytes, word.pages.len());
        let pages = bytes_of(&word.pages);
        push_number(&mut self.bytes, pages.len());
        self.bytes.extend(pages);
        self.last.clone_from(&word.word);
    }

    fn pack(self, packer: &mut Packer) -> Shard {
        Shard {
            first: self.first,
            name: packer.add(&self.bytes),
        }
    }
}

/// All distances, then all bytes of score and section: like stands by like, which compresses better.
fn bytes_of(pages: &[Posting]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(pages.len() * 2);
    let mut before = 0;
    for posting in pages {
        push_number(&mut bytes, (posting.page - before) as usize);
        before = posting.page;
    }
    bytes.extend(
        pages
            .iter()
            .map(|posting| posting.score << 4 | posting.section.min(15)),
    );
    bytes
}
