//! Texts in a space: how wide they are, where they wrap, and what is left where they cannot.
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

/// A text in lines no wider than `most`, at most so many of them; where it is longer, the last one ends
/// in an ellipsis. A text of nothing is no line.
pub(super) fn wrap(text: &str, most: f64, lines: usize) -> Vec<String> {
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
    if wrapped.len() > lines {
        let rest = wrapped.split_off(lines.saturating_sub(1)).join(" ");
        wrapped.push(fit(&rest, most));
    }
    wrapped
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

/// A text on one line no wider than `most`, cut with an ellipsis where it is.
pub(super) fn fit(text: &str, most: f64) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    let room = most - width("…");
    let mut used = 0.0;
    let kept: String = text
        .chars()
        .take_while(|c| {
            used += width_of(*c) * FONT;
            used <= room
        })
        .collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wraps_between_words() {
        assert_eq!(
            wrap("Information, Advice and Brokerage", 150.0, 3),
            ["Information,", "Advice and", "Brokerage"]
        );
        assert_eq!(wrap("", 150.0, 3), Vec::<String>::new());
    }

    #[test]
    fn cuts_what_is_too_long() {
        let long = "Support ".repeat(10);
        let lines = wrap(&long, 100.0, 3);
        assert_eq!((lines.len(), lines[2].ends_with('…')), (3, true));
        assert!(lines.iter().all(|line| width(line) <= 100.0));
        let word = wrap(&"W".repeat(80), 100.0, 3);
        assert!(word.len() == 3 && word.iter().all(|line| width(line) <= 100.0));
        assert_eq!(fit("abc", 1.0), "…");
    }
}
