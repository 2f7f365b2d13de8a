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
    /// Looks for them in a listing. Drafts that are shown are not skipped.
    pub fn of(listing: &Listing, drafts: Drafts) -> SkippedFiles {
        SkippedFiles {
            leftovers: listing.leftovers.clone(),
            drafts: match drafts {
                Drafts::Hide => drafts_of(listing),
                Drafts::Show => Vec::new(),
            },
        }
    }
}

fn drafts_of(listing: &Listing) -> Vec<FilePath> {
    let assets = listing.assets.iter().map(|asset| &asset.file);
    let files = listing.sources.iter().chain(assets);
    files.filter(|file| is_in_drafts(file)).cloned().collect()
}
