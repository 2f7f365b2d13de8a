//! What is known of a file besides its name and its size: the pages of a PDF, the width and height of a
//! picture. Damaged files have no facts; who is told so, and where, is decided by others.

use std::collections::BTreeMap;
use std::path::Path;

use rayon::prelude::*;

use super::pdf::{self, Pdf};
use super::{Asset, FactStore, disk, picture};
use crate::base::{FilePath, Hash};

/// Facts about one file; all absent for a file of another type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The pages of a PDF.
    pub pages: Option<u32>,
    /// The width and height of a picture in pixels of CSS.
    pub size: Option<(u32, u32)>,
}

/// What came of looking at many files.
#[derive(Debug, Default)]
pub struct Looked {
    /// The facts of each file, in the order of the files.
    pub facts: Vec<Facts>,
    /// What was seen of each file that has facts: for whoever looks again and knows that it is the same.
    pub seen: BTreeMap<FilePath, Seen>,
    /// PDFs that could not be read: which file, and what is wrong with it.
    pub unreadable: Vec<(usize, Pdf)>,
    /// What is worth keeping for the next build: no more than these files need.
    pub store: FactStore,
}

/// Looks at files side by side. `kept` spares the work on a PDF whose bytes an earlier build has seen, `known`
/// that on a file that is still the same.
pub fn look(root: &Path, assets: &[&Asset], (kept, known): (&FactStore, &SeenBefore)) -> Looked {
    let see = |asset: &&Asset| known(&asset.file).unwrap_or_else(|| see(root, asset, kept));
    let seen: Vec<Seen> = assets.par_iter().map(see).collect();
    let mut looked = Looked::default();
    for (at, (seen, asset)) in seen.into_iter().zip(assets).enumerate() {
        if !matches!(seen, Seen::Nothing) {
            looked.seen.insert(asset.file.clone(), seen);
        }
        let mut facts = Facts::default();
        match seen {
            Seen::Nothing => {}
            Seen::Picture(size) => facts.size = size,
            Seen::Pdf(hash, pdf) => {
                match pdf {
                    Pdf::Pages(pages) => facts.pages = Some(pages),
                    unreadable => looked.unreadable.push((at, unreadable)),
                }
                if let Some(hash) = hash {
                    looked.store.insert(hash, pdf);
                }
            }
        }
        looked.facts.push(facts);
    }
    looked
}

/// What was seen of a file that is still the same.
pub type SeenBefore<'s> = dyn Fn(&FilePath) -> Option<Seen> + Sync + 's;

/// What was seen of a file.
#[derive(Clone, Copy, Debug)]
pub enum Seen {
    /// No facts.
    Nothing,
    /// The width and height of a picture.
    Picture(Option<(u32, u32)>),
    /// A PDF, with the hash of its bytes where they were read.
    Pdf(Option<Hash>, Pdf),
}

fn see(root: &Path, asset: &Asset, kept: &FactStore) -> Seen {
    let media_type = asset.media_type();
    if media_type.starts_with("image/") {
        return Seen::Picture(picture::size(media_type, |most| {
            disk::read_start(root, &asset.file, most).ok()
        }));
    }
    if media_type != "application/pdf" {
        return Seen::Nothing;
    }
    if asset.size > pdf::LARGEST {
        return Seen::Pdf(None, Pdf::TooLarge);
    }
    // A file that cannot be read is reported when it is copied.
    let Ok(bytes) = disk::read(root, &asset.file) else { return Seen::Nothing };
    let hash = Hash::of(&bytes);
    Seen::Pdf(Some(hash), kept.get(hash).unwrap_or_else(|| pdf::look(&bytes)))
}
