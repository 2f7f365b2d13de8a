//! What killed builds left behind, cleared away before the next one starts. Touches only folders
//! with our name and our marker, and none whose build still lives.

use std::fs;
use std::path::{Path, PathBuf};

use super::clear::{Clearing, Replaced, remove_emptied};
use super::folder::{Folder, Lock};
use super::manifest::Manifest;
use super::staging::{MARKER, SITE, marker_of};
use crate::content::disk;

/// The most that is read of a marker; one of ours has two short lines.
const MOST: u64 = 1 << 12;

/// Clears away the staging folders of dead builds beside the output folder. Gives what had to stay.
pub(super) fn sweep(folder: &Folder) -> Vec<PathBuf> {
    let mut kept = Vec::new();
    // Where nothing can be locked, nobody can tell whether a build still lives.
    if folder.is_locked() {
        for staging in stagings(folder) {
            if let Ok(Some(_lock)) = Lock::take(&staging) {
                kept.extend(clear(&staging, folder.path()));
            }
        }
    }
    kept
}

fn stagings(folder: &Folder) -> Vec<PathBuf> {
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
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
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

/// The marker names the tree that was the new one. If it still stands there, the build was killed
/// before the swap and all of it is ours. If it is the output folder now, the other is the old tree.
/// If it is neither, the output folder was replaced since: nobody can say what is whose.
fn clear(staging: &Path, output: &Path) -> Vec<PathBuf> {
    let site = staging.join(SITE);
    // A build may have been killed before it had written the marker. Then it had put nothing into the
    // tree yet, and if there is something, it is not ours.
    let marker = disk::read_own(staging, &staging.join(MARKER), MOST).unwrap_or_default();
    let marker = String::from_utf8(marker).unwrap_or_default();
    if marker.lines().count() < 2 || !site.exists() {
        remove_emptied(staging);
    } else if marker_of(&site).is_ok_and(|now| now == marker) {
        let _ = fs::remove_dir_all(&site);
        remove_emptied(staging);
    } else if marker_of(output).is_ok_and(|now| now == marker) {
        let kept = clear_old(&site, output);
        remove_emptied(staging);
        return kept;
    } else {
        return vec![staging.to_path_buf()];
    }
    Vec::new()
}

fn clear_old(site: &Path, output: &Path) -> Vec<PathBuf> {
    let read = |folder: &Path| Manifest::read(folder).ok().flatten().unwrap_or_default();
    let (last, next) = (read(site), read(output));
    Clearing::new(site, output, &last, &next).run(Replaced::KeepBoth)
}
