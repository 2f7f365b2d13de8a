//! Non-breaking spaces where Markdown wants ordinary ones: after the sign of a list or a heading.

/// The sign that looks like a space and joins the words around it.
pub(super) const NON_BREAKING: char = '\u{a0}';

/// The start of a line up to a place, if it is near.
pub(super) fn start_of_line(text: &str) -> Option<&str> {
    let near =
        (text.len().saturating_sub(20)..=text.len()).find(|at| text.is_char_boundary(*at))?;
    let near_text = text.get(near..)?;
    match near_text.rsplit_once('\n') {
        Some((_, line)) => Some(line),
        None => (near == 0).then_some(near_text),
    }
}

/// What a line would be if the space between `before` and `after` were an ordinary one.
pub(super) fn meant_by(before: &str, after: &str) -> Option<&'static str> {
    let sign = before.trim_start_matches(['>', ' ', '\t']);
    let after = after.trim_start_matches(NON_BREAKING);
    let starts_with_words =
        after.starts_with(|c: char| c.is_alphanumeric() || "[*_`\"“".contains(c));
    let number = sign.trim_end_matches(['.', ')']);
    let is_number = number.len() + 1 == sign.len() && number.bytes().all(|c| c.is_ascii_digit());
    match sign {
        "-" | "*" | "+" if starts_with_words => Some("an item of a list"),
        _ if is_number && number.len() < 4 && starts_with_words => Some("an item of a list"),
        "#" | "##" | "###" | "####" | "#####" | "######" if starts_with_words => Some("a heading"),
        "" if ["- ", "* ", "+ "].iter().any(|it| after.starts_with(*it)) => {
            Some("an item of a list")
        }
        _ => None,
    }
}
