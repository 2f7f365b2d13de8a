//! The linked site, as pages and checks ask for it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::Timestamp;
use rayon::prelude::*;

use super::node::NodeData;
use super::{
    Comment, Crumb, FeedUrls, Inverse, ListId, Listing, Menu, NodeId, Redirect, ResolvedLink,
    TagIndex,
};
use crate::base::Url;
use crate::content::Asset;
use crate::document::{Document, Outline};

/// The linked site.
#[derive(Debug, Default)]
pub struct Site {
    pub(super) nodes: Vec<NodeData>,
    pub(super) hidden: Vec<Arc<Document>>,
    pub(super) lists: Vec<Listing>,
    pub(super) tags: Vec<TagIndex>,
    pub(super) aliases: Vec<(Url, NodeId)>,
    pub(super) redirects: Vec<Redirect>,
    pub(super) gone: Vec<Url>,
    pub(super) assets: Vec<(Asset, Url)>,
    pub(super) menus: Vec<Menu>,
    pub(super) privacy: BTreeMap<String, Crumb>,
    pub(super) list_crumbs: BTreeMap<Url, Vec<Crumb>>,
    pub(super) next_change: Option<Timestamp>,
    pub(super) asked_of_theme: BTreeSet<Url>,
}

impl Site {
    /// A public document.
    pub fn node(&self, id: NodeId) -> Node<'_> {
        Node {
            data: &self.nodes[id.index()],
            id,
        }
    }

    /// The public documents, sorted by file.
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = Node<'_>> + DoubleEndedIterator {
        self.nodes.iter().enumerate().map(Node::numbered)
    }

    /// The same, side by side.
    pub fn par_nodes(&self) -> impl IndexedParallelIterator<Item = Node<'_>> {
        self.nodes.par_iter().enumerate().map(Node::numbered)
    }

    /// The documents that are not public, sorted by file: for those who look after the site, never for a page.
    pub fn hidden(&self) -> &[Arc<Document>] {
        &self.hidden
    }

    /// The lists of kinds; a `ListId` is an index.
    pub fn lists(&self) -> &[Listing] {
        &self.lists
    }

    /// The list of a kind.
    pub fn list(&self, id: ListId) -> Option<&Listing> {
        self.lists.get(id.0 as usize)
    }

    /// The indexes of tags, each with its tags' pages.
    pub fn tags(&self) -> &[TagIndex] {
        &self.tags
    }

    /// Old URLs in front matter, each with the document it redirects to, sorted.
    pub fn aliases(&self) -> &[(Url, NodeId)] {
        &self.aliases
    }

    /// URLs that site.yaml redirects, sorted.
    pub fn redirects(&self) -> &[Redirect] {
        &self.redirects
    }

    /// URLs that were removed on purpose, sorted.
    pub fn gone(&self) -> &[Url] {
        &self.gone
    }

    /// Public assets; an `AssetId` is an index.
    pub fn assets(&self) -> &[(Asset, Url)] {
        &self.assets
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
        &self.list_crumbs
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

/// A public document and everything the site knows of it.
#[derive(Clone, Copy, Debug)]
pub struct Node<'s> {
    data: &'s NodeData,
    id: NodeId,
}

impl<'s> Node<'s> {
    fn numbered((at, data): (usize, &'s NodeData)) -> Node<'s> {
        Node {
            data,
            id: NodeId::new(at),
        }
    }

    /// Its id, the same as long as no file is added or removed.
    pub fn id(self) -> NodeId {
        self.id
    }

    /// The document, with its text.
    pub fn document(self) -> &'s Arc<Document> {
        &self.data.document
    }

    /// What others may know of the document.
    pub fn outline(self) -> &'s Outline {
        &self.data.document.outline
    }

    /// The URL of its page; `None` for kinds without pages.
    pub fn url(self) -> Option<&'s Url> {
        self.data.url.as_ref()
    }

    /// The document it is a part of.
    pub fn owner(self) -> Option<NodeId> {
        self.data.owner
    }

    /// Its parts by name (`chapters`), in order.
    pub fn parts(self) -> &'s BTreeMap<String, Vec<NodeId>> {
        &self.data.parts
    }

    /// Those of its parts that are comments, by the same name, as threads.
    pub fn threads(self) -> &'s BTreeMap<String, Vec<Comment>> {
        &self.data.threads
    }

    /// For each reference of its outline, the document it names.
    pub fn references(self) -> &'s [Option<NodeId>] {
        &self.data.references
    }

    /// Who names it, by the inverse's name, newest first.
    pub fn inverses(self) -> &'s BTreeMap<String, Vec<Inverse>> {
        &self.data.inverses
    }

    /// For each link of its outline, where it leads.
    pub fn links(self) -> &'s [ResolvedLink] {
        &self.data.links
    }

    /// Documents whose text links here, sorted by file.
    pub fn backlinks(self) -> &'s [NodeId] {
        &self.data.backlinks
    }

    /// Its collections by name.
    pub fn collections(self) -> &'s [(String, Vec<NodeId>)] {
        &self.data.collections
    }

    /// The feeds of what names it.
    pub fn feed(self) -> Option<&'s FeedUrls> {
        self.data.feed.as_ref()
    }

    /// The URL of its calendar.
    pub fn calendar(self) -> Option<&'s Url> {
        self.data.calendar.as_ref()
    }

    /// The URL of the page with all its parts.
    pub fn single_page(self) -> Option<&'s Url> {
        self.data.whole.as_ref()
    }

    /// The list of its kind.
    pub fn list(self) -> Option<ListId> {
        self.data.list
    }

    /// The one before it in its list or among the parts of its owner.
    pub fn previous(self) -> Option<NodeId> {
        self.data.previous
    }

    /// The one after it.
    pub fn next(self) -> Option<NodeId> {
        self.data.next
    }

    /// The pages above it, home first; one slice for all documents of a folder.
    pub fn breadcrumbs(self) -> &'s [Crumb] {
        &self.data.breadcrumbs
    }
}
