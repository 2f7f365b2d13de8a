//! What an index holds, and what an edit changes of it.

use super::*;
use crate::document::{Vocabulary, Words};

fn page(title: &str, text: &str) -> IndexedPage {
    IndexedPage {
        href: "/a/".to_owned(),
        words: Arc::new(Words {
            title: title.to_owned(),
            ..Words::default()
        }),
        vocabulary: Arc::new(Vocabulary::of_sections([text])),
        kind: "Page".to_owned(),
        language: "en".to_owned(),
        day: None,
        related: Vec::new(),
        length: 100,
        standing: PageStatus::Current,
        text: None,
    }
}

fn pages() -> Vec<IndexedPage> {
    let numbers = (0..2_000).map(|number| number * 7919 % 2_000);
    let titles = numbers.enumerate();
    titles
        .map(|(number, group)| page(&format!("Plan {number} of group {group}"), "homes for all"))
        .collect()
}

/// The index after some edits, which is the one of a clean build.
fn edited(before: &Index, pages: &[IndexedPage]) -> Index {
    let after = Index::new(pages.to_vec(), Vec::new(), before);
    let clean = Index::new(pages.to_vec(), Vec::new(), &Index::default());
    assert!(after == clean, "an index is not that of a clean build");
    after
}

#[test]
fn an_edit_changes_few_files() {
    let mut pages = pages();
    let before = Index::new(pages.clone(), Vec::new(), &Index::default());
    assert!(before.files.len() > 120, "{} files", before.files.len());
    pages[700] = page("Budget 700 of group 20", "homes for some");
    let after = edited(&before, &pages);
    let changed = after
        .files
        .iter()
        .filter(|file| !before.files.contains(file))
        .count();
    // Spelling, a file of cards, and the shards of the words that came and went.
    assert!((3..12).contains(&changed), "{changed} files");
}

/// Words come and go at the ends of files, too: each word of the site is taken away and brought back.
#[test]
fn after_any_edit_an_index_is_that_of_a_clean_build() {
    let mut pages = pages();
    let mut index = Index::new(pages.clone(), Vec::new(), &Index::default());
    let firsts = index.names.shards.iter().chain(&index.names.spelling);
    let words: Vec<Box<str>> = firsts.map(|file| file.first.clone()).collect();
    for (place, word) in words.iter().take(24).enumerate() {
        let number: usize = word.parse().unwrap_or(place) % pages.len();
        let had = std::mem::replace(&mut pages[number], page("Aa zz", &format!("{word}a")));
        index = edited(&index, &pages);
        pages[number] = had;
        index = edited(&index, &pages);
    }
    // Words that most pages use become rare, and frequent again.
    let all = pages.clone();
    pages
        .iter_mut()
        .skip(3)
        .for_each(|it| *it = page("Gone", ""));
    index = edited(&index, &pages);
    pages = all;
    index = edited(&index, &pages);
    pages.truncate(2);
    edited(&index, &pages);
}

#[test]
fn a_site_without_pages_has_an_index() {
    let empty = Index::new(Vec::new(), Vec::new(), &Index::default());
    assert_eq!(empty.files.len(), 0);
    assert!(!empty.root.is_empty());
}
