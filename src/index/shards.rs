//! Words with their pages, in files of a few kilobytes. A search needs the one in which its word would be; and for a word of
//! many pages, to count them all, the one with the rest of them.

use super::packed::{ByteReader, EFFORT, Packer};
use super::postings::Postings;
use super::word_files::{Sizes, WordFile, WordWriter};

/// The sizes of files with the pages of each word, the first ones if it has many.
pub(super) const SIZES: Sizes = Sizes {
    mean_words: 4,
    least: 10 * 1024,
    most: 14 * 1024,
    effort: EFFORT,
    pass,
};

/// The sizes of those with the others.
pub(super) const SIZES_OF_REST: Sizes = Sizes {
    mean_words: 2,
    least: 40 * 1024,
    most: 96 * 1024,
    effort: 1,
    pass,
};

fn pass(reader: &mut ByteReader) {
    reader.number();
    reader.number();
    let length = reader.number();
    reader.pass(length);
}

/// The files of words, and those with the rest of the pages of frequent ones.
pub(super) fn pack(postings: &Postings, packer: &mut Packer) -> [Vec<WordFile>; 2] {
    let mut rests = Vec::new();
    let mut writer = WordWriter::new(SIZES, packer);
    for (word, pages) in postings.iter() {
        let parts = pages.parts();
        writer.add(word, &parts.first);
        if let Some(rest) = parts.rest {
            rests.push((word, rest));
        }
    }
    let shards = writer.finish();
    let mut writer = WordWriter::new(SIZES_OF_REST, packer);
    for (word, rest) in &rests {
        writer.add(word, rest);
    }
    [shards, writer.finish()]
}
