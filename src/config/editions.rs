//! The files in which publications are offered besides their pages: `editions` of site.yaml, of a kind and of a document.
//! A document goes before its kind, and a kind before the site.

use super::settings::Settings;
use crate::base::english::ticked_or;
use crate::base::suggest::did_you_mean;

/// A file that is made of a publication.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edition {
    /// An accessible PDF.
    Pdf,
    /// The same in large print.
    LargePrint,
    /// An e-book.
    Epub,
}

/// Which editions can be made here: books always, PDFs where the program is that sets them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MakeableEditions {
    /// True if the program is there that sets PDFs.
    pub pdfs: bool,
}

impl MakeableEditions {
    /// True for an edition that can be made here.
    pub fn include(self, edition: Edition) -> bool {
        match edition {
            Edition::Pdf | Edition::LargePrint => self.pdfs,
            Edition::Epub => true,
        }
    }
}

/// How a kind or a document says that it has no editions, whatever is said above it.
pub const NO_EDITIONS: &str = "none";

impl Edition {
    /// All, in the order in which they are offered.
    pub const ALL: [Edition; 3] = [Edition::Pdf, Edition::LargePrint, Edition::Epub];

    /// What it is called in settings and front matter.
    pub fn word(self) -> &'static str {
        match self {
            Edition::Pdf => "pdf",
            Edition::LargePrint => "large-print",
            Edition::Epub => "epub",
        }
    }

    /// What it is as one of a document's `attachments`: their `format`.
    pub fn format(self) -> &'static str {
        match self {
            Edition::Pdf | Edition::Epub => "document",
            Edition::LargePrint => "large-print",
        }
    }

    /// What its file name ends in.
    pub fn suffix(self) -> &'static str {
        match self {
            Edition::Pdf => ".pdf",
            Edition::LargePrint => "-large-print.pdf",
            Edition::Epub => ".epub",
        }
    }

    /// The edition that a word names.
    pub fn read(word: &str) -> Option<Edition> {
        Edition::ALL.into_iter().find(|it| it.word() == word)
    }

    /// Reads `editions` of site.yaml or of a kind.
    pub(super) fn read_all(settings: &Settings) -> Option<Vec<Edition>> {
        let node = settings.node("editions")?;
        if node.text() == Some(NO_EDITIONS) {
            return Some(Vec::new());
        }
        let mut editions = Vec::new();
        for item in node.items() {
            let word = item.text().unwrap_or_default();
            match Edition::read(word) {
                Some(edition) => editions.push(edition),
                None => {
                    let words = Edition::ALL.map(Edition::word);
                    let message = format!("`{word}` is not an edition");
                    let near = did_you_mean(word, words);
                    let help = near.unwrap_or_else(|| format!("write {}", ticked_or(&words)));
                    settings.file.wrong(item.span, message, help);
                }
            }
        }
        Some(in_order(editions))
    }
}

/// Each once, in the order in which they are offered.
pub fn in_order(mut editions: Vec<Edition>) -> Vec<Edition> {
    editions.sort();
    editions.dedup();
    editions
}
