//! The lines of a PDF's pages as running text: words that a line end cuts are whole, and what stands on every page is there once.

use std::collections::BTreeMap;

use unicode_normalization::UnicodeNormalization;

/// A line on this many pages, and on every third one, belongs to the sheet.
const FEW_PAGES: usize = 3;
/// Longer lines are text.
const LONGEST_HEAD: usize = 120;

/// Each page as one line of text.
pub(super) fn readable(pages: &[String]) -> Vec<String> {
    let mut uses: BTreeMap<String, usize> = BTreeMap::new();
    for page in pages {
        let mut heads: Vec<String> = page.lines().filter_map(head).collect();
        heads.sort();
        heads.dedup();
        heads
            .into_iter()
            .for_each(|head| *uses.entry(head).or_default() += 1);
    }
    let least = FEW_PAGES.max(pages.len() / 3);
    uses.retain(|_, pages| *pages >= least);
    pages.iter().map(|page| text(page, &mut uses)).collect()
}

/// A line as it may stand on other pages too, with other numbers.
fn head(line: &str) -> Option<String> {
    let line = line.trim();
    if line.is_empty() || line.len() > LONGEST_HEAD {
        return None;
    }
    Some(
        line.chars()
            .filter(|c| !c.is_numeric() && !c.is_whitespace())
            .collect(),
    )
}

/// A page without the lines of every page, but for the first use of each.
fn text(page: &str, repeated: &mut BTreeMap<String, usize>) -> String {
    let mut text = String::with_capacity(page.len());
    for line in page.lines() {
        if let Some(uses) = head(line).and_then(|head| repeated.get_mut(&head)) {
            if *uses == 0 {
                continue;
            }
            *uses = 0;
        }
        add_line(&mut text, line);
    }
    text
}

fn add_line(text: &mut String, line: &str) {
    let line = line.trim();
    let goes_on = line.starts_with(char::is_lowercase);
    let cut = text.strip_suffix(['-', '\u{ad}', '\u{2010}']);
    let cut = cut.filter(|before| before.ends_with(char::is_alphabetic) && goes_on);
    match cut.map(str::len) {
        Some(end) => text.truncate(end),
        None if text.is_empty() || line.is_empty() => {}
        None => text.push(' '),
    }
    let words = line.split_whitespace();
    for (place, word) in words.enumerate() {
        if place > 0 {
            text.push(' ');
        }
        text.extend(word.nfkc().filter(|c| !c.is_control()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(texts: &[&str]) -> Vec<String> {
        readable(
            &texts
                .iter()
                .map(|text| (*text).to_owned())
                .collect::<Vec<_>>(),
        )
    }

    #[test]
    fn words_are_whole_and_ligatures_letters() {
        assert_eq!(
            pages(&["An of\u{fb01}ce for infor-\nmation\n on  well-\nBeing"]),
            ["An office for information on well- Being"]
        );
    }

    #[test]
    fn what_is_on_every_page_is_there_once() {
        let seen = pages(&["Plan 1\nHomes", "Plan 2\nHealth", "Plan 3\nHomes"]);
        assert_eq!(seen, ["Plan 1 Homes", "Health", "Homes"]);
    }
}
