//! Texts in a space: how wide they are, and where they wrap. Nothing is ever left out of one.
//!
//! No font is asked: widths are those of a wide common one, so that texts fit in the others too.

use super::FONT;

/// The width of a text at the size of charts.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(width_of).sum::<f64>() * FONT
}

/// The width of a number, which themes may write in bold.
pub(super) fn width_of_value(text: &str) -> f64 {
    width(text) * BOLD
}

/// How much wider bold letters are.
pub(super) const BOLD: f64 = 1.14;

/// The width of a letter in its own size.
fn width_of(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '\'' | '’' | '‘' | '.' | ',' | ':' | ';' | '|' | '!' => 0.34,
        'f' | 't' | 'r' | 'I' | ' ' | '\u{a0}' | '(' | ')' | '[' | ']' | '/' | '-' | '“' | '”'
        | '"' => 0.4,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '—' => 0.96,
        'a'..='z' | '0'..='9' | '£' | '$' | '€' => 0.64,
        'A'..='Z' => 0.74,
        c if c.is_ascii() => 0.7,
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200f}' => 0.0,
        '\u{a1}'..='\u{24f}' | '\u{370}'..='\u{5ff}' | '–' | '−' => 0.7,
        _ => 1.05,
    }
}

/// A text in lines no wider than `most`, all of it. A word that is wider by itself goes on in the next line. A text of
/// nothing is no line.
pub(super) fn wrap(text: &str, most: f64) -> Vec<String> {
    let mut wrapped: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let room = wrapped
            .last()
            .map(|line| format!("{line} {word}"))
            .filter(|line| width(line) <= most);
        match (room, wrapped.last_mut()) {
            (Some(longer), Some(last)) => *last = longer,
            _ => wrapped.extend(pieces(word, most)),
        }
    }
    wrapped
}

/// The width of the widest of some lines.
pub(super) fn widest(lines: &[String]) -> f64 {
    lines.iter().map(|line| width(line)).fold(0.0, f64::max)
}

/// A word in pieces no wider than `most`.
fn pieces(word: &str, most: f64) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut used = 0.0;
    for c in word.chars() {
        let wide = width_of(c) * FONT;
        if used + wide > most && used > 0.0 {
            pieces.push(String::new());
            used = 0.0;
        }
        used += wide;
        pieces
            .last_mut()
            .into_iter()
            .for_each(|piece| piece.push(c));
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_between_words() {
        assert_eq!(
            wrap("Information, Advice and Brokerage", 150.0),
            ["Information,", "Advice and", "Brokerage"]
        );
        assert_eq!(wrap("", 150.0), Vec::<String>::new());
    }

    #[test]
    fn what_is_long_takes_more_lines_and_stays_whole() {
        let long = "Support ".repeat(10);
        let lines = wrap(&long, 100.0);
        assert_eq!(lines.join(" "), long.trim());
        assert!(widest(&lines) <= 100.0);
        let word = "W".repeat(80);
        let lines = wrap(&word, 100.0);
        assert_eq!(lines.concat(), word);
        assert!(widest(&lines) <= 100.0);
    }
}
