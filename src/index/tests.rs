//! What an index holds, and what an edit changes of it.

use super::*;
use crate::document::Vocabulary;

fn page<'p>(title: &'p str, vocabulary: &'p Vocabulary) -> IndexedPage<'p> {
    IndexedPage {
        href: "/a/",
        title,
        summary: "",
        kind: "Page",
        day: None,
        headings: &[],
        vocabulary,
        related: &[],
        length: 100,
        standing: PageStatus::Current,
    }
}

#[test]
fn an_edit_of_a_title_changes_few_files() {
    let titles: Vec<String> = (0..2_000)
        .map(|number| format!("Plan {number} of group {}", number * 7919 % 2_000))
        .collect();
    let vocabulary = Vocabulary::default();
    let mut pages: Vec<IndexedPage> = titles
        .iter()
        .map(|title| page(title, &vocabulary))
        .collect();
    let before = index(&pages, &[], &[]);
    assert!(before.files.len() > 120, "{} files", before.files.len());
    pages[700].title = "Budget 700 of group 20";
    let after = index(&pages, &[], &[]);
    let changed = after
        .files
        .iter()
        .filter(|file| !before.files.contains(file))
        .count();
    // Spelling, a file of cards, and the shards of the words that came and went.
    assert!((3..12).contains(&changed), "{changed} files");
    assert_eq!(after, index(&pages, &[], &before.files));
}

#[test]
fn a_site_without_pages_has_an_index() {
    let empty = index(&[], &[], &[]);
    assert_eq!(empty.files.len(), 1);
    assert!(!empty.root.is_empty());
}
