//! A tag with a comma behind it, `[!a, b]`: libyaml's port stops the whole program there, so it is found before.

use libyaml_safer::{EventData, Parser, ScalarStyle};

/// The places of tags that libyaml cannot read. Most texts hold nothing that could be one, and cost one look.
pub(super) fn unreadable(text: &str) -> Option<usize> {
    let may_be: Vec<usize> =
        memchr::memchr_iter(b'!', text.as_bytes()).filter(|at| may_be(text, *at)).collect();
    if may_be.is_empty() {
        return None;
    }
    // Each is made a letter: one that really starts a tag now starts a plain value, and no other does.
    let mut letters = text.as_bytes().to_vec();
    for at in &may_be {
        if let Some(byte) = letters.get_mut(*at) {
            *byte = b'x';
        }
    }
    let mut bytes = letters.as_slice();
    let mut parser = Parser::new();
    parser.set_input_string(&mut bytes);
    loop {
        // What stands before the place of another problem has been read well; behind it, libyaml never comes.
        let Ok(event) = parser.parse() else { return first_behind(&may_be, text) };
        let (start, end) = (event.start_mark.index as usize, event.end_mark.index as usize);
        match event.data {
            EventData::StreamEnd => return None,
            EventData::Scalar { style: ScalarStyle::Plain, value, .. } => {
                let value_start = end.saturating_sub(value.len()).max(start);
                let is_its_start = |at: &&usize| **at == start || **at == value_start;
                if let Some(at) = may_be.iter().find(is_its_start) {
                    return Some(*at);
                }
            }
            _ => {}
        }
    }
}

/// True for a `!` before anything up to a comma without a space between, where a value may start.
fn may_be(text: &str, at: usize) -> bool {
    let behind = text.get(at + 1..).unwrap_or("");
    let end = behind.find([' ', '\t', '\n', '\r', '[', ']', '{', '}', ',']).unwrap_or(behind.len());
    let before = text.get(..at).unwrap_or("").chars().next_back();
    behind.get(end..).is_some_and(|rest| rest.starts_with(','))
        && before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '!' | '%' | '-' | '_' | '.' | '/'))
}

/// The first that follows a quote at once, which is where letters cannot stand but tags may.
fn first_behind(may_be: &[usize], text: &str) -> Option<usize> {
    let follows = |at: &usize| text.get(..*at).is_some_and(|before| before.ends_with(['"', '\'']));
    may_be.iter().copied().find(follows)
}
