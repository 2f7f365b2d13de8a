//! Files of `content/` that begin with front matter and are not Markdown: pages of another program. Copied as they are,
//! they would show readers what front matter is to keep from them.

use std::path::Path;

use rayon::prelude::*;

use super::disk;
use super::encoding::without_mark;
use super::source::Asset;
use super::walk::Listing;
use crate::base::site_layout;
use crate::base::{Code, Diagnostic, FilePath, Span};
use crate::content::front_matter::{Raw, RawFormat, look_at_raw};

/// The bytes of each file that are looked at.
const START: u64 = 2 << 10;
/// The bytes that are looked at if these may be the start of front matter.
const MOST: u64 = 256 << 10;

/// Takes such files from the assets of a listing to its sources, where they are documents that cannot be read: what
/// belongs to them is withheld with them. What cannot be read now is told when it is to be copied.
pub(super) fn set_aside(root: &Path, listing: &mut Listing) -> Vec<Diagnostic> {
    let places: Vec<Option<Span>> = listing
        .assets
        .par_iter()
        .map(|asset| front_matter_of(root, asset))
        .collect();
    if places.iter().all(Option::is_none) {
        return Vec::new();
    }
    let mut diagnostics = Vec::new();
    let mut kept = Vec::with_capacity(listing.assets.len());
    for (asset, place) in std::mem::take(&mut listing.assets).into_iter().zip(places) {
        match place {
            Some(place) => {
                diagnostics.push(diagnostic(&asset.file, place));
                listing.sources.push(asset.file);
            }
            None => kept.push(asset),
        }
    }
    listing.assets = kept;
    listing.sources.sort();
    diagnostics
}

/// Where front matter starts in a file.
fn front_matter_of(root: &Path, asset: &Asset) -> Option<Span> {
    if asset.size == 0 {
        return None;
    }
    let named = match asset.file.extension().to_ascii_lowercase().as_str() {
        "yaml" | "yml" => RawFormat::Yaml,
        _ => RawFormat::Other,
    };
    let look = |most| {
        disk::read_start(root, &asset.file, most)
            .map(|bytes| look_at_raw(without_mark(&bytes), named))
    };
    let found = match look(START).ok()? {
        Raw::Open(_) if asset.size > START => look(MOST).ok()?,
        found => found,
    };
    match found {
        Raw::With(place) => Some(place),
        Raw::Open(place) => place,
        Raw::Without => None,
    }
}

fn diagnostic(file: &FilePath, place: Span) -> Diagnostic {
    let name = file.name();
    let stem = file.stem();
    let stem = stem.strip_suffix(".md").unwrap_or(stem);
    let message =
        format!("`{name}` starts with front matter but is not Markdown, so it is not published");
    let path =
        quoted(site_layout::below(site_layout::CONTENT, file.as_str()).unwrap_or(file.as_str()));
    Diagnostic::new(Code::UnreadableFrontMatter, message)
        .at(file, place, "")
        .help(format!("to make it a page, rename it to `{stem}.md`"))
        .help(format!(
            "if it is not for readers, move it out of `content`, or write `ignore: [{path}]` in site.yaml"
        ))
        .help("to publish it as it is, delete its front matter")
}

/// A path as YAML takes it in a list on one line.
fn quoted(path: &str) -> String {
    if path
        .chars()
        .all(|c| c.is_alphanumeric() || "/-_.".contains(c))
    {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', "''"))
    }
}
