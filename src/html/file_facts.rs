//! What readers are told of a file after the text of its link: "(PDF, 32 KB, 2 pages)". Inside the link, so that a screen
//! reader says it with the link's text.

use super::LinkedFile;
use crate::base::Words;
use crate::config::Edition;
use crate::content::{Asset, FileType};
use crate::document::markdown::escape;

/// Writes the facts about a file, unless the text of the link says its type already: `remark` is what it says in brackets
/// at its end.
pub(super) fn write(out: &mut String, file: LinkedFile, remark: &str, words: &Words) {
    if names_type(remark, file.asset) {
        return;
    }
    let LinkedFile { asset, pages, .. } = file;
    let mut told = format!(
        "{}, {}",
        words.file_type(asset.file_type().label),
        words.size(asset.size)
    );
    if let Some(pages) = pages {
        told.push_str(", ");
        told.push_str(&words.pages(pages));
    }
    out.push_str(" <span class=\"file-facts\">(");
    escape::text(out, &told);
    out.push_str(")</span>");
}

/// Writes what sort of file an edition is, by the same rule. How large it is, pages do not wait to know.
pub(super) fn write_edition(out: &mut String, edition: Edition, remark: &str, words: &Words) {
    let file_type = FileType::of(&format!("edition{}", edition.suffix()));
    let extension = edition.suffix().rsplit('.').next().unwrap_or_default();
    if says(remark, file_type.label, extension) {
        return;
    }
    let format = match edition {
        Edition::LargePrint => words.get("choice_large-print"),
        Edition::Pdf | Edition::Epub => "",
    };
    let told = [format, words.file_type(file_type.label)];
    let told: Vec<&str> = told.into_iter().filter(|word| !word.is_empty()).collect();
    out.push_str(" <span class=\"file-facts\">(");
    escape::text(out, &told.join(", "));
    out.push_str(")</span>");
}

/// True for `PDF` and `pdf, 2 MB`: one of the words names the type.
fn names_type(remark: &str, asset: &Asset) -> bool {
    says(remark, asset.file_type().label, asset.file.extension())
}

fn says(remark: &str, label: &str, extension: &str) -> bool {
    let remark = remark.to_lowercase();
    let label = label.split(' ').next();
    let label = label.unwrap_or_default().to_lowercase();
    let mut words = remark.split(|letter: char| !letter.is_alphanumeric());
    words.any(|word| word == label || word.eq_ignore_ascii_case(extension))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::FilePath;
    use crate::document::FileLink;

    fn told(text: &str, file: &str, pages: Option<u32>) -> String {
        let asset = Asset {
            file: FilePath::new(file),
            size: 32_400,
        };
        let file = LinkedFile {
            asset: &asset,
            pages,
            pixels: None,
        };
        let mut out = String::new();
        write(&mut out, file, FileLink::remark(text), &Words::default());
        out
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
            "Report [PDF]",
            "(PDF 2MB)",
        ] {
            assert_eq!(told(said, "a.pdf", Some(2)), "", "{said}");
        }
        assert_eq!(told("Letter (Word)", "a.docx", None), "");
        assert_eq!(told("Letter (docx)", "a.docx", None), "");
    }
}
