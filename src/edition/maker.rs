//! Who makes the files of editions: a value that comes in from above, since it reads pictures and runs another program.

use std::sync::Arc;

use super::Publication;
use crate::config::Edition;

/// Makes the files of editions.
pub trait EditionMaker: Sync {
    /// True if files of this sort can be made here.
    fn can_make(&self, edition: Edition) -> bool;

    /// Makes a file; the same text again costs little.
    ///
    /// # Errors
    /// If it cannot be made: why, and what to do.
    fn make(
        &self,
        edition: Edition,
        text: &EditionText,
    ) -> Result<Arc<FinishedEdition>, EditionError>;
}

/// What an edition is made of, besides pictures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct EditionText {
    /// What `edition.html` of the theme made.
    pub html: String,
    /// What the file says of itself.
    pub publication: Publication,
}

/// A file that was made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FinishedEdition {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many pages it has, if it has pages.
    pub pages: Option<u32>,
}

/// Why an edition could not be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EditionError {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}
