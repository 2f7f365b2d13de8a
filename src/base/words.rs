//! The words of a theme in one language. Where they stand and how they are read is for `layout`; what
//! `document` and `html` say themselves comes from here too, so that no page is half English.

use std::collections::BTreeMap;

/// What is said where a theme has no word of its own.
const DEFAULTS: [(&str, &str); 16] = [
    ("back_to_reference", "Back to reference {number}"),
    ("callout_caution", "Caution"),
    ("callout_important", "Important"),
    ("callout_note", "Note"),
    ("callout_tip", "Tip"),
    ("callout_warning", "Warning"),
    (
        "comment_letter",
        "Please write your comment here, and the name to show with it. The page is {url}",
    ),
    ("comment_subject", "Comment on: {title}"),
    ("footnote", "Footnote {number}"),
    ("footnotes", "Footnotes"),
    ("many_bytes", "{number} bytes"),
    ("many_pages", "{number} pages"),
    ("number_decimal", "."),
    ("one_byte", "1 byte"),
    ("one_page", "1 page"),
    ("table", "Table"),
];

/// The words of a theme by key, each a text that may hold `{number}`, and for a mail `{title}` and `{url}`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    /// Takes the words of a language.
    pub fn new(words: BTreeMap<String, String>) -> Words {
        Words(words)
    }

    /// The English words that a theme need not have.
    pub fn defaults() -> BTreeMap<String, String> {
        let defaults = DEFAULTS.iter();
        defaults
            .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
            .collect()
    }

    /// The word of a key: the theme's, else the English one; empty where there is neither.
    pub fn get(&self, key: &str) -> &str {
        let default = || {
            DEFAULTS
                .iter()
                .find(|(known, _)| *known == key)
                .map_or("", |(_, text)| text)
        };
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

    /// `1.2 MB`, `340 KB`, `12 bytes`: powers of 1,000, as shops and most systems count.
    pub fn size(&self, bytes: u64) -> String {
        const UNITS: [&str; 4] = ["KB", "MB", "GB", "TB"];
        match bytes {
            1 => return self.get("one_byte").to_owned(),
            0..1_000 => return self.numbered("many_bytes", &bytes.to_string()),
            _ => {}
        }
        let (mut unit, mut name) = (1_000, UNITS[0]);
        for larger in &UNITS[1..] {
            if rounded(bytes, unit) < 1_000 {
                break;
            }
            (unit, name) = (unit * 1_000, larger);
        }
        let tenths = rounded(bytes, unit / 10);
        if tenths < 100 && unit > 1_000 {
            let point = self.get("number_decimal");
            format!("{}{point}{} {name}", tenths / 10, tenths % 10)
        } else {
            format!("{} {name}", rounded(bytes, unit))
        }
    }

    /// The name of a type of file: that of the theme, as `file_word_document`, for "Word document".
    pub fn file_type<'w>(&'w self, label: &'w str) -> &'w str {
        let key = format!("file_{}", label.to_lowercase().replace([' ', '-'], "_"));
        self.0.get(&key).map_or(label, String::as_str)
    }
}

/// How many units there are, a half counting as one more.
fn rounded(bytes: u64, unit: u64) -> u64 {
    bytes / unit + u64::from(bytes % unit >= unit.div_ceil(2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_says_what_it_likes_and_english_stands_in() {
        let own = [("one_page", "1 dudalen"), ("callout_note", "")];
        let words = Words::new(
            own.map(|(key, text)| (key.to_owned(), text.to_owned()))
                .into(),
        );
        assert_eq!(
            (words.pages(1).as_str(), words.pages(24).as_str()),
            ("1 dudalen", "24 pages")
        );
        assert_eq!(
            (
                words.get("callout_note"),
                words.get("callout_tip"),
                words.get("none")
            ),
            ("", "Tip", "")
        );
        assert_eq!(
            words.numbered("back_to_reference", "1-2"),
            "Back to reference 1-2"
        );
    }

    #[test]
    fn sizes_read_as_people_say_them() {
        let sizes = |words: &Words| {
            [1, 999, 1_000, 32_400, 999_600, 1_240_000, 24_000_000].map(|bytes| words.size(bytes))
        };
        let english = [
            "1 byte",
            "999 bytes",
            "1 KB",
            "32 KB",
            "1.0 MB",
            "1.2 MB",
            "24 MB",
        ];
        assert_eq!(sizes(&Words::default()), english);
        let own = [
            ("number_decimal", ","),
            ("many_bytes", "{number} Byte"),
            ("file_word_document", "Word-Datei"),
        ];
        let german = Words::new(
            own.map(|(key, text)| (key.to_owned(), text.to_owned()))
                .into(),
        );
        assert_eq!(
            sizes(&german),
            [
                "1 byte", "999 Byte", "1 KB", "32 KB", "1,0 MB", "1,2 MB", "24 MB"
            ]
        );
        assert_eq!(
            (german.file_type("Word document"), german.file_type("PDF")),
            ("Word-Datei", "PDF")
        );
    }

    #[test]
    fn a_half_is_rounded_up() {
        for (bytes, said) in [
            (1_499, "1 KB"),
            (1_500, "2 KB"),
            (2_500, "3 KB"),
            (999_499, "999 KB"),
            (999_500, "1.0 MB"),
            (1_250_000, "1.3 MB"),
            (1_349_999, "1.3 MB"),
            (1_450_000, "1.5 MB"),
            (9_949_999, "9.9 MB"),
            (9_950_000, "10 MB"),
            (10_500_000, "11 MB"),
            (999_500_000, "1.0 GB"),
            (u64::MAX, "18446744 TB"),
        ] {
            assert_eq!(Words::default().size(bytes), said, "{bytes}");
        }
    }

    #[test]
    fn defaults_are_sorted_and_those_of_the_default_theme() {
        assert!(DEFAULTS.is_sorted_by(|a, b| a.0 < b.0));
        let theme = include_str!("../../themes/partnership/text/en.yaml");
        for (key, text) in DEFAULTS {
            let is_it = |line: &str| {
                line.strip_prefix(key)
                    .is_some_and(|rest| rest.trim_matches([':', ' ', '"']) == text)
            };
            assert!(theme.lines().any(is_it), "{key}");
        }
    }
}
