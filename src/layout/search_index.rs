//! The pages of a site as the index of its search wants them.

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;

use super::context::RenderContext;
use super::page_context::PageContext;
use crate::base::{Moment, Url};
use crate::config::{Kind, KindSearch};
use crate::document::Status;
use crate::graph::{Node, NodeId};
use crate::index::{Facet, IndexedPage, PageStatus};

/// What the index of a site is made of.
pub struct SearchedPages {
    /// All that readers may find.
    pub pages: Vec<IndexedPage>,
    /// The document of each page, in the same order; `None` for a file.
    pub documents: Vec<Option<NodeId>>,
    /// By what results are narrowed down.
    pub facets: Vec<Facet>,
}

impl SearchedPages {
    /// All pages that readers may find.
    pub fn new(page: &PageContext) -> SearchedPages {
        let context = page.render;
        let nodes = found_pages(context);
        SearchedPages {
            pages: nodes.iter().map(|node| indexed_page(page, *node)).collect(),
            documents: nodes.iter().map(|node| Some(node.id())).collect(),
            facets: facets(context, &nodes),
        }
    }
}

/// What the index of a site is to say of one document.
pub fn searched_page(page: &PageContext, id: NodeId) -> IndexedPage {
    indexed_page(page, page.render.node(id))
}

/// The folder of the files of an index, by the URL of the one that names the others: it is called as that one is.
pub fn index_folder(root: &Url) -> String {
    let root = root.as_str();
    format!("{}/", root.strip_suffix(".bin").unwrap_or(root))
}

/// Notes that a file is made of the texts of all pages.
pub fn note_searched_texts(page: &PageContext) {
    let nodes = page.render.site.graph.nodes();
    for node in nodes.filter(|node| is_found(page.render, *node)) {
        page.document(node);
    }
}

/// The pages that readers may find, the oldest first: a new one changes no number of another.
fn found_pages<'s>(context: &RenderContext<'s>) -> Vec<Node<'s>> {
    let nodes = context.site.graph.nodes();
    let mut found: Vec<Node> = nodes.filter(|node| is_found(context, *node)).collect();
    found.sort_by_cached_key(|node| (day(*node), node.outline().file.clone()));
    found
}

fn is_found(context: &RenderContext, node: Node) -> bool {
    let is_kept_out = node.is_kept_from_search() || context.kind(node).search == KindSearch::Off;
    node.url().is_some() && !is_kept_out
}

/// The day that it carries.
fn day(node: Node) -> Option<Date> {
    node.outline().meta.date.as_ref().map(Moment::day)
}

fn indexed_page(page: &PageContext, node: Node) -> IndexedPage {
    let (context, document) = (page.render, page.document(node));
    let outline = node.outline();
    IndexedPage {
        href: context.href(node),
        words: Arc::clone(&outline.words),
        vocabulary: Arc::clone(&document.vocabulary),
        kind: context.kind(node).label.clone(),
        language: context.language(node).to_owned(),
        day: day(node),
        related: related_words(context, node),
        length: document.words,
        standing: match outline.meta.status {
            Status::Current => PageStatus::Current,
            _ => PageStatus::Past,
        },
        text: None,
    }
}

/// The titles of what it names and what it is a part of, and its tags.
fn related_words(context: &RenderContext, node: Node) -> Vec<String> {
    let titles = related(node).map(|id| context.node(id).outline().words.title.clone());
    let tags = node.outline().tags.iter();
    let tags = tags.map(|tag| tag.word.label.as_str().to_owned());
    titles.chain(tags).collect()
}

fn related(node: Node) -> impl Iterator<Item = NodeId> {
    let references = node.references().iter().copied().flatten();
    references.chain(node.owner())
}

/// By what results are narrowed down; a facet with one value says nothing.
fn facets(context: &RenderContext, nodes: &[Node]) -> Vec<Facet> {
    let kinds = context.site.kinds.iter();
    let of_kinds = kinds.filter(|kind| kind.search == KindSearch::Facet);
    let of_kinds = of_kinds.map(|kind| {
        facet(&kind.name, &kind.plural, nodes, |node| {
            titles_of_kind(context, node, kind)
        })
    });
    let all = own_facets(context, nodes).into_iter().chain(of_kinds);
    all.filter(|facet| facet.values.len() > 1).collect()
}

/// What every page says of itself.
fn own_facets(context: &RenderContext, nodes: &[Node]) -> [Facet; 3] {
    let words = &context
        .theme
        .words_of(&context.site.settings.language)
        .words;
    let kind = facet("kind", words.get("search_kind"), nodes, |node| {
        vec![context.kind(node).plural.clone()]
    });
    let mut year = facet("year", words.get("search_year"), nodes, |node| {
        day(node).iter().map(|day| day.year().to_string()).collect()
    });
    year.newest_first();
    let language = facet("language", words.get("search_language"), nodes, |node| {
        vec![context.language(node).to_owned()]
    });
    [kind, year, language]
}

/// The titles of the documents of a kind that a page names, or is.
fn titles_of_kind(context: &RenderContext, node: Node, kind: &Kind) -> Vec<String> {
    let ids = related(node).chain([node.id()]);
    let of_kind = ids
        .map(|id| context.node(id).outline())
        .filter(|outline| outline.kind == kind.name);
    let titles: BTreeSet<&str> = of_kind
        .map(|outline| outline.words.title.as_str())
        .collect();
    titles.into_iter().map(str::to_owned).collect()
}

fn facet(key: &str, label: &str, nodes: &[Node], values: impl Fn(Node) -> Vec<String>) -> Facet {
    let of_pages: Vec<Vec<String>> = nodes.iter().map(|node| values(*node)).collect();
    let all: BTreeSet<&String> = of_pages.iter().flatten().collect();
    let all: Vec<String> = all.into_iter().cloned().collect();
    let place = |value: &String| all.binary_search(value).ok();
    Facet {
        key: key.to_owned(),
        label: label.to_owned(),
        of_pages: of_pages
            .iter()
            .map(|values| values.iter().filter_map(place).collect())
            .collect(),
        values: all,
    }
}
