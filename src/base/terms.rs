//! The words of a text as a search knows them: small letters without accents, so that `Gŵyl` is found by `gwyl`.
//!
//! The script of the search page cuts and folds what readers type in the same way: `themes/partnership/assets/search.js`.
//! `tests/search/terms.json` has texts that both are tried on.

use unicode_normalization::UnicodeNormalization;

/// The part of a longer word by which it is known, in characters. Nobody types more of it.
const LONGEST: usize = 40;

/// Letters that do not consist of a letter and an accent, and how they are typed without a keyboard that has them.
pub const PLAIN_LETTERS: [(char, &str); 11] = [
    ('ß', "ss"),
    ('æ', "ae"),
    ('ð', "d"),
    ('ø', "o"),
    ('þ', "th"),
    ('đ', "d"),
    ('ħ', "h"),
    ('ı', "i"),
    ('ł', "l"),
    ('œ', "oe"),
    ('ŧ', "t"),
];

/// Scripts without spaces between words, as ranges of characters: each character counts as a word of its own.
pub const WITHOUT_SPACES: [(char, char); 7] = [
    ('\u{0e00}', '\u{0eff}'),
    ('\u{1000}', '\u{109f}'),
    ('\u{1780}', '\u{17ff}'),
    ('\u{3040}', '\u{30ff}'),
    ('\u{3400}', '\u{9fff}'),
    ('\u{f900}', '\u{faff}'),
    ('\u{20000}', '\u{3ffff}'),
];

/// Finds words in texts. Keep one for many texts: it keeps its memory.
#[derive(Default)]
pub struct Terms {
    word: String,
}

impl Terms {
    /// Hands over each word of a text, in order. An apostrophe joins what is around it, but for that of `council's`, which
    /// ends the word.
    pub fn each(&mut self, text: &str, mut take: impl FnMut(&str)) {
        // Nearly every word is ASCII between ASCII. These end all words, so what is between them can be read by itself.
        for part in text.split(is_plain_separator) {
            if part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                self.take_plain(part, &mut take);
            } else {
                self.take_any(part, &mut take);
            }
        }
    }

    /// Takes a word of ASCII letters and digits, or none.
    fn take_plain(&mut self, word: &str, take: &mut impl FnMut(&str)) {
        let Some(word) = word.get(..word.len().min(LONGEST)) else {
            return;
        };
        if word.is_empty() {
            return;
        }
        self.word.clear();
        self.word.push_str(word);
        self.word.make_ascii_lowercase();
        take(&self.word);
    }

    /// Takes the words of any text.
    fn take_any(&mut self, text: &str, take: &mut impl FnMut(&str)) {
        let mut rest = text.char_indices().peekable();
        self.word.clear();
        while let Some((at, c)) = rest.next() {
            if is_apostrophe(c) && !self.word.is_empty() {
                if is_genitive(&text[at + c.len_utf8()..]) {
                    rest.next();
                    self.finish(take);
                }
            } else if !is_of_word(c) {
                self.finish(take);
            } else if is_word_of_its_own(c) {
                self.finish(take);
                self.word.push(c);
                self.finish(take);
            } else if c.is_ascii() {
                self.word.push(c.to_ascii_lowercase());
            } else {
                self.word.push(c);
            }
        }
        self.finish(take);
    }

    fn finish(&mut self, take: &mut impl FnMut(&str)) {
        if self.word.is_empty() {
            return;
        }
        if !self.word.is_ascii() {
            self.word = folded(&self.word);
        }
        if let Some((end, _)) = self.word.char_indices().nth(LONGEST) {
            self.word.truncate(end);
        }
        if !self.word.is_empty() {
            take(&self.word);
        }
        self.word.clear();
    }
}

/// Small letters without accents.
fn folded(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    for c in word.nfkd().flat_map(char::to_lowercase) {
        let plain = PLAIN_LETTERS.iter().find(|(letter, _)| *letter == c);
        match plain {
            Some((_, plain)) => folded.push_str(plain),
            None if is_accent(c) || !is_of_word(c) => {}
            None => folded.push(c),
        }
    }
    folded
}

/// True for what is part of a word: letters, digits, and marks that belong to them.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || unicode_normalization::char::is_combining_mark(c)
}

/// The accents of Latin, Greek and Cyrillic letters.
fn is_accent(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// True for an ASCII character that is not part of a word, wherever it is.
fn is_plain_separator(c: char) -> bool {
    c.is_ascii() && !c.is_ascii_alphanumeric() && !is_apostrophe(c)
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’')
}

fn is_genitive(after: &str) -> bool {
    let rest = after.strip_prefix(['s', 'S']);
    rest.is_some_and(|rest| !rest.starts_with(is_of_word))
}

fn is_word_of_its_own(c: char) -> bool {
    // Nearly every character is below all of them.
    c >= WITHOUT_SPACES[0].0
        && WITHOUT_SPACES
            .iter()
            .any(|(first, last)| (*first..=*last).contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(text: &str) -> Vec<String> {
        let mut words = Vec::new();
        Terms::default().each(text, |word| words.push(word.to_owned()));
        words
    }

    /// The script of the search page is tried on the same texts.
    #[test]
    fn cuts_and_folds_as_the_script_does() {
        let cases: Vec<(String, Vec<String>)> =
            serde_json::from_str(include_str!("../../tests/search/terms.json"))
                .expect("texts with their words");
        assert!(cases.len() > 10);
        for (text, words) in cases {
            assert_eq!(terms(&text), words, "{text}");
        }
    }

    /// What is read quickly has the same words as what is read letter by letter.
    #[test]
    fn plain_words_are_those_of_any_text() {
        let pieces = [
            "Plan",
            "A",
            "x9",
            "'",
            "’",
            "'s",
            "’S",
            "é",
            "Ŵ",
            "\u{301}",
            "ﬁ",
            "家",
            "ß",
            "-",
            " ",
            "\n",
            "_",
            "@",
            "“",
            "٣",
            "\0",
            "longer-than-forty-letters-without-any-end",
            "pneumonoultramicroscopicsilicovolcanoconiosis",
        ];
        let mut seed = 1_u64;
        for _ in 0..20_000 {
            let mut text = String::new();
            for _ in 0..8 {
                seed = seed
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1_442_695_040_888_963_407);
                text.push_str(pieces[(seed >> 33) as usize % pieces.len()]);
            }
            let mut words = Vec::new();
            Terms::default().take_any(&text, &mut |word: &str| words.push(word.to_owned()));
            assert_eq!(terms(&text), words, "{text:?}");
        }
    }
}
