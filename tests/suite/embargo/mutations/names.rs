//! Which words of front matter are about whether readers may see a document. This list and this distance are the
//! test's own: shared with the program, they would be wrong together.

use std::collections::BTreeMap;

/// What copublish calls them.
pub const OWN: [&str; 4] = ["draft", "publish_at", "expires", "status"];

/// What other generators and content systems call them, as they write it, with a value that means "not public".
pub const FOREIGN: &[(&str, &str)] = &[
    ("published", "false"),
    ("publish", "false"),
    ("unpublished", "true"),
    ("is_draft", "true"),
    ("isDraft", "true"),
    ("publishDate", "2099-01-01"),
    ("publish_date", "2099-01-01"),
    ("publish_on", "2099-01-01"),
    ("publishedAt", "2099-01-01"),
    ("expiryDate", "2001-01-01"),
    ("expiry_date", "2001-01-01"),
    ("expiry", "2001-01-01"),
    ("expirationDate", "2001-01-01"),
    ("unpublish_at", "2001-01-01"),
    ("unpublishDate", "2001-01-01"),
    ("unpublish_on", "2001-01-01"),
    ("embargo", "2099-01-01"),
    ("embargo_until", "2099-01-01"),
    ("embargoed", "true"),
    ("unlisted", "true"),
    ("private", "true"),
    ("hidden", "true"),
    ("visibility", "private"),
    ("visible", "false"),
];

/// A key as people read it: capitals, hyphens, underscores and spaces are nothing.
fn bare(key: &str) -> String {
    let is_kept = |c: &char| !matches!(c, '-' | '_' | ' ');
    key.to_lowercase().chars().filter(is_kept).collect()
}

/// True for a key that is plainly another word, so that whoever wrote it meant nothing about who may see the document.
pub fn is_another_word(key: &str) -> bool {
    let key = bare(key);
    let is_foreign = FOREIGN.iter().any(|(name, _)| bare(name) == key);
    !is_foreign && OWN.iter().all(|own| distance(&bare(own), &key) > 2)
}

/// How many letters have to be put in, left out, exchanged for another or for their neighbour, also for one that was put
/// in or left out between them (Damerau and Levenshtein).
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let far = from.len() + to.len();
    // The table has a row and a column more than there are beginnings, for letters that were not there before.
    let mut table = vec![vec![far; to.len() + 2]; from.len() + 2];
    for row in 0..=from.len() {
        table[row + 1][1] = row;
    }
    for column in 0..=to.len() {
        table[1][column + 1] = column;
    }
    let mut last_rows: BTreeMap<char, usize> = BTreeMap::new();
    for row in 1..=from.len() {
        let mut last_column = 0;
        for column in 1..=to.len() {
            let (swap_row, swap_column) = (
                last_rows.get(&to[column - 1]).copied().unwrap_or(0),
                last_column,
            );
            let is_same = from[row - 1] == to[column - 1];
            let between = (row - swap_row - 1) + (column - swap_column - 1);
            let steps = [
                table[row][column] + usize::from(!is_same),
                table[row + 1][column] + 1,
                table[row][column + 1] + 1,
                table[swap_row][swap_column] + between + 1,
            ];
            table[row + 1][column + 1] = steps.into_iter().min().unwrap_or(far);
            if is_same {
                last_column = column;
            }
        }
        last_rows.insert(from[row - 1], row);
    }
    table[from.len() + 1][to.len() + 1]
}

#[test]
fn near_words_are_near_and_others_are_not() {
    for near in [
        "Draft",
        "drfat",
        "publish-at",
        "publishAt",
        "PUBLISH_AT",
        "expire",
        "exipres",
        "draaaft",
        "drfeat",
    ] {
        assert!(!is_another_word(near), "{near}");
    }
    for near in [
        "published",
        "publishDate",
        "expiry-date",
        "Unlisted",
        "VISIBILITY",
        "statsu",
    ] {
        assert!(!is_another_word(near), "{near}");
    }
    assert_eq!(
        ["ca", "draf", "kitten"].map(|from| distance(from, "abc")),
        [2, 4, 6]
    );
    for other in [
        "colour",
        "audience",
        "drawing",
        "platform",
        "publisher_of_it",
        "experts_say",
    ] {
        assert!(is_another_word(other), "{other}");
    }
}
