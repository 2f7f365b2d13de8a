//! Compares two versions of a page that may differ only in the names of their style sheets. Then the open page can exchange
//! these, and keep its input, its scroll position and its open menus.

use serde::Serialize;

/// A style sheet and its replacement, as they are written in `href`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Swap {
    pub old: String,
    pub new: String,
}

/// The style sheets to exchange; `None` if anything else differs.
pub fn swaps(old: &[u8], new: &[u8]) -> Option<Vec<Swap>> {
    let (mut old, mut new) = (
        std::str::from_utf8(old).ok()?,
        std::str::from_utf8(new).ok()?,
    );
    let mut swaps = Vec::new();
    loop {
        let (old_link, new_link) = match (next_link(old), next_link(new)) {
            (Some(old_link), Some(new_link)) => (old_link, new_link),
            (None, None) => return (old == new).then_some(swaps),
            _ => return None,
        };
        if old_link.before != new_link.before {
            return None;
        }
        if old_link.tag != new_link.tag {
            swaps.push(swap(old_link.tag, new_link.tag)?);
        }
        (old, new) = (old_link.after, new_link.after);
    }
}

/// A `<link>` and the text around it.
struct Link<'a> {
    before: &'a str,
    tag: &'a str,
    after: &'a str,
}

fn next_link(page: &str) -> Option<Link<'_>> {
    let start = page.find("<link ")?;
    let (before, rest) = page.split_at(start);
    let end = rest.find('>').map_or(rest.len(), |end| end + 1);
    let (tag, after) = rest.split_at(end);
    Some(Link { before, tag, after })
}

/// The swap of two links to style sheets that differ only in `href`.
fn swap(old: &str, new: &str) -> Option<Swap> {
    let (old_before, old_href, old_after) = around_href(old)?;
    let (new_before, new_href, new_after) = around_href(new)?;
    let is_sheet = |before: &str, after: &str| {
        let names = |text: &str| {
            text.split(['"', '\'', ' ', '=', '>'])
                .any(|word| word == "stylesheet")
        };
        names(before) || names(after)
    };
    // The script searches for the URL as it is written in the page, so it would not find one with escapes.
    let mut urls = [old_href, new_href].into_iter();
    let are_plain = urls.all(|url| !url.is_empty() && !url.contains('&'));
    let is_swap = (old_before, old_after) == (new_before, new_after)
        && is_sheet(old_before, old_after)
        && are_plain;
    is_swap.then(|| Swap {
        old: old_href.to_owned(),
        new: new_href.to_owned(),
    })
}

fn around_href(tag: &str) -> Option<(&str, &str, &str)> {
    let start = tag.find(" href=")? + " href=".len();
    let quote = tag[start..]
        .chars()
        .next()
        .filter(|quote| ['"', '\''].contains(quote));
    let start = start + quote.map_or(0, char::len_utf8);
    let ends = |letter: char| {
        quote.map_or(letter == '>' || letter.is_whitespace(), |quote| {
            letter == quote
        })
    };
    let end = start + tag[start..].find(ends)?;
    Some((&tag[..start], &tag[start..end], &tag[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn swapped(old: &str, new: &str) -> Option<Vec<(String, String)>> {
        let swaps = swaps(old.as_bytes(), new.as_bytes())?;
        Some(swaps.into_iter().map(|swap| (swap.old, swap.new)).collect())
    }

    #[test]
    fn only_style_sheets_are_exchanged() {
        let page = |href: &str| {
            format!(
                "<!doctype html><link rel=icon href=/i.svg>\n<link rel=\"stylesheet\" href=\"{href}\"><p>é"
            )
        };
        let pair = |old: &str, new: &str| Some(vec![(old.to_owned(), new.to_owned())]);
        assert_eq!(
            swapped(&page("/a.1.css"), &page("/a.2.css")),
            pair("/a.1.css", "/a.2.css")
        );
        assert_eq!(swapped(&page("/a.css"), &page("/a.css")), Some(vec![]));
        assert_eq!(
            swapped(&page("/a.1.css"), &page("/a.2.css").replace("<p>", "<b>")),
            None
        );
        assert_eq!(
            swapped(
                &page("/a.1.css"),
                &page("/a.2.css").replace("i.svg", "j.svg")
            ),
            None
        );
        assert_eq!(swapped(&page("/a.1.css"), &page("/a.2.css?a&amp;b")), None);
        assert_eq!(swapped(&page("/a.1.css"), "<p>"), None);
    }

    #[test]
    fn all_ways_to_write_a_link_are_read() {
        for tag in [
            "<link href=X rel=stylesheet>",
            "<link rel='stylesheet' href='X'>",
            "<link rel=stylesheet href=X >",
        ] {
            let (old, new) = (tag.replace('X', "a.css"), tag.replace('X', "b.css"));
            assert_eq!(
                swapped(&old, &new),
                Some(vec![("a.css".to_owned(), "b.css".to_owned())]),
                "{tag}"
            );
        }
        for tag in [
            "<link rel=stylesheet href=X",
            "<link rel=stylesheet href=",
            "<link rel=stylesheetX href=a>",
        ] {
            assert_eq!(
                swapped(
                    &tag.replace('X', "a"),
                    &format!("{}b", tag.replace('X', "b"))
                ),
                None,
                "{tag}"
            );
        }
    }
}
