//! Documents are in a folder whose name is nearly that of a kind, and so have become
//! plain pages. `copublish check` finds this; it is a warning.
//!
//! ## Example
//!
//! Blogs are the files in `content/blogs/`, but the site has
//!
//! ```text
//! content/blog/2012-06-29-regional-initiatives.md
//! ```
//!
//! ## What to do
//!
//! Rename the folder to `blogs`. If its documents are plain pages on purpose, allow it
//! in site.yaml:
//!
//! ```text
//! checks: {wrong-folder: allow}
//! ```
//!
//! ## Why it matters
//!
//! As plain pages, the documents are in no list and no feed, and their fields have no
//! meaning.

use std::collections::BTreeMap;

use crate::base::site_layout;
use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::config::{Kind, Kinds};
use crate::document::Outline;
use crate::graph::Node;

pub(super) const RULE: Rule = Rule::of_site(Code::WrongFolder, check);

/// Finds folders right below `content` with the name of a kind that has another folder, each once.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let mut folders: BTreeMap<&str, Vec<&Outline>> = BTreeMap::new();
    let public = site.graph.nodes().map(Node::outline);
    for outline in public.filter(|outline| is_plain_page(outline)) {
        let below = site_layout::below(site_layout::CONTENT, outline.file.as_str());
        if let Some((folder, _)) = below.and_then(|path| path.split_once('/')) {
            folders.entry(folder).or_default().push(outline);
        }
    }
    for (folder, pages) in folders {
        if let (Some(kind), Some(first)) = (meant(folder, site.kinds), pages.first()) {
            found.push(diagnostic(folder, kind, first));
        }
    }
}

/// True for a plain page that a folder holds.
fn is_plain_page(outline: &Outline) -> bool {
    outline.kind == "page" && !outline.location.introduces_list
}

/// The kind whose documents an author may have put into a folder: it is called like the kind, like several of it, or like
/// its folder but for capitals, hyphens and an `s`.
fn meant<'k>(folder: &str, kinds: &'k Kinds) -> Option<&'k Kind> {
    let written = plain(folder);
    kinds.iter().find(|kind| {
        let Some(own) = kind.folder.as_deref().filter(|own| *own != folder) else {
            return false;
        };
        let names = [own, &kind.name, &kind.plural];
        !own.is_empty() && names.iter().any(|name| plain(name) == written)
    })
}

fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    let letters: String = letters.flat_map(char::to_lowercase).collect();
    letters.strip_suffix('s').unwrap_or(&letters).to_owned()
}

fn diagnostic(folder: &str, kind: &Kind, first: &Outline) -> Diagnostic {
    let (plural, own) = (
        kind.plural.to_lowercase(),
        kind.folder.as_deref().unwrap_or_default(),
    );
    let message = format!(
        "the documents in content/{folder}/ are plain pages: {plural} are in content/{own}/"
    );
    Diagnostic::new(Code::WrongFolder, message)
        .in_file(&first.file)
        .help(format!("rename the folder to `{own}`"))
        .help("if they are pages on purpose, write `checks: {wrong-folder: allow}` in site.yaml")
}
