//! What is known of a file besides its name and its size: the pages of a PDF, the width and height of a
//! picture. Damaged files have no facts; who is told so, and where, is decided by others.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::pdf::{self, Pdf, PdfFacts};
use super::picture::{self, PictureFacts};
use super::{Asset, disk};
use crate::base::cache::CacheKey;
use crate::base::{Cache, FilePath, Hash};

/// Facts about one file; all absent for a file of another type.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// What is known of a PDF.
    pub pdf: Option<Arc<PdfFacts>>,
    /// What its start tells of a picture.
    pub picture: PictureFacts,
}

impl Facts {
    /// The pages of a PDF.
    pub fn pages(&self) -> Option<u32> {
        self.pdf.as_ref().map(|pdf| pdf.pages)
    }
}

/// What came of looking at many files.
#[derive(Debug, Default)]
pub struct FactsReport {
    /// The facts of each file, in the order of the files.
    pub facts: Vec<Facts>,
    /// What was seen of each file that has facts: for whoever looks again and knows that it is the same.
    pub seen: BTreeMap<FilePath, Seen>,
    /// PDFs that could not be read: which file, and what is wrong with it.
    pub unreadable: Vec<(usize, Pdf)>,
    /// Files that the system refuses to read: which, and why.
    pub refused: Vec<(usize, io::Error)>,
}

/// Looks at files side by side. `cache` spares the work on a PDF whose bytes an earlier build has seen, `known` that on
/// a file that is still the same.
pub fn look(root: &Path, assets: &[&Asset], cache: &Cache, known: &SeenBefore) -> FactsReport {
    let see = |asset: &&Asset| known(&asset.file).map_or_else(|| see(root, asset, cache), Ok);
    let seen: Vec<io::Result<Seen>> = assets.par_iter().map(see).collect();
    let mut looked = FactsReport::default();
    for (at, (seen, asset)) in seen.into_iter().zip(assets).enumerate() {
        let seen = seen.unwrap_or_else(|error| {
            looked.refused.push((at, error));
            Seen::Nothing
        });
        if !matches!(seen, Seen::Nothing) {
            looked.seen.insert(asset.file.clone(), seen.clone());
        }
        if let Seen::Pdf(_, unreadable @ (Pdf::Damaged | Pdf::Locked | Pdf::TooLarge)) = &seen {
            looked.unreadable.push((at, unreadable.clone()));
        }
        looked.facts.push(seen.into_facts());
    }
    looked
}

/// What was seen of a file that is still the same.
pub type SeenBefore<'s> = dyn Fn(&FilePath) -> Option<Seen> + Sync + 's;

/// What was seen of a file.
#[derive(Clone, Debug)]
pub enum Seen {
    /// No facts.
    Nothing,
    /// What the start of a picture tells.
    Picture(PictureFacts),
    /// A PDF, with its digest in the cache if its bytes were read.
    Pdf(Option<Hash>, Pdf),
}

impl Seen {
    fn into_facts(self) -> Facts {
        let mut facts = Facts::default();
        match self {
            Seen::Picture(picture) => facts.picture = picture,
            Seen::Pdf(_, Pdf::Readable(pdf)) => facts.pdf = Some(pdf),
            Seen::Nothing | Seen::Pdf(..) => {}
        }
        facts
    }

    /// The digest of what the cache holds of the file.
    pub fn digest(&self) -> Option<Hash> {
        match self {
            Seen::Pdf(digest, _) => *digest,
            Seen::Nothing | Seen::Picture(_) => None,
        }
    }
}

/// The bytes of a PDF, which all facts about it are made of.
#[derive(Hash)]
struct PdfBytes<'b>(&'b [u8]);

impl CacheKey for PdfBytes<'_> {
    type Stage = &'static str;
    const STAGE: &'static str = "pdf with text";

    fn accepts(&self, value: &[u8]) -> bool {
        Pdf::read(value).is_some()
    }
}

fn see_picture(root: &Path, file: &FilePath, media_type: &str) -> io::Result<Seen> {
    let refused = Cell::new(None);
    let start = |most| match disk::read_start(root, file, most) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            refused.set(Some(error));
            None
        }
    };
    let picture = picture::look(media_type, start);
    match refused.into_inner() {
        Some(error) => unless_gone(error),
        None => Ok(Seen::Picture(picture)),
    }
}

fn see(root: &Path, asset: &Asset, cache: &Cache) -> io::Result<Seen> {
    let media_type = asset.file_type().media_type;
    if media_type.starts_with("image/") {
        return see_picture(root, &asset.file, media_type);
    }
    if media_type != "application/pdf" {
        return Ok(Seen::Nothing);
    }
    see_pdf(root, asset, cache)
}

fn see_pdf(root: &Path, asset: &Asset, cache: &Cache) -> io::Result<Seen> {
    if asset.size > pdf::LARGEST {
        return Ok(Seen::Pdf(None, Pdf::TooLarge));
    }
    let bytes = match disk::read(root, &asset.file, pdf::LARGEST) {
        Ok(bytes) => Arc::new(bytes),
        Err(error) => return unless_gone(error),
    };
    let key = PdfBytes(&bytes);
    let unsaved = Cell::new(None);
    let look = || {
        let pdf = pdf::look(&bytes);
        let saved = pdf.write();
        unsaved.set(Some(pdf));
        saved
    };
    let value = cache.get_or(&key, look);
    let pdf = value.and_then(|value| Pdf::read(&value));
    let pdf = unsaved.into_inner().or(pdf).unwrap_or(Pdf::TooLarge);
    Ok(Seen::Pdf(Some(key.digest()), pdf))
}

/// A file that is gone since it was listed is reported when it is to be copied.
fn unless_gone(error: io::Error) -> io::Result<Seen> {
    if error.kind() == io::ErrorKind::NotFound {
        Ok(Seen::Nothing)
    } else {
        Err(error)
    }
}
