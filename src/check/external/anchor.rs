//! Places on pages of other sites: which a link names, and whether a page has them.

use crate::base::url::percent_decoded;

/// The place that an address names, decoded; `None` where it names none that a page would have to have: words to
/// be found, a state of a script.
pub fn of(written: &str) -> Option<String> {
    let (_, anchor) = written.split_once('#')?;
    let is_place =
        !anchor.is_empty() && anchor != "top" && !anchor.starts_with([':', '!', '/', '?']);
    let is_state = anchor.contains(['=', '&', '/']);
    let decoded = percent_decoded(anchor).map(std::borrow::Cow::into_owned);
    decoded.filter(|_| is_place && !is_state)
}

/// The places of these that a page does not have. A page on GitHub and its like has them under another name.
pub fn missing(page: &str, anchors: &[String]) -> Vec<String> {
    let is_there = |anchor: &&String| {
        let names = [(*anchor).clone(), format!("user-content-{anchor}")];
        names.iter().any(|name| has_place(page, name))
    };
    anchors
        .iter()
        .filter(|anchor| !is_there(anchor))
        .cloned()
        .collect()
}

/// True where a page has an `id` or a `name` like this, in quotes or without.
fn has_place(page: &str, name: &str) -> bool {
    let escaped = name.replace('&', "&amp;");
    [name, escaped.as_str()].iter().any(|name| {
        page.match_indices(*name)
            .any(|(at, _)| is_value(page, at, name))
    })
}

fn is_value(page: &str, at: usize, name: &str) -> bool {
    let (before, behind) = (
        page.get(..at).unwrap_or_default(),
        page.get(at + name.len()..).unwrap_or_default(),
    );
    let (key, ends) = match before.chars().next_back() {
        Some(quote @ ('"' | '\'')) => (before.strip_suffix(quote), behind.starts_with(quote)),
        _ => (
            Some(before),
            behind.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/'),
        ),
    };
    let key = key
        .map(str::trim_end)
        .and_then(|key| key.strip_suffix('='))
        .map(str::trim_end)
        .unwrap_or_default();
    let is_key = |word: &str| {
        let start = key
            .len()
            .checked_sub(word.len())
            .and_then(|start| key.get(start..).map(|end| (start, end)));
        let starts_here = |start: usize| {
            key.get(..start)
                .is_some_and(|before| before.ends_with(char::is_whitespace))
        };
        start.is_some_and(|(start, end)| end.eq_ignore_ascii_case(word) && starts_here(start))
    };
    ends && (is_key("id") || is_key("name"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_found_in_quotes_and_without() {
        let page = "<h2 id=\"a\">A</h2><a name='b'></a><p ID = c>x</p><p data-id=\"d\">e</p><i id=\"user-content-f\"><b id=\"é\">";
        let wanted = ["a", "b", "c", "d", "e", "f", "é", "aa", ""].map(str::to_owned);
        assert_eq!(missing(page, &wanted[..8]), ["d", "e", "aa"]);
    }

    #[test]
    fn only_places_that_a_page_would_have_are_looked_for() {
        assert_eq!(of("https://a.org/#a%20b").as_deref(), Some("a b"));
        for other in [
            "https://a.org/",
            "https://a.org/#",
            "/#top",
            "/#:~:text=x",
            "/#!/x",
            "/#page=4",
            "/#/route",
        ] {
            assert_eq!(of(other), None, "{other}");
        }
    }
}
