//! Files of `content/` that are not published because of their name or their folder, for a note.

use super::Drafts;
use crate::base::FilePath;
use crate::content::{Listing, is_in_drafts};

/// What is left out, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkippedFiles {
    /// Files and folders that editors and systems left behind.
    pub leftovers: Vec<FilePath>,
    /// Files in folders called `_drafts`.
    pub drafts: Vec<FilePath>,
}

impl SkippedFiles {
    /// Looks for them in a listing. Where drafts are shown, these are not left out.
    pub fn of(listing: &Listing, drafts: Drafts) -> SkippedFiles {
        let others = listing.assets.iter().map(|asset| &asset.file);
        let files = listing
            .sources
            .iter()
            .chain(others)
            .filter(|_| drafts == Drafts::Hide);
        SkippedFiles {
            leftovers: listing.leftovers.clone(),
            drafts: files.filter(|file| is_in_drafts(file)).cloned().collect(),
        }
    }
}
