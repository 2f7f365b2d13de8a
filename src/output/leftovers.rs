//! Removes what killed builds left behind, before the next one starts. Touches only folders with our name and our marker,
//! and none whose build still runs.

use std::fs;
use std::path::{Path, PathBuf};

use super::folder::Folder;
use super::lock::Lock;
use super::manifest::Manifest;
use super::old_tree::{Conflict, OldTree};
use super::staging_folder::{MARKER, SITE, marker_of, remove_emptied};
use crate::content::disk;

/// The largest marker that is read; ours have two short lines.
const MAX_MARKER: u64 = 1 << 12;

/// Removes the staging folders of killed builds beside the output folder. Returns what had to stay.
pub(super) fn remove(folder: &Folder) -> Vec<PathBuf> {
    let mut kept = Vec::new();
    // Without locks, it is not known whether a build still runs.
    if !folder.is_locked() {
        return kept;
    }
    for staging in staging_folders(folder) {
        if let Ok(Some(_lock)) = Lock::take(&staging) {
            kept.extend(remove_staging(&staging, folder.path()));
        }
    }
    kept
}

fn staging_folders(folder: &Folder) -> Vec<PathBuf> {
    let (Some(parent), Some(prefix)) = (folder.parent(), folder.staging_prefix()) else {
        return Vec::new();
    };
    let prefix = prefix.as_encoded_bytes();
    let Ok(entries) = fs::read_dir(parent) else {
        return Vec::new();
    };
    let mut found: Vec<PathBuf> = entries
        .flatten()
        .filter(|entry| is_ours(entry.file_name().as_encoded_bytes(), prefix))
        .filter(|entry| entry.file_type().is_ok_and(|file_type| file_type.is_dir()))
        .map(|entry| entry.path())
        .collect();
    found.sort();
    found
}

/// `.output.copublish-4711-0`: the prefix and two numbers.
fn is_ours(name: &[u8], prefix: &[u8]) -> bool {
    let Some(rest) = name.strip_prefix(prefix) else {
        return false;
    };
    let numbers: Vec<&[u8]> = rest.split(|byte| *byte == b'-').collect();
    numbers.len() == 2
        && numbers
            .iter()
            .all(|part| !part.is_empty() && part.iter().all(u8::is_ascii_digit))
}

/// The marker names the tree of the new site. If that is still in the staging folder, the build was killed before the
/// swap, and all of it is ours. If it is the output folder now, the staging folder has the old tree. If it is neither,
/// somebody has replaced the output folder since, and it is not known what belongs to whom.
fn remove_staging(staging: &Path, output: &Path) -> Vec<PathBuf> {
    let site = staging.join(SITE);
    // A build may have been killed before it wrote the marker. Then it had not written anything into the tree, and if
    // there is something, it is not ours.
    let marker = disk::read_own(staging, &staging.join(MARKER), MAX_MARKER).unwrap_or_default();
    let marker = String::from_utf8(marker).unwrap_or_default();
    if marker.lines().count() < 2 || !site.exists() {
        remove_emptied(staging);
    } else if marker_of(&site).is_ok_and(|now| now == marker) {
        let _ = fs::remove_dir_all(&site);
        remove_emptied(staging);
    } else if marker_of(output).is_ok_and(|now| now == marker) {
        let kept = remove_old_tree(&site, output);
        remove_emptied(staging);
        return kept;
    } else {
        return vec![staging.to_path_buf()];
    }
    Vec::new()
}

fn remove_old_tree(site: &Path, output: &Path) -> Vec<PathBuf> {
    let (last, next) = (manifest_of(site), manifest_of(output));
    OldTree::new(site, output, &last, &next).remove(Conflict::KeepBoth)
}

/// The manifest of a folder; an empty one if it has none that can be read.
fn manifest_of(folder: &Path) -> Manifest {
    Manifest::read(folder).ok().flatten().unwrap_or_default()
}
