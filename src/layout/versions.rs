//! The pages that say the same in the languages of the site: for the heads of pages, for readers, and for the sitemap.

use std::borrow::Cow;

use super::context::RenderContext;
use super::kind_names::tag_name;
use crate::base::{LanguageId, Url};
use crate::graph::{HubList, Item, ListId, NodeId, TagIndex, TagPage};

/// A page in one language.
#[derive(Clone, Debug)]
pub struct Version<'v> {
    /// The tag of its language.
    pub language: &'v str,
    /// True for the one that readers of no language of the site should get.
    pub is_default: bool,
    /// Its URL.
    pub url: &'v Url,
    /// What it is called.
    pub title: Cow<'v, str>,
    /// What is there.
    pub item: Item,
}

/// A page in all languages in which it is there, itself included, the site's own first. Empty if there is no other.
pub fn versions<'v>(context: &RenderContext<'v>, item: Item) -> Vec<Version<'v>> {
    let tables = Versions { context };
    let versions = match item {
        Item::Page(id) if tables.is_home(id) => tables.homes(),
        Item::Page(id) => tables.of_document(id),
        Item::List(id, 1) => tables.of_list(id),
        Item::DefaultHome(_) => tables.homes(),
        Item::SiteMap(_) => tables.of_site("site_map", &Item::SiteMap),
        Item::Search(_) => tables.of_site("search", &Item::Search),
        Item::HubList(at, 1) => tables.of_hub_list(at),
        Item::TagIndex(at) => tables.of_tag_index(at),
        Item::TagPage(at, tag, 1) => tables.of_tag_page(at, tag),
        _ => Vec::new(),
    };
    if versions.len() < 2 {
        Vec::new()
    } else {
        versions
    }
}

#[derive(Clone, Copy)]
struct Versions<'c, 'v> {
    context: &'c RenderContext<'v>,
}

impl<'v> Versions<'_, 'v> {
    /// A page that is there once in each language.
    fn version(
        self,
        item: Item,
        language: LanguageId,
        url: &'v Url,
        title: Cow<'v, str>,
    ) -> Version<'v> {
        let languages = &self.context.site.settings.languages;
        Version {
            language: &languages.get(language).code,
            is_default: languages.tags.are_several() && language == LanguageId::DEFAULT,
            url,
            title,
            item,
        }
    }

    fn of_node(self, id: NodeId) -> Option<Version<'v>> {
        let node = self.context.node(id);
        let language = node.outline().location.language;
        let title = Cow::from(node.outline().words.title.as_str());
        Some(Version {
            language: self.context.language(node),
            ..self.version(Item::Page(id), language, node.url()?, title)
        })
    }

    fn are_several(self) -> bool {
        self.context.site.settings.languages.tags.are_several()
    }

    /// True for the home page of a language that has one.
    fn is_home(self, id: NodeId) -> bool {
        let node = self.context.node(id);
        let language = node.outline().location.language;
        self.are_several() && node.url() == Some(self.context.site.graph.home(language))
    }

    /// The home pages, whoever wrote them.
    fn homes(self) -> Vec<Version<'v>> {
        let graph = self.context.site.graph;
        let settings = self.context.site.settings;
        let homes = settings.languages.iter().filter_map(|(id, said)| {
            let route = graph.route(graph.home(id))?;
            match route.item {
                Item::Page(page) => self.of_node(page),
                item @ Item::DefaultHome(_) => {
                    let title = said.title_or(&settings.title).into();
                    Some(self.version(item, id, &route.url, title))
                }
                _ => None,
            }
        });
        homes.collect()
    }

    fn of_document(self, id: NodeId) -> Vec<Version<'v>> {
        let (context, graph) = (self.context, self.context.site.graph);
        let mut ids: Vec<NodeId> = graph.translations(id);
        ids.retain(|other| graph.node(*other).url().is_some());
        // If two say to be in one language, a page stands for itself. On a site that names languages the first one stands for
        // its language, so that each names the other.
        let is_named = context.site.settings.languages.tags.are_named();
        ids.sort_by_key(|other| {
            let node = graph.node(*other);
            let language = context.language(node);
            (
                node.outline().location.language,
                language != context.site.settings.language,
                language,
                !is_named && *other != id,
            )
        });
        ids.dedup_by_key(|other| context.language(graph.node(*other)));
        if !ids.contains(&id) {
            return Vec::new();
        }
        ids.into_iter().filter_map(|id| self.of_node(id)).collect()
    }

    fn of_list(self, id: ListId) -> Vec<Version<'v>> {
        let lists = self.context.site.graph.lists();
        let Some(list) = lists.get(id.index()) else {
            return Vec::new();
        };
        if !self.are_several() {
            return self.of_introduction(id, list.introduction);
        }
        let all = lists.iter().enumerate();
        let same = all.filter(|(_, other)| other.kind == list.kind);
        let versions = same.map(|(at, other)| {
            let item = Item::List(ListId::new(at), 1);
            let title = self.context.list_title(other).into();
            self.version(item, other.language, &other.url, title)
        });
        versions.collect()
    }

    /// A list of a site that names no languages: that of its introduction.
    fn of_introduction(self, list: ListId, introduction: Option<NodeId>) -> Vec<Version<'v>> {
        let mut versions = introduction.map_or_else(Vec::new, |id| self.of_document(id));
        for version in &mut versions {
            if introduction.map(Item::Page) == Some(version.item) {
                version.item = Item::List(list, 1);
            }
        }
        versions
    }

    /// A page that the theme makes in each language, unless an author wrote it.
    fn of_site(self, title: &'static str, item: &dyn Fn(LanguageId) -> Item) -> Vec<Version<'v>> {
        let graph = self.context.site.graph;
        let versions = graph.languages().filter_map(|language| {
            let item = item(language);
            let url = graph.url_of(item)?;
            let code = &self.context.site.settings.languages.get(language).code;
            let words = &self.context.theme.words_of(code).words;
            Some(self.version(item, language, url, words.get(title).into()))
        });
        versions.collect()
    }

    fn of_hub_list(self, at: usize) -> Vec<Version<'v>> {
        let graph = self.context.site.graph;
        let lists = graph.hub_lists();
        let Some(list) = lists.get(at) else {
            return Vec::new();
        };
        let hubs = self.of_document(list.hub).into_iter();
        let versions = hubs.filter_map(|hub| {
            let is_same =
                |other: &HubList| other.kind == list.kind && Item::Page(other.hub) == hub.item;
            let at = lists.iter().position(is_same)?;
            Some(Version {
                url: &lists[at].url,
                title: self.context.hub_list_title(&lists[at]).into(),
                item: Item::HubList(at, 1),
                ..hub
            })
        });
        versions.collect()
    }

    /// The indexes of one field in the languages, each with its place.
    fn tag_indexes(self, at: usize) -> Vec<(usize, &'v TagIndex)> {
        let languages = &self.context.site.settings.languages;
        let default = languages.get(LanguageId::DEFAULT);
        let at_root =
            |index: &TagIndex| default.url_like(&index.url, languages.get(index.language));
        let tags = self.context.site.graph.tags();
        let Some(index) = tags.get(at) else {
            return Vec::new();
        };
        let all = tags.iter().enumerate();
        let is_same = |(_, other): &(usize, &TagIndex)| {
            other.field == index.field && at_root(other) == at_root(index)
        };
        all.filter(is_same).collect()
    }

    fn of_tag_index(self, at: usize) -> Vec<Version<'v>> {
        let indexes = self.tag_indexes(at).into_iter();
        let versions = indexes.map(|(at, index)| {
            let title = self.context.field_label(&index.field).into();
            self.version(Item::TagIndex(at), index.language, &index.url, title)
        });
        versions.collect()
    }

    fn of_tag_page(self, at: usize, tag: usize) -> Vec<Version<'v>> {
        let tags = self.context.site.graph.tags();
        let Some(page) = tags.get(at).and_then(|index| index.pages.get(tag)) else {
            return Vec::new();
        };
        let indexes = self.tag_indexes(at).into_iter();
        let versions = indexes.filter_map(|(at, index)| {
            let is_same = |other: &TagPage| other.slug == page.slug;
            let tag = index.pages.iter().position(is_same)?;
            let page = &index.pages[tag];
            let code = &self
                .context
                .site
                .settings
                .languages
                .get(index.language)
                .code;
            let title = tag_name(self.context.theme, code, &page.label);
            let title = title.unwrap_or(&page.label).into();
            Some(self.version(Item::TagPage(at, tag, 1), index.language, &page.url, title))
        });
        versions.collect()
    }
}
