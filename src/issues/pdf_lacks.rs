//! What a PDF lacks for readers who use a screen reader, and how its author adds it. Finds no files.

use crate::base::english::count;
use crate::content::{PdfAccess, PdfFacts, PdfText};

/// From so many pages on nobody finds a chapter without bookmarks.
const LONG: u32 = 21;

/// Something that a PDF lacks.
pub struct Lack {
    /// What it is.
    pub what: PdfLack,
    /// How it is added.
    pub help: String,
}

/// What a PDF may lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PdfLack {
    /// All of its pages are pictures.
    Text,
    /// Its text was recognised by a program.
    TypedText,
    /// Many of its pages are pictures.
    TextOfPages,
    /// Nothing says what is a heading, a list or a table.
    Tags,
    /// It has none, or one that a program made up.
    Title,
    /// Programs show the name of its file in place of its title.
    ShownTitle,
    /// It does not say its language.
    Language,
    /// It says another language than the one in which it is offered.
    RightLanguage,
    /// It is long, and nothing leads to its chapters.
    Bookmarks,
    /// Letters are not in the file.
    Fonts,
    /// Its security settings shut screen readers out.
    Permission,
}

impl PdfLack {
    /// What it is, after "this PDF lacks".
    pub fn what(self) -> &'static str {
        match self {
            PdfLack::Text => "text",
            PdfLack::TypedText => "text that was typed",
            PdfLack::TextOfPages => "text on many of its pages",
            PdfLack::Tags => "tags",
            PdfLack::Title => "a title",
            PdfLack::ShownTitle => "a title that is shown",
            PdfLack::Language => "a language",
            PdfLack::RightLanguage => "the right language",
            PdfLack::Bookmarks => "bookmarks",
            PdfLack::Fonts => "its fonts",
            PdfLack::Permission => "the permission to be read aloud",
        }
    }

    /// The name by which themes know it.
    pub fn key(self) -> &'static str {
        match self {
            PdfLack::Text => "text",
            PdfLack::TypedText => "typed-text",
            PdfLack::TextOfPages => "text-of-pages",
            PdfLack::Tags => "tags",
            PdfLack::Title => "title",
            PdfLack::ShownTitle => "shown-title",
            PdfLack::Language => "language",
            PdfLack::RightLanguage => "right-language",
            PdfLack::Bookmarks => "bookmarks",
            PdfLack::Fonts => "fonts",
            PdfLack::Permission => "permission",
        }
    }

    /// The success criterion of WCAG that a file without it fails. Fonts are asked for by PDF/UA alone.
    pub fn criterion(self) -> Option<&'static str> {
        match self {
            PdfLack::Text | PdfLack::TypedText | PdfLack::TextOfPages => Some("1.1.1"),
            PdfLack::Tags => Some("1.3.1"),
            PdfLack::Title | PdfLack::ShownTitle => Some("2.4.2"),
            PdfLack::Language | PdfLack::RightLanguage => Some("3.1.1"),
            PdfLack::Bookmarks => Some("2.4.5"),
            PdfLack::Permission => Some("4.1.2"),
            PdfLack::Fonts => None,
        }
    }
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
            PdfLack::Text,
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

fn lack(what: PdfLack, help: impl Into<String>) -> Lack {
    Lack {
        what,
        help: help.into(),
    }
}

fn text(text: PdfText) -> Option<Lack> {
    match text {
        PdfText::Pages | PdfText::Nothing => None,
        PdfText::Recognised => Some(lack(
            PdfLack::TypedText,
            "a program has recognised its text in a scan, which leaves mistakes: export it from the program it was written in, or correct the text with a program such as Acrobat",
        )),
        PdfText::MissingOn(pages) => {
            let pages = count(pages as usize, "page");
            Some(lack(
                PdfLack::TextOfPages,
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
            PdfLack::Tags,
            "tags tell headings, lists and tables apart: in Word, Save As > PDF > Options, tick \"Document structure tags for accessibility\"; in LibreOffice, Export as PDF, tick \"Universal Accessibility (PDF/UA)\"",
        )
    })
}

fn title(access: &PdfAccess, name: &str) -> Option<Lack> {
    let how = "in Word, File > Info > Title; in LibreOffice, File > Properties > Description > Title; then export it again";
    match &access.title {
        None => Some(lack(PdfLack::Title, format!("write its title {how}"))),
        Some(title) if !is_title(title, name) => Some(lack(
            PdfLack::Title,
            format!("its title is `{title}`, which some program made up: write it {how}"),
        )),
        Some(_) if !access.shows_title => Some(lack(
            PdfLack::ShownTitle,
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
        (None, _) => Some(lack(
            PdfLack::Language,
            format!("it says no language: {how}"),
        )),
        (Some(own), Some(offered)) if primary(own) != primary(offered) => Some(lack(
            PdfLack::RightLanguage,
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
            PdfLack::Bookmarks,
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
        PdfLack::Fonts,
        format!(
            "{missing} not in the file, so other letters may be shown: in Word, Save As > PDF > Options, tick \"PDF/A compliant\"; in LibreOffice, Export as PDF, tick \"Archival (PDF/A)\""
        ),
    ))
}

fn permission(access: &PdfAccess) -> Option<Lack> {
    access.forbids_reading.then(|| {
        lack(
            PdfLack::Permission,
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
