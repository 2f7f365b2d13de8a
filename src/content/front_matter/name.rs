//! What a key of front matter may be for, by its name alone: whether it is about the life of a document. Says nothing
//! of its value.

use crate::base::suggest::typos;

/// How much a key says for front matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Nothing: any text may have such a word before a colon.
    None,
    /// It is the name of some field, and a common word.
    Known,
    /// It is nearly a name that only front matter has.
    Near,
    /// It is a name that only front matter has.
    Strong,
}

/// The names of the fields that decide who may see a document, and its title, which nearly all have.
const NAMES: [&str; 5] = ["title", "draft", "publishat", "expires", "status"];

/// Names that other generators have for the same.
const FOREIGN: [&str; 9] = [
    "hidden",
    "invisible",
    "private",
    "public",
    "publish",
    "published",
    "visibility",
    "visible",
    "withdrawn",
];

/// How other such names start: `draft_until`, `publishDate`, `expiryDate`.
const STEMS: [&str; 7] = [
    "draft",
    "embargo",
    "expir",
    "publishd",
    "publishon",
    "unlist",
    "unpublish",
];

/// Names of some letters less or more are near.
const NEAR: usize = 2;

/// What a key says, by itself; `folded` as [`plain_name`](crate::base::suggest::plain_name) gives it.
pub fn weigh(folded: &str) -> Weight {
    let bare = folded.strip_prefix("is").unwrap_or(folded);
    let is_foreign = FOREIGN.contains(&bare) || STEMS.iter().any(|stem| bare.starts_with(stem));
    if NAMES.contains(&folded) || is_foreign {
        return Weight::Strong;
    }
    let is_near = |name: &str| typos(name, folded, NEAR).is_some();
    if NAMES.into_iter().any(is_near) {
        Weight::Near
    } else {
        Weight::None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::suggest::plain_name;

    #[test]
    fn names_of_the_life_of_a_document_are_told_from_words() {
        for (key, weight) in [
            ("Title", Weight::Strong),
            ("publish-at", Weight::Strong),
            ("isPublished", Weight::Strong),
            ("expiryDate", Weight::Strong),
            ("drfat", Weight::Near),
            ("titel", Weight::Near),
            ("exipres", Weight::Near),
            ("publishDate", Weight::Strong),
            ("Publications", Weight::None),
            ("Public transport", Weight::None),
            ("Note", Weight::None),
            ("Update", Weight::None),
            ("Warning", Weight::None),
            ("Date", Weight::None),
        ] {
            assert_eq!(weigh(&plain_name(key)), weight, "{key}");
        }
    }
}
