//! The file that a search reads first: how many pages there are, and the names of all other files.

use super::packed::{NAME_LENGTH, push_number, push_word};
use super::shards::Shard;

/// The first number in the file: another one is a format that this script cannot read.
const FORMAT: usize = 1;

pub(super) struct Root {
    pub pages: usize,
    pub shards: Vec<Shard>,
    pub cards: Vec<String>,
    /// Empty where there is none.
    pub facets: String,
    pub spelling: String,
}

impl Root {
    /// Numbers of format, pages, shards and files of cards; the names of facets and spelling, shards and cards, six bytes
    /// each; then the first word of each shard.
    pub fn bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for number in [FORMAT, self.pages, self.shards.len(), self.cards.len()] {
            push_number(&mut bytes, number);
        }
        push_name(&mut bytes, &self.facets);
        push_name(&mut bytes, &self.spelling);
        self.shards
            .iter()
            .for_each(|shard| push_name(&mut bytes, &shard.name));
        self.cards
            .iter()
            .for_each(|name| push_name(&mut bytes, name));
        let mut before = "";
        for shard in &self.shards {
            push_word(&mut bytes, before, &shard.first);
            before = &shard.first;
        }
        bytes
    }
}

/// A name as bytes; zeros for none.
fn push_name(bytes: &mut Vec<u8>, name: &str) {
    let digits = (0..NAME_LENGTH).step_by(2);
    bytes.extend(digits.map(|at| {
        let pair = name.get(at..at + 2).unwrap_or("00");
        u8::from_str_radix(pair, 16).unwrap_or(0)
    }));
}
