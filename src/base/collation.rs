//! The order of words in a language, as its dictionaries have it: `É` beside `E`, in Swedish `Å` after `Z`, and numbers in
//! words as numbers, so that "Part 2" comes before "Part 10". Ids have an order of their own, the same in all languages.

use std::cmp::Ordering;

use icu_collator::options::CollatorOptions;
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::Locale;

/// The order of words in a language.
pub struct Collation(Option<CollatorBorrowed<'static>>);

/// A text as it is sorted.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SortKey(Box<[u8]>);

impl Collation {
    /// The order of a language; that of all languages together if nothing else is known of it.
    pub fn of(language: &str) -> Collation {
        let locale = Locale::try_from_str(language).unwrap_or(Locale::UNKNOWN);
        let mut preferences = CollatorPreferences::from(&locale);
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        // Only data that is not compiled in could be missing.
        Collation(Collator::try_new(preferences, CollatorOptions::default()).ok())
    }

    /// What a text is sorted by.
    pub fn key(&self, text: &str) -> SortKey {
        let mut key: Vec<u8> = Vec::with_capacity(text.len() * 2);
        let written = self
            .0
            .as_ref()
            .map(|order| order.write_sort_key_to(text, &mut key));
        if !matches!(written, Some(Ok(_))) {
            key = text.to_lowercase().into_bytes();
        }
        SortKey(key.into())
    }
}

/// An id or the name of a file as it is sorted: by its bytes, but numbers in it as numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdOrder<'i>(pub &'i str);

impl Ord for IdOrder<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut one, mut other_rest) = (self.0.as_bytes(), other.0.as_bytes());
        loop {
            let (number, other_number) = (figures(one), figures(other_rest));
            let order = if number > 0 && other_number > 0 {
                by_value(&one[..number], &other_rest[..other_number])
            } else {
                one.first().cmp(&other_rest.first())
            };
            if order != Ordering::Equal {
                return order;
            }
            if one.is_empty() {
                // Only zeros before numbers can still differ.
                return self.0.cmp(other.0);
            }
            one = &one[number.max(1)..];
            other_rest = &other_rest[other_number.max(1)..];
        }
    }
}

impl PartialOrd for IdOrder<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// How many figures a text starts with.
fn figures(text: &[u8]) -> usize {
    text.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// The order of two whole numbers of any size.
fn by_value(one: &[u8], other: &[u8]) -> Ordering {
    let (one, other) = (without_zeros(one), without_zeros(other));
    one.len().cmp(&other.len()).then_with(|| one.cmp(other))
}

fn without_zeros(figures: &[u8]) -> &[u8] {
    let zeros = figures.iter().take_while(|byte| **byte == b'0').count();
    &figures[zeros..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(language: &str, words: &str, gap: &str) -> String {
        let order = Collation::of(language);
        let mut words: Vec<&str> = words.split(gap).collect();
        words.sort_by_cached_key(|word| order.key(word));
        words.join(gap)
    }

    #[test]
    fn letters_with_marks_are_beside_those_without() {
        for language in ["en", "cy", "x-easy", "", "qq"] {
            let words = "Zebra Éclair eclair Ŵyl Walks Łódź Lodz";
            let expected = "eclair Éclair Lodz Łódź Walks Ŵyl Zebra";
            assert_eq!(sorted(language, words, " "), expected, "{language}");
        }
    }

    #[test]
    fn languages_have_their_own_order() {
        assert_eq!(sorted("sv", "Ö Z Å A Ä", " "), "A Z Å Ä Ö");
        assert_eq!(sorted("de-AT", "Öl Z Oma Ofen", " "), "Ofen Öl Oma Z");
        assert_eq!(sorted("cs", "d ch h i", " "), "d h ch i");
        assert_eq!(sorted("es", "oso ñu nulo", " "), "nulo ñu oso");
    }

    #[test]
    fn numbers_are_numbers() {
        assert_eq!(
            sorted("en", "Part 10,Part 2,Part 1b,part 1,Part 02", ","),
            "part 1,Part 1b,Part 2,Part 02,Part 10"
        );
    }

    #[test]
    fn ids_have_numbers_too() {
        let mut ids = [
            "b",
            "a-10",
            "a-2",
            "a-02",
            "a",
            "a-2-x",
            "a-99999999999999999999999",
            "10",
            "9",
        ];
        ids.sort_by_key(|id| IdOrder(id));
        let expected = [
            "9",
            "10",
            "a",
            "a-02",
            "a-2",
            "a-2-x",
            "a-10",
            "a-99999999999999999999999",
            "b",
        ];
        assert_eq!(ids, expected);
    }

    #[test]
    fn order_of_ids_is_one() {
        let ids = [
            "", "0", "00", "01", "1", "1a", "01a", "a", "a0", "a00", "é", "-", "9", "10",
        ];
        let ids = ids.map(IdOrder);
        for one in ids {
            for other in ids {
                assert_eq!(one.cmp(&other), other.cmp(&one).reverse());
                for third in ids.iter().filter(|third| one <= other && other <= **third) {
                    assert!(one <= *third, "{one:?} {other:?} {third:?}");
                }
            }
        }
    }
}
