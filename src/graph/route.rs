//! What can be at a URL of the site, and what asks for one.

use super::extras::Extras;
use super::files::Files;
use super::hub_list::HubList;
use super::id::{AssetId, ListId, NodeId};
use super::index::DocIndex;
use super::listing::Listing;
use super::relation::Relations;
use super::table::Table;
use super::tag_index::TagIndex;
use crate::base::{LanguageId, Url};
use crate::config::{Edition, HostId};

/// A URL of the site, and what is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// The URL as published.
    pub url: Url,
    /// What is there.
    pub item: Item,
}

/// What is at a URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Item {
    /// A document's page.
    Page(NodeId),
    /// A document's page for readers of a language in which it is not there.
    Fallback(NodeId, LanguageId),
    /// A document's page with all its parts on it.
    SinglePage(NodeId),
    /// A document, with all its parts, as one file.
    Edition(NodeId, Edition),
    /// A page of a kind's list, counted from 1. The first is also the page of the document that introduces the list.
    List(ListId, usize),
    /// A page of the list of a hub: its place in `Site::hub_lists`, and the number of the page, counted from 1.
    HubList(usize, usize),
    /// The index of a tag field, by its place in `Site::tags`.
    TagIndex(usize),
    /// A page of a tag's list: its index, its place there, and the number of the page, counted from 1.
    TagPage(usize, usize, usize),
    /// The page for URLs that do not exist, in a language.
    NotFound(LanguageId),
    /// The home page of a site whose author wrote none: its lists.
    DefaultHome(LanguageId),
    /// The page with all lists, and all pages that are in none.
    SiteMap(LanguageId),
    /// The page on which readers search.
    Search(LanguageId),
    /// The file of the search's index that names the others.
    SearchIndex,
    /// A feed.
    Feed(Subject, FeedFormat),
    /// The calendar of a document.
    Event(NodeId),
    /// The calendar of a list.
    Calendar(ListId),
    /// The sitemap of what is on a host, or the index of its parts.
    Sitemap(HostId),
    /// A part of a sitemap that is too long for one file, from 0.
    SitemapPart(HostId, usize),
    /// The file for search engines.
    Robots(HostId),
    /// All redirects of a host in the form that some read.
    Redirects(HostId),
    /// What some hosts send with each file.
    Headers(HostId),
    /// The icon that browsers and feed readers ask for.
    Favicon,
    /// What telephones read when somebody puts the site on the home screen.
    WebManifest(LanguageId),
    /// An old URL of a document.
    Alias(NodeId),
    /// An old URL in the setting `redirects`: its place there.
    SiteRedirect(usize),
    /// The root of a site whose home page is elsewhere, and has no document.
    Root,
    /// A URL in the setting `gone`: its place there. No file is made for it.
    Gone(usize),
    /// An asset of the theme or the site: its place in `Theme::assets`.
    ThemeAsset(usize),
    /// A file of `content/`.
    ContentAsset(AssetId),
    /// A picture of `content/` in another width, in pixels.
    PictureVariant(AssetId, u32),
}

/// What readers find lists of.
#[derive(Clone, Copy)]
pub(super) struct Readable<'r> {
    pub lists: &'r [Listing],
    pub hub_lists: &'r [HubList],
    pub tags: &'r [TagIndex],
}

impl Readable<'_> {
    /// The language of the readers for whom something is; `of_document` says that of a document.
    pub fn language_of(self, item: Item, of_document: impl Fn(NodeId) -> LanguageId) -> LanguageId {
        match item {
            Item::Fallback(_, readers) => readers,
            Item::HubList(at, _) | Item::Feed(Subject::HubList(at), _) => {
                of_document(self.hub_lists[at].hub)
            }
            Item::List(id, _) | Item::Calendar(id) | Item::Feed(Subject::List(id), _) => {
                self.lists[id.index()].language
            }
            Item::TagIndex(at) | Item::TagPage(at, ..) => self.tags[at].language,
            other => match other.document() {
                Some(id) => of_document(id),
                None => other.own_language().unwrap_or_default(),
            },
        }
    }
}

impl Item {
    /// The document that it is of, if it is of one.
    pub fn document(self) -> Option<NodeId> {
        match self {
            Item::Page(id)
            | Item::Fallback(id, _)
            | Item::SinglePage(id)
            | Item::Edition(id, _)
            | Item::Event(id)
            | Item::Alias(id)
            | Item::Feed(Subject::Document(id), _) => Some(id),
            _ => None,
        }
    }

    /// True for what has readers and is of no document.
    pub(super) fn is_made_for_readers(self) -> bool {
        let is_list = matches!(
            self,
            Item::List(..)
                | Item::HubList(..)
                | Item::Calendar(_)
                | Item::TagIndex(_)
                | Item::TagPage(..)
                | Item::Feed(Subject::List(_) | Subject::HubList(_), _)
        );
        is_list || self.own_language().is_some()
    }

    /// True for a file that copublish makes for the site or for a list, and not for readers to read: what an author wrote at its
    /// URL takes its place.
    pub(super) fn is_made_for_programs(self) -> bool {
        matches!(
            self,
            Item::NotFound(_)
                | Item::Sitemap(_)
                | Item::Robots(_)
                | Item::Redirects(_)
                | Item::Headers(_)
                | Item::Favicon
                | Item::WebManifest(_)
                | Item::Feed(..)
                | Item::Event(_)
                | Item::Calendar(_)
        )
    }

    /// True for what is written although hosts may not tell its URL from another one: on this host it may be found. A
    /// document loses its page, and what only stands in for something missing is not needed.
    pub(super) fn is_written_anyway(self) -> bool {
        !matches!(
            self,
            Item::Page(_) | Item::Alias(_) | Item::Root | Item::SiteRedirect(_) | Item::Gone(_)
        )
    }

    /// The language of what each language has once.
    fn own_language(self) -> Option<LanguageId> {
        match self {
            Item::NotFound(language)
            | Item::DefaultHome(language)
            | Item::SiteMap(language)
            | Item::Search(language)
            | Item::WebManifest(language)
            | Item::Feed(Subject::Site(language), _) => Some(language),
            _ => None,
        }
    }
}

/// What a feed is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject {
    /// Everything that has a feed, in a language.
    Site(LanguageId),
    /// A kind's list.
    List(ListId),
    /// The list of a hub: its place in `Site::hub_lists`.
    HubList(usize),
    /// A document: everything that names it.
    Document(NodeId),
}

/// The form a feed is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedFormat {
    /// Atom, which every reader knows.
    Atom,
    /// JSON Feed, for programs.
    Json,
}

/// Everything that asks for a URL.
#[derive(Clone, Copy)]
pub(super) struct RouteInput<'w> {
    pub index: &'w DocIndex<'w>,
    /// The URL of each document's page.
    pub pages: &'w Table<Option<Url>>,
    pub extras: &'w Extras,
    pub relations: &'w Relations,
    pub lists: &'w [Listing],
    pub hub_lists: &'w [HubList],
    pub tags: &'w [TagIndex],
    pub files: &'w Files,
}
