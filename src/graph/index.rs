//! What nearly every stage asks about every document, read once. Reading all outlines of a large site takes as long
//! as a small stage, since they do not fit into the processor's cache.

use std::cmp::Reverse;
use std::collections::HashSet;

use rayon::prelude::*;

use super::id::NodeId;
use super::input::{Drafts, Input};
use super::publication::Visible;
use super::shared_ids::SharedIds;
use crate::base::site_layout;
use crate::base::{FilePath, Lookup};
use crate::config::Kind;
use crate::content::is_in_drafts;
use crate::document::{Document, Outline};

/// All documents, by what they are looked up by.
pub(super) struct DocIndex<'i> {
    pub input: &'i Input<'i>,
    /// Whether the site has feeds: they consist of whole URLs.
    pub has_feeds: bool,
    /// The public documents.
    pub public: Vec<DocSummary<'i>>,
    /// The documents that are not public.
    pub hidden: Vec<&'i Outline>,
    /// The folders whose files belong to one of these.
    hidden_folders: HashSet<&'i str>,
    /// Those of them that cannot be read, and their parts: the error there says all that links to them could say.
    reported: HashSet<&'i FilePath>,
    /// Documents by id.
    pub ids: SharedIds<'i>,
    /// Public documents by file.
    files: Lookup<&'i str, NodeId>,
    /// The first document that introduces the list of a folder, by the folder.
    introductions: Lookup<&'i str, NodeId>,
    /// All documents of each kind, newest first.
    by_kind: Lookup<&'i str, Vec<NodeId>>,
    /// The rank of each among all of them, newest first.
    ranks: Vec<u32>,
}

/// What most stages need of a public document.
pub(super) struct DocSummary<'i> {
    pub outline: &'i Outline,
    pub kind: Option<&'i Kind>,
    /// Whether lists, feeds and collections include it.
    pub is_listed: bool,
    /// True for the `index.md` of a kind's own folder.
    pub introduces_list: bool,
}

impl<'i> DocIndex<'i> {
    /// Looks at all documents.
    pub fn new(visible: &Visible<'i>, input: &'i Input<'i>) -> DocIndex<'i> {
        let public: Vec<DocSummary> = visible
            .public
            .par_iter()
            .map(|document| DocSummary::new(document, input))
            .collect();
        let hidden: Vec<&Outline> = visible
            .hidden
            .iter()
            .map(|document| &document.outline)
            .collect();
        let ((ids, files), order) = rayon::join(
            || {
                (
                    SharedIds::new(public.iter().map(|summary| summary.outline), &hidden),
                    files(&public),
                )
            },
            || newest_first(&public),
        );
        let mut by_kind: Lookup<&str, Vec<NodeId>> = Lookup::default();
        let mut ranks = vec![0; public.len()];
        for (rank, id) in (0..).zip(order) {
            ranks[id.index()] = rank;
            by_kind
                .entry(&public[id.index()].outline.kind)
                .or_default()
                .push(id);
        }
        let hidden_folders = hidden
            .iter()
            .filter_map(|outline| own_folder(outline))
            .collect();
        DocIndex {
            input,
            has_feeds: input.site.base_url.is_some(),
            reported: unreadable(&hidden),
            introductions: introductions(&public),
            public,
            hidden,
            hidden_folders,
            ids,
            files,
            by_kind,
            ranks,
        }
    }

    /// True if a link to this hidden document is not reported, since the document's own error says enough.
    pub fn is_reported(&self, hidden: &Outline) -> bool {
        self.reported.contains(&hidden.file)
    }

    /// True for a file that belongs to a document that is not public.
    pub fn is_of_hidden(&self, file: &FilePath) -> bool {
        let path = file.as_str();
        self.input.drafts == Drafts::Hide && is_in_drafts(file)
            || !self.hidden_folders.is_empty()
                && path
                    .match_indices('/')
                    .any(|(at, _)| self.hidden_folders.contains(&path[..at]))
    }

    pub fn summary(&self, id: NodeId) -> &DocSummary<'i> {
        &self.public[id.index()]
    }

    /// What others may know of a document.
    pub fn outline(&self, id: NodeId) -> &'i Outline {
        self.summary(id).outline
    }

    /// The public documents with their ids.
    pub fn each(&self) -> impl Iterator<Item = (NodeId, &DocSummary<'i>)> {
        self.public
            .iter()
            .enumerate()
            .map(|(at, summary)| (NodeId::new(at), summary))
    }

    /// The public document of a file.
    pub fn in_file(&self, file: &str) -> Option<NodeId> {
        self.files.get(file).copied()
    }

    /// The document that introduces the list of a folder.
    pub fn introduction(&self, folder: &str) -> Option<NodeId> {
        self.introductions.get(folder).copied()
    }

    /// All documents of a kind, newest first, also those without a page.
    pub fn of_kind(&self, kind: &str) -> &[NodeId] {
        self.by_kind.get(kind).map_or(&[], Vec::as_slice)
    }

    /// The rank of a document among all: newest first, undated last, then by id and file.
    pub fn rank(&self, id: NodeId) -> u32 {
        self.ranks.get(id.index()).copied().unwrap_or(u32::MAX)
    }
}

impl<'i> DocSummary<'i> {
    fn new(document: &'i Document, input: &'i Input) -> DocSummary<'i> {
        let outline = &document.outline;
        DocSummary {
            outline,
            kind: input.kinds.find(&outline.kind),
            is_listed: is_listed(outline),
            introduces_list: outline.location.introduces_list,
        }
    }
}

fn unreadable<'i>(hidden: &[&'i Outline]) -> HashSet<&'i FilePath> {
    let unreadable = hidden
        .iter()
        .filter(|outline| outline.lifecycle.is_unreadable());
    let mut found: HashSet<&FilePath> = unreadable.map(|outline| &outline.file).collect();
    let mut before = 0;
    while before != found.len() {
        before = found.len();
        let is_part = |outline: &&&Outline| {
            outline
                .owner
                .as_ref()
                .is_some_and(|owner| found.contains(owner))
        };
        let parts: Vec<&FilePath> = hidden
            .iter()
            .filter(is_part)
            .map(|outline| &outline.file)
            .collect();
        found.extend(parts);
    }
    found
}

fn files<'i>(public: &[DocSummary<'i>]) -> Lookup<&'i str, NodeId> {
    public
        .iter()
        .enumerate()
        .map(|(at, summary)| (summary.outline.file.as_str(), NodeId::new(at)))
        .collect()
}

fn introductions<'i>(public: &[DocSummary<'i>]) -> Lookup<&'i str, NodeId> {
    let mut found = Lookup::default();
    for (at, summary) in public.iter().enumerate() {
        let folder = summary.outline.location.own_folder.as_deref();
        if let Some(folder) = folder
            && summary.introduces_list
        {
            found.entry(folder).or_insert(NodeId::new(at));
        }
    }
    found
}

/// Most lists are in this order: it is worked out once, and they are sorted by numbers.
fn newest_first(public: &[DocSummary]) -> Vec<NodeId> {
    let public = public.iter().enumerate();
    let mut order: Vec<_> = public
        .map(|(at, DocSummary { outline, .. })| {
            let date = outline.meta.date.as_ref().map(|date| date.instant);
            (
                Reverse(date),
                outline.id.as_str(),
                &outline.file,
                NodeId::new(at),
            )
        })
        .collect();
    order.par_sort_unstable();
    order.into_iter().map(|(.., id)| id).collect()
}

/// Withdrawn and superseded documents keep their pages but leave lists and feeds.
pub(super) fn is_listed(outline: &Outline) -> bool {
    outline.meta.status.is_listed()
}

/// The folder whose files belong to a document.
pub(super) fn own_folder(outline: &Outline) -> Option<&str> {
    if outline.location.introduces_list {
        return None;
    }
    let folder = outline.location.own_folder.as_deref();
    // A home page's own folder is all of `content/`: it owns no file.
    folder.filter(|folder| *folder != site_layout::CONTENT)
}
