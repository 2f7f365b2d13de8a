//! What all pages of a site are made of. It knows outlines, and no texts: those are for [`super::PageContext`].

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::Theme;
use super::cache::ViewCache;
use super::kind_fields::KindFields;
use super::kind_names::tag_name;
use super::site_data::SiteData;
use crate::base::foreign_words::{THEME_LANGUAGE, marked};
use crate::base::language::is_same_language;
use crate::base::{LanguageId, Words};
use crate::config::{Kind, SiteLanguage};
use crate::content::Data;
use crate::document::{LinkId, ReferenceId};
use crate::graph::{HubList, Label, ListId, Listing, Node, NodeId, ResolvedLink, tag_index_title};
use crate::html::{FillContext, TextLanguage};

/// What all pages are made of: a site, a theme, and views of the one for the other.
pub struct RenderContext<'s> {
    /// The site.
    pub site: SiteData<'s>,
    /// Its theme.
    pub theme: &'s Theme,
    /// The language of what is around the documents.
    pub language: LanguageId,
    /// The language of the readers for whom the pages are made: another one only for texts that are not there in it.
    pub readers: LanguageId,
    pub(super) cache: ViewCache<'s>,
}

impl<'s> RenderContext<'s> {
    /// The context of the pages in a language, on a site whose data files are `data`.
    pub fn new(
        site: SiteData<'s>,
        theme: &'s Theme,
        data: &[Data],
        language: LanguageId,
    ) -> RenderContext<'s> {
        RenderContext {
            site,
            theme,
            language,
            readers: language,
            cache: ViewCache::new(site, theme, data, language),
        }
    }

    /// The same for texts on the pages of readers of another language.
    pub(super) fn read_by(self, readers: LanguageId) -> RenderContext<'s> {
        RenderContext { readers, ..self }
    }

    /// What the site says in the language of the readers.
    pub(super) fn site_language(&self) -> &'s SiteLanguage {
        self.site.settings.languages.get(self.language)
    }

    /// The tag of the language of the readers: that of pages that say no other.
    pub(super) fn readers_language(&self) -> &'s str {
        &self.site_language().code
    }

    /// The site's name for the readers.
    pub(super) fn site_title(&self) -> &'s str {
        let own = self.site_language().title.as_deref();
        own.unwrap_or(&self.site.settings.title)
    }

    /// What a document says, as pages of others show it: marked if it is in another language than they are.
    pub(super) fn shown_to_readers<'w>(&self, node: Node, words: &'w str) -> Cow<'w, str> {
        self.shown_in(self.language(node), words)
    }

    /// Words in a language, as pages show them: marked if it is another one than theirs.
    pub(super) fn shown_in<'w>(&self, language: &str, words: &'w str) -> Cow<'w, str> {
        let is_foreign = self.site.settings.languages.tags.are_several()
            && !is_same_language(language, self.readers_language());
        if is_foreign {
            Cow::Owned(marked(words, language))
        } else {
            Cow::Borrowed(words)
        }
    }

    /// What a document is called on the pages of others.
    pub(super) fn title_of<'n>(&self, node: Node<'n>) -> Cow<'n, str> {
        self.shown_to_readers(node, &node.outline().words.title)
    }

    /// The words of a label.
    pub(super) fn label<'l>(&self, label: &'l Label) -> Cow<'l, str>
    where
        's: 'l,
    {
        match label {
            Label::Title(id) => self.title_of(self.node(*id)),
            Label::Plural(kind) => Cow::Borrowed(self.plural_in_breadcrumbs(kind)),
            Label::Field(name) => Cow::Owned(self.field_label(name)),
            Label::Tag(tag) => self.tag_label(tag),
            Label::Text(text) => Cow::Borrowed(text),
        }
    }

    /// What a tag is called in the language of the readers, if the theme or the site says it; else as authors write it.
    pub(super) fn tag_label<'l>(&self, tag: &'l str) -> Cow<'l, str>
    where
        's: 'l,
    {
        match tag_name(self.theme, self.readers_language(), tag) {
            Some(name) => Cow::Borrowed(name),
            None => Cow::Borrowed(tag),
        }
    }

    fn plural_in_breadcrumbs<'l>(&self, name: &'l str) -> &'l str
    where
        's: 'l,
    {
        let Some(kind) = self.site.kinds.find(name) else {
            return name;
        };
        let settings = self.site.settings;
        if settings.languages.tags.are_named() {
            self.kind_plural(kind)
        } else if is_same_language(&settings.language, THEME_LANGUAGE) {
            &kind.plural
        } else {
            &kind.shown.plural
        }
    }

    pub(super) fn node(&self, id: NodeId) -> Node<'s> {
        self.site.graph.node(id)
    }

    /// What the pages of a node's kind have.
    pub(super) fn fields_of(&self, node: Node) -> &KindFields<'s> {
        let fields = self.cache.kinds.get(node.outline().kind.as_str());
        fields.unwrap_or_else(|| unreachable!("a document is of a kind that its site has"))
    }

    pub(super) fn kind(&self, node: Node) -> &'s Kind {
        self.fields_of(node).kind
    }

    /// The URL of a node for `href`, as the readers find it; empty for one without a page.
    pub(super) fn href(&self, node: Node) -> String {
        let (graph, base_path) = (self.site.graph, self.site.settings.base_path());
        node.url().map_or_else(String::new, |url| {
            graph.url_for(url, self.readers).href(base_path)
        })
    }

    /// The URL of a node's own page, whoever reads it.
    pub(super) fn own_href(&self, node: Node) -> String {
        let base_path = self.site.settings.base_path();
        node.url()
            .map_or_else(String::new, |url| url.href(base_path))
    }

    /// True for a document in another language than that of the readers.
    pub(super) fn is_foreign(&self, node: Node) -> bool {
        self.site.settings.languages.tags.are_named()
            && node.outline().location.language != self.readers
    }

    /// What readers see of a document that a document names: the latter may be in another language than they read.
    pub(super) fn seen_from(&self, node: Node, named: NodeId) -> NodeId {
        if self.is_foreign(node) {
            self.site.graph.seen_in(named, self.readers)
        } else {
            named
        }
    }

    /// The same for several, each once.
    pub(super) fn all_seen_from(&self, node: Node, named: &[NodeId]) -> Vec<NodeId> {
        let mut seen = BTreeSet::new();
        let named = named.iter().map(|id| self.seen_from(node, *id));
        named.filter(|id| seen.insert(*id)).collect()
    }

    /// A link with the host in front if it links to this site.
    pub(super) fn absolute(&self, href: &str) -> String {
        self.site.settings.hosts.whole(href)
    }

    /// The language of a document.
    pub(super) fn language<'n>(&self, node: Node<'n>) -> &'n str
    where
        's: 'n,
    {
        let of_site = &self.site.settings.language;
        node.outline().meta.language_or(of_site)
    }

    /// What the theme says on pages in the language of a document: what is in another language is marked.
    pub(super) fn shown_words(&self, node: Node) -> &'s Words {
        &self.theme.words_of(self.language(node)).shown
    }

    /// Words of the theme in the language of a document, for pages that may be in another one.
    pub(super) fn in_language_of<'w>(&self, node: Node, words: &'w str) -> Cow<'w, str> {
        if self.cache.has_other_languages {
            Cow::Owned(marked(words, self.language(node)))
        } else {
            Cow::Borrowed(words)
        }
    }

    /// A text with the abbreviations of the site's glossary explained at their first use; `None` if it has none of them.
    pub(super) fn explained(&self, text: &str) -> Option<String> {
        let language = self.site.settings.language.as_str();
        let marked_as = self.cache.has_other_languages.then_some(language);
        self.cache.glossary.explain(text, marked_as)
    }

    /// What the theme says in the language of a document.
    pub(super) fn words(&self, node: Node) -> &'s Words {
        &self.theme.words_of(self.language(node)).words
    }

    /// What the theme says in the default language, in which the index of the search is.
    pub(super) fn site_words(&self) -> &'s Words {
        &self.theme.words_of(&self.site.settings.language).words
    }

    /// The node that a reference of another one names.
    pub(super) fn relation(&self, node: Node, id: ReferenceId) -> Option<NodeId> {
        let named = node.references().get(id.0 as usize).copied().flatten()?;
        Some(self.seen_from(node, named))
    }

    /// The links of a node, as the readers follow them.
    pub(super) fn links<'n>(&'n self, node: Node<'n>) -> &'n [ResolvedLink] {
        match self.cache.links.get(node.id().index()) {
            Some(links) if self.is_foreign(node) => links.get_or_init(|| {
                let links = node.links().iter();
                let for_readers = |link| self.site.graph.link_for(link, self.readers);
                links.map(for_readers).collect()
            }),
            _ => node.links(),
        }
    }

    /// A link of a node.
    pub(super) fn link<'n>(&'n self, node: Node<'n>, id: LinkId) -> Option<&'n ResolvedLink> {
        self.links(node).get(id.0 as usize)
    }

    /// What a document of a kind is called on pages, marked unless all of them are in the language of the theme.
    pub(super) fn kind_label(&self, kind: &'s Kind) -> &'s str {
        let names = self.cache.kind_names.get(kind.name.as_str());
        if let Some(label) = names.and_then(|names| names.label) {
            return label;
        }
        match self.cache.has_other_languages {
            true => &kind.shown.label,
            false => &kind.label,
        }
    }

    /// What several are called.
    pub(super) fn kind_plural(&self, kind: &'s Kind) -> &'s str {
        let names = self.cache.kind_names.get(kind.name.as_str());
        if let Some(plural) = names.and_then(|names| names.plural) {
            return plural;
        }
        match self.cache.has_other_languages {
            true => &kind.shown.plural,
            false => &kind.plural,
        }
    }

    /// The lists for the readers.
    pub(super) fn lists(&self) -> impl Iterator<Item = &'s Listing> + use<'s> {
        let language = self.language;
        let lists = self.site.graph.lists().iter();
        lists.filter(move |list| list.language == language)
    }

    /// What a field is called: as the theme or the site says it in the language of the readers, else by its name.
    pub(super) fn field_label(&self, name: &str) -> String {
        if !self.site.settings.languages.tags.are_named() {
            return tag_index_title(name);
        }
        let words = self.theme.words_of(self.readers_language());
        match words.name(&format!("fields.{name}")) {
            Some(label) => label.to_owned(),
            None => marked(&tag_index_title(name), THEME_LANGUAGE),
        }
    }

    /// The list of a document's kind, for the readers.
    pub(super) fn list_of(&self, node: Node) -> Option<ListId> {
        let own = node.list()?;
        if !self.is_foreign(node) {
            return Some(own);
        }
        let lists = self.site.graph.lists();
        let kind = &lists.get(own.index())?.kind;
        let is_theirs = |list: &Listing| list.kind == *kind && list.language == self.readers;
        lists.iter().position(is_theirs).map(ListId::new)
    }

    /// The title of a kind's list: that of its introduction, else the kind's plural.
    pub(super) fn list_title(&self, list: &'s Listing) -> &'s str {
        match list.introduction {
            Some(id) => &self.node(id).outline().words.title,
            None => match self.site.kinds.find(&list.kind) {
                Some(kind) => self.kind_plural(kind),
                None => &list.kind,
            },
        }
    }

    /// The title of the list of a hub: what its entries are, and what they name.
    pub(super) fn hub_list_title(&self, list: &HubList) -> String {
        let kind = self.site.kinds.find(&list.kind);
        let entries = kind.map_or(list.kind.as_str(), |kind| self.kind_plural(kind));
        format!("{entries}: {}", self.node(list.hub).outline().words.title)
    }

    /// What the slots of a document's text are filled with.
    pub(super) fn slots<'n>(&'n self, node: Node<'n>) -> FillContext<'n>
    where
        's: 'n,
    {
        FillContext {
            links: self.links(node),
            site: self.site.graph,
            facts: self.site.facts,
            pictures: self.site.pictures,
            words: self.shown_words(node),
            language: TextLanguage {
                own: self.language(node),
                of_site: &self.site.settings.languages.tags,
            },
            cache: self.site.cache,
        }
    }
}
