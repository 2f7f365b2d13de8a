//! Ways from page to page: menus, breadcrumbs, previous and next.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::doc_tables::DocTables;
use super::finding::{Finding, Reported};
use super::id::{ListId, NodeId};
use super::index::DocIndex;
use super::link::{Label, ResolvedLink, Target};
use super::made_page;
use super::resolve::Resolver;
use super::route::{Item, Readable};
use super::settings_links::SettingsLink;
use super::table::Table;
use super::url_tables::UrlTables;
use crate::base::{LanguageId, TextMap, Url};
use crate::config;

/// A step on the way to a page, or an entry of a menu.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// What it says.
    pub label: Label,
    /// The URL for `href`.
    pub href: String,
    /// Whether it leads out of the site.
    pub outside: bool,
}

impl Crumb {
    /// A step to where a link leads, called by its target.
    pub fn to(link: &ResolvedLink) -> Crumb {
        Crumb {
            label: link.label_of_target(),
            href: link.href.to_string(),
            outside: link.target == Target::Outside,
        }
    }
}

/// A menu with its entries resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Menu {
    /// Its name.
    pub name: String,
    /// Its entries in order; those that lead nowhere are left out and reported.
    pub entries: Vec<Crumb>,
}

/// The menus of the site by language. An entry that names nothing is left out.
pub(super) fn menus(resolver: &Resolver) -> Reported<Vec<Vec<Menu>>> {
    let languages = resolver.from.names.index.languages();
    let mut diagnostics = Vec::new();
    let mut value = Vec::new();
    for (id, _) in languages.iter() {
        value.push(menus_in_language(resolver, id, &mut diagnostics));
    }
    Reported { value, diagnostics }
}

fn menus_in_language(
    resolver: &Resolver,
    language: LanguageId,
    diagnostics: &mut Vec<Finding>,
) -> Vec<Menu> {
    let index = resolver.from.names.index;
    let mut menus = Vec::new();
    for menu in index.own_menus(language) {
        let menu = shown_menu(resolver, menu, language);
        diagnostics.extend(menu.diagnostics);
        menus.push(menu.value);
    }
    for menu in index.shared_menus(language) {
        let menu = shown_menu(resolver, menu, language);
        // What is wrong with a menu of the site is wrong in each language.
        if language == LanguageId::DEFAULT {
            diagnostics.extend(menu.diagnostics);
        }
        menus.push(menu.value);
    }
    menus
}

fn shown_menu(resolver: &Resolver, menu: &config::Menu, language: LanguageId) -> Reported<Menu> {
    let index = resolver.from.names.index;
    let mut diagnostics = Vec::new();
    let mut entries = Vec::new();
    for entry in &menu.entries {
        match resolver.of_settings(&SettingsLink::of_menu(index, entry, language)) {
            Ok(link) if keeps_title(menu, &link, index, language) => {
                entries.push(called(entry.title.as_deref(), &link));
            }
            Ok(link) => entries.push(Crumb::to(&link)),
            Err(found) => diagnostics.extend(found.map(|boxed| *boxed)),
        }
    }
    let name = menu.name.clone();
    Reported {
        value: Menu { name, entries },
        diagnostics,
    }
}

/// True if readers see what the menu calls a page. A menu of the site says it in the default language: where a page or a
/// list is there in theirs, its own title says it better.
fn keeps_title(
    menu: &config::Menu,
    link: &ResolvedLink,
    index: &DocIndex,
    language: LanguageId,
) -> bool {
    let is_own = index.own_menus(language).iter().any(|own| own == menu);
    let is_theirs = match link.target {
        Target::Node(id) => index.language(id) == language,
        Target::MadeFor(readers) => readers == language && link.label != Label::default(),
        _ => false,
    };
    is_own || language == LanguageId::DEFAULT || !is_theirs
}

/// An entry that has this title, if it has one.
fn called(title: Option<&str>, link: &ResolvedLink) -> Crumb {
    let to = Crumb::to(link);
    match title {
        Some(title) => Crumb {
            label: Label::Text(title.into()),
            ..to
        },
        None => to,
    }
}

/// What is around each document on its site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Surroundings {
    /// The list of its kind.
    pub lists: Table<Option<ListId>>,
    /// The one before it in its list or among the parts of its owner.
    pub previous: Table<Option<NodeId>>,
    /// The one after it.
    pub next: Table<Option<NodeId>>,
}

/// Finds the list and the neighbours of each document. Neighbours are of one language.
pub(super) fn surroundings(index: &DocIndex, documents: &DocTables) -> Surroundings {
    let mut list_of = vec![None; index.public.len()];
    let mut order = Neighbours::none(index.public.len());
    for (at, list) in documents.lists.iter().enumerate() {
        let own = |ids: &[NodeId]| in_language(ids, list.language, index);
        for member in own(index.of_kind(&list.kind)) {
            list_of[member.index()] = Some(ListId::new(at));
        }
        if !list.shows_others {
            order.add(&own(&list.in_time()));
        }
    }
    let parts = documents.family.parts.each();
    for parts in parts.flat_map(|(_, parts)| parts.values()) {
        order.add(parts);
    }
    Surroundings {
        lists: list_of.into(),
        previous: order.previous.into(),
        next: order.next.into(),
    }
}

fn in_language(ids: &[NodeId], language: LanguageId, index: &DocIndex) -> Vec<NodeId> {
    let ids = ids.iter().copied();
    ids.filter(|id| index.language(*id) == language).collect()
}

struct Neighbours {
    previous: Vec<Option<NodeId>>,
    next: Vec<Option<NodeId>>,
}

impl Neighbours {
    fn none(documents: usize) -> Neighbours {
        Neighbours {
            previous: vec![None; documents],
            next: vec![None; documents],
        }
    }

    /// Takes documents in their order.
    fn add(&mut self, ids: &[NodeId]) {
        for pair in ids.windows(2) {
            if let [before, after] = pair {
                self.next[before.index()] = Some(*after);
                self.previous[after.index()] = Some(*before);
            }
        }
    }
}

/// The pages above others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Breadcrumbs {
    /// Those of documents; all of one folder share them.
    pub documents: Table<Arc<[Crumb]>>,
    /// Those of each list, each index and page of tags, and each page for readers of another language, by URL.
    pub lists: BTreeMap<Url, Vec<Crumb>>,
}

/// Finds the pages above all pages.
pub(super) fn breadcrumbs(
    index: &DocIndex,
    documents: &DocTables,
    urls: &UrlTables,
) -> Breadcrumbs {
    let above = BreadcrumbTables {
        index,
        documents,
        urls,
    };
    let lists = urls_of_lists(documents).chain(urls.fallbacks.urls());
    let lists = lists.map(|url| (url.clone(), above.steps_to(Some(url))));
    Breadcrumbs {
        documents: above.steps_to_documents(),
        lists: lists.collect(),
    }
}

/// The URLs of lists, of tag indexes, and of pages of tags.
fn urls_of_lists(documents: &DocTables) -> impl Iterator<Item = &Url> {
    let indexes = documents.tags.iter().flat_map(|index| {
        let pages = index.pages.iter().map(|page| &page.url);
        std::iter::once(&index.url).chain(pages)
    });
    let hub_lists = documents.hub_lists.iter().map(|list| &list.url);
    let lists = documents.lists.iter().map(|list| &list.url);
    lists.chain(hub_lists).chain(indexes)
}

/// The tables that breadcrumbs are read from.
#[derive(Clone, Copy)]
struct BreadcrumbTables<'a> {
    index: &'a DocIndex<'a>,
    documents: &'a DocTables,
    urls: &'a UrlTables,
}

impl<'a> BreadcrumbTables<'a> {
    /// The pages above each document. All documents of a language and a folder have the same.
    fn steps_to_documents(self) -> Table<Arc<[Crumb]>> {
        let mut known: TextMap<(LanguageId, &str), Arc<[Crumb]>> = TextMap::default();
        let steps = self.urls.pages.each().map(|(id, url)| {
            let Some(folder) = url.as_ref().and_then(Url::folder) else {
                return Arc::default();
            };
            let of_folder = || self.steps_to(url.as_ref()).into();
            let place = (self.index.language(id), folder);
            Arc::clone(known.entry(place).or_insert_with(of_folder))
        });
        steps.collect()
    }

    /// The pages above a URL, home first.
    fn steps_to(self, url: Option<&Url>) -> Vec<Crumb> {
        let base_path = self.index.input.site.base_path();
        let language = url.and_then(|url| self.language_at(url));
        let parents = std::iter::successors(url.and_then(Url::parent), Url::parent);
        let step = |url: Url| {
            let route = self.urls.routes.find(&url)?;
            if language != Some(self.language_of(route.item)) {
                return None;
            }
            Some(Crumb {
                label: self.label(route.item)?,
                href: route.url.href(base_path),
                outside: false,
            })
        };
        let mut steps: Vec<Crumb> = parents.filter_map(step).collect();
        steps.reverse();
        steps
    }

    /// The language of what is at a URL. The home page of a language is below that of the default one, and no step to it.
    fn language_at(self, url: &Url) -> Option<LanguageId> {
        let route = self.urls.routes.find(url)?;
        Some(self.language_of(route.item))
    }

    fn language_of(self, item: Item) -> LanguageId {
        let documents = self.documents;
        let made = Readable {
            lists: &documents.lists,
            hub_lists: &documents.hub_lists,
            tags: &documents.tags,
        };
        made.language_of(item, |id| self.index.language(id))
    }

    /// The site's name for readers of a language.
    fn title_in(self, language: LanguageId) -> &'a str {
        let site = self.index.input.site;
        site.languages
            .get(language)
            .title
            .as_deref()
            .unwrap_or(&site.title)
    }

    /// What a page is called in breadcrumbs; nothing for pages that are not named there.
    fn label(self, item: Item) -> Option<Label> {
        match item {
            Item::Page(id) | Item::Fallback(id, _) => Some(Label::Title(id)),
            Item::DefaultHome(language) => Some(self.title_in(language))
                .filter(|title| !title.is_empty())
                .map(|title| Label::Text(title.into())),
            other => made_page::label_of(other, self.documents),
        }
    }
}
