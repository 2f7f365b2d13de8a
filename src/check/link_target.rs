//! What looks like the target of a link, where Markdown reads text. Follows no link.

use crate::content::FileType;

/// True for what can only be meant as the target of a link.
pub(super) fn is_target(text: &str) -> bool {
    let path = text.split(['?', '#']).next().unwrap_or(text);
    ends_like_a_file(path) || starts_like_a_target(text)
}

/// True for the name of a page or of a file of a known type.
pub(super) fn ends_like_a_file(path: &str) -> bool {
    path.ends_with(".md") || FileType::of(path).media_type != FileType::of("").media_type
}

pub(super) fn starts_like_a_target(text: &str) -> bool {
    let starts = [
        "http://", "https://", "mailto:", "tel:", "www.", "/", "./", "../", "#",
    ];
    text.len() > 1 && starts.iter().any(|start| text.starts_with(start))
}

/// A number of a telephone or the address of a person, closed up: spaces are no part of them, and none can be written there.
pub(super) fn without_spaces(target: &str) -> Option<String> {
    let target = target.trim();
    if is_phone_number(target) {
        let figures = target.chars().filter(|c| !" .-".contains(*c));
        return Some(figures.fold("tel:".to_owned(), |url, c| url + c.encode_utf8(&mut [0; 4])));
    }
    let is_of_person = ["tel:", "mailto:"].iter().any(|it| target.starts_with(it));
    let has_words = target.contains(['?', '%']);
    (is_of_person && !has_words).then(|| target.split_whitespace().collect())
}

/// True for figures as people write telephone numbers.
pub(super) fn is_phone_number(target: &str) -> bool {
    let target = target.trim();
    let figures = target.chars().filter(char::is_ascii_digit).count();
    let mut signs = target.strip_prefix('+').unwrap_or(target).chars();
    (6..=15).contains(&figures) && signs.all(|c| c.is_ascii_digit() || " .-".contains(c))
}

/// The target before the round bracket that closes it, if one space is in it: `https://example.org/> a.md`.
pub(super) fn with_one_space(text: &str) -> Option<&str> {
    let target = text.get(..text.find([')', '(', '['])?)?;
    let is_closed = text[target.len()..].starts_with(')');
    (is_closed && target.split_whitespace().count() == 2).then_some(target)
}
