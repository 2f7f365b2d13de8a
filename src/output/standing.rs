//! What site an output folder holds, by the bytes of its files and by their entries on this very disk. Writes nothing.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use rayon::prelude::*;

use super::folder::Folder;
use super::manifest::{Manifest, STAGE};
use super::survey::{InPlace, Survey};
use super::sweep;
use crate::base::{Hash, Hashing};
use crate::content::disk::{self, Stamp};

/// The hash of the site that stands in `folder`, whole and as plain files; nothing where that is not so, where
/// something is left to be cleared away, or where the folder is somebody else's just now.
pub fn standing(folder: &Path) -> Option<Hash> {
    // Opening it would make it.
    if !fs::metadata(folder).ok()?.is_dir() {
        return None;
    }
    let folder = Folder::open(folder).ok()?;
    let is_left =
        fs::symlink_metadata(folder.path().join(STAGE)).is_ok() || sweep::has_any(&folder);
    let last = Manifest::read(folder.path())
        .ok()
        .flatten()
        .filter(|_| !is_left)?;
    let survey = Survey::take(&folder, Some(&last), last.files()).ok()?;
    if survey.places.iter().any(|place| *place != InPlace::Ours) {
        return None;
    }
    let open = |file: &String| disk::open_found(&folder.path().join(file)).ok();
    let hash = |file: &String| Hash::of_all(&mut open(file)?.0).ok();
    let hashes: Vec<Hash> = last.files().par_iter().map(hash).collect::<Option<_>>()?;
    hash_of_site(folder.path(), last.files(), &hashes)
}

/// The hash of a site in its folder, from the paths of its files, sorted, and the hashes of their bytes. The numbers of
/// the files and the times of their entries are part of it: a folder that was brought from elsewhere is another one,
/// whoever made it. Nothing where the system has no such numbers, or a file is not there.
pub fn hash_of_site(
    folder: &Path,
    files: &[impl AsRef<str> + Sync],
    hashes: &[Hash],
) -> Option<Hash> {
    let stamp = |file: &str| disk::stamp_of(&folder.join(file)).filter(Stamp::has_entry);
    let stamps: Vec<Stamp> = files
        .par_iter()
        .map(|file| stamp(file.as_ref()))
        .collect::<Option<_>>()?;
    let mut all = Hashing::default();
    for ((file, hash), stamp) in files.iter().zip(hashes).zip(stamps) {
        let _ = writeln!(all, "{}\0{hash} {stamp:?}", file.as_ref());
    }
    (files.len() == hashes.len()).then(|| all.end())
}
