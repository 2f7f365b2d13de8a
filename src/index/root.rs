//! The file that a search reads first: how many pages there are, in which languages, and the names of all other files.
//!
//! A list of many files is in files of its own, of which a search needs one: each time that somebody searches, the browser asks
//! whether this file has changed, so it must be small.

use std::sync::Arc;

use super::packed::{ByteReader, EFFORT, NAME_LENGTH, Packer, push_number, push_word};
use super::page::IndexedPage;
use super::word_files::{Sizes, WordFile, WordWriter};

/// The first number in the file: another one is a format that this script cannot read.
const FORMAT: usize = 3;
/// Files of words that are named here at most.
const FEW: usize = 512;
/// The same for cards; longer lists are cut behind so many, as the script knows.
const CARD_FILES: usize = 256;
/// How long lists of words are cut.
const SIZES: Sizes = Sizes {
    mean_words: 32,
    least: 1024,
    most: 4 * 1024,
    effort: EFFORT,
    pass: |reader: &mut ByteReader| reader.pass(NAME_LENGTH / 2),
};

/// What it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Root {
    pub facets: Vec<String>,
    pub spelling: Vec<WordFile>,
    pub shards: Vec<WordFile>,
    /// The files with the rest of the pages of frequent words.
    pub rest: Vec<WordFile>,
    pub cards: Vec<String>,
}

impl Root {
    /// The numbers of format and pages; lists of facets, spelling, shards, their rest and cards; then the languages. Of a list,
    /// first 1 if it names files with lists, else 0; then its length in bytes, and for each file the first word in it,
    /// which cards have not, and its name in six bytes.
    pub fn bytes(&self, pages: &[Arc<IndexedPage>], packer: &mut Packer) -> Vec<u8> {
        let mut bytes = Vec::new();
        push_number(&mut bytes, FORMAT);
        push_number(&mut bytes, pages.len());
        push_list(&mut bytes, ListOf::Files, &of_names(&self.facets));
        let spelling: Vec<&String> = self.spelling.iter().map(|file| &file.name).collect();
        push_list(&mut bytes, ListOf::Files, &of_names(spelling));
        push_words(&mut bytes, &self.shards, packer);
        push_words(&mut bytes, &self.rest, packer);
        push_cards(&mut bytes, &self.cards, packer);
        push_languages(&mut bytes, pages);
        bytes
    }
}

/// What a list names.
#[derive(Clone, Copy)]
enum ListOf {
    Files,
    Lists,
}

fn push_list(bytes: &mut Vec<u8>, list_of: ListOf, list: &[u8]) {
    push_number(bytes, list_of as usize);
    push_number(bytes, list.len());
    bytes.extend_from_slice(list);
}

/// Files of words.
fn push_words(bytes: &mut Vec<u8>, files: &[WordFile], packer: &mut Packer) {
    if files.len() <= FEW {
        return push_list(bytes, ListOf::Files, &of_words(files));
    }
    let mut writer = WordWriter::new(SIZES, packer);
    for file in files {
        writer.add(&file.first, &name_bytes(&file.name));
    }
    let lists = writer.finish();
    push_list(bytes, ListOf::Lists, &of_words(&lists));
}

/// Files of cards, which are found by their places.
fn push_cards(bytes: &mut Vec<u8>, files: &[String], packer: &mut Packer) {
    if files.len() <= CARD_FILES {
        return push_list(bytes, ListOf::Files, &of_names(files));
    }
    let lists = files
        .chunks(CARD_FILES)
        .map(|files| packer.add(&of_names(files)));
    let lists: Vec<String> = lists.collect();
    push_list(bytes, ListOf::Lists, &of_names(&lists));
}

fn of_words(files: &[WordFile]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut before = "";
    for file in files {
        push_word(&mut bytes, before, &file.first);
        bytes.extend(name_bytes(&file.name));
        before = &file.first;
    }
    bytes
}

fn of_names<'n>(names: impl IntoIterator<Item = &'n String>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for name in names {
        push_word(&mut bytes, "", "");
        bytes.extend(name_bytes(name));
    }
    bytes
}

/// How many runs of pages have one language, and for each its tag and how many pages they are.
fn push_languages(bytes: &mut Vec<u8>, pages: &[Arc<IndexedPage>]) {
    let runs: Vec<&[Arc<IndexedPage>]> = pages
        .chunk_by(|page, next| page.language == next.language)
        .collect();
    push_number(bytes, runs.len());
    for run in runs {
        let language = run.first().map_or("", |page| &page.language);
        push_word(bytes, "", language);
        push_number(bytes, run.len());
    }
}

/// A name as bytes.
fn name_bytes(name: &str) -> Vec<u8> {
    let digits = (0..NAME_LENGTH).step_by(2);
    let bytes = digits.map(|at| {
        let pair = name.get(at..at + 2).unwrap_or("00");
        u8::from_str_radix(pair, 16).unwrap_or(0)
    });
    bytes.collect()
}
