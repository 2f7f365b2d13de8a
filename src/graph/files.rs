//! Which files of `content/` are public, and where they are: those that hidden documents link to are withheld, unless
//! something public links to them too.

use std::collections::HashSet;

use rayon::prelude::*;

use super::finding::{Finding, Reported};
use super::id::{AssetId, FileId};
use super::index::DocIndex;
use super::names::{Names, Thing};
use super::target::split_behind;
use super::targets::Targets;
use crate::base::site_layout;
use crate::base::{Code, FilePath, Url};
use crate::content::{Asset, folder_like_drafts, is_for_templates};
use crate::document::{Lifecycle, LinkRole, Structure};

/// The files of `content/`.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// Those that readers may have.
    pub public: Vec<(Asset, Url)>,
    /// What became of each.
    states: Vec<State>,
}

/// What became of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It is public.
    Public(AssetId),
    /// It would be public, but its name can be no part of an address, which is reported.
    Nameless,
    /// It is not public.
    Withheld,
    /// It is not public because of a document that cannot be read or understood, which is reported.
    WithReported,
}

/// Publishes all files but those that are withheld.
pub(super) fn publish(names: &Names, targets: &Targets) -> Reported<Files> {
    let withheld = withheld(names, targets);
    let reported = with_reported(names, targets);
    let (mut public, mut diagnostics) = (Vec::new(), Vec::new());
    let assets = names.index.input.assets.iter().enumerate();
    let state = |(at, asset): (usize, &Asset)| {
        let file = FileId::new(at);
        if withheld.contains(&file) {
            return if reported.contains(&file) {
                State::WithReported
            } else {
                State::Withheld
            };
        }
        match names.url_of(file) {
            Ok(url) => {
                public.push((asset.clone(), url.clone()));
                State::Public(AssetId::new(public.len() - 1))
            }
            Err(why) => {
                diagnostics.push(nameless(&asset.file, why));
                State::Nameless
            }
        }
    };
    let states = assets.map(state).collect();
    Reported {
        value: Files { public, states },
        diagnostics,
    }
}

impl Files {
    /// What became of a file.
    pub fn state(&self, file: FileId) -> State {
        self.states
            .get(file.index())
            .copied()
            .unwrap_or(State::Withheld)
    }
}

fn nameless(file: &FilePath, why: &str) -> Finding {
    let message = format!("this file cannot be published under its name: {why}");
    Finding::new(Code::InvalidAddress, message)
        .in_file(file)
        .help("give it, or its folder, a name of letters, digits and hyphens")
}

/// The files that are not public. What belongs to a hidden document is not, whoever links to it.
fn withheld(names: &Names, targets: &Targets) -> HashSet<FileId> {
    let mut pending = PendingFiles::new(names, targets);
    if !pending.linked.is_empty() || !pending.mentioned.is_empty() {
        for (role, file) in named_by_public(names, targets) {
            pending.publish(file, role);
        }
    }
    let index = names.index;
    let never = each_file(index)
        .filter(|(_, file)| index.is_of_hidden(file) || file.as_str() == site_layout::GLOSSARY);
    let never = never.map(|(id, _)| id);
    pending
        .linked
        .into_iter()
        .chain(pending.mentioned)
        .chain(never)
        .collect()
}

fn each_file<'i>(index: &DocIndex<'i>) -> impl Iterator<Item = (FileId, &'i FilePath)> {
    let assets = index.input.assets.iter().enumerate();
    assets.map(|(at, asset)| (FileId::new(at), &asset.file))
}

/// Files that are public only if something public names them.
struct PendingFiles {
    /// A hidden document links to them.
    linked: HashSet<FileId>,
    /// A hidden document mentions them.
    mentioned: HashSet<FileId>,
}

impl PendingFiles {
    fn new(names: &Names, targets: &Targets) -> PendingFiles {
        let index = names.index;
        let (mentioned, linked): (Vec<_>, Vec<_>) = named_by_hidden(names, targets)
            .into_iter()
            .partition(|(role, _)| *role == LinkRole::Mention);
        let of_named = |named: Vec<(LinkRole, FileId)>| named.into_iter().map(|(_, file)| file);
        let mut pending = PendingFiles {
            linked: of_named(linked).collect(),
            mentioned: of_named(mentioned).collect(),
        };
        // What cannot be read may name any of them.
        let mut hidden = index.hidden.iter();
        let names_any = hidden.any(|structure| structure.lifecycle == Lifecycle::Lost);
        let others = each_file(index).filter(|(_, file)| {
            names_any || is_for_templates(file) || index.unclear_folders.delay(file)
        });
        pending.linked.extend(others.map(|(id, _)| id));
        pending
    }

    /// Takes note of a file that something public names. A mention is enough for a file that is only mentioned elsewhere
    /// too, and not for one that waits for its link.
    fn publish(&mut self, file: FileId, role: LinkRole) {
        self.mentioned.remove(&file);
        if role != LinkRole::Mention {
            self.linked.remove(&file);
        }
    }
}

/// The files that belong to documents that cannot be read or understood, or are named by them.
fn with_reported(names: &Names, targets: &Targets) -> HashSet<FileId> {
    let named = names.index.hidden.iter().zip(&targets.hidden);
    let named = named.filter(|(structure, _)| is_reported(structure));
    let named = named.flat_map(|(_, things)| things);
    let mut files: HashSet<FileId> = named.flat_map(|thing| names.files_of(thing)).collect();
    files.extend(below_reported(names));
    files
}

/// The files in the folders of documents that cannot be read or understood.
fn below_reported(names: &Names) -> impl Iterator<Item = FileId> {
    let hidden = names.index.hidden.iter();
    let reported = hidden.filter(|structure| is_reported(structure));
    let folders: HashSet<&str> = reported
        .flat_map(|structure| folders_of(structure))
        .collect();
    let assets = names.index.input.assets.iter().enumerate();
    assets.filter_map(move |(at, asset)| {
        let path = asset.file.as_str();
        let mut above = path.match_indices('/').map(|(end, _)| &path[..end]);
        let is_below = above.any(|folder| folders.contains(folder));
        is_below.then(|| FileId::new(at))
    })
}

/// Its own folder, and one whose name made it unclear whether it is public.
fn folders_of(structure: &Structure) -> impl Iterator<Item = &str> {
    let file = &structure.file;
    let own = file.is_index().then(|| file.folder());
    own.into_iter().chain(folder_like_drafts(file))
}

/// True for a document that is hidden because of what is wrong with it.
fn is_reported(structure: &Structure) -> bool {
    structure.lifecycle.terms().is_none()
}

fn named_by_hidden(names: &Names, targets: &Targets) -> Vec<(LinkRole, FileId)> {
    let links = names.index.hidden.iter().zip(&targets.hidden);
    let links = links.flat_map(|(structure, things)| structure.links.iter().zip(things));
    // A name that several files have means none of them for certain. All are withheld then, and only a path makes one
    // of them public.
    let named = links.flat_map(|(link, thing)| {
        let all = if *thing == Thing::SharedName {
            names.called(split_behind(&link.target).0)
        } else {
            &[]
        };
        names
            .files_of(thing)
            .chain(all.iter().copied())
            .map(|file| (link.role, file))
    });
    named.collect()
}

fn named_by_public(names: &Names, targets: &Targets) -> Vec<(LinkRole, FileId)> {
    let of_settings = targets
        .settings
        .iter()
        .flat_map(|thing| names.files_of(thing));
    let of_documents = names
        .index
        .public
        .par_iter()
        .zip(&targets.public)
        .flat_map_iter(|(summary, things)| {
            let links = summary.structure.links.iter().zip(things);
            links.flat_map(|(link, thing)| names.files_of(thing).map(|file| (link.role, file)))
        });
    let mut named: Vec<(LinkRole, FileId)> = of_documents.collect();
    named.extend(of_settings.map(|file| (LinkRole::Target, file)));
    named
}
