//! What a result shows of its page, in files of sixteen pages: a list of lists in JSON.

use std::sync::Arc;

use serde::Serialize;

use super::packed::Packer;
use super::page::IndexedPage;

/// Pages in a file.
pub(super) const PAGES: usize = 16;
/// Headings that a result may lead to.
const HEADINGS: usize = 40;
/// The longest summary, in characters.
const SUMMARY: usize = 240;

#[derive(Serialize)]
struct Card<'c>(
    &'c str,
    &'c str,
    &'c str,
    String,
    String,
    /// The headings of a page, each with its anchor.
    Vec<(&'c str, &'c str)>,
    /// The name of the file with the text of each page of a document; empty for a page of the site.
    String,
);

/// The names of the files, in order.
pub(super) fn pack(pages: &[Arc<IndexedPage>], packer: &mut Packer) -> Vec<String> {
    let files = pages.chunks(PAGES);
    files.map(|pages| pack_file(pages, packer)).collect()
}

/// The name of a file.
pub(super) fn pack_file(pages: &[Arc<IndexedPage>], packer: &mut Packer) -> String {
    let cards: Vec<Card> = pages.iter().map(|page| card(page, packer)).collect();
    packer.add(&serde_json::to_vec(&cards).unwrap_or_default())
}

fn card<'c>(page: &'c IndexedPage, packer: &mut Packer) -> Card<'c> {
    let headings = page.words.headings.iter().take(HEADINGS);
    let headings = headings.map(|heading| (heading.id.as_str(), heading.text.as_str()));
    Card(
        &page.href,
        &page.words.title,
        &page.kind,
        page.day.map_or_else(String::new, |day| day.to_string()),
        shortened(&page.words.summary),
        headings.collect(),
        page.text
            .as_ref()
            .map_or_else(String::new, |text| packer.add_packed(text)),
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
