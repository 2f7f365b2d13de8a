//! The ledger: what is read is written as it was read.

use std::collections::BTreeMap;

use copublish::base::{FilePath, site_layout};
use copublish::content::ledger;

use crate::places::{assert_all_in, assert_in};

/// Reads the bytes as a ledger, writes it, and reads it again.
pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let file = FilePath::new(site_layout::LEDGER);
    let read = ledger::parse(&file, text);
    assert_all_in(&file, text, &read.diagnostics);
    read.value
        .entries
        .iter()
        .for_each(|entry| assert_in(text, entry.span));
    let entries: BTreeMap<_, _> = read
        .value
        .entries
        .into_iter()
        .map(|entry| (entry.url, entry.source))
        .collect();
    let written = ledger::text(&entries);
    let again = ledger::parse(&file, &written);
    assert!(
        again.diagnostics.is_empty(),
        "{:?}\n{written}",
        again.diagnostics
    );
    let again: Vec<_> = again
        .value
        .entries
        .into_iter()
        .map(|entry| entry.url)
        .collect();
    let before: Vec<_> = entries.into_keys().collect();
    assert_eq!(again, before, "{written}");
}
