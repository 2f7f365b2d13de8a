//! Splits text into sentences. Knows no grammar.

use std::ops::Range;

/// Words with a full stop that does not end a sentence, in small letters.
const SHORT: &str = "approx cf co corp dec dept dr ed eds esp etc fig gov inc jan jr ltd mr mrs ms no nos nov oct \
    op p pp prof rev sec sen sept sr st vol vs";

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…')
}

fn may_follow_stop(c: char) -> bool {
    is_stop(c) || matches!(c, ')' | ']' | '"' | '”' | '’' | '\'')
}

/// True if what follows a full stop does not continue its sentence.
fn is_over(rest: &str) -> bool {
    let next = rest.trim_start();
    let is_apart = rest.is_empty() || rest.starts_with(char::is_whitespace);
    is_apart && !next.starts_with(|c: char| c.is_lowercase())
}

/// The sentences of a text, without the white space around them.
pub(super) fn sentences(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let (mut start, mut word) = (0, 0);
    let mut letters = text.char_indices().peekable();
    while let Some((at, c)) = letters.next() {
        if c.is_whitespace() {
            word = at + c.len_utf8();
        }
        if !is_stop(c) {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((at, c)) = letters.next_if(|(_, c)| may_follow_stop(*c)) {
            end = at + c.len_utf8();
        }
        // Few stops end anything, and only for these it is worth looking at the word before them.
        let is_short = || c == '.' && is_short(text.get(word..at).unwrap_or(""));
        if is_over(text.get(end..).unwrap_or("")) && !is_short() {
            push(&mut found, text, start..end);
            start = end;
        }
    }
    push(&mut found, text, start..text.len());
    found
}

/// The words of a text: what contains a letter or a digit, between spaces.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .filter(|word| word.contains(char::is_alphanumeric))
}

fn push(found: &mut Vec<Range<usize>>, text: &str, range: Range<usize>) {
    let sentence = text.get(range.clone()).unwrap_or("");
    let start = range.start + sentence.len() - sentence.trim_start().len();
    let length = sentence.trim().len();
    if length > 0 {
        found.push(start..start + length);
    }
}

/// True for `Dr`, `e.g`, `J`: a full stop after it belongs to it.
fn is_short(word: &str) -> bool {
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mut letters = word.chars();
    let is_initial = letters.next().is_some_and(char::is_uppercase) && letters.next().is_none();
    let is_known = || {
        word.len() < 8
            && SHORT
                .split_whitespace()
                .any(|short| short.eq_ignore_ascii_case(word))
    };
    let has_stops = || word.contains('.') && word.split('.').all(|part| part.chars().count() < 3);
    is_initial || is_known() || has_stops()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_end_where_readers_stop() {
        let split = |text: &'static str| {
            sentences(text)
                .into_iter()
                .map(|at| &text[at])
                .collect::<Vec<_>>()
        };
        assert_eq!(
            split(
                " Dr. Lee of the U.S. board met J. Smith, e.g. on Monday. “Why?” She said so! It was 3.5 m.  "
            ),
            [
                "Dr. Lee of the U.S. board met J. Smith, e.g. on Monday.",
                "“Why?”",
                "She said so!",
                "It was 3.5 m."
            ]
        );
        assert_eq!(
            split("See data.gov or “Yes!” he said... and more"),
            ["See data.gov or “Yes!” he said... and more"]
        );
        assert_eq!(split(" … "), ["…"]);
        assert_eq!(split(""), [""; 0]);
    }

    #[test]
    fn long_runs_take_no_longer() {
        for piece in [".", "a.", "a. ", "A. ", "?”", "é. "] {
            sentences(&piece.repeat(200_000));
        }
    }
}
