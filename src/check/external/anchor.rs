//! Anchors on pages of other sites: which one a link names, and whether a page has it.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::base::url::percent_decoded;
use crate::document::tag::{Scanner, Token};

/// Elements whose text holds no tags, whatever it looks like.
const WITHOUT_TAGS: [&str; 8] = [
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp",
];

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
    let known = anchors_on(page);
    let has = |anchor: &str| known.contains(anchor);
    let missing = anchors.iter();
    missing
        .filter(|anchor| !has(anchor) && !has(&format!("user-content-{anchor}")))
        .cloned()
        .collect()
}

/// Every `id` on a page, and every `name` of an `a`. What is in a comment or a script is on no page.
fn anchors_on(page: &str) -> HashSet<Cow<'_, str>> {
    let mut found = HashSet::new();
    let mut scanner = Scanner::new(page);
    while let Some(token) = scanner.next() {
        let Token::Tag(tag) = token else { continue };
        if tag.closing {
            continue;
        }
        let is_link = tag.name.eq_ignore_ascii_case("a");
        let is_anchor = |name: &str| {
            name.eq_ignore_ascii_case("id") || is_link && name.eq_ignore_ascii_case("name")
        };
        let values = tag.attributes.iter().filter(|one| is_anchor(one.name));
        found.extend(values.map(|one| decoded(one.value)));
        if WITHOUT_TAGS
            .iter()
            .any(|name| name.eq_ignore_ascii_case(tag.name))
        {
            scanner.raw_content(tag.name);
        }
    }
    found
}

/// A value with the character references read that pages use in anchors.
fn decoded(value: &str) -> Cow<'_, str> {
    if !value.contains('&') {
        return value.into();
    }
    let mut pieces = value.split('&');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (name, rest) = piece.split_once(';').unwrap_or(("", piece));
        match referred(name) {
            Some(c) => text.extend([c.encode_utf8(&mut [0; 4]), rest]),
            None => text.extend(["&", piece]),
        }
    }
    text.into()
}

/// The character that `&name;` stands for.
fn referred(name: &str) -> Option<char> {
    let Some(number) = name.strip_prefix('#') else {
        let named = [
            ("amp", '&'),
            ("quot", '"'),
            ("apos", '\''),
            ("lt", '<'),
            ("gt", '>'),
        ];
        let mut named = named.into_iter();
        return named.find(|(known, _)| *known == name).map(|(_, c)| c);
    };
    let code = match number.strip_prefix(['x', 'X']) {
        Some(number) => u32::from_str_radix(number, 16),
        None => number.parse(),
    };
    char::from_u32(code.ok()?)
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
    fn what_is_not_on_the_page_does_not_count() {
        let page = "<!-- <h2 id=a> --><script>'<p id=\"b\">'</script><input name=c><p title=' id=d '></p id=e>\
                    <title><i id=f></title><a name=g id='h&amp;&#233;&#xe9;&x;'>";
        let wanted = ["a", "b", "c", "d", "e", "f", "g", "h&éé&x;"].map(str::to_owned);
        assert_eq!(missing_anchors(page, &wanted), wanted[..6]);
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
