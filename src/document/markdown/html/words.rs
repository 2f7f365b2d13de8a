//! A count of words.

/// A count of words, across the parts that the parser splits them into.
#[derive(Default)]
pub(super) struct Words {
    pub count: usize,
    /// True if the last one may go on.
    open: bool,
}

impl Words {
    /// Counts the words that start in `text`.
    pub fn pass(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else {
            return;
        };
        // A dash or an ellipsis that the parser made is not a word of its own.
        if matches!(text, "–" | "—" | "…") {
            return;
        }
        self.count += starts(bytes) + usize::from(!is_space(*first) && !self.open);
        self.open = !is_space(*last);
    }

    /// What follows is a new word.
    pub fn end(&mut self) {
        self.open = false;
    }
}

/// How many words start after the first byte. Small sums in small parts run over many bytes at once.
fn starts(bytes: &[u8]) -> usize {
    let after = bytes.get(1..).unwrap_or(&[]);
    let part = |(before, here): (&[u8], &[u8])| {
        usize::from(
            before
                .iter()
                .zip(here)
                .map(|(a, b)| u8::from(is_space(*a) & !is_space(*b)))
                .sum::<u8>(),
        )
    };
    bytes.chunks(128).zip(after.chunks(128)).map(part).sum()
}

fn is_space(byte: u8) -> bool {
    byte <= b' '
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_words_across_parts() {
        let mut words = Words::default();
        for text in ["don", "’", "t  stop ", "–", " now\n"] {
            words.pass(text);
        }
        assert_eq!(words.count, 3);
        assert_eq!(starts("ab ".repeat(1000).as_bytes()), 999);
        words.pass("a");
        words.end();
        words.pass("b");
        assert_eq!(words.count, 5);
    }
}
