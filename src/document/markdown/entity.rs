//! The named characters of HTML, such as `&eacute;`: the table of the HTML standard, which the parser has.

use pulldown_cmark::{Event, Parser};

/// Longer names are none.
const LONGEST: usize = 40;

/// The characters that a name after a `&` means, and the length of the name with its semicolon.
pub(super) fn named(after: &str) -> Option<(String, usize)> {
    let length = after
        .bytes()
        .take(LONGEST)
        .take_while(u8::is_ascii_alphanumeric)
        .count();
    let is_named = length > 0 && after.as_bytes().get(length) == Some(&b';');
    if !is_named {
        return None;
    }
    let reference = format!("&{}", after.get(..=length)?);
    let text = Parser::new(&reference).find_map(|event| match event {
        Event::Text(text) => Some(text.to_string()),
        _ => None,
    })?;
    let is_read = !text.starts_with('&') || ["&amp;", "&AMP;"].contains(&reference.as_str());
    is_read.then_some((text, length + 1))
}
