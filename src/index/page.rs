//! What the index knows of a page.

use jiff::civil::Date;

use crate::document::{Heading, Vocabulary};

/// A page to be found.
#[derive(Clone, Copy, Debug)]
pub struct IndexedPage<'p> {
    /// Its URL, from the root of the host.
    pub href: &'p str,
    /// Its title.
    pub title: &'p str,
    /// What a list shows below the title; may be empty.
    pub summary: &'p str,
    /// What it is, in a word for readers: `Report`.
    pub kind: &'p str,
    /// The day it carries.
    pub day: Option<Date>,
    /// The headings of its body.
    pub headings: &'p [Heading],
    /// The words of its body.
    pub vocabulary: &'p Vocabulary,
    /// The titles of what it belongs to and who made it, and its tags.
    pub related: &'p [&'p str],
    /// How many words its body has.
    pub length: usize,
    /// Whether it is still current.
    pub standing: PageStatus,
}

/// Whether a page is still current.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageStatus {
    /// It is.
    Current,
    /// It is withdrawn, or another one took its place: others are shown first.
    Past,
}
