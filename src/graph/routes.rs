//! The URLs of the site, each claimed once: what is published, what redirects, and what is gone on purpose. Everything
//! that asks which URLs there are reads this list.

use std::collections::BTreeSet;

use super::alias::{Alias, aliases};
use super::clash;
use super::extras::{Extras, FeedUrls};
use super::fallback::Fallbacks;
use super::finding::{Finding, Reported};
use super::hub_list::HubList;
use super::id::{AssetId, ListId, NodeId};
use super::listing::{Listing, page_count, page_url};
use super::route::{FeedFormat, Item, Route, RouteInput, Subject};
use super::table::Table;
use super::tag_index::{TagIndex, TagPage};
use super::wanted_urls::{NOT_FOUND_FILE, SEARCH, SITE_MAP, WEB_MANIFEST};
use crate::base::site_layout::SEARCH_INDEX;
use crate::base::text_map::with_capacity;
use crate::base::url::ClashKey;
use crate::base::{Code, LanguageId, TextMap, Url};
use crate::config::{HostId, Missing, SiteLanguage, SiteSearch};
use crate::document::Structure;

/// The table that some hosts read redirects from.
const REDIRECTS_FILE: &str = "/_redirects";
/// The table that some hosts read headers from.
const HEADERS_FILE: &str = "/_headers";

/// The URLs of the site, in the order in which they were claimed.
#[derive(Debug, Default)]
pub(super) struct Routes {
    routes: Vec<Route>,
    /// The places of routes, by what hosts tell URLs apart by.
    places: TextMap<ClashKey, usize>,
    /// The places of those that end in `/index.html`, by the page whose file they would take.
    index_files: TextMap<ClashKey, usize>,
}

impl Routes {
    /// What is at a URL; case and a slash at the end do not count.
    pub fn find(&self, url: &Url) -> Option<&Route> {
        self.routes.get(*self.places.get(&url.clash_key())?)
    }

    /// All of them.
    pub fn all(&self) -> &[Route] {
        &self.routes
    }

    /// The same, without what finds them.
    pub fn into_all(self) -> Vec<Route> {
        self.routes
    }

    /// Puts an author's own file or page where copublish would make a file. False if it makes none there. The URL has to be
    /// the same to the letter: `Robots.txt` is not the file that search engines ask for.
    fn replace_made(&mut self, route: &Route) -> bool {
        let is_own = matches!(route.item, Item::Page(_) | Item::ContentAsset(_));
        let place = self.places.get(&route.url.clash_key());
        match place.and_then(|place| self.routes.get_mut(*place)) {
            Some(there)
                if is_own && there.item.is_made_for_programs() && there.url == route.url =>
            {
                there.item = route.item;
                true
            }
            _ => false,
        }
    }

    /// Adds a route, unless its URL, or the file of its page, is taken: gives what it is taken by.
    fn add(&mut self, route: Route) -> Result<(), &Route> {
        let key = route.url.clash_key();
        let page = page_of_index(&route.url);
        let taken = match &page {
            Some(page) => self.places.get(page),
            None => self.index_files.get(&key),
        };
        if let Some(place) = self.places.get(&key).or(taken) {
            return Err(&self.routes[*place]);
        }
        if let Some(page) = page {
            self.index_files.insert(page, self.routes.len());
        }
        self.places.insert(key, self.routes.len());
        self.routes.push(route);
        Ok(())
    }
}

/// The page whose file a URL like `/a/index.html` names.
fn page_of_index(url: &Url) -> Option<ClashKey> {
    let folder = url.as_str().strip_suffix("/index.html")?;
    Url::parse(&format!("{folder}/"))
        .ok()
        .map(|page| page.clash_key())
}

/// The routes, and what the documents got of what they asked for.
pub(super) struct Claimed {
    pub routes: Routes,
    /// The URLs of the documents' pages.
    pub pages: Table<Option<Url>>,
    /// Where readers of other languages find those that are not there in theirs.
    pub fallbacks: Fallbacks,
    /// What the documents with a page have beside it.
    pub extras: Extras,
}

/// Gives every URL to the first that asks for it, and reports the others. A document that loses its page loses what
/// it has beside it too.
pub(super) fn claim(input: RouteInput) -> Reported<Claimed> {
    let index = input.index;
    let mut claims = Claims::new(input);
    claims.fixed();
    let lost = claims.pages();
    let pages = without(input.pages, &lost);
    let extras = if lost.is_empty() {
        input.extras.clone()
    } else {
        input.extras.only(|id| !lost.contains(&id))
    };
    claims.extras(&extras);
    claims.lists();
    claims.hub_lists();
    claims.assets();
    for (id, summary) in index.each().filter(|(id, _)| pages[*id].is_some()) {
        claims.aliases(id, summary.structure, pages[id].as_ref());
    }
    claims.settings();
    let fallbacks = claims.fallbacks(&pages);
    claims.pages_of_theme(&pages);
    claims.root();
    claims.not_found();
    Reported {
        value: Claimed {
            routes: claims.routes,
            pages,
            extras,
            fallbacks,
        },
        diagnostics: claims.diagnostics,
    }
}

/// The pages of documents but for those that came too late.
fn without(pages: &Table<Option<Url>>, lost: &BTreeSet<NodeId>) -> Table<Option<Url>> {
    if lost.is_empty() {
        return pages.clone();
    }
    let kept = pages.each().map(|(id, url)| {
        if lost.contains(&id) {
            None
        } else {
            url.clone()
        }
    });
    kept.collect()
}

struct Claims<'w> {
    input: RouteInput<'w>,
    routes: Routes,
    diagnostics: Vec<Finding>,
}

impl<'w> Claims<'w> {
    fn new(input: RouteInput<'w>) -> Claims<'w> {
        let documents = input.index.public.len();
        let room = documents + documents / 2 + input.files.public.len();
        Claims {
            input,
            routes: Routes {
                routes: Vec::with_capacity(room),
                places: with_capacity(room),
                index_files: TextMap::default(),
            },
            diagnostics: Vec::new(),
        }
    }

    /// Claims a URL; false if it is taken, which is reported.
    fn add(&mut self, url: &Url, item: Item) -> bool {
        let url = url.clone();
        let route = Route { url, item };
        if self.yields(&route) && self.routes.replace_made(&route) {
            return true;
        }
        match self.routes.add(route.clone()) {
            Ok(()) => true,
            Err(first) => {
                let is_written = first.url.file() != route.url.file() && item.is_written_anyway();
                let found = clash::report(first, &route, self.input);
                self.diagnostics.extend(found);
                if is_written {
                    self.routes.routes.push(route);
                }
                false
            }
        }
    }

    /// True if an author's own file may take the place of what copublish makes. Its table of redirects may not, if there
    /// is something in it: old URLs would be lost on hosts that read it.
    fn yields(&self, route: &Route) -> bool {
        let index = self.input.index;
        let old = &index.input.site.old_urls;
        let has_old_urls = || {
            !(old.redirects.is_empty() && old.gone.is_empty())
                || index
                    .each()
                    .any(|(_, summary)| summary.structure.aliases().next().is_some())
        };
        let there = self.routes.find(&route.url).map(|there| there.item);
        !matches!(there, Some(Item::Redirects(_))) || !has_old_urls()
    }

    /// The files that every site has.
    fn fixed(&mut self) {
        let index = self.input.index;
        for host in index.input.site.hosts.ids() {
            self.fixed_on_host(host);
        }
        if index.input.theme_pages.marks
            && let Ok(url) = Url::parse("/favicon.ico")
        {
            self.add(&url, Item::Favicon);
        }
        for (id, language) in index.languages().iter() {
            self.fixed_in_language(id, language);
        }
    }

    /// The files that every host has.
    fn fixed_on_host(&mut self, host: HostId) {
        let site = self.input.index.input.site;
        // A sitemap consists of whole URLs.
        let has_base_url = site.base_url.is_some();
        let files = [
            ("/sitemap.xml", Item::Sitemap(host), has_base_url),
            ("/robots.txt", Item::Robots(host), true),
            (REDIRECTS_FILE, Item::Redirects(host), true),
            (HEADERS_FILE, Item::Headers(host), site.headers),
        ];
        for (path, item, is_made) in files {
            if is_made && let Some(url) = site.hosts.url(host, path) {
                self.add(&url, item);
            }
        }
    }

    /// The files that every language has.
    fn fixed_in_language(&mut self, id: LanguageId, language: &SiteLanguage) {
        if let Ok(url) = Url::parse(NOT_FOUND_FILE) {
            self.add(&language.url(&url), Item::NotFound(id));
        }
        if self.input.index.input.theme_pages.marks
            && let Ok(url) = Url::parse(WEB_MANIFEST)
        {
            self.add(&language.url(&url), Item::WebManifest(id));
        }
        if self.input.index.has_feeds {
            self.feed(&FeedUrls::of(&language.home()), Subject::Site(id));
        }
    }

    /// The pages of documents; gives those that came too late.
    fn pages(&mut self) -> BTreeSet<NodeId> {
        let input = self.input;
        let lists = input.lists.iter().enumerate();
        let introduced: TextMap<NodeId, ListId> = lists
            .filter_map(|(at, list)| Some((list.introduction?, ListId::new(at))))
            .collect();
        let mut lost = BTreeSet::new();
        for (id, url) in input.pages.each() {
            let list = introduced.get(&id);
            let item = list.map_or(Item::Page(id), |list| Item::List(*list, 1));
            if let Some(url) = url
                && !self.add(url, item)
            {
                lost.insert(id);
            }
        }
        lost
    }

    fn extras(&mut self, extras: &Extras) {
        for (id, feed) in extras.feeds.each() {
            self.feed(feed, Subject::Document(id));
        }
        for (id, url) in extras.single_pages.each() {
            self.add(url, Item::SinglePage(id));
        }
        for (id, files) in extras.editions.each() {
            for file in files {
                self.add(&file.url, Item::Edition(id, file.edition));
            }
        }
        for (id, calendar) in extras.calendars.each() {
            self.add(&calendar.url, Item::Event(id));
        }
        for (at, list) in self.input.lists.iter().enumerate() {
            if let Some(url) = &list.calendar {
                self.add(url, Item::Calendar(ListId::new(at)));
            }
        }
    }

    fn feed(&mut self, feed: &FeedUrls, subject: Subject) {
        self.add(&feed.atom, Item::Feed(subject, FeedFormat::Atom));
        self.add(&feed.json, Item::Feed(subject, FeedFormat::Json));
    }

    fn lists(&mut self) {
        let input = self.input;
        for (at, list) in input.lists.iter().enumerate() {
            self.list(ListId::new(at), list);
        }
        for (at, tags) in input.tags.iter().enumerate() {
            self.tags(at, tags);
        }
    }

    fn hub_lists(&mut self) {
        let input = self.input;
        for (at, list) in input.hub_lists.iter().enumerate() {
            for number in 1..=page_count(list.entries.len(), HubList::PER_PAGE) {
                self.add(&page_url(&list.url, number), Item::HubList(at, number));
            }
            if let Some(feed) = &list.feed {
                self.feed(feed, Subject::HubList(at));
            }
        }
    }

    fn assets(&mut self) {
        let input = self.input;
        for (at, (_, url)) in input.files.public.iter().enumerate() {
            self.add(url, Item::ContentAsset(AssetId::new(at)));
        }
    }

    fn list(&mut self, id: ListId, list: &Listing) {
        // The first page of a list with an introduction was claimed as the page of that document.
        let first = if list.introduction.is_some() { 2 } else { 1 };
        for number in first..=page_count(list.entries.len(), list.per_page) {
            self.add(&page_url(&list.url, number), Item::List(id, number));
        }
        if let Some(feed) = &list.feed {
            self.feed(feed, Subject::List(id));
        }
    }

    fn tags(&mut self, at: usize, index: &TagIndex) {
        self.add(&index.url, Item::TagIndex(at));
        for (tag, page) in index.pages.iter().enumerate() {
            for number in 1..=page_count(page.entries.len(), TagPage::PER_PAGE) {
                let item = Item::TagPage(at, tag, number);
                self.add(&page_url(&page.url, number), item);
            }
        }
    }

    fn aliases(&mut self, id: NodeId, structure: &Structure, page: Option<&Url>) {
        for Alias { written, spot, url } in aliases(structure, page) {
            match url {
                // The page itself is not an old URL of it.
                Ok(old) if page.is_some_and(|page| page.clash_key() == old.clash_key()) => {}
                Ok(old) => {
                    self.add(&old, Item::Alias(id));
                }
                Err(why) => {
                    let message = format!("the alias `{written}` cannot be an address: {why}");
                    let found = Finding::new(Code::InvalidAddress, message);
                    self.diagnostics.push(found.at(&structure.file, spot, ""));
                }
            }
        }
    }

    /// The pages of the default language for readers of those that show them in place of missing ones, where nothing else
    /// is. A translation at an address of its own is found there too: what readers knew before it came.
    fn fallbacks(&mut self, pages: &Table<Option<Url>>) -> Fallbacks {
        let languages = self.input.index.languages();
        let mut fallbacks = Fallbacks::default();
        for (id, language) in languages.iter() {
            if language.missing != Missing::Fallback || id == LanguageId::DEFAULT {
                continue;
            }
            for (page, url) in pages.each() {
                if let Some(url) = url {
                    self.fallback(page, url, id, &mut fallbacks);
                }
            }
        }
        fallbacks
    }

    fn fallback(
        &mut self,
        page: NodeId,
        url: &Url,
        readers: LanguageId,
        fallbacks: &mut Fallbacks,
    ) {
        let RouteInput {
            index, relations, ..
        } = self.input;
        if index.language(page) != LanguageId::DEFAULT {
            return;
        }
        let languages = index.languages();
        let default = languages.get(LanguageId::DEFAULT);
        let shown_at = languages.get(readers).url_like(url, default);
        let seen = relations.translations.seen_in(page, readers);
        if seen == page {
            if self.default(&shown_at, Item::Fallback(page, readers)) {
                fallbacks.add(readers, url.clone(), shown_at);
            }
        } else if index.language(seen) == readers {
            self.default(&shown_at, Item::Alias(seen));
        }
    }

    /// The pages that the theme makes in each language.
    fn pages_of_theme(&mut self, pages: &Table<Option<Url>>) {
        let index = self.input.index;
        let with_page = || pages.each().filter(|(_, url)| url.is_some());
        // Lists and the page for lost addresses are made in a language of which nothing is translated yet, and lead home.
        let has_home = index.input.theme_pages.home && with_page().next().is_some();
        for (id, language) in index.languages().iter() {
            if has_home {
                self.default(&language.home(), Item::DefaultHome(id));
            }
            let in_language = with_page().filter(|(page, _)| index.language(*page) == id);
            self.theme_pages(id, language, in_language.count());
        }
    }

    /// The other pages that the theme makes in a language with this number of documents with pages.
    fn theme_pages(&mut self, id: LanguageId, language: &SiteLanguage, number: usize) {
        let made = self.input.index.input.theme_pages;
        // Nobody needs a map of one page.
        if made.site_map
            && number > 1
            && let Ok(url) = Url::parse(SITE_MAP)
        {
            self.default(&language.url(&url), Item::SiteMap(id));
        }
        let wants_search = self.input.index.input.site.search == SiteSearch::On;
        if made.search
            && wants_search
            && number > 1
            && let (Ok(page), Ok(index)) = (Url::parse(SEARCH), Url::parse(SEARCH_INDEX))
            && self.default(&language.url(&page), Item::Search(id))
            && self.routes.find(&index).is_none()
        {
            self.add(&index, Item::SearchIndex);
        }
    }

    /// A page that the theme makes, if the author wrote none and leads its URL nowhere else. True if it is made.
    fn default(&mut self, url: &Url, item: Item) -> bool {
        self.routes.find(url).is_none() && self.add(url, item)
    }

    /// If the default language has a path, the root leads there.
    fn root(&mut self) {
        let languages = self.input.index.languages();
        let home = languages.get(LanguageId::DEFAULT).home();
        let route = self.routes.find(&home).map(|route| route.item);
        let item = match route {
            Some(Item::Page(id)) => Item::Alias(id),
            Some(Item::DefaultHome(_)) => Item::Root,
            _ => return,
        };
        self.default(&Url::home(), item);
    }

    /// Hosts look for the page for addresses that do not exist at the root, wherever that of the default language is.
    fn not_found(&mut self) {
        let default = self.input.index.languages().get(LanguageId::DEFAULT);
        let Ok(at_root) = Url::parse(NOT_FOUND_FILE) else {
            return;
        };
        let route = self
            .routes
            .find(&default.url(&at_root))
            .map(|route| route.item);
        if let Some(item @ (Item::Page(_) | Item::NotFound(_))) = route {
            self.default(&at_root, item);
        }
    }

    /// The URLs of both settings come last: everything else goes before them.
    fn settings(&mut self) {
        let old = &self.input.index.input.site.old_urls;
        for (at, redirect) in old.redirects.iter().enumerate() {
            self.add(&redirect.url, Item::SiteRedirect(at));
        }
        for (at, gone) in old.gone.iter().enumerate() {
            self.add(&gone.url, Item::Gone(at));
        }
    }
}
