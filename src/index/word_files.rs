//! Words in order, in files that are cut by what is in them: an edit changes the files that hold its words, and moves no end
//! but near them. Each word: the bytes that it shares with the one before, its other bytes, and what is known of it.

use super::packed::{ByteReader, EarlierFiles, Packer, push_word};
use crate::base::Hash;

/// A file of words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct WordFile {
    /// The first word in it.
    pub first: Box<str>,
    /// The name of the file.
    pub name: String,
}

/// Where files of words end.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    /// A file ends before one of so many words, which says so by its own hash,
    pub mean_words: u8,
    /// but not before it has this many bytes,
    pub least: usize,
    /// and at the latest when it has this many.
    pub most: usize,
    /// How much work their compression may be.
    pub effort: u32,
    /// Passes over what is known of a word.
    pub pass: fn(&mut ByteReader),
}

impl Sizes {
    /// What is known of a word in files of an earlier index.
    pub fn find(self, word: &str, files: &[WordFile], earlier: EarlierFiles) -> Option<Vec<u8>> {
        let behind = files.partition_point(|file| &*file.first <= word);
        let bytes = earlier.content(&files.get(behind.checked_sub(1)?)?.name);
        let mut reader = ByteReader::new(&bytes);
        let mut last = Vec::new();
        while !reader.is_at_end() {
            reader.word(&mut last);
            let start = reader.at();
            (self.pass)(&mut reader);
            if last == word.as_bytes() {
                return bytes.get(start..reader.at()).map(<[u8]>::to_vec);
            }
        }
        None
    }
}

/// What becomes of a word, by what was known of it; `None` for a word that is not there.
pub(super) type Edit<'e> = dyn FnMut(&str, Option<&[u8]>) -> Option<Vec<u8>> + 'e;

/// Writes words one after the other.
pub(super) struct WordWriter<'w, 'p> {
    sizes: Sizes,
    packer: &'w mut Packer<'p>,
    files: Vec<WordFile>,
    first: Box<str>,
    last: Box<str>,
    bytes: Vec<u8>,
}

impl<'w, 'p> WordWriter<'w, 'p> {
    pub fn new(sizes: Sizes, packer: &'w mut Packer<'p>) -> WordWriter<'w, 'p> {
        WordWriter {
            sizes,
            packer,
            files: Vec::new(),
            first: "".into(),
            last: "".into(),
            bytes: Vec::new(),
        }
    }

    pub fn add(&mut self, word: &str, known: &[u8]) {
        if self.ends_before(word) {
            self.end_file();
        }
        if self.bytes.is_empty() {
            self.first = word.into();
        }
        push_word(&mut self.bytes, &self.last, word);
        self.bytes.extend_from_slice(known);
        self.last = word.into();
    }

    /// The files.
    pub fn finish(mut self) -> Vec<WordFile> {
        if !self.bytes.is_empty() {
            self.end_file();
        }
        self.files
    }

    fn ends_before(&self, word: &str) -> bool {
        let [.., byte] = Hash::of(word.as_bytes()).bytes();
        let is_end = byte.is_multiple_of(self.sizes.mean_words);
        self.bytes.len() >= self.sizes.most || self.bytes.len() >= self.sizes.least && is_end
    }

    fn end_file(&mut self) {
        let name = self.packer.add_with(&self.bytes, self.sizes.effort);
        self.files.push(WordFile {
            first: std::mem::take(&mut self.first),
            name,
        });
        self.last = "".into();
        self.bytes.clear();
    }

    /// Takes files over but for some words, sorted, which `edit` changes.
    pub fn edit(mut self, files: &[WordFile], words: &[&str], edit: &mut Edit) -> Vec<WordFile> {
        let mut rest = words;
        for (place, file) in files.iter().enumerate() {
            let next = files.get(place + 1);
            let inside = match next {
                Some(next) => rest.partition_point(|word| *word < &*next.first),
                None => rest.len(),
            };
            let (own, later) = rest.split_at(inside);
            // Without its first word, the next file would not begin there.
            let may_go_on = next.is_some_and(|next| later.first() == Some(&&*next.first));
            if own.is_empty() && !may_go_on && self.is_between_files(&file.first) {
                self.files.push(file.clone());
            } else {
                self.merge(file, own, edit);
            }
            rest = later;
        }
        if files.is_empty() {
            self.add_edited(words, edit);
        }
        self.finish()
    }

    /// True if a file ends before this word; ends it.
    fn is_between_files(&mut self, word: &str) -> bool {
        if !self.bytes.is_empty() && self.ends_before(word) {
            self.end_file();
        }
        self.bytes.is_empty()
    }

    fn merge(&mut self, file: &WordFile, words: &[&str], edit: &mut Edit) {
        let bytes = self.packer.earlier().content(&file.name);
        let mut reader = ByteReader::new(&bytes);
        let (mut rest, mut last) = (words, Vec::new());
        while !reader.is_at_end() {
            reader.word(&mut last);
            let start = reader.at();
            (self.sizes.pass)(&mut reader);
            let known = bytes.get(start..reader.at()).unwrap_or_default();
            let word = std::str::from_utf8(&last).unwrap_or_default();
            rest = self.add_before(word, rest, edit);
            rest = match rest.split_first() {
                Some((first, behind)) if *first == word => {
                    self.add_if(word, edit(word, Some(known)));
                    behind
                }
                _ => {
                    self.add(word, known);
                    rest
                }
            };
        }
        self.add_edited(rest, edit);
    }

    /// Adds those of some words that sort before another one; gives the others.
    fn add_before<'e>(
        &mut self,
        word: &str,
        words: &'e [&'e str],
        edit: &mut Edit,
    ) -> &'e [&'e str] {
        let (before, others) = words.split_at(words.partition_point(|it| *it < word));
        self.add_edited(before, edit);
        others
    }

    fn add_edited(&mut self, words: &[&str], edit: &mut Edit) {
        for word in words {
            self.add_if(word, edit(word, None));
        }
    }

    fn add_if(&mut self, word: &str, known: Option<Vec<u8>>) {
        if let Some(known) = known {
            self.add(word, &known);
        }
    }
}
