//! What all pages of a site are made of. It knows outlines, and no texts: those are for [`super::PageContext`].

use std::borrow::Cow;

use jiff::Timestamp;

use super::Theme;
use super::cache::ViewCache;
use super::kind_fields::KindFields;
use crate::base::foreign_words::marked;
use crate::base::{Cache, Words};
use crate::config::{Kind, Kinds, SiteConfig};
use crate::content::{Data, Facts, Tables};
use crate::document::{LinkId, ReferenceId};
use crate::edition::EditionMaker;
use crate::graph::{HubList, Listing, Node, NodeId, ResolvedLink, Site};
use crate::html::{FillContext, Pictures};

/// A linked site with what was read for it besides documents.
#[derive(Clone, Copy)]
pub struct SiteData<'s> {
    /// The linked site.
    pub graph: &'s Site,
    /// The facts about its public files, in their order.
    pub facts: &'s [Facts],
    /// How its pictures are published.
    pub pictures: &'s Pictures,
    /// Holds highlighted code.
    pub cache: &'s Cache,
    /// Its kinds.
    pub kinds: &'s Kinds,
    /// Its settings.
    pub settings: &'s SiteConfig,
    /// The moment for which the site is made.
    pub now: Timestamp,
    /// The CSV files that blocks name.
    pub tables: &'s Tables,
    /// Makes its editions.
    pub editions: &'s dyn EditionMaker,
}

/// What all pages are made of: a site, a theme, and views of the one for the other.
pub struct RenderContext<'s> {
    /// The site.
    pub site: SiteData<'s>,
    /// Its theme.
    pub theme: &'s Theme,
    pub(super) cache: ViewCache<'s>,
}

impl<'s> RenderContext<'s> {
    /// The context of a site whose data files are `data`.
    pub fn new(site: SiteData<'s>, theme: &'s Theme, data: &[Data]) -> RenderContext<'s> {
        RenderContext {
            site,
            theme,
            cache: ViewCache::new(site.graph, site.kinds, site.settings, theme, data),
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

    /// The URL of a node for `href`; empty for one without a page.
    pub(super) fn href(&self, node: Node) -> String {
        node.url()
            .map_or_else(String::new, |url| url.href(self.site.settings.base_path()))
    }

    /// A link with the host in front if it links to this site.
    pub(super) fn absolute(&self, href: &str) -> String {
        if href.starts_with('/') && !href.starts_with("//") {
            format!("{}{href}", self.site.settings.origin())
        } else {
            href.to_owned()
        }
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

    /// What the theme says in the language of a document.
    pub(super) fn words(&self, node: Node) -> &'s Words {
        &self.theme.words_of(self.language(node)).words
    }

    /// The node that a reference of another one names.
    pub(super) fn relation(&self, node: Node, id: ReferenceId) -> Option<NodeId> {
        node.references().get(id.0 as usize).copied().flatten()
    }

    /// A link of a node.
    pub(super) fn link<'n>(&self, node: Node<'n>, id: LinkId) -> Option<&'n ResolvedLink> {
        node.links().get(id.0 as usize)
    }

    /// What a document of a kind is called on pages, marked unless all of them are in the language of the theme.
    pub(super) fn kind_label(&self, kind: &'s Kind) -> &'s str {
        match self.cache.has_other_languages {
            true => &kind.shown.label,
            false => &kind.label,
        }
    }

    /// What several are called.
    pub(super) fn kind_plural(&self, kind: &'s Kind) -> &'s str {
        match self.cache.has_other_languages {
            true => &kind.shown.plural,
            false => &kind.plural,
        }
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
    pub(super) fn slots<'n>(&self, node: Node<'n>) -> FillContext<'n>
    where
        's: 'n,
    {
        FillContext {
            links: node.links(),
            site: self.site.graph,
            facts: self.site.facts,
            pictures: self.site.pictures,
            words: self.shown_words(node),
            cache: self.site.cache,
        }
    }
}
