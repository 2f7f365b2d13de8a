//! Words with their pages, in files of a few kilobytes. A search needs the one in which its word would be.

use super::packed::{ByteReader, Packer};
use super::postings::Postings;
use super::word_files::{Sizes, WordFile, WordWriter};

pub(super) const SIZES: Sizes = Sizes {
    mean_words: 64,
    least: 4 * 1024,
    most: 16 * 1024,
    pass: |reader: &mut ByteReader| {
        reader.number();
        let length = reader.number();
        reader.pass(length);
    },
};

pub(super) fn pack(postings: &Postings, packer: &mut Packer) -> Vec<WordFile> {
    let mut writer = WordWriter::new(SIZES, packer);
    for (word, pages) in &postings.0 {
        writer.add(word, &pages.bytes());
    }
    writer.finish()
}
