//! Who makes the files of editions: a value that comes in from above, since it reads pictures and runs another program.

use std::sync::Arc;

use super::{PageSource, PageStart, Publication};
use crate::base::{FilePath, Severity, Span};
use crate::config::Edition;

/// Makes the files of editions.
pub trait EditionMaker: Sync {
    /// When files are made.
    fn moment(&self) -> MakeMoment;

    /// Makes files of one text, in the order of `wanted`. What they share is worked out once.
    fn make(&self, wanted: &[Edition], text: &EditionText) -> Vec<EditionOutcome>;
}

/// When the files of a document are made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MakeMoment {
    /// With its page, which says how large they are.
    #[default]
    WithPage,
    /// When a reader wants one. The page waits for none, and does not know how large they are.
    WhenAsked,
}

/// A file, or why it could not be made.
pub type EditionOutcome = Result<Arc<FinishedEdition>, EditionError>;

/// What an edition is made of, besides pictures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EditionText {
    /// What `edition.html` of the theme made.
    pub html: String,
    /// What the file says of itself.
    pub publication: Publication,
    /// The files whose texts it is made of, that of the document itself first.
    pub sources: Vec<FilePath>,
    /// The edition whose pages an e-book tells, if the document has one that can be made here.
    pub page_source: Option<PageSource>,
}

/// A file that was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FinishedEdition {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many pages it has, if it has pages.
    pub pages: Option<u32>,
    /// What is first on each of them.
    pub starts: Vec<PageStart>,
    /// What is wrong with it.
    pub found: Vec<EditionError>,
}

/// What a page says of a file that was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EditionSize {
    /// In bytes.
    pub bytes: u64,
    /// How many pages it has, if it has pages.
    pub pages: Option<u32>,
}

impl FinishedEdition {
    /// How large it is.
    pub fn size(&self) -> EditionSize {
        EditionSize {
            bytes: self.bytes.len() as u64,
            pages: self.pages,
        }
    }
}

/// Why an edition could not be made, or what is wrong with one that was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// How bad it is; `None` if it follows from what was told with another edition.
    pub severity: Option<Severity>,
    /// What it is about, as it may be written in one of the texts.
    pub words: Vec<String>,
    /// Where that was found.
    pub places: Vec<(FilePath, Span)>,
}
