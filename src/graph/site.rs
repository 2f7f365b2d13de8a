//! The linked site, as pages and checks ask for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::collection::Collections;
use super::extras::{Extras, FeedUrls};
use super::family::{Family, Parts};
use super::id::{AssetId, ListId, NodeId};
use super::link::{Label, ResolvedLink};
use super::links::Links;
use super::listing::Listing;
use super::navigation::{Breadcrumbs, Crumb, Menu, Surroundings};
use super::redirects::Redirect;
use super::relation::{Inverse, Relations};
use super::route::{Item, Route};
use super::routes::Routes;
use super::table::{Sparse, Table};
use super::tag_index::TagIndex;
use super::thread::Threads;
use crate::base::Url;
use crate::content::Asset;
use crate::document::{Document, Outline};

/// The linked site: its documents, and tables that say how they belong together. The tables hold ids; what a document
/// is called is looked up.
#[derive(Debug, Default)]
pub struct Site {
    pub(super) documents: Table<Arc<Document>>,
    pub(super) hidden: Vec<Arc<Document>>,
    pub(super) next_change: Option<Timestamp>,
    pub(super) routes: Routes,
    pub(super) pages: Table<Option<Url>>,
    pub(super) extras: Extras,
    pub(super) family: Family,
    pub(super) relations: Relations,
    pub(super) threads: Sparse<Threads>,
    pub(super) lists: Vec<Listing>,
    pub(super) tags: Vec<TagIndex>,
    pub(super) assets: Vec<(Asset, Url)>,
    pub(super) links: Links,
    pub(super) collections: Table<Collections>,
    pub(super) surroundings: Surroundings,
    pub(super) breadcrumbs: Breadcrumbs,
    pub(super) menus: Vec<Menu>,
    pub(super) privacy: BTreeMap<String, Crumb>,
    pub(super) redirects: Vec<Option<Redirect>>,
    pub(super) asked_of_theme: BTreeSet<Url>,
}

impl Site {
    /// A public document.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node { site: self, id }
    }

    /// The public documents, sorted by file.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node<'_>> + DoubleEndedIterator {
        (0..self.documents.len()).map(|at| self.node(NodeId::new(at)))
    }

    /// The same, for work on several threads.
    pub fn par_nodes(&self) -> impl IndexedParallelIterator<Item = Node<'_>> {
        let places = (0..self.documents.len()).into_par_iter();
        places.map(|at| self.node(NodeId::new(at)))
    }

    /// The documents that are not public, sorted by file: for those who look after the site, never for a page.
    pub fn hidden(&self) -> &[Arc<Document>] {
        &self.hidden
    }

    /// Every URL of the site with what is there, in the order in which they were claimed.
    pub fn routes(&self) -> &[Route] {
        self.routes.all()
    }

    /// What is at a URL; case and a slash at the end do not count.
    pub fn route(&self, url: &Url) -> Option<&Route> {
        self.routes.find(url)
    }

    /// The lists of kinds; a `ListId` is an index.
    pub fn lists(&self) -> &[Listing] {
        &self.lists
    }

    /// The list of a kind.
    pub fn list(&self, id: ListId) -> Option<&Listing> {
        self.lists.get(id.index())
    }

    /// The indexes of tags, each with its tags' pages.
    pub fn tags(&self) -> &[TagIndex] {
        &self.tags
    }

    /// Old URLs of documents, each with the document it redirects to, in the order in which they were claimed.
    pub fn aliases(&self) -> impl Iterator<Item = (&Url, NodeId)> {
        self.routes().iter().filter_map(|route| match route.item {
            Item::Alias(id) => Some((&route.url, id)),
            _ => None,
        })
    }

    /// URLs that site.yaml redirects.
    pub fn redirects(&self) -> impl Iterator<Item = &Redirect> {
        self.redirects.iter().flatten()
    }

    /// The redirect of a place in the setting; nothing if it leads nowhere, which was reported.
    pub fn redirect(&self, at: usize) -> Option<&Redirect> {
        self.redirects.get(at)?.as_ref()
    }

    /// True if any URL redirects or is gone on purpose.
    pub fn has_old_urls(&self) -> bool {
        let is_old = |route: &Route| matches!(route.item, Item::Alias(_) | Item::Gone(_));
        self.routes().iter().any(is_old) || self.redirects().next().is_some()
    }

    /// URLs that were removed on purpose, sorted.
    pub fn gone(&self) -> Vec<&Url> {
        let routes = self.routes().iter();
        let gone = routes.filter(|route| matches!(route.item, Item::Gone(_)));
        let mut urls: Vec<&Url> = gone.map(|route| &route.url).collect();
        urls.sort();
        urls
    }

    /// Public assets with their URLs; an `AssetId` is an index.
    pub fn assets(&self) -> &[(Asset, Url)] {
        &self.assets
    }

    /// A public asset.
    pub fn asset(&self, id: AssetId) -> Option<&Asset> {
        self.assets.get(id.index()).map(|(asset, _)| asset)
    }

    /// The site's menus with their entries resolved.
    pub fn menus(&self) -> &[Menu] {
        &self.menus
    }

    /// The page on privacy that each kind names for those who comment, by the kind's name; that of the site
    /// by an empty name.
    pub fn privacy(&self) -> &BTreeMap<String, Crumb> {
        &self.privacy
    }

    /// The breadcrumbs of each list and each index and page of tags, by URL.
    pub fn list_crumbs(&self) -> &BTreeMap<Url, Vec<Crumb>> {
        &self.breadcrumbs.lists
    }

    /// The words of a label.
    pub fn label<'s>(&'s self, label: &'s Label) -> &'s str {
        match label {
            Label::Title(id) => &self.node(*id).outline().title,
            Label::Text(text) => text,
        }
    }

    /// The next moment at which the site would change by itself.
    pub fn next_change(&self) -> Option<Timestamp> {
        self.next_change
    }

    /// True if assets under these other URLs would have made the same site.
    pub fn is_same_with(&self, then: &BTreeMap<Url, Url>, now: &BTreeMap<Url, Url>) -> bool {
        self.asked_of_theme
            .iter()
            .all(|url| then.get(url) == now.get(url))
    }
}

/// A public document and everything the site knows about it.
#[derive(Clone, Copy, Debug)]
pub struct Node<'s> {
    site: &'s Site,
    id: NodeId,
}

static NO_PARTS: Parts = BTreeMap::new();
static NO_THREADS: Threads = BTreeMap::new();

impl<'s> Node<'s> {
    /// Its id, the same as long as no file is added or removed.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The document, with its text.
    pub fn document(self) -> &'s Arc<Document> {
        &self.site.documents[self.id]
    }

    /// What others may know of the document.
    pub fn outline(self) -> &'s Outline {
        &self.document().outline
    }

    /// The URL of its page; `None` for kinds without pages.
    pub fn url(self) -> Option<&'s Url> {
        self.site.pages[self.id].as_ref()
    }

    /// The document it is a part of.
    pub fn owner(self) -> Option<NodeId> {
        self.site.family.owners[self.id]
    }

    /// Its parts by name (`chapters`), in order.
    pub fn parts(self) -> &'s BTreeMap<String, Vec<NodeId>> {
        self.site.family.parts.get(self.id).unwrap_or(&NO_PARTS)
    }

    /// Those of its parts that are comments, by the same name, as threads.
    pub fn threads(self) -> &'s Threads {
        self.site.threads.get(self.id).unwrap_or(&NO_THREADS)
    }

    /// For each reference of its outline, the document it names.
    pub fn references(self) -> &'s [Option<NodeId>] {
        &self.site.relations.references[self.id]
    }

    /// Who names it, by the inverse's name, newest first.
    pub fn inverses(self) -> &'s BTreeMap<String, Vec<Inverse>> {
        &self.site.relations.inverses[self.id]
    }

    /// For each link of its outline, where it leads.
    pub fn links(self) -> &'s [ResolvedLink] {
        &self.site.links.to[self.id]
    }

    /// Documents whose text links here, sorted by file.
    pub fn backlinks(self) -> &'s [NodeId] {
        &self.site.links.back[self.id]
    }

    /// Its collections by name.
    pub fn collections(self) -> &'s [(String, Vec<NodeId>)] {
        &self.site.collections[self.id]
    }

    /// The feeds of what names it.
    pub fn feed(self) -> Option<&'s FeedUrls> {
        self.site.extras.feeds.get(self.id)
    }

    /// The URL of its calendar.
    pub fn calendar(self) -> Option<&'s Url> {
        self.site.extras.calendars.get(self.id)
    }

    /// The URL of the page with all its parts.
    pub fn single_page(self) -> Option<&'s Url> {
        self.site.extras.single_pages.get(self.id)
    }

    /// The list of its kind.
    pub fn list(self) -> Option<ListId> {
        self.site.surroundings.lists[self.id]
    }

    /// The one before it in its list or among the parts of its owner.
    pub fn previous(self) -> Option<NodeId> {
        self.site.surroundings.previous[self.id]
    }

    /// The one after it.
    pub fn next(self) -> Option<NodeId> {
        self.site.surroundings.next[self.id]
    }

    /// The pages above it, home first; one slice for all documents of a folder.
    pub fn breadcrumbs(self) -> &'s [Crumb] {
        &self.site.breadcrumbs.documents[self.id]
    }
}
