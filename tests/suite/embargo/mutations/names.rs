//! Which words of front matter are about whether readers may see a document. This list and this distance are the
//! test's own: shared with the program, they would be wrong together.

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

/// How many letters have to be put in, left out, exchanged for another or for their neighbour.
fn distance(from: &str, to: &str) -> usize {
    let (from, to): (Vec<char>, Vec<char>) = (from.chars().collect(), to.chars().collect());
    let mut table = vec![vec![0; to.len() + 1]; from.len() + 1];
    for row in 0..=from.len() {
        for column in 0..=to.len() {
            table[row][column] = match (row, column) {
                (0, steps) | (steps, 0) => steps,
                _ => {
                    let differs = usize::from(from[row - 1] != to[column - 1]);
                    let step = (table[row - 1][column] + 1).min(table[row][column - 1] + 1);
                    let mut least = step.min(table[row - 1][column - 1] + differs);
                    let is_swap = row > 1
                        && column > 1
                        && from[row - 1] == to[column - 2]
                        && from[row - 2] == to[column - 1];
                    if is_swap {
                        least = least.min(table[row - 2][column - 2] + 1);
                    }
                    least
                }
            };
        }
    }
    table[from.len()][to.len()]
}

#[test]
fn near_words_are_near_and_others_are_not() {
    for near in ["Draft", "drfat", "publish-at", "publishAt", "PUBLISH_AT", "expire", "exipres", "draaaft"] {
        assert!(!is_another_word(near), "{near}");
    }
    for near in ["published", "publishDate", "expiry-date", "Unlisted", "VISIBILITY", "statsu"] {
        assert!(!is_another_word(near), "{near}");
    }
    for other in ["colour", "audience", "drawing", "platform", "publisher_of_it", "experts_say"] {
        assert!(is_another_word(other), "{other}");
    }
}
