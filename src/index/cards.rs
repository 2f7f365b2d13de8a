//! What a result shows of its page, in files of sixteen pages: a list of lists in JSON.

use serde::Serialize;

use super::packed::Packer;
use super::page::IndexedPage;

/// Pages in a file.
const PAGES: usize = 16;
/// Headings that a result may lead to: sections from the fifteenth on are not told apart.
const HEADINGS: usize = 14;
/// The longest summary, in characters.
const SUMMARY: usize = 240;

#[derive(Serialize)]
struct Card<'c>(
    &'c str,
    &'c str,
    &'c str,
    String,
    String,
    Vec<(&'c str, &'c str)>,
);

/// The names of the files, in order.
pub(super) fn pack(pages: &[IndexedPage], packer: &mut Packer) -> Vec<String> {
    let files = pages.chunks(PAGES);
    files
        .map(|pages| {
            let cards: Vec<Card> = pages.iter().map(card).collect();
            packer.add(&serde_json::to_vec(&cards).unwrap_or_default())
        })
        .collect()
}

fn card<'c>(page: &IndexedPage<'c>) -> Card<'c> {
    let headings = page.headings.iter().take(HEADINGS);
    Card(
        page.href,
        page.title,
        page.kind,
        page.day.map_or_else(String::new, |day| day.to_string()),
        shortened(page.summary),
        headings
            .map(|heading| (heading.id.as_str(), heading.text.as_str()))
            .collect(),
    )
}

/// A text cut behind a word.
fn shortened(text: &str) -> String {
    let Some((end, _)) = text.char_indices().nth(SUMMARY) else {
        return text.to_owned();
    };
    let part = text.get(..end).unwrap_or(text);
    let end = part.rfind(char::is_whitespace).unwrap_or(end);
    format!("{} …", part.get(..end).unwrap_or(part).trim_end())
}
