//! Files of `content/` that are not published because of their name or their folder, for a note.

use std::collections::BTreeSet;

use super::Drafts;
use crate::base::FilePath;
use crate::content::{Listing, folder_like_drafts, is_in_drafts};
use crate::graph::Site;

/// What is left out, and why. Each file is in one list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SkippedFiles {
    /// Files and folders that editors and systems left behind, and hidden ones.
    pub leftovers: Vec<FilePath>,
    /// Files in folders called `_drafts`.
    pub drafts: Vec<FilePath>,
    /// Files in folders that are called nearly so, such as `drafts`.
    pub like_drafts: Vec<FilePath>,
}

impl SkippedFiles {
    /// Looks for them in a listing. Drafts that are shown are not skipped.
    pub fn of(listing: &Listing, graph: &Site, drafts: Drafts) -> SkippedFiles {
        let is_draft = |file: &&FilePath| drafts == Drafts::Hide && is_in_drafts(file);
        let assets = || listing.assets.iter().map(|asset| &asset.file);
        let (in_drafts, leftovers): (Vec<_>, Vec<_>) = listing.leftovers.iter().partition(is_draft);
        let sources = listing.sources.iter().chain(assets()).filter(is_draft);
        let mut all_drafts: Vec<FilePath> = sources.chain(in_drafts).cloned().collect();
        all_drafts.sort();
        let like_drafts =
            assets().filter(|file| folder_like_drafts(file).is_some() && !is_draft(file));
        SkippedFiles {
            leftovers: leftovers.into_iter().cloned().collect(),
            drafts: all_drafts,
            like_drafts: without_public(like_drafts, graph),
        }
    }
}

fn without_public<'f>(files: impl Iterator<Item = &'f FilePath>, graph: &Site) -> Vec<FilePath> {
    let files: Vec<&FilePath> = files.collect();
    if files.is_empty() {
        return Vec::new();
    }
    let public: BTreeSet<&FilePath> = graph
        .assets()
        .iter()
        .map(|(asset, _)| &asset.file)
        .collect();
    let hidden = files.into_iter().filter(|file| !public.contains(file));
    hidden.cloned().collect()
}
