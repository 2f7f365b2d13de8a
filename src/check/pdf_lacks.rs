//! What a PDF lacks for readers who use a screen reader, and how its author adds it. Finds no files.

use crate::base::english::count;
use crate::content::{PdfAccess, PdfFacts, PdfText};

/// From so many pages on nobody finds a chapter without bookmarks.
const LONG: u32 = 21;

/// Something that a PDF lacks.
pub struct Lack {
    /// What it is, after "this PDF lacks".
    pub what: &'static str,
    /// How it is added.
    pub help: String,
}

/// A PDF, and what its author says about it.
pub struct OfferedPdf<'p> {
    pub facts: &'p PdfFacts,
    /// The name of its file.
    pub name: &'p str,
    /// The language in which it is offered; `None` if nobody says.
    pub language: Option<&'p str>,
}

/// Everything that can be seen to be missing. While a PDF has no text, nothing else matters.
pub fn lacks(pdf: &OfferedPdf) -> Vec<Lack> {
    let Some(access) = &pdf.facts.access else {
        return Vec::new();
    };
    if access.text == PdfText::Nothing {
        return vec![lack(
            "text",
            "its pages are pictures: export it from the program it was written in; if that is lost, let a program such as Acrobat recognise the text, and correct it",
        )];
    }
    let lacks = [
        text(access.text),
        tags(access),
        title(access, pdf.name),
        language(access, pdf.language),
        bookmarks(access, pdf.facts.pages),
        fonts(access),
        permission(access),
    ];
    lacks.into_iter().flatten().collect()
}

fn lack(what: &'static str, help: impl Into<String>) -> Lack {
    Lack {
        what,
        help: help.into(),
    }
}

fn text(text: PdfText) -> Option<Lack> {
    match text {
        PdfText::Pages | PdfText::Nothing => None,
        PdfText::Recognised => Some(lack(
            "text that was typed",
            "a program has recognised its text in a scan, which leaves mistakes: export it from the program it was written in, or correct the text with a program such as Acrobat",
        )),
        PdfText::MissingOn(pages) => {
            let pages = count(pages as usize, "page");
            Some(lack(
                "text on many of its pages",
                format!(
                    "{pages} of it show only pictures: write their text beside them in the program it was made with, and export it again"
                ),
            ))
        }
    }
}

fn tags(access: &PdfAccess) -> Option<Lack> {
    (!access.is_tagged).then(|| {
        lack(
            "tags",
            "tags tell headings, lists and tables apart: in Word, Save As > PDF > Options, tick \"Document structure tags for accessibility\"; in LibreOffice, Export as PDF, tick \"Universal Accessibility (PDF/UA)\"",
        )
    })
}

fn title(access: &PdfAccess, name: &str) -> Option<Lack> {
    let how = "in Word, File > Info > Title; in LibreOffice, File > Properties > Description > Title; then export it again";
    match &access.title {
        None => Some(lack("a title", format!("write its title {how}"))),
        Some(title) if !is_title(title, name) => Some(lack(
            "a title",
            format!("its title is `{title}`, which some program made up: write it {how}"),
        )),
        Some(_) if !access.shows_title => Some(lack(
            "a title that is shown",
            "programs show the name of its file: in LibreOffice, Export as PDF > User Interface, tick \"Display document title\"; in Acrobat, File > Properties > Initial View > Show > Document Title",
        )),
        Some(_) => None,
    }
}

/// What programs write instead of a title, in small letters without what is not a letter.
const DEFAULT_TITLES: &[&str] = &[
    "aboutblank",
    "bok",
    "document",
    "dokument",
    "diapositiva",
    "folie",
    "layout",
    "page",
    "powerpointpresentation",
    "presentation",
    "presentationtitle",
    "print",
    "scan",
    "scanneddocument",
    "slide",
    "title",
    "untitled",
    "untitleddocument",
    "worddocument",
    "book",
];

/// Extensions of files that PDFs are made from.
const EXTENSIONS: &[&str] = &[
    "ai", "doc", "docm", "docx", "dot", "dotx", "dvi", "fodt", "htm", "html", "indd", "md", "odg",
    "odp", "ods", "odt", "pages", "pdf", "pmd", "ppt", "pptx", "ps", "pub", "qxd", "qxp", "rtf",
    "tex", "tif", "tiff", "txt", "wpd", "xls", "xlsx",
];

/// True for a title that somebody wrote: not the name of a file, and not what a program writes where there is none.
fn is_title(title: &str, file: &str) -> bool {
    let lower = title.to_lowercase();
    let by_office = [
        "microsoft word - ",
        "microsoft powerpoint - ",
        "microsoft excel - ",
    ];
    let extension = lower
        .rsplit_once('.')
        .map_or("", |(_, extension)| extension);
    let letters = letters(&lower);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    // "Progress report" may well be saved as progress-report.pdf: what gives a name of a file away is how it is written.
    let is_file_name = letters_and_digits(&lower) == letters_and_digits(&stem.to_lowercase())
        && !title.trim().contains(' ');
    !by_office.iter().any(|start| lower.starts_with(start))
        && !EXTENSIONS.contains(&extension)
        && !DEFAULT_TITLES.contains(&letters.as_str())
        && !letters.is_empty()
        && !is_file_name
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphabetic())
        .collect()
}

fn letters_and_digits(text: &str) -> String {
    text.chars()
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

fn language(access: &PdfAccess, offered: Option<&str>) -> Option<Lack> {
    let how = "select all of its text; in Word, Review > Language > Set Proofing Language; in LibreOffice, Tools > Language > For All Text; then export it again";
    match (&access.language, offered) {
        (None, _) => Some(lack("a language", format!("it says no language: {how}"))),
        (Some(own), Some(offered)) if primary(own) != primary(offered) => Some(lack(
            "the right language",
            format!(
                "it says that its language is `{own}`, and it is offered here as `{offered}`: if it is right, add `language: {}` to it here; if not, {how}",
                primary(own)
            ),
        )),
        (Some(_), _) => None,
    }
}

/// `en` of `en-GB`.
fn primary(language: &str) -> String {
    let primary = language.split(['-', '_']).next();
    primary.unwrap_or(language).to_lowercase()
}

fn bookmarks(access: &PdfAccess, pages: u32) -> Option<Lack> {
    (pages >= LONG && !access.has_bookmarks).then(|| {
        lack(
            "bookmarks",
            format!(
                "it has {}, and nothing leads to its chapters: in Word, Save As > PDF > Options, tick \"Create bookmarks using: Headings\"; in LibreOffice, Export as PDF, tick \"Outlines\"",
                count(pages as usize, "page")
            ),
        )
    })
}

fn fonts(access: &PdfAccess) -> Option<Lack> {
    let (first, others) = access.missing_fonts.split_first()?;
    let missing = match others.len() {
        0 => format!("`{first}` is"),
        others => format!("`{first}` and {} are", count(others, "other font")),
    };
    Some(lack(
        "its fonts",
        format!(
            "{missing} not in the file, so other letters may be shown: in Word, Save As > PDF > Options, tick \"PDF/A compliant\"; in LibreOffice, Export as PDF, tick \"Archival (PDF/A)\""
        ),
    ))
}

fn permission(access: &PdfAccess) -> Option<Lack> {
    access.forbids_reading.then(|| {
        lack(
            "the permission to be read aloud",
            "its security settings shut screen readers out: export it again without a password for permissions",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_are_told_from_names_of_files() {
        for title in [
            "Progress report 2012",
            "Progress",
            "Slides for carers",
            "2012 in pictures",
            "Untitled: stories from the edge",
            "Adroddiad",
        ] {
            assert!(is_title(title, "progress-report-2012.pdf"), "{title}");
        }
        for title in [
            "Microsoft Word - report final v2.doc",
            "report final v2.docx",
            "progress-report-2012",
            "Progress_Report_2012",
            "Untitled",
            "Document1",
            "Untitled Document 3",
            "PowerPoint Presentation",
            "Slide 1",
            "about:blank",
            "2012",
            "C:\\Users\\me\\report.indd",
        ] {
            assert!(!is_title(title, "progress-report-2012.pdf"), "{title}");
        }
    }
}
