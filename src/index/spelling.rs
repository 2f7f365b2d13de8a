//! All words, for one that no page has: the nearest is offered. A browser asks for them only then.

use super::packed::{ByteReader, EFFORT, Packer, push_number};
use super::postings::Postings;
use super::word_files::{Sizes, WordFile, WordWriter};

/// Shorter words have too many neighbours.
const LEAST: usize = 3;

pub(super) const SIZES: Sizes = Sizes {
    mean_words: 64,
    least: 24 * 1024,
    most: 64 * 1024,
    effort: EFFORT,
    pass: |reader: &mut ByteReader| {
        reader.number();
    },
};

/// The files: words in order, each with its rank.
pub(super) fn pack(postings: &Postings, packer: &mut Packer) -> Vec<WordFile> {
    let mut writer = WordWriter::new(SIZES, packer);
    for (word, pages) in postings.iter() {
        if let Some(rank) = rank(word, pages.count) {
            writer.add(word, &rank);
        }
    }
    writer.finish()
}

/// How common a word is: by how often the number of its pages can be halved, so that few edits change it. `None` for what
/// is not offered.
pub(super) fn rank(word: &str, pages: usize) -> Option<Vec<u8>> {
    let is_word = word.chars().count() >= LEAST && !word.contains(char::is_numeric);
    if !is_word {
        return None;
    }
    let rank = pages.checked_ilog2()?;
    let mut bytes = Vec::new();
    push_number(&mut bytes, rank as usize);
    Some(bytes)
}
