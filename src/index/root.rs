//! The file that a search reads first: how many pages there are, in which languages, and the names of all other files.

use std::sync::Arc;

use super::packed::{NAME_LENGTH, push_number, push_word};
use super::page::IndexedPage;
use super::word_files::WordFile;

/// The first number in the file: another one is a format that this script cannot read.
const FORMAT: usize = 2;

/// What it names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Root {
    pub facets: Vec<String>,
    pub spelling: Vec<WordFile>,
    pub shards: Vec<WordFile>,
    pub cards: Vec<String>,
}

impl Root {
    /// Numbers of format, pages, facets, files of spelling, shards and files of cards; the names of these, six bytes each;
    /// the first word of each shard; then the languages.
    pub fn bytes(&self, pages: &[Arc<IndexedPage>]) -> Vec<u8> {
        let groups = [
            self.facets.iter().collect::<Vec<&String>>(),
            self.spelling.iter().map(|file| &file.name).collect(),
            self.shards.iter().map(|file| &file.name).collect(),
            self.cards.iter().collect(),
        ];
        let mut bytes = Vec::new();
        push_number(&mut bytes, FORMAT);
        push_number(&mut bytes, pages.len());
        groups
            .iter()
            .for_each(|group| push_number(&mut bytes, group.len()));
        let names = groups.into_iter().flatten();
        names.for_each(|name| push_name(&mut bytes, name));
        let mut before = "";
        for shard in &self.shards {
            push_word(&mut bytes, before, &shard.first);
            before = &shard.first;
        }
        push_languages(&mut bytes, pages);
        bytes
    }
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
fn push_name(bytes: &mut Vec<u8>, name: &str) {
    let digits = (0..NAME_LENGTH).step_by(2);
    bytes.extend(digits.map(|at| {
        let pair = name.get(at..at + 2).unwrap_or("00");
        u8::from_str_radix(pair, 16).unwrap_or(0)
    }));
}
