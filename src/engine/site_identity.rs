//! What tells one site from another that has the same pages: everything that it is made of. Machines that build parts of a site
//! find the same only if they were given the same.

use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::Options;
use super::site_state::SiteState;
use crate::base::{FilePath, Hash, file_error, site_layout};
use crate::content::{disk, shown};

/// How much of a file is read at once.
const PIECE: u64 = 8 << 20;
/// The program: another one may make other pages of the same.
const PROGRAM: &str = concat!(env!("CARGO_PKG_VERSION"), env!("COPUBLISH_COMMIT_WORDS"));

/// The identity of a site: a hash of the program, of every file that a build reads, of what git said of them, of the editions
/// that can be made, and of the next moment at which the site changes by itself.
///
/// # Errors
/// A sentence, if a file cannot be read.
pub(super) fn identity(state: &SiteState, options: &Options) -> Result<Hash, String> {
    let linked = &state.ready().linked;
    let mut text = format!(
        "{PROGRAM}\n{:?}\n{:?}\n{:?}\n{:?}\n",
        options.base_url,
        options.editions.makeable(),
        linked.next_moment(),
        linked.days
    );
    let hashes = input_files(&options.root);
    let hashes = hashes.par_iter().map(|file| {
        let hash = hash_of(&options.root, file);
        let hash = hash
            .map_err(|error| format!("`{file}` cannot be read: {}", file_error::reason(&error)))?;
        Ok(format!("{hash} {file}\n"))
    });
    let lines: Vec<String> = hashes.collect::<Result<_, String>>()?;
    text.extend(lines);
    Ok(Hash::of(text.as_bytes()))
}

/// Every file that a build may read, sorted.
fn input_files(root: &Path) -> Vec<FilePath> {
    let files = site_layout::INPUT_FILES
        .iter()
        .map(|name| FilePath::new(*name));
    let mut found: Vec<FilePath> = files
        .filter(|file| disk::is_plain_file(root, file))
        .collect();
    for folder in site_layout::INPUT_FOLDERS {
        // What a walk does not enter is no part of the site on any machine.
        let entries = disk::tree(root, &root.join(folder)).flatten();
        let files = entries.filter(|entry| !entry.is_folder);
        found.extend(files.map(|entry| shown(root, &entry.path)));
    }
    found.sort();
    found
}

fn hash_of(root: &Path, file: &FilePath) -> io::Result<Hash> {
    let file = disk::Inside::new(root, file).open()?;
    let mut file = disk::OpenFile::of(file)?;
    let mut pieces = Vec::new();
    let mut start = 0;
    loop {
        let piece = file.read_at(start, PIECE)?;
        if piece.is_empty() {
            return Ok(Hash::of(&pieces));
        }
        start += piece.len() as u64;
        pieces.extend(Hash::of(&piece).bytes());
    }
}
