//! Anchors on pages of other sites: which one a link names, and whether a page has it.

use std::borrow::Cow;

use crate::base::url::percent_decoded;

/// The anchor of a URL, decoded. `None` if no page needs to have it: a search for words, or the state of a script.
pub fn anchor_of(url: &str) -> Option<String> {
    let (_, anchor) = url.split_once('#')?;
    let is_empty = anchor.is_empty() || anchor == "top";
    let is_state = anchor.starts_with([':', '!', '/', '?']) || anchor.contains(['=', '&', '/']);
    if is_empty || is_state {
        return None;
    }
    percent_decoded(anchor).map(Cow::into_owned)
}

/// The anchors among these that a page does not have. GitHub and similar sites add a prefix to them.
pub fn missing_anchors(page: &str, anchors: &[String]) -> Vec<String> {
    let mut missing = anchors.to_vec();
    missing.retain(|anchor| {
        !has_anchor(page, anchor) && !has_anchor(page, &format!("user-content-{anchor}"))
    });
    missing
}

/// True if an `id` or a `name` on the page has this value, in quotes or without.
fn has_anchor(page: &str, anchor: &str) -> bool {
    let escaped = anchor.replace('&', "&amp;");
    [anchor, &escaped].into_iter().any(|value| {
        let mut matches = page.match_indices(value);
        matches.any(|(at, _)| {
            let (before, rest) = page.split_at(at);
            is_attribute_value(before, rest.get(value.len()..).unwrap_or_default())
        })
    })
}

/// True for a text between these two that is the whole value of an `id` or a `name`.
fn is_attribute_value(before: &str, after: &str) -> bool {
    let key = match before.strip_suffix(['"', '\'']) {
        Some(key) => {
            let quote = before.get(key.len()..).unwrap_or_default();
            after.starts_with(quote).then_some(key)
        }
        None => after.starts_with(ends_tag).then_some(before),
    };
    let key = key.and_then(|key| key.trim_end().strip_suffix('='));
    key.is_some_and(|key| names_anchor(key.trim_end()))
}

fn ends_tag(c: char) -> bool {
    c.is_whitespace() || c == '>' || c == '/'
}

/// True for a text that ends with the attribute `id` or `name`. Looks no further back than that: a page without spaces
/// may be long.
fn names_anchor(text: &str) -> bool {
    ["id", "name"].iter().any(|attribute| {
        let start = text.len().saturating_sub(attribute.len());
        let key = text.get(start..).unwrap_or_default();
        let before = text.get(..start).unwrap_or_default();
        key.eq_ignore_ascii_case(attribute) && before.ends_with(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_found_in_quotes_and_without() {
        let page = "<h2 id=\"a\">A</h2><a name='b'></a><p ID = c>x</p><p data-id=\"d\">e</p><i id=\"user-content-f\"><b id=\"é\">";
        let wanted = ["a", "b", "c", "d", "e", "f", "é", "aa", ""].map(str::to_owned);
        assert_eq!(missing_anchors(page, &wanted[..8]), ["d", "e", "aa"]);
    }

    #[test]
    fn only_anchors_that_a_page_should_have_are_checked() {
        assert_eq!(anchor_of("https://a.org/#a%20b").as_deref(), Some("a b"));
        for other in [
            "https://a.org/",
            "https://a.org/#",
            "/#top",
            "/#:~:text=x",
            "/#!/x",
            "/#page=4",
            "/#/route",
        ] {
            assert_eq!(anchor_of(other), None, "{other}");
        }
    }
}
