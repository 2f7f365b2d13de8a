//! Bytes as files: compressed, so that they are small on every host, and named by what is in them, so that browsers may
//! keep them for ever.

use std::io::Write as _;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::DeflateEncoder;

use crate::base::Hash;

/// A file of an index.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct IndexFile {
    /// Its name without a folder: `1f3a9c0d2e.bin`.
    pub name: String,
    /// Its content: a raw deflate stream (RFC 1951).
    pub bytes: Arc<[u8]>,
}

/// Digits of a name. Two files of one site would have the same name once in a million sites of ten thousand files.
pub(super) const NAME_LENGTH: usize = 12;

/// Makes files, each content once.
pub(super) struct Packer<'p> {
    files: Vec<IndexFile>,
    /// Files of an earlier index, sorted by name: to compress them costs more than all else.
    earlier: &'p [IndexFile],
}

impl<'p> Packer<'p> {
    /// For an index some of whose files may be the same as in an earlier one.
    pub fn new(earlier: &'p [IndexFile]) -> Packer<'p> {
        Packer {
            files: Vec::new(),
            earlier,
        }
    }

    /// Adds a file; gives its name without the extension, 12 hexadecimal digits.
    pub fn add(&mut self, content: &[u8]) -> String {
        let mut name = Hash::of(content).to_string();
        name.truncate(NAME_LENGTH);
        let file = format!("{name}.bin");
        let place = self.earlier.binary_search_by(|it| it.name.cmp(&file));
        let earlier = place.ok().and_then(|place| self.earlier.get(place));
        let bytes = earlier.map_or_else(|| deflated(content).into(), |it| Arc::clone(&it.bytes));
        self.files.push(IndexFile { name: file, bytes });
        name
    }

    /// All files, sorted by name.
    pub fn into_files(mut self) -> Vec<IndexFile> {
        self.files.sort();
        self.files.dedup();
        self.files
    }
}

pub(super) fn deflated(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(9));
    // Writing to memory cannot fail.
    let _ = encoder.write_all(content);
    encoder.finish().unwrap_or_default()
}

/// Adds a number in seven bits a byte, the lowest first; the highest bit says that more follow (LEB128).
pub(super) fn push_number(bytes: &mut Vec<u8>, mut number: usize) {
    while number >= 0x80 {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Adds a word that follows another one: how many bytes both start with, how many follow, and these.
pub(super) fn push_word(bytes: &mut Vec<u8>, before: &str, word: &str) {
    let shared = before
        .bytes()
        .zip(word.bytes())
        .take_while(|(a, b)| a == b)
        .count();
    push_number(bytes, shared);
    push_number(bytes, word.len() - shared);
    bytes.extend_from_slice(word.as_bytes().get(shared..).unwrap_or_default());
}
