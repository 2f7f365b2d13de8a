//! Words by number, each once, in the order of their first use. What meets the same words again and again needs no memory
//! for each time.

use hashbrown::HashTable;
use xxhash_rust::xxh3::xxh3_64;

/// How many words a text has: to begin with room for a few means to put them all elsewhere, again and again.
const USUAL: usize = 200;

/// Gives numbers to words.
#[derive(Debug, Default)]
pub struct WordNumbers {
    numbers: HashTable<usize>,
    texts: WordTexts,
}

/// Words one behind the other.
#[derive(Debug, Default)]
struct WordTexts {
    text: String,
    /// The byte behind each word.
    ends: Vec<usize>,
}

impl WordTexts {
    fn get(&self, number: usize) -> &str {
        let start = match number.checked_sub(1) {
            Some(before) => self.ends[before],
            None => 0,
        };
        &self.text[start..self.ends[number]]
    }
}

impl WordNumbers {
    /// The number of a word. A new word gets the number of words until then.
    pub fn number(&mut self, word: &str) -> usize {
        let hash = xxh3_64(word.as_bytes());
        let texts = &mut self.texts;
        let known = self.numbers.find(hash, |number| texts.get(*number) == word);
        if let Some(number) = known {
            return *number;
        }
        let number = texts.ends.len();
        texts.text.push_str(word);
        texts.ends.push(texts.text.len());
        let hash_of = |number: &usize| xxh3_64(texts.get(*number).as_bytes());
        if number == 0 {
            self.numbers.reserve(USUAL, hash_of);
        }
        self.numbers.insert_unique(hash, number, hash_of);
        number
    }

    /// How many words there are.
    pub fn count(&self) -> usize {
        self.texts.ends.len()
    }

    /// The word with a number.
    pub fn word(&self, number: usize) -> &str {
        self.texts.get(number)
    }

    /// All words one behind the other, and the byte behind each.
    pub fn into_texts(self) -> (String, Vec<usize>) {
        (self.texts.text, self.texts.ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_has_one_number() {
        let mut numbers = WordNumbers::default();
        let words: Vec<String> = (0..1_000)
            .map(|number| format!("w{}", number % 300))
            .collect();
        let given: Vec<usize> = words.iter().map(|word| numbers.number(word)).collect();
        assert!((0..1_000).all(|place| given[place] == place % 300));
        assert_eq!(
            (numbers.count(), numbers.word(0), numbers.word(299)),
            (300, "w0", "w299")
        );
        let (text, ends) = numbers.into_texts();
        assert!(text.starts_with("w0w1w2") && ends.starts_with(&[2, 4, 6]));
    }
}
