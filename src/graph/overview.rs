//! What nearly every step asks of every document, read once. Each look at all outlines of a large site costs
//! as much as a small step of its own, since they do not fit into the processor's cache.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::ids::Ids;
use super::listing::is_listed;
use super::{Drafts, Input, NodeId};
use crate::base::site_layout;
use crate::base::{FilePath, Lookup};
use crate::config::Kind;
use crate::content::is_in_drafts;
use crate::document::{Document, Outline};

/// All public documents at a glance, by their nodes.
pub(super) struct Overview<'i> {
    /// What is being linked.
    pub input: &'i Input<'i>,
    /// The public documents.
    pub briefs: Vec<Brief<'i>>,
    /// The documents that are not public.
    pub hidden: Vec<&'i Outline>,
    /// The folders whose files belong to one of these.
    hidden_folders: HashSet<&'i str>,
    /// Those of them that cannot be read, or are parts of such: the error there says all that links to them could say.
    told: HashSet<&'i FilePath>,
    /// Documents by id.
    pub ids: Ids<'i>,
    /// Public documents by file.
    files: Lookup<&'i str, NodeId>,
    /// All documents of each kind, newest first.
    by_kind: Lookup<&'i str, Vec<NodeId>>,
    /// The place of each among all of them, newest first.
    newest: Vec<u32>,
}

/// A public document in short.
pub(super) struct Brief<'i> {
    /// What others may know of it.
    pub outline: &'i Outline,
    /// Its kind.
    pub kind: Option<&'i Kind>,
    /// Whether lists, feeds and collections take it in.
    pub is_listed: bool,
    /// True for the `index.md` of a kind's own folder.
    pub introduces_list: bool,
}

impl<'i> Overview<'i> {
    /// Looks at all documents.
    pub fn new(
        public: &[&'i Arc<Document>],
        hidden: &[&'i Arc<Document>],
        input: &'i Input<'i>,
    ) -> Overview<'i> {
        let briefs: Vec<Brief> = public
            .par_iter()
            .map(|document| Brief::new(document, input))
            .collect();
        let hidden: Vec<&Outline> = hidden.iter().map(|document| &document.outline).collect();
        let ((ids, files), order) = rayon::join(
            || (Ids::new(&briefs, &hidden), files(&briefs)),
            || newest_first(&briefs),
        );
        let mut by_kind: Lookup<&str, Vec<NodeId>> = Lookup::default();
        let mut newest = vec![0; briefs.len()];
        for (place, id) in (0..).zip(order) {
            newest[id.index()] = place;
            by_kind
                .entry(&briefs[id.index()].outline.kind)
                .or_default()
                .push(id);
        }
        let hidden_folders = hidden
            .iter()
            .filter_map(|outline| own_folder(outline))
            .collect();
        let told = told(&hidden);
        Overview {
            input,
            briefs,
            hidden,
            hidden_folders,
            told,
            ids,
            files,
            by_kind,
            newest,
        }
    }

    /// True if whoever links to this hidden document need not be told so, since its error says enough.
    pub fn is_told(&self, hidden: &Outline) -> bool {
        self.told.contains(&hidden.file)
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

    /// A document.
    pub fn brief(&self, id: NodeId) -> &Brief<'i> {
        &self.briefs[id.index()]
    }

    /// What others may know of a document.
    pub fn outline(&self, id: NodeId) -> &'i Outline {
        self.brief(id).outline
    }

    /// All documents with their ids.
    pub fn each(&self) -> impl Iterator<Item = (NodeId, &Brief<'i>)> {
        self.briefs
            .iter()
            .enumerate()
            .map(|(at, brief)| (NodeId::new(at), brief))
    }

    /// The public document that stands in a file.
    pub fn in_file(&self, file: &str) -> Option<NodeId> {
        self.files.get(file).copied()
    }

    /// All documents of a kind, newest first, also those without a page.
    pub fn of_kind(&self, kind: &str) -> &[NodeId] {
        self.by_kind.get(kind).map_or(&[], Vec::as_slice)
    }

    /// The place of a document among all, newest first, undated last, then by id and file.
    pub fn place(&self, id: NodeId) -> u32 {
        self.newest.get(id.index()).copied().unwrap_or(u32::MAX)
    }
}

impl<'i> Brief<'i> {
    fn new(document: &'i Document, input: &'i Input) -> Brief<'i> {
        let outline = &document.outline;
        Brief {
            outline,
            kind: input.kinds.find(&outline.kind),
            is_listed: is_listed(outline),
            introduces_list: outline.location.introduces_list,
        }
    }
}

fn told<'i>(hidden: &[&'i Outline]) -> HashSet<&'i FilePath> {
    let unreadable = hidden
        .iter()
        .filter(|outline| outline.lifecycle.is_unreadable());
    let mut told: HashSet<&FilePath> = unreadable.map(|outline| &outline.file).collect();
    let mut before = 0;
    while before != told.len() {
        before = told.len();
        let is_part = |outline: &&&Outline| {
            outline
                .owner
                .as_ref()
                .is_some_and(|owner| told.contains(owner))
        };
        let parts: Vec<&FilePath> = hidden
            .iter()
            .filter(is_part)
            .map(|outline| &outline.file)
            .collect();
        told.extend(parts);
    }
    told
}

fn files<'i>(briefs: &[Brief<'i>]) -> Lookup<&'i str, NodeId> {
    briefs
        .iter()
        .enumerate()
        .map(|(at, brief)| (brief.outline.file.as_str(), NodeId::new(at)))
        .collect()
}

/// Most lists are in this order: it is worked out once, and they are sorted by numbers.
fn newest_first(briefs: &[Brief]) -> Vec<NodeId> {
    let briefs = briefs.iter().enumerate();
    let mut order: Vec<_> = briefs
        .map(|(at, Brief { outline, .. })| {
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

/// The folder whose files belong to a document.
pub(super) fn own_folder(outline: &Outline) -> Option<&str> {
    let folder = outline
        .location
        .own_folder
        .as_deref()
        .filter(|_| !outline.location.introduces_list);
    // A home page's own folder is all of `content/`: it owns no file.
    folder.filter(|folder| *folder != site_layout::CONTENT)
}
