//! All words, for one that no page has: the nearest is offered. A browser asks for them only then.

use super::packed::{Packer, push_number, push_word};
use super::postings::Postings;

/// Shorter words have too many neighbours.
const LEAST: usize = 3;

/// The name of the file: words in order, each as in a shard, with its rank.
pub(super) fn pack(postings: &Postings, packer: &mut Packer) -> String {
    let mut bytes = Vec::new();
    let mut before = "";
    for word in &postings.0 {
        let is_word = word.word.chars().count() >= LEAST && !word.word.contains(char::is_numeric);
        if is_word {
            push_word(&mut bytes, before, &word.word);
            push_number(&mut bytes, rank(word.pages.len()));
            before = &word.word;
        }
    }
    packer.add(&bytes)
}

/// How common a word is: by how often the number of its pages can be halved, so that few edits change it.
fn rank(pages: usize) -> usize {
    pages.checked_ilog2().map_or(0, |rank| rank as usize)
}
