//! The words of a theme in one language. Where they stand and how they are read is for `layout`; what
//! `document` and `html` say themselves comes from here too, so that no page is half English.

use std::collections::BTreeMap;

/// What is said where a theme has no word of its own.
const DEFAULTS: [(&str, &str); 9] = [
    ("back_to_reference", "Back to reference {number}"),
    ("callout_caution", "Caution"),
    ("callout_important", "Important"),
    ("callout_note", "Note"),
    ("callout_tip", "Tip"),
    ("callout_warning", "Warning"),
    ("footnotes", "Footnotes"),
    ("many_pages", "{number} pages"),
    ("one_page", "1 page"),
];

/// The words of a theme by key, each a text that may hold `{number}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// Takes the words of a language.
    pub fn new(words: BTreeMap<String, String>) -> Words {
        Words(words)
    }

    /// The word of a key: the theme's, else the English one; empty where there is neither.
    pub fn get(&self, key: &str) -> &str {
        let default = || DEFAULTS.iter().find(|(known, _)| *known == key).map_or("", |(_, text)| text);
        self.0.get(key).map_or_else(default, String::as_str)
    }

    /// The word of a key with a number in it.
    pub fn numbered(&self, key: &str, number: &str) -> String {
        self.get(key).replace("{number}", number)
    }

    /// `1 page`, `24 pages`.
    pub fn pages(&self, count: u32) -> String {
        if count == 1 {
            self.get("one_page").to_owned()
        } else {
            self.numbered("many_pages", &count.to_string())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_says_what_it_likes_and_english_stands_in() {
        let own = [("one_page", "1 dudalen"), ("callout_note", "")];
        let words = Words::new(own.map(|(key, text)| (key.to_owned(), text.to_owned())).into());
        assert_eq!((words.pages(1).as_str(), words.pages(24).as_str()), ("1 dudalen", "24 pages"));
        assert_eq!((words.get("callout_note"), words.get("callout_tip"), words.get("none")), ("", "Tip", ""));
        assert_eq!(words.numbered("back_to_reference", "1-2"), "Back to reference 1-2");
    }

    #[test]
    fn defaults_are_sorted_and_those_of_the_default_theme() {
        assert!(DEFAULTS.is_sorted_by(|a, b| a.0 < b.0));
        let theme = include_str!("../../themes/partnership/text/en.yaml");
        for (key, text) in DEFAULTS {
            let is_it = |line: &str| {
                line.strip_prefix(key).is_some_and(|rest| rest.trim_matches([':', ' ', '"']) == text)
            };
            assert!(theme.lines().any(is_it), "{key}");
        }
    }
}
