//! What a site is made of, by the bytes of its files: whoever finds the same again makes the same site. A file's
//! stamp only says where to look first.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::reading::Reading;
use super::{Declared, Options};
use crate::base::{Code, Diagnostic, FilePath, Hash};
use crate::content::disk::{self, Stamp};
use crate::content::{History, HistoryVersion, Listing, ThemeFile, ledger, walk};

/// All that a site was made of.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Inputs {
    /// Of site.yaml, the theme, the ledger, and what was wrong with the listing.
    rules: Hash,
    /// The history, where some document needed it.
    history: Option<HistoryVersion>,
    /// The files of `content/`: sources, and then the others, both sorted.
    sources: Vec<InputFile>,
    assets: Vec<InputFile>,
    /// What is not read of it, and told.
    leftovers: Vec<FilePath>,
}

/// A file of `content/`.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct InputFile {
    file: FilePath,
    hash: Hash,
    stamp: Option<Stamp>,
}

impl Inputs {
    /// What a reading has read. Nothing where something could not be read, or may have changed since then.
    pub fn of(reading: &Reading, options: &Options) -> Option<Inputs> {
        let is_whole = !reading.lacks_files() && reading.of_ledger.is_empty();
        if !is_whole || reading.needs_history() && reading.history.is_none() {
            return None;
        }
        let ledger = reading
            .ledger
            .as_ref()
            .as_ref()
            .and_then(|ledger| ledger.hash);
        let sources = reading.listing.sources.iter().zip(&reading.sources);
        let sources = sources.map(|(file, source)| {
            Some(InputFile {
                file: file.clone(),
                hash: source.hash?,
                stamp: source.stamp,
            })
        });
        let assets =
            reading
                .listing
                .assets
                .par_iter()
                .zip(&reading.assets)
                .map(|(asset, stamp)| {
                    let hash = disk::hash(&options.root, &asset.file).ok()?;
                    // Looked at afterwards: it has been the same from the first look at it to the last.
                    let is_same =
                        stamp.is_some() && disk::stamp(&options.root, &asset.file) == *stamp;
                    is_same.then(|| InputFile {
                        file: asset.file.clone(),
                        hash,
                        stamp: *stamp,
                    })
                });
        Some(Inputs {
            rules: rules(
                (&reading.declared, reading.settings_hash),
                &reading.of_listing,
                ledger,
            ),
            history: reading.history.clone().filter(|_| reading.needs_history()),
            sources: sources.collect::<Option<_>>()?,
            assets: assets.collect::<Option<_>>()?,
            leftovers: reading.listing.leftovers.clone(),
        })
    }

    /// True where a site in the same folder would be made of the very same now.
    pub fn are_still_there(&self, options: &Options) -> bool {
        let root = options.root.as_path();
        let is_touched = |input: &&InputFile| disk::stamp(root, &input.file) != input.stamp;
        let holds =
            |input: &InputFile| disk::hash(root, &input.file).is_ok_and(|hash| hash == input.hash);
        // Most changes are found by these few files.
        if !self.files().filter(is_touched).all(holds) {
            return false;
        }
        let Ok((declared, hash)) = super::project::declared_in(options.folder()) else {
            return false;
        };
        // A file that cannot be read is none that is not there.
        let Ok(ledger) = ledger::hash(root) else {
            return false;
        };
        if declared
            .diagnostics
            .iter()
            .any(|found| found.code == Code::UnreadableFile)
        {
            return false;
        }
        let walked = walk(root, &declared.site.ignore);
        let needed = self.history.as_ref();
        self.are_listed_in(&walked.value)
            && self.rules == rules((&declared, hash), &walked.diagnostics, ledger)
            && needed.is_none_or(|needed| History::version(root).as_ref() == Some(needed))
            && self.files().all(holds)
    }

    /// The hash of a file that is no source.
    pub fn hash_of_asset(&self, file: &FilePath) -> Option<Hash> {
        let at = self
            .assets
            .binary_search_by(|input| input.file.cmp(file))
            .ok()?;
        self.assets.get(at).map(|input| input.hash)
    }

    fn files(&self) -> impl ParallelIterator<Item = &InputFile> {
        self.sources.par_iter().chain(self.assets.par_iter())
    }

    fn are_listed_in(&self, listing: &Listing) -> bool {
        let is = |inputs: &[InputFile], files: &mut dyn Iterator<Item = &FilePath>| {
            inputs.iter().map(|input| &input.file).eq(files)
        };
        self.leftovers == listing.leftovers
            && is(&self.sources, &mut listing.sources.iter())
            && is(
                &self.assets,
                &mut listing.assets.iter().map(|asset| &asset.file),
            )
    }
}

/// A hash of what a site is made of besides its content and its history.
fn rules(
    (declared, settings): (&Declared, Hash),
    of_listing: &[Diagnostic],
    ledger: Option<Hash>,
) -> Hash {
    let theme = &declared.theme;
    let of_file = |file: &ThemeFile| (file.file.clone(), Hash::of(&file.bytes));
    let named: Vec<_> = theme
        .files
        .iter()
        .map(|(name, file)| (name, of_file(file)))
        .collect();
    let layers: Vec<_> = [&theme.kinds, &theme.words]
        .map(|files| files.iter().map(of_file).collect::<Vec<_>>())
        .into();
    Hash::of(format!("{:?}", (settings, named, layers, of_listing, ledger)).as_bytes())
}
