//! Plain English for messages: lists and counts, said the same way everywhere.

/// `a`, `a` or `b`, `a`, `b` or `c`: each in backticks.
pub fn ticked_or<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "or")
}

/// `a`, `a` and `b`, `a`, `b` and `c`: each in backticks.
pub fn ticked_and<T: AsRef<str>>(items: &[T]) -> String {
    joined(items, "and")
}

/// `1 page`, `2 pages`, `1,234 pages`; `1 address`, `2 addresses`; `noun` in the singular.
pub fn count(number: usize, noun: &str) -> String {
    let digits = grouped(number);
    match number {
        1 => format!("{digits} {noun}"),
        _ if noun.ends_with('s') => format!("{digits} {noun}es"),
        _ => format!("{digits} {noun}s"),
    }
}

/// `a` or `an`, as the sound of the word's first letter asks.
pub fn article(word: &str) -> &'static str {
    match word.trim_start_matches('`').chars().next() {
        Some('a' | 'e' | 'i' | 'o' | 'u' | 'A' | 'E' | 'I' | 'O' | 'U') => "an",
        _ => "a",
    }
}

/// A text with a capital at its start: `work stream` is `Work stream`.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

/// The first `limit` characters of a text, on one line, with an ellipsis where it was cut.
pub fn excerpt(text: &str, limit: usize) -> String {
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= limit {
        return line;
    }
    let mut short: String = line.chars().take(limit).collect();
    short.push('…');
    short
}

fn joined<T: AsRef<str>>(items: &[T], word: &str) -> String {
    let ticked: Vec<String> = items
        .iter()
        .map(|item| format!("`{}`", item.as_ref()))
        .collect();
    match ticked.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} {word} {last}", first.join(", ")),
    }
}

/// `1,234`: digits in groups of three.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A text in one line. Spaces that do not break stay.
pub fn one_line(text: &str) -> String {
    let words = text.split(breaks).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn breaks(c: char) -> bool {
    c.is_whitespace() && !matches!(c, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_lists_and_counts() {
        assert_eq!(ticked_or(&["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(ticked_and(&["a"]), "`a`");
        assert_eq!(count(1, "page"), "1 page");
        assert_eq!(count(12_345, "page"), "12,345 pages");
        assert_eq!(capitalised("élan vital"), "Élan vital");
        assert_eq!(excerpt("one\n two three", 7), "one two…");
    }
}
