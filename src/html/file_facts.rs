//! What readers are told of a file behind the text of its link: "(PDF, 32 KB, 2 pages)". Inside the link, so
//! that a screen reader says it with the link's text.

use crate::base::Words;
use crate::content::{Asset, Facts};
use crate::document::markdown::escape;

/// Writes the facts about a file, unless the text of the link says its type already. `out` ends with that text.
pub(super) fn write(out: &mut String, asset: &Asset, facts: Facts, words: &Words) {
    if says_type(link_text(out), asset) {
        return;
    }
    let mut told = format!(
        "{}, {}",
        words.file_type(asset.type_label()),
        words.size(asset.size)
    );
    if let Some(pages) = facts.pages {
        told.push_str(", ");
        told.push_str(&words.pages(pages));
    }
    out.push_str(" <span class=\"file-facts\">(");
    escape::text(out, &told);
    out.push_str(")</span>");
}

/// The HTML behind the last opening tag of a link.
fn link_text(html: &str) -> &str {
    html.rfind("<a ")
        .and_then(|at| html.get(at..)?.split_once('>'))
        .map_or("", |(_, text)| text)
}

/// True for `Report (PDF)` and `Report (pdf, 2 MB)`: the last words in parentheses name the type.
fn says_type(html: &str, asset: &Asset) -> bool {
    let text = plain(html);
    let Some((_, last)) = text
        .trim_end()
        .strip_suffix([')', ']'])
        .and_then(|text| text.rsplit_once(['(', '[']))
    else {
        return false;
    };
    let last = last.to_lowercase();
    let mut words = last.split(|letter: char| !letter.is_alphanumeric());
    let first_of_label = asset
        .type_label()
        .split(' ')
        .next()
        .unwrap_or_default()
        .to_lowercase();
    words.any(|word| word == first_of_label || word.eq_ignore_ascii_case(asset.file.extension()))
}

/// A link's HTML without its tags.
fn plain(html: &str) -> String {
    let mut parts = html.split('<');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        text.push_str(part.split_once('>').map_or("", |(_, behind)| behind));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FilePath;

    fn told(text: &str, file: &str, pages: Option<u32>) -> String {
        let asset = Asset {
            file: FilePath::new(file),
            size: 32_400,
        };
        let start = format!("<a href=\"x\">before</a> <a href=\"/a\" title=\"(PDF)\">{text}");
        let mut out = start.clone();
        write(
            &mut out,
            &asset,
            Facts { pages, size: None },
            &Words::default(),
        );
        out[start.len()..].to_owned()
    }

    #[test]
    fn files_are_told_of_once() {
        let facts = " <span class=\"file-facts\">(PDF, 32 KB, 2 pages)</span>";
        assert_eq!(told("Report", "a.pdf", Some(2)), facts);
        assert_eq!(told("Report (draft)", "a.pdf", Some(2)), facts);
        assert_eq!(told("PDF (see) it", "a.pdf", Some(2)), facts);
        assert_eq!(
            told("Plan", "a.xlsx", None),
            " <span class=\"file-facts\">(Excel spreadsheet, 32 KB)</span>"
        );
        for said in [
            "Report (PDF)",
            "Report (pdf, 2 MB) ",
            "<em>Report (PDF)</em>",
            "Report [PDF]",
            "(PDF 2MB)",
        ] {
            assert_eq!(told(said, "a.pdf", Some(2)), "", "{said}");
        }
        assert_eq!(told("Letter (Word)", "a.docx", None), "");
        assert_eq!(told("Letter (docx)", "a.docx", None), "");
    }
}
