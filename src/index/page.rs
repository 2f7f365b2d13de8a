//! What the index knows of a page, or of a file that readers may find.

use std::sync::Arc;

use jiff::civil::Date;

use crate::document::{Vocabulary, Words};

/// Something to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexedPage {
    /// Its URL, from the root of the host.
    pub href: String,
    /// Its title, what a list shows below it, and its headings.
    pub words: Arc<Words>,
    /// The words of its text.
    pub vocabulary: Arc<Vocabulary>,
    /// What it is, in a word for readers: `Report`.
    pub kind: String,
    /// The tag of its language.
    pub language: String,
    /// The day it carries.
    pub day: Option<Date>,
    /// The titles of what it belongs to and who made it, and its tags.
    pub related: Vec<String>,
    /// How many words its text has.
    pub length: usize,
    /// Whether it is still current.
    pub standing: PageStatus,
    /// The text of a file, page by page, ready to be published; `None` for a page of the site, which is its own text.
    pub text: Option<Arc<[u8]>>,
}

/// Whether a page is still current.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStatus {
    /// It is.
    Current,
    /// It is withdrawn, or another one took its place: others are shown first.
    Past,
}
