//! What nearly every stage asks about every document, read once. Reading all structures of a large site takes as long
//! as a small stage, since they do not fit into the processor's cache.

use std::cmp::Reverse;
use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::id::NodeId;
use super::input::{Drafts, Input};
use super::publication::{PublicationStatus, Visible, add_parts, hidden_because};
use super::shared_ids::SharedIds;
use super::unclear_folders::UnclearFolders;
use super::words::WordReader;
use crate::base::site_layout;
use crate::base::{FilePath, IdOrder, LanguageId, TextMap};
use crate::config::{Kind, Languages, Menu};
use crate::content::is_in_drafts;
use crate::document::{Document, Structure, Value, is_wording};

/// All documents, by what they are looked up by.
pub(super) struct DocIndex<'i> {
    pub input: &'i Input<'i>,
    /// Whether the site has feeds: they consist of whole URLs.
    pub has_feeds: bool,
    /// The words of all documents.
    pub words: WordReader<'i>,
    /// The public documents.
    pub public: Vec<DocSummary<'i>>,
    /// The documents that are not public.
    pub hidden: Vec<&'i Structure>,
    /// The folders whose files belong to one of these.
    hidden_folders: HashSet<&'i str>,
    /// The folders that are called nearly as one of drafts, and in which it is unclear whether files are public.
    pub unclear_folders: UnclearFolders<'i>,
    /// Those of them that cannot be read, and their parts: the error there says all that links to them could say.
    reported: HashSet<&'i FilePath>,
    /// Documents by id.
    pub ids: SharedIds<'i>,
    /// Public documents by file.
    files: TextMap<&'i str, NodeId>,
    /// The first document that introduces the list of a folder, by its language and the folder below `content/`.
    introductions: TextMap<(LanguageId, &'i str), NodeId>,
    /// On a site in several languages, public documents by language and shared path.
    by_shared_name: TextMap<(LanguageId, &'i str), NodeId>,
    /// All documents of each kind, newest first.
    by_kind: TextMap<&'i str, Vec<NodeId>>,
    /// The rank of each among all of them, newest first.
    ranks: Vec<u32>,
}

/// What most stages need of a public document.
pub(super) struct DocSummary<'i> {
    pub structure: &'i Structure,
    pub kind: Option<&'i Kind>,
    /// Whether lists, feeds and collections include it.
    pub is_listed: bool,
    /// True for the `index.md` of a kind's own folder.
    pub introduces_list: bool,
}

impl<'i> DocIndex<'i> {
    /// Looks at all documents.
    pub fn new(visible: &Visible<'i>, input: &'i Input<'i>) -> DocIndex<'i> {
        let public = visible.public.par_iter();
        let public = public.map(|document| DocSummary::new(document, input));
        let public: Vec<DocSummary> = public.collect();
        let hidden = structures(&visible.hidden);
        let of_public = public.iter().map(|summary| summary.structure);
        let ((ids, files), order) = rayon::join(
            || (SharedIds::new(of_public, &hidden), files(&public)),
            || newest_first(&public),
        );
        DocIndex {
            input,
            has_feeds: input.site.base_url.is_some(),
            words: WordReader::new(&visible.public, &visible.hidden),
            hidden_folders: own_folders(&hidden),
            unclear_folders: UnclearFolders::new(input, &public),
            reported: unreadable(&hidden),
            introductions: introductions(&public),
            by_shared_name: by_shared_name(&public),
            by_kind: by_kind(&public, &order),
            ranks: ranks(&order),
            public,
            hidden,
            ids,
            files,
        }
    }

    /// Documents that are to be public one day, by their places among the hidden ones: their mistakes are counted, so that
    /// their authors can know before the day comes.
    pub fn to_come(&self) -> Vec<usize> {
        let now = self.input.now;
        let reasons = hidden_because(self.hidden.iter().copied(), now);
        let is_to_come = |structure: &Structure| {
            let reason = reasons.get(&structure.file);
            let status = reason.map(|reason| PublicationStatus::at(reason, now));
            matches!(
                status,
                Some(PublicationStatus::Draft | PublicationStatus::Scheduled)
            )
        };
        let hidden = self.hidden.iter().enumerate();
        hidden
            .filter(|(_, structure)| is_to_come(structure))
            .map(|(at, _)| at)
            .collect()
    }

    /// True if a link to this hidden document is not reported, since the document's own error says enough.
    pub fn is_reported(&self, hidden: &Structure) -> bool {
        self.reported.contains(&hidden.file)
    }

    /// True for a file that belongs to a document that is not public.
    pub fn is_of_hidden(&self, file: &FilePath) -> bool {
        let path = file.as_str();
        self.input.drafts == Drafts::Hide && is_in_drafts(file)
            || self.unclear_folders.withhold(file)
            || !self.hidden_folders.is_empty()
                && path
                    .match_indices('/')
                    .any(|(at, _)| self.hidden_folders.contains(&path[..at]))
    }

    pub fn summary(&self, id: NodeId) -> &DocSummary<'i> {
        &self.public[id.index()]
    }

    /// What a document is, and what it links to.
    pub fn structure(&self, id: NodeId) -> &'i Structure {
        self.summary(id).structure
    }

    /// The value of a field of a document, also of one that holds words.
    pub fn field(&self, id: NodeId, name: &str) -> Option<&'i Value> {
        let own = self.structure(id).fields.get(name);
        if own.is_some() || !is_wording(name) {
            return own;
        }
        self.words.of(id).fields.get(name)
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

    /// The document that introduces the list of a folder in a language.
    pub fn introduction(&self, folder: &str, language: LanguageId) -> Option<NodeId> {
        self.introductions.get(&(language, folder)).copied()
    }

    /// The languages of the site.
    pub fn languages(&self) -> &'i Languages {
        &self.input.site.languages
    }

    /// The menus of a language itself.
    pub fn own_menus(&self, language: LanguageId) -> &'i [Menu] {
        let own = self.languages().get(language).menus.as_deref();
        own.unwrap_or_default()
    }

    /// The menus for readers of a language.
    pub fn menus_in(&self, language: LanguageId) -> impl Iterator<Item = &'i Menu> {
        let own = self.own_menus(language).iter();
        own.chain(self.shared_menus(language))
    }

    /// The menus of the site that a language does not have itself.
    pub fn shared_menus(&self, language: LanguageId) -> impl Iterator<Item = &'i Menu> {
        let own = self.own_menus(language);
        let is_shared = |menu: &&Menu| own.iter().all(|other| other.name != menu.name);
        self.input.site.menus.iter().filter(is_shared)
    }

    /// The language of the site that a document belongs to.
    pub fn language(&self, id: NodeId) -> LanguageId {
        self.structure(id).location.language
    }

    /// The document in a language at a path that says none: `content/about.md` for `content/cy/about.md`.
    pub fn with_shared_path(&self, path: &str, language: LanguageId) -> Option<NodeId> {
        if self.by_shared_name.is_empty() {
            return None;
        }
        let name = shared_name(path);
        self.by_shared_name.get(&(language, name)).copied()
    }

    /// The documents that an id means to a reader of a language: of those of one kind, the one in this language, else
    /// the one in the default language.
    pub fn called(&self, id: &str, language: LanguageId) -> impl Iterator<Item = NodeId> {
        let is_meant = move |node: &NodeId| self.is_meant(*node, id, language);
        self.ids.called(id).filter(is_meant)
    }

    fn is_meant(&self, node: NodeId, id: &str, language: LanguageId) -> bool {
        if !self.languages().tags.are_several() {
            return true;
        }
        let distance = |node: NodeId| match self.language(node) {
            own if own == language => 0,
            LanguageId::DEFAULT => 1,
            LanguageId(other) => 1 + u16::from(other),
        };
        let kind = &self.structure(node).kind;
        let mut others = self.ids.called(id);
        !others.any(|other| self.structure(other).kind == *kind && distance(other) < distance(node))
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
        let structure = &document.outline.structure;
        DocSummary {
            structure,
            kind: input.kinds.find(&structure.kind),
            is_listed: is_listed(structure),
            introduces_list: structure.location.introduces_list(),
        }
    }
}

/// The files that cannot be read, and those of their parts.
fn unreadable<'i>(hidden: &[&'i Structure]) -> HashSet<&'i FilePath> {
    let unreadable = hidden
        .iter()
        .filter(|structure| structure.lifecycle.is_unreadable());
    let mut found = unreadable.map(|structure| &structure.file).collect();
    add_parts(&mut found, || hidden.iter().copied());
    found
}

fn files<'i>(public: &[DocSummary<'i>]) -> TextMap<&'i str, NodeId> {
    public
        .iter()
        .enumerate()
        .map(|(at, summary)| (summary.structure.file.as_str(), NodeId::new(at)))
        .collect()
}

fn introductions<'i>(public: &[DocSummary<'i>]) -> TextMap<(LanguageId, &'i str), NodeId> {
    let mut found = TextMap::default();
    for (at, summary) in public.iter().enumerate() {
        let location = &summary.structure.location;
        if let Some(folder) = location.introduces.as_deref() {
            let place = (location.language, folder);
            found.entry(place).or_insert(NodeId::new(at));
        }
    }
    found
}

fn by_shared_name<'i>(public: &[DocSummary<'i>]) -> TextMap<(LanguageId, &'i str), NodeId> {
    let mut found = TextMap::default();
    for (at, summary) in public.iter().enumerate() {
        let location = &summary.structure.location;
        if let Some(name) = &location.shared_name {
            let place = (location.language, name.as_str());
            found.entry(place).or_insert(NodeId::new(at));
        }
    }
    found
}

/// A path without its extension; a folder and its index are one.
fn shared_name(path: &str) -> &str {
    let name = path.strip_suffix(".md").unwrap_or(path);
    let folder = name
        .strip_suffix("/index")
        .or_else(|| name.strip_suffix("/_index"));
    folder.unwrap_or(name)
}

/// Most lists are in this order: it is worked out once, and they are sorted by numbers.
fn newest_first(public: &[DocSummary]) -> Vec<NodeId> {
    let public = public.iter().enumerate();
    let mut order: Vec<_> = public
        .map(|(at, DocSummary { structure, .. })| {
            let date = structure.meta.date.as_ref().map(|date| date.instant);
            (
                Reverse(date),
                IdOrder(&structure.id),
                &structure.file,
                NodeId::new(at),
            )
        })
        .collect();
    order.par_sort_unstable();
    order.into_iter().map(|(.., id)| id).collect()
}

/// The place of each document in an order.
fn ranks(order: &[NodeId]) -> Vec<u32> {
    let mut ranks = vec![0; order.len()];
    for (rank, id) in (0..).zip(order) {
        ranks[id.index()] = rank;
    }
    ranks
}

/// The documents of each kind, in an order of all.
fn by_kind<'i>(public: &[DocSummary<'i>], order: &[NodeId]) -> TextMap<&'i str, Vec<NodeId>> {
    let mut by_kind: TextMap<&str, Vec<NodeId>> = TextMap::default();
    for id in order {
        let kind = public[id.index()].structure.kind.as_str();
        by_kind.entry(kind).or_default().push(*id);
    }
    by_kind
}

/// Withdrawn and superseded documents keep their pages but leave lists and feeds.
pub(super) fn is_listed(structure: &Structure) -> bool {
    structure.meta.status.is_listed()
}

fn structures<'d>(documents: &[&'d Arc<Document>]) -> Vec<&'d Structure> {
    let structures = documents.iter();
    structures
        .map(|document| &*document.outline.structure)
        .collect()
}

fn own_folders<'s>(documents: &[&'s Structure]) -> HashSet<&'s str> {
    let folders = documents.iter();
    folders
        .filter_map(|document| own_folder(document))
        .collect()
}

/// The folder whose files belong to a document.
pub(super) fn own_folder(structure: &Structure) -> Option<&str> {
    if structure.location.introduces_list() {
        return None;
    }
    let folder = structure.location.own_folder.as_deref();
    // A home page's own folder is all of `content/`: it owns no file.
    folder.filter(|folder| *folder != site_layout::CONTENT)
}
