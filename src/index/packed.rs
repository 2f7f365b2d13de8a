//! Bytes as files: compressed, so that they are small on every host, and named by what is in them, so that browsers may
//! keep them for ever.

use std::io::{Read as _, Write as _};
use std::sync::Arc;

use flate2::Compression;
use flate2::read::DeflateDecoder;
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

/// How much work compression may be, 0 to 9: half of what making an index costs at 5, three quarters at 9, for files that are
/// a hundredth smaller.
pub(super) const EFFORT: u32 = 5;

/// Makes files, each content once.
pub(super) struct Packer<'p> {
    files: Vec<IndexFile>,
    earlier: EarlierFiles<'p>,
}

/// Files of an earlier index, sorted by name: to compress them costs more than all else.
#[derive(Clone, Copy)]
pub(super) struct EarlierFiles<'p>(&'p [IndexFile]);

impl<'p> EarlierFiles<'p> {
    /// What one of them holds.
    pub fn content(self, name: &str) -> Vec<u8> {
        let mut content = Vec::new();
        if let Some(file) = self.find(name) {
            // We have packed it ourselves.
            let _ = DeflateDecoder::new(&*file.bytes).read_to_end(&mut content);
        }
        content
    }

    fn find(self, name: &str) -> Option<&'p IndexFile> {
        let file = file_name(name);
        let place = self.0.binary_search_by(|it| it.name.cmp(&file));
        self.0.get(place.ok()?)
    }
}

impl<'p> Packer<'p> {
    /// For an index some of whose files may be the same as in an earlier one.
    pub fn new(earlier: &'p [IndexFile]) -> Packer<'p> {
        Packer {
            files: Vec::new(),
            earlier: EarlierFiles(earlier),
        }
    }

    /// Adds a file; gives its name without the extension, 12 hexadecimal digits.
    pub fn add(&mut self, content: &[u8]) -> String {
        self.add_with(content, EFFORT)
    }

    /// The same with more or less work for its compression.
    pub fn add_with(&mut self, content: &[u8], effort: u32) -> String {
        let name = name_of(content);
        let bytes = match self.earlier.find(&name) {
            Some(earlier) => Arc::clone(&earlier.bytes),
            None => deflated(content, effort).into(),
        };
        self.push(name, bytes)
    }

    /// Adds what is compressed already.
    pub fn add_packed(&mut self, bytes: &Arc<[u8]>) -> String {
        self.push(name_of(bytes), Arc::clone(bytes))
    }

    /// Takes over a file of the earlier index by its name.
    pub fn keep(&mut self, name: &str) {
        if let Some(file) = self.earlier.find(name) {
            self.files.push(file.clone());
        }
    }

    /// The files of the earlier index.
    pub fn earlier(&self) -> EarlierFiles<'p> {
        self.earlier
    }

    fn push(&mut self, name: String, bytes: Arc<[u8]>) -> String {
        self.files.push(IndexFile {
            name: file_name(&name),
            bytes,
        });
        name
    }

    /// All files, sorted by name.
    pub fn into_files(mut self) -> Vec<IndexFile> {
        self.files.sort();
        self.files.dedup();
        self.files
    }
}

/// A file that is made anew each time.
pub(super) fn packed(content: &[u8]) -> Vec<u8> {
    deflated(content, EFFORT)
}

fn name_of(content: &[u8]) -> String {
    let mut name = Hash::of(content).to_string();
    name.truncate(NAME_LENGTH);
    name
}

fn file_name(name: &str) -> String {
    format!("{name}.bin")
}

fn deflated(content: &[u8], effort: u32) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(effort));
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

/// Reads what these have written. What is cut off reads as zeros.
pub(super) struct ByteReader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> ByteReader<'b> {
    pub fn new(bytes: &'b [u8]) -> ByteReader<'b> {
        ByteReader { bytes, at: 0 }
    }

    pub fn at(&self) -> usize {
        self.at
    }

    pub fn is_at_end(&self) -> bool {
        self.at >= self.bytes.len()
    }

    pub fn number(&mut self) -> usize {
        let mut number = 0;
        for shift in (0..usize::BITS - 7).step_by(7) {
            let byte = self.bytes.get(self.at).copied().unwrap_or(0);
            self.at += 1;
            number |= usize::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
        }
        number
    }

    /// Reads a word behind the `last` one.
    pub fn word(&mut self, last: &mut Vec<u8>) {
        let (shared, length) = (self.number(), self.number());
        last.truncate(shared);
        let rest = self.bytes.get(self.at..self.at + length);
        last.extend_from_slice(rest.unwrap_or_default());
        self.at += length;
    }

    pub fn pass(&mut self, length: usize) {
        self.at += length;
    }
}
