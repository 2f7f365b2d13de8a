//! Words of the theme in another language than their page's, between marks. Templates, filters and components pass such words
//! on like others; when a page is finished, `layout` exchanges the marks for `lang`. So no template has to know which of its
//! words are in another language.

use std::borrow::Cow;

/// The language of what a theme says in no other: kinds are declared in it, and its words stand in for those that a language
/// does not have.
pub const THEME_LANGUAGE: &str = "en";

/// Starts a mark; the tag of the language follows. The marks are no characters: no text that people write holds them.
pub const START: char = '\u{fdd0}';
/// Ends the tag of the language; the words follow.
pub const WORDS: char = '\u{fdd1}';
/// Ends the words.
pub const END: char = '\u{fdd2}';

/// Words with the mark of their language; without letters they are in no language.
pub fn marked(words: &str, language: &str) -> String {
    if words.contains(char::is_alphabetic) {
        format!("{START}{language}{WORDS}{words}{END}")
    } else {
        words.to_owned()
    }
}

/// A text with each `[words]` marked as English.
#[cfg(test)]
pub fn brackets_marked(text: &str) -> String {
    let parts = text.split(['[', ']']).enumerate();
    let parts = parts.map(|(at, part)| match at % 2 {
        0 => part.to_owned(),
        _ => marked(part, "en"),
    });
    parts.collect()
}

/// The language and the words of a text that is one mark.
pub fn language_and_words(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix(START)?.strip_suffix(END)?;
    inside.split_once(WORDS)
}

/// True if there may be marks in a text.
pub fn has_marks(text: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), "\u{fdd0}".as_bytes()).is_some()
}

/// A text without its marks.
pub fn unmarked(text: &str) -> Cow<'_, str> {
    if !has_marks(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for piece in Pieces::new(text) {
        if let Piece::Text(text) = piece {
            out.push_str(text);
        }
    }
    Cow::Owned(out)
}

/// A part of a text with marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'t> {
    /// Words in this language follow.
    Start(&'t str),
    /// Text, in the language of the innermost mark.
    Text(&'t str),
    /// They end.
    End,
}

/// The parts of a text with marks, in order. A mark that was cut off is dropped.
pub struct Pieces<'t>(&'t str);

impl<'t> Pieces<'t> {
    /// Starts at the beginning of the text.
    pub fn new(text: &'t str) -> Pieces<'t> {
        Pieces(text)
    }

    /// What has not been read yet.
    pub fn rest(&self) -> &'t str {
        self.0
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        let text = self.0;
        let first = text.chars().next()?;
        if first == START {
            let rest = &text[START.len_utf8()..];
            let length = rest.find([START, WORDS, END]).unwrap_or(rest.len());
            let (tag, after) = rest.split_at(length);
            self.0 = after.strip_prefix(WORDS).unwrap_or(after);
            return Some(Piece::Start(tag));
        }
        if first == END {
            self.0 = &text[END.len_utf8()..];
            return Some(Piece::End);
        }
        if first == WORDS {
            self.0 = &text[WORDS.len_utf8()..];
            return self.next();
        }
        let length = text.find([START, WORDS, END]).unwrap_or(text.len());
        let (words, rest) = text.split_at(length);
        self.0 = rest;
        Some(Piece::Text(words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_as_they_came() {
        let page = marked("Page", "en");
        assert_eq!(unmarked(&format!("a {page} b")), "a Page b");
        assert_eq!(language_and_words(&page), Some(("en", "Page")));
        assert_eq!(
            (marked("£", "en"), marked("", "en")),
            ("£".into(), "".into())
        );
        let nested = marked(&format!("on {page}"), "cy");
        assert_eq!(unmarked(&nested), "on Page");
    }

    #[test]
    fn what_is_left_of_a_mark_is_dropped() {
        let page = marked("Page", "en");
        for end in 0..=page.chars().count() {
            let cut: String = page.chars().take(end).collect();
            let left = unmarked(&cut).into_owned();
            assert!("Page".starts_with(&left), "{cut:?}: {left:?}");
        }
        assert_eq!(unmarked("\u{fdd1}\u{fdd1}a\u{fdd0}"), "a");
    }
}
