//! Views that many pages show, each made when the first page shows it.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use tera::Value as TeraValue;

use super::edition_memo::EditionMemo;
use super::formats::sitemap_parts::SitemapParts;
use super::kind_fields::KindFields;
use super::kind_names::{NamesOfKind, kind_names, tag_name};
use super::site_data::SiteData;
use super::theme::Theme;
use super::views::site::SiteView;
use super::views::strand::{Strands, strands};
use super::views::tag::TagViews;
use super::views::value::Shared;
use crate::base::LanguageId;
use crate::base::foreign_words::{THEME_LANGUAGE, marked};
use crate::base::language::is_same_language;
use crate::config::HostId;
use crate::content::Data;
use crate::graph::{Crumb, Node, ResolvedLink, Site, TagIndex};
use crate::html::{Glossary, Loads};

/// One view for each node or list of a site.
pub struct ViewTable(Vec<OnceLock<TeraValue>>);

impl ViewTable {
    fn new(length: usize) -> ViewTable {
        ViewTable((0..length).map(|_| OnceLock::new()).collect())
    }

    /// The view at a place, made now if no page has shown it; `make` makes the view of this place each time.
    pub fn get_or_make<V>(&self, place: usize, make: impl FnOnce() -> Shared<V>) -> Shared<V> {
        match self.0.get(place) {
            Some(view) => Shared::from_value(view.get_or_init(|| make().into_value()).clone()),
            None => make(),
        }
    }
}

/// What the pages of one site share.
pub struct ViewCache<'s> {
    /// `site`, which every page sees.
    pub site: Shared<SiteView<'static>>,
    /// The hashes of what is in it, by name.
    pub site_hashes: OnceLock<Vec<(String, u64)>>,
    /// By node.
    pub references: ViewTable,
    /// By node.
    pub cards: ViewTable,
    /// By list.
    pub lists: ViewTable,
    pub tags: TagViews<'s>,
    /// The colours of documents that have one.
    pub strands: Strands,
    /// What the pages of each kind have, by the kind's name.
    pub kinds: BTreeMap<&'s str, KindFields<'s>>,
    /// What kinds are called in the language of the readers, by the kind's name.
    pub kind_names: BTreeMap<&'s str, NamesOfKind<'s>>,
    /// By node: its links, as readers of another language follow them.
    pub links: Vec<OnceLock<Box<[ResolvedLink]>>>,
    /// What abbreviations stand for on all pages.
    pub glossary: Glossary,
    /// Whether a page may be in another language than what the theme says in no other.
    pub has_other_languages: bool,
    /// When the newest document was changed, in RFC 3339, if any says when.
    pub newest_change: OnceLock<Option<String>>,
    /// By host: the pages of its sitemap, and which of its files each of them is in.
    pub sitemaps: OnceLock<BTreeMap<HostId, SitemapParts>>,
    /// What the pages run and load, whatever their texts say.
    pub loads: OnceLock<Loads>,
    /// By node: what its text runs and loads, in the version that the site was linked with.
    pub text_loads: Vec<OnceLock<Box<Loads>>>,
    /// The files that are made of documents.
    pub editions: EditionMemo,
    /// By where the steps are in memory: pages of one folder share theirs.
    breadcrumbs: HashMap<usize, OnceLock<TeraValue>>,
}

impl<'s> ViewCache<'s> {
    /// A cache that holds no card and no list yet.
    pub fn new(
        site: SiteData<'s>,
        theme: &'s Theme,
        data: &[Data],
        language: LanguageId,
    ) -> ViewCache<'s> {
        let SiteData { graph, kinds, .. } = site;
        ViewCache {
            site: Shared::new(&SiteView::new(site, theme, data, language)),
            site_hashes: OnceLock::new(),
            references: ViewTable::new(graph.nodes().len()),
            cards: ViewTable::new(graph.nodes().len()),
            lists: ViewTable::new(graph.lists().len()),
            tags: tag_views(site, theme, language),
            strands: strands(graph, kinds),
            kinds: KindFields::of_all(kinds),
            kind_names: kind_names(site, theme, language),
            links: links(site),
            glossary: Glossary::of(data),
            has_other_languages: has_other_languages(site, language),
            newest_change: OnceLock::new(),
            sitemaps: OnceLock::new(),
            loads: OnceLock::new(),
            text_loads: places(graph),
            editions: EditionMemo::default(),
            breadcrumbs: breadcrumbs(graph),
        }
    }

    /// The view of the steps to a page.
    pub fn breadcrumbs<V: ?Sized>(
        &self,
        crumbs: &[Crumb],
        make: impl FnOnce() -> Shared<V>,
    ) -> Shared<V> {
        match self.breadcrumbs.get(&place_of(crumbs)) {
            Some(view) => Shared::from_value(view.get_or_init(|| make().into_value()).clone()),
            None => make(),
        }
    }
}

/// A place for the links of each node, if a page may be in another language than what it shows.
fn links(site: SiteData) -> Vec<OnceLock<Box<[ResolvedLink]>>> {
    if site.settings.languages.tags.are_several() {
        places(site.graph)
    } else {
        Vec::new()
    }
}

/// The tags as readers of a language call them; what nobody has translated is marked.
fn tag_views<'s>(site: SiteData<'s>, theme: &'s Theme, readers: LanguageId) -> TagViews<'s> {
    let tags = &site.settings.languages.tags;
    let label = |index: &TagIndex, tag: &'s str| match tag_name(theme, tags.get(readers), tag) {
        Some(name) => Cow::Borrowed(name),
        None if index.language == readers => Cow::Borrowed(tag),
        None => Cow::Owned(marked(tag, tags.get(index.language))),
    };
    TagViews::new(site.graph, site.settings, &label)
}

/// A place for each node.
fn places<V>(graph: &Site) -> Vec<OnceLock<V>> {
    graph.nodes().map(|_| OnceLock::new()).collect()
}

/// A place for the view of each list of steps.
fn breadcrumbs(graph: &Site) -> HashMap<usize, OnceLock<TeraValue>> {
    let places = graph.nodes().map(|node| place_of(node.breadcrumbs()));
    places.map(|place| (place, OnceLock::new())).collect()
}

fn has_other_languages(site: SiteData, readers: LanguageId) -> bool {
    let (graph, settings) = (site.graph, site.settings);
    let tags = &settings.languages.tags;
    // On a site that names languages, each has pages of its own.
    let is_shown = |node: &Node| !tags.are_named() || node.outline().location.language == readers;
    let of_documents = graph.nodes().filter(is_shown).map(|node| {
        let meta = &node.outline().meta;
        meta.language_or(&settings.language)
    });
    let mut languages = of_documents.chain([tags.get(readers)]);
    languages.any(|language| !is_same_language(language, THEME_LANGUAGE))
}

fn place_of(crumbs: &[Crumb]) -> usize {
    crumbs.as_ptr().addr()
}
