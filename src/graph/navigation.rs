//! Ways from page to page: menus, breadcrumbs, previous and next.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::doc_tables::DocTables;
use super::family::Family;
use super::finding::Reported;
use super::id::{ListId, NodeId};
use super::index::DocIndex;
use super::link::{Label, ResolvedLink, Target};
use super::listing::Listing;
use super::resolve::Resolver;
use super::route::Item;
use super::table::Table;
use super::tag_index::tag_index_title;
use super::url_tables::UrlTables;
use crate::base::foreign_words::THEME_LANGUAGE;
use crate::base::language::is_same_language;
use crate::base::{TextMap, Url};

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

/// Resolves the site's menus.
pub(super) fn menus(resolver: &Resolver) -> Reported<Vec<Menu>> {
    let input = resolver.from.names.index.input;
    let mut diagnostics = Vec::new();
    let mut menus = Vec::new();
    for menu in &input.site.menus {
        let mut entries = Vec::new();
        for entry in &menu.entries {
            match resolver.of_settings(&input.site_file, entry.span, &entry.link) {
                Ok(link) => {
                    let to = Crumb::to(&link);
                    let own = entry
                        .title
                        .as_deref()
                        .map(|title| Label::Text(title.into()));
                    let label = own.unwrap_or_else(|| to.label.clone());
                    entries.push(Crumb { label, ..to });
                }
                Err(found) => diagnostics.extend(found.map(|boxed| *boxed)),
            }
        }
        menus.push(Menu {
            name: menu.name.clone(),
            entries,
        });
    }
    Reported {
        value: menus,
        diagnostics,
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

/// Finds the list and the neighbours of each document.
pub(super) fn surroundings(index: &DocIndex, family: &Family, lists: &[Listing]) -> Surroundings {
    let mut list_of = vec![None; index.public.len()];
    let mut order = Neighbours {
        previous: list_of.iter().map(|_| None).collect(),
        next: list_of.iter().map(|_| None).collect(),
    };
    for (at, list) in lists.iter().enumerate() {
        for member in index.of_kind(&list.kind) {
            list_of[member.index()] = Some(ListId::new(at));
        }
        if !list.shows_others {
            order.add(&list.in_time());
        }
    }
    for parts in family.parts.each().flat_map(|(_, parts)| parts.values()) {
        order.add(parts);
    }
    Surroundings {
        lists: list_of.into(),
        previous: order.previous.into(),
        next: order.next.into(),
    }
}

struct Neighbours {
    previous: Vec<Option<NodeId>>,
    next: Vec<Option<NodeId>>,
}

impl Neighbours {
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
    /// Those of each list and each index and page of tags, by URL.
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
    let lists = urls_of_lists(documents);
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

impl BreadcrumbTables<'_> {
    /// The pages above each document. All documents of a folder have the same.
    fn steps_to_documents(self) -> Table<Arc<[Crumb]>> {
        let mut known: TextMap<&str, Arc<[Crumb]>> = TextMap::default();
        let steps = self.urls.pages.iter().map(|url| {
            let Some(folder) = url.as_ref().and_then(Url::folder) else {
                return Arc::default();
            };
            let of_folder = || self.steps_to(url.as_ref()).into();
            Arc::clone(known.entry(folder).or_insert_with(of_folder))
        });
        steps.collect()
    }

    /// The pages above a URL, home first.
    fn steps_to(self, url: Option<&Url>) -> Vec<Crumb> {
        let base_path = self.index.input.site.base_path();
        let parents = std::iter::successors(url.and_then(Url::parent), Url::parent);
        let step = |url: Url| {
            let route = self.urls.routes.find(&url)?;
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

    /// What documents of a kind are called, marked on a site in another language than the theme's.
    fn plural_of(self, kind: &str) -> Option<String> {
        let kind = self.index.input.kinds.find(kind)?;
        let is_english = is_same_language(&self.index.input.site.language, THEME_LANGUAGE);
        let plural = if is_english {
            &kind.plural
        } else {
            &kind.shown.plural
        };
        Some(plural.clone())
    }

    /// What a page is called in breadcrumbs; nothing for pages that are not named there.
    fn label(self, item: Item) -> Option<Label> {
        let text = match item {
            Item::Page(id) => return Some(Label::Title(id)),
            Item::List(id, 1) => {
                let list = &self.documents.lists[id.index()];
                match list.introduction {
                    Some(introduction) => return Some(Label::Title(introduction)),
                    None => self.plural_of(&list.kind)?,
                }
            }
            Item::DefaultHome => self.index.input.site.title.clone(),
            Item::TagIndex(at) => tag_index_title(&self.documents.tags[at].field),
            Item::TagPage(index, tag, 1) => self.documents.tags[index].pages[tag].label.clone(),
            _ => return None,
        };
        Some(text)
            .filter(|text| !text.is_empty())
            .map(|text| Label::Text(text.into()))
    }
}
