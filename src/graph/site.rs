//! The linked site, as pages and checks ask for it.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use jiff::Timestamp;
use rayon::prelude::*;

use super::doc_tables::DocTables;
use super::extras::{CalendarFile, EditionFile, FeedUrls};
use super::family::Parts;
use super::hub_list::HubList;
use super::id::{AssetId, ListId, NodeId};
use super::index::is_listed;
use super::link::{Label, ResolvedLink};
use super::link_tables::LinkTables;
use super::listing::Listing;
use super::navigation::{Crumb, Menu};
use super::publication::{Reasons, hidden_because};
use super::redirects::Redirect;
use super::relation::Inverse;
use super::route::{Item, Readable, Route};
use super::table::Table;
use super::tag_index::TagIndex;
use super::theme_assets::AssetsRead;
use super::thread::Threads;
use super::url_tables::UrlTables;
use super::wanted_urls;
use super::words::WordsRead;
use crate::base::{LanguageId, Url};
use crate::config::MakeableEditions;
use crate::content::Asset;
use crate::document::{Document, Outline};

/// The linked site: its documents, and tables that say how they belong together.
#[derive(Debug, Default)]
pub struct Site {
    pub(super) documents: Table<Arc<Document>>,
    pub(super) hidden: Arc<[Arc<Document>]>,
    pub(super) tables: Arc<Tables>,
}

/// How the documents of a site belong together. The tables hold ids; what a document is called is looked up.
#[derive(Debug, Default)]
pub(super) struct Tables {
    /// The home pages of the languages, in their order.
    pub homes: Vec<Home>,
    pub next_change: Option<Timestamp>,
    /// Which editions can be made.
    pub editions: MakeableEditions,
    /// Whose words the tables were made with.
    pub words_read: WordsRead,
    /// Which assets of the theme they were made with.
    pub assets_read: AssetsRead,
    pub documents: DocTables,
    pub urls: UrlTables,
    pub links: LinkTables,
}

/// The home page of a language.
#[derive(Debug)]
pub(super) struct Home {
    pub language: LanguageId,
    pub url: Url,
}

static ROOT: LazyLock<Url> = LazyLock::new(Url::home);

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

    /// Why each of them is hidden.
    pub fn hidden_because(&self, now: Timestamp) -> Reasons<'_> {
        let hidden = self.hidden.iter();
        hidden_because(hidden.map(|document| &*document.outline.structure), now)
    }

    /// Every URL of the site with what is there, in the order in which they were claimed.
    pub fn routes(&self) -> &[Route] {
        self.tables.urls.routes.all()
    }

    /// What is at a URL; case and a slash at the end do not count.
    pub fn route(&self, url: &Url) -> Option<&Route> {
        self.tables.urls.routes.find(url)
    }

    /// The languages of the site, the default first.
    pub fn languages(&self) -> impl Iterator<Item = LanguageId> + '_ {
        self.tables.homes.iter().map(|home| home.language)
    }

    /// The URL of the home page in a language.
    pub fn home(&self, language: LanguageId) -> &Url {
        let home = self.tables.homes.get(language.index());
        home.map_or(&ROOT, |home| &home.url)
    }

    /// The documents that say the same in other languages, and this one, sorted by file: what it is a
    /// translation of, its own translations, and theirs. Empty where there is no other.
    pub fn translations(&self, id: NodeId) -> Vec<NodeId> {
        self.tables
            .documents
            .relations
            .translations
            .of(id)
            .collect()
    }

    /// The version of a document that readers of a language see.
    pub fn seen_in(&self, id: NodeId, language: LanguageId) -> NodeId {
        self.tables
            .documents
            .relations
            .translations
            .seen_in(id, language)
    }

    /// The URL at which readers of a language find the page at another one: the same, unless the page is not there in their
    /// language, which shows them that of the default one.
    pub fn url_for<'u>(&'u self, page: &'u Url, readers: LanguageId) -> &'u Url {
        self.tables.urls.fallbacks.url_for(page, readers)
    }

    /// True if copublish makes the home page in a language, because the author wrote none.
    pub fn has_default_home(&self, language: LanguageId) -> bool {
        let home = self.route(self.home(language));
        home.is_some_and(|route| route.item == Item::DefaultHome(language))
    }

    /// The language of the readers for whom something at a URL is.
    pub fn language_of(&self, item: Item) -> LanguageId {
        let documents = &self.tables.documents;
        let made = Readable {
            lists: &documents.lists,
            hub_lists: &documents.hub_lists,
            tags: &documents.tags,
        };
        let of_document = |id| self.node(id).outline().location.language;
        made.language_of(item, of_document)
    }

    /// The documents that the home page names beside the lists, if copublish makes it: pages right below it that are in
    /// no list, by title.
    pub fn pages_of_default_home(&self, language: LanguageId) -> Vec<NodeId> {
        if !self.has_default_home(language) {
            return Vec::new();
        }
        let nodes = self.nodes_in(language);
        let mut pages: Vec<Node> = nodes.filter(|node| node.is_only_below_home()).collect();
        pages.sort_by_cached_key(|page| page.outline().words.title.to_lowercase());
        pages.into_iter().map(Node::id).collect()
    }

    /// The public documents that have a page among those of a language.
    fn nodes_in(&self, language: LanguageId) -> impl Iterator<Item = Node<'_>> {
        let fallbacks = &self.tables.urls.fallbacks;
        let is_shown = move |url: &Url| fallbacks.find(url, language).is_some();
        self.nodes().filter(move |node| {
            node.outline().location.language == language || node.url().is_some_and(is_shown)
        })
    }

    /// The URL of the site map for readers of a language: that of the theme, or a page of the author's own.
    pub fn site_map(&self, language: LanguageId) -> Option<&Url> {
        let url = self.home(language).join(wanted_urls::SITE_MAP);
        let route = self.route(&url)?;
        let is_own = route.url == url && matches!(route.item, Item::Page(_));
        (is_own || route.item == Item::SiteMap(language)).then_some(&route.url)
    }

    /// The URL of the search page for readers of a language, if the theme makes one.
    pub fn search(&self, language: LanguageId) -> Option<&Url> {
        self.url_of(Item::Search(language))
    }

    /// The URL of the file that names all others of the search's index.
    pub fn search_index(&self) -> Option<&Url> {
        self.url_of(Item::SearchIndex)
    }

    /// The URL of something that the site has once, or once in each language.
    pub fn url_of(&self, item: Item) -> Option<&Url> {
        let route = self.routes().iter().find(|route| route.item == item)?;
        Some(&route.url)
    }

    /// The documents with a page that are in no list and part of no other: those that the site map names beside the lists.
    /// By their URLs, so that each comes behind the one above it.
    pub fn pages_of_site_map(&self, language: LanguageId) -> Vec<NodeId> {
        let nodes = self.nodes_in(language);
        let mut pages: Vec<Node> = nodes.filter(|node| node.is_in_no_list()).collect();
        pages.sort_by_key(|page| page.url().map(|url| self.url_for(url, language)));
        pages.into_iter().map(Node::id).collect()
    }

    /// The lists of kinds; a `ListId` is an index.
    pub fn lists(&self) -> &[Listing] {
        &self.tables.documents.lists
    }

    /// The list of a kind.
    pub fn list(&self, id: ListId) -> Option<&Listing> {
        self.tables.documents.lists.get(id.index())
    }

    /// The lists of hubs, sorted by hub.
    pub fn hub_lists(&self) -> &[HubList] {
        &self.tables.documents.hub_lists
    }

    /// The indexes of tags, each with its tags' pages.
    pub fn tags(&self) -> &[TagIndex] {
        &self.tables.documents.tags
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
        self.tables.links.redirects.iter().flatten()
    }

    /// The redirect of a place in the setting; nothing if it leads nowhere, which was reported.
    pub fn redirect(&self, at: usize) -> Option<&Redirect> {
        self.tables.links.redirects.get(at)?.as_ref()
    }

    /// True if any URL redirects or is gone on purpose.
    pub fn has_old_urls(&self) -> bool {
        let mut items = self.routes().iter().map(|route| route.item);
        items.any(|item| matches!(item, Item::Alias(_) | Item::Root | Item::Gone(_)))
            || self.redirects().next().is_some()
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
        &self.tables.urls.files.public
    }

    /// A public asset.
    pub fn asset(&self, id: AssetId) -> Option<&Asset> {
        self.tables
            .urls
            .files
            .public
            .get(id.index())
            .map(|(asset, _)| asset)
    }

    /// The menus for readers of a language with their entries resolved.
    pub fn menus(&self, language: LanguageId) -> &[Menu] {
        let menus = self.tables.links.menus.get(language.index());
        menus.map_or(&[], Vec::as_slice)
    }

    /// The page on privacy that each kind names for those who comment, by the kind's name; that of the site
    /// by an empty name.
    pub fn privacy(&self, language: LanguageId) -> &BTreeMap<String, Crumb> {
        static NONE: BTreeMap<String, Crumb> = BTreeMap::new();
        let pages = self.tables.links.privacy.get(language.index());
        pages.unwrap_or(&NONE)
    }

    /// The breadcrumbs of each list and each index and page of tags, by URL.
    pub fn list_crumbs(&self) -> &BTreeMap<Url, Vec<Crumb>> {
        &self.tables.links.breadcrumbs.lists
    }

    /// The words of a label.
    pub fn label<'s>(&'s self, label: &'s Label) -> &'s str {
        match label {
            Label::Title(id) => &self.node(*id).outline().words.title,
            Label::Plural(text) | Label::Field(text) | Label::Tag(text) | Label::Text(text) => text,
        }
    }

    /// The next moment at which the site would change by itself.
    pub fn next_change(&self) -> Option<Timestamp> {
        self.tables.next_change
    }

    /// The same site with the newest documents. Nothing if its tables would not be the same: if the structure of a
    /// document has changed, or words that a table was made with. `all` are sorted by file.
    pub fn reworded(&self, all: &[&Arc<Document>]) -> Option<Site> {
        let words_read = &self.tables.words_read;
        Some(Site {
            documents: renewed(self.documents.iter(), all, &words_read.public)?.into(),
            hidden: renewed(self.hidden.iter(), all, &words_read.hidden)?.into(),
            tables: Arc::clone(&self.tables),
        })
    }

    /// True if these assets of the theme would have made the same site: their URLs as written, and as published.
    pub fn holds_with(&self, theme_assets: &BTreeMap<Url, Url>) -> bool {
        self.tables.assets_read.holds_with(theme_assets)
    }
}

/// The newest versions of documents, if the structure of each is the same, and its words, if these were read.
fn renewed<'d>(
    known: impl Iterator<Item = &'d Arc<Document>>,
    all: &[&Arc<Document>],
    words_read: &[bool],
) -> Option<Vec<Arc<Document>>> {
    let mut all = all.iter();
    let newest = |(known, is_read): (&Arc<Document>, &bool)| {
        let now =
            all.find(|now| Arc::ptr_eq(now, known) || now.outline.file == known.outline.file)?;
        let (outline, before) = (&now.outline, &known.outline);
        let is_same = Arc::ptr_eq(now, known)
            || outline.structure == before.structure && (!is_read || outline.words == before.words);
        is_same.then(|| Arc::clone(now))
    };
    known.zip(words_read).map(newest).collect()
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
        self.site.tables.urls.pages[self.id].as_ref()
    }

    /// True for a page that search engines should not offer: its author says so, or it is shown for URLs that do not exist.
    pub fn is_kept_from_search(self) -> bool {
        self.outline().meta.noindex || self.is_not_found()
    }

    /// True for the page that hosts show for URLs that do not exist.
    pub fn is_not_found(self) -> bool {
        wanted_urls::is_not_found(self.outline())
    }

    /// The home page of its language.
    fn home(self) -> &'s Url {
        self.site.home(self.outline().location.language)
    }

    /// True for a page right below the home page that no list and no other page holds.
    fn is_only_below_home(self) -> bool {
        self.url().and_then(Url::parent).as_ref() == Some(self.home()) && self.is_in_no_list()
    }

    fn is_in_no_list(self) -> bool {
        let structure = self.outline();
        let is_home = self.url().is_none_or(|url| url == self.home());
        !is_home
            && self.list().is_none()
            && self.owner().is_none()
            && !self.is_not_found()
            && !structure.location.introduces_list()
            && is_listed(structure)
    }

    /// The document it is a part of.
    pub fn owner(self) -> Option<NodeId> {
        self.site.tables.documents.family.owners[self.id]
    }

    /// Its parts by name (`chapters`), in order.
    pub fn parts(self) -> &'s BTreeMap<String, Vec<NodeId>> {
        self.site
            .tables
            .documents
            .family
            .parts
            .get(self.id)
            .unwrap_or(&NO_PARTS)
    }

    /// Those of its parts that are comments, by the same name, as threads.
    pub fn threads(self) -> &'s Threads {
        self.site
            .tables
            .links
            .threads
            .get(self.id)
            .unwrap_or(&NO_THREADS)
    }

    /// For each reference of its outline, the document it names.
    pub fn references(self) -> &'s [Option<NodeId>] {
        &self.site.tables.documents.relations.references[self.id]
    }

    /// Who names it, by the inverse's name, newest first.
    pub fn inverses(self) -> &'s BTreeMap<String, Vec<Inverse>> {
        &self.site.tables.documents.relations.inverses[self.id]
    }

    /// For each link of its outline, where it leads.
    pub fn links(self) -> &'s [ResolvedLink] {
        &self.site.tables.links.links.to[self.id]
    }

    /// Documents whose text links here, sorted by file.
    pub fn backlinks(self) -> &'s [NodeId] {
        &self.site.tables.links.links.back[self.id]
    }

    /// Its collections by name.
    pub fn collections(self) -> &'s [(String, Vec<NodeId>)] {
        &self.site.tables.links.collections[self.id]
    }

    /// The feeds of what names it.
    pub fn feed(self) -> Option<&'s FeedUrls> {
        self.site.tables.urls.extras.feeds.get(self.id)
    }

    /// Its calendar.
    pub fn calendar(self) -> Option<&'s CalendarFile> {
        self.site.tables.urls.extras.calendars.get(self.id)
    }

    /// The URL of the page with all its parts.
    pub fn single_page(self) -> Option<&'s Url> {
        self.site.tables.urls.extras.single_pages.get(self.id)
    }

    /// The files that are made of it with all its parts.
    pub fn editions(self) -> &'s [EditionFile] {
        let files = self.site.tables.urls.extras.editions.get(self.id);
        files.map_or(&[], Vec::as_slice)
    }

    /// The list of its kind.
    pub fn list(self) -> Option<ListId> {
        self.site.tables.links.surroundings.lists[self.id]
    }

    /// The lists of documents that name it, which have pages of their own.
    pub fn hub_lists(self) -> &'s [HubList] {
        let all = self.site.hub_lists();
        let start = all.partition_point(|list| list.hub < self.id);
        let end = all.partition_point(|list| list.hub <= self.id);
        &all[start..end]
    }

    /// The one before it in its list or among the parts of its owner.
    pub fn previous(self) -> Option<NodeId> {
        self.site.tables.links.surroundings.previous[self.id]
    }

    /// The one after it.
    pub fn next(self) -> Option<NodeId> {
        self.site.tables.links.surroundings.next[self.id]
    }

    /// The pages above it, home first; one slice for all documents of a folder.
    pub fn breadcrumbs(self) -> &'s [Crumb] {
        &self.site.tables.links.breadcrumbs.documents[self.id]
    }
}
