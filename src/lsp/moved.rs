//! Where something is in a text that was changed since it was found.

use crate::base::Span;

/// The place in the new text of something in the old one; `None` if it was changed itself.
pub fn moved(span: Span, old: &str, new: &str) -> Option<Span> {
    let (same_start, same_end) = same_ends(old.as_bytes(), new.as_bytes());
    let range = span.range();
    if range.end <= same_start {
        return Some(span);
    }
    if range.end > old.len() || range.start < old.len() - same_end {
        return None;
    }
    let shift = |byte: usize| byte + new.len() - old.len();
    Some(Span::new(shift(range.start), shift(range.end)))
}

/// How many bytes two texts have in common at their starts, and then at their ends.
fn same_ends(old: &[u8], new: &[u8]) -> (usize, usize) {
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let rest = old[start..].iter().rev().zip(new[start..].iter().rev());
    (start, rest.take_while(|(a, b)| a == b).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_touched_is_found_again() {
        let at = |start, end, new| moved(Span::new(start, end), "one two three", new);
        assert_eq!(at(0, 3, "one 2 three"), Some(Span::new(0, 3)));
        assert_eq!(at(8, 13, "one 2 three"), Some(Span::new(6, 11)));
        assert_eq!(at(8, 13, "one two and three"), Some(Span::new(12, 17)));
        assert_eq!(at(4, 7, "one 2 three"), None);
        assert_eq!(at(20, 25, "one two three four"), None, "of another text");
    }
}
