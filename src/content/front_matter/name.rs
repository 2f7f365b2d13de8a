//! What a key of front matter may be for, by its name alone: whether it is about the life of a document. Says nothing
//! of its value.

use crate::base::suggest::{plain_name, typos};
use crate::config::lifecycle_key::{OWN, is_only_in_front_matter};

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

/// The field that nearly all documents have.
const TITLE: &str = "title";

/// Names of some letters less or more are near.
const NEAR: usize = 2;

/// What a key says, by itself; `folded` as [`plain_name`](crate::base::suggest::plain_name) gives it.
pub fn weigh(folded: &str) -> Weight {
    if is_only_in_front_matter(folded) {
        return Weight::Strong;
    }
    let names = OWN.into_iter().chain([TITLE]).map(plain_name);
    match names.filter_map(|name| typos(&name, folded, NEAR)).min() {
        Some(0) => Weight::Strong,
        Some(_) => Weight::Near,
        None => Weight::None,
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
