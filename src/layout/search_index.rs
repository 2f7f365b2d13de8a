//! The pages of a site as the index of its search wants them.

use std::collections::BTreeSet;

use super::context::RenderContext;
use super::page_context::PageContext;
use super::searched_document::{day, indexed_page, related};
use super::searched_files::{FoundFile, found_files};
use crate::base::{FilePath, LanguageId, Url};
use crate::config::{Kind, KindSearch};
use crate::graph::{Node, NodeId};
use crate::index::{Facet, IndexedPage};

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
        let found = found(context);
        SearchedPages {
            pages: found.iter().map(|found| found.indexed(page)).collect(),
            documents: found.iter().map(Found::document).collect(),
            facets: facets(context, &found),
        }
    }
}

/// What readers may find.
enum Found<'s> {
    Document(Node<'s>),
    File(FoundFile<'s>),
}

impl<'s> Found<'s> {
    /// The document that it is, or on whose page it is.
    fn node(&self) -> Node<'s> {
        match self {
            Found::Document(node) => *node,
            Found::File(file) => file.on,
        }
    }

    fn document(&self) -> Option<NodeId> {
        match self {
            Found::Document(node) => Some(node.id()),
            Found::File(_) => None,
        }
    }

    fn source(&self) -> &'s FilePath {
        match self {
            Found::Document(node) => &node.outline().file,
            Found::File(file) => &file.asset.file,
        }
    }

    fn indexed(&self, page: &PageContext) -> IndexedPage {
        match self {
            Found::Document(node) => indexed_page(page, *node),
            Found::File(file) => file.indexed(page.render),
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

/// What readers may find, the oldest first: what is new changes no number of another.
fn found<'s>(context: &RenderContext<'s>) -> Vec<Found<'s>> {
    let nodes = context.site.graph.nodes();
    let nodes: Vec<Node> = nodes.filter(|node| is_found(context, *node)).collect();
    let files = found_files(context, &nodes).into_iter().map(Found::File);
    let mut found: Vec<Found> = nodes
        .into_iter()
        .map(Found::Document)
        .chain(files)
        .collect();
    // Of two that say the same, the one behind comes first in results: a page before its files.
    found.sort_by_key(|found| {
        (
            day(found.node()),
            found.document().is_some(),
            found.source(),
        )
    });
    found
}

/// The documents that readers may find.
pub(super) fn found_documents<'c>(
    context: &'c RenderContext,
) -> impl Iterator<Item = Node<'c>> + use<'c> {
    let nodes = context.site.graph.nodes();
    nodes.filter(|node| is_found(context, *node))
}

fn is_found(context: &RenderContext, node: Node) -> bool {
    let is_kept_out = node.is_kept_from_search()
        || node.outline().meta.no_search
        || context.kind(node).search == KindSearch::Off;
    node.url().is_some() && !is_kept_out
}

/// By what results are narrowed down; a facet with one value says nothing.
fn facets(context: &RenderContext, found: &[Found]) -> Vec<Facet> {
    let kinds = context.site.kinds.iter();
    let of_kinds = kinds.filter(|kind| kind.search == KindSearch::Facet);
    let of_kinds = of_kinds.map(|kind| {
        facet(&kind.name, &kind.plural, found, |found| {
            titles_of_kind(context, found.node(), kind)
        })
    });
    let all = own_facets(context, found).into_iter().chain(of_kinds);
    all.filter(|facet| facet.values.len() > 1).collect()
}

/// What every page says of itself.
fn own_facets(context: &RenderContext, found: &[Found]) -> [Facet; 3] {
    let words = context.site_words();
    let kind = facet("kind", words.get("search_kind"), found, |found| {
        vec![match found {
            Found::Document(node) => context.kind(*node).plural.clone(),
            Found::File(_) => words.get("search_pdfs").to_owned(),
        }]
    });
    let mut year = facet("year", words.get("search_year"), found, |found| {
        let day = day(found.node());
        day.iter().map(|day| day.year().to_string()).collect()
    });
    year.newest_first();
    let language = facet("language", words.get("search_language"), found, |found| {
        vec![context.language(found.node()).to_owned()]
    });
    [kind, year, language]
}

/// The titles of the documents of a kind that a page names, or is: in the default language, so that a page and its translation
/// have the same ones.
fn titles_of_kind(context: &RenderContext, node: Node, kind: &Kind) -> Vec<String> {
    let of_kind = named_of_kind(context, node, kind);
    let titles: BTreeSet<&str> = of_kind.map(|named| title(context, named)).collect();
    titles.into_iter().map(str::to_owned).collect()
}

/// The documents of a kind that a page names, or is.
pub(super) fn named_of_kind<'n>(
    context: &'n RenderContext,
    node: Node<'n>,
    kind: &'n Kind,
) -> impl Iterator<Item = NodeId> + use<'n> {
    let ids = related(node).chain([node.id()]);
    ids.filter(|id| context.node(*id).outline().kind == kind.name)
}

/// What the index calls a document that others name.
pub(super) fn title<'n>(context: &'n RenderContext, named: NodeId) -> &'n str {
    let graph = context.site.graph;
    let seen = graph.seen_in(named, LanguageId::DEFAULT);
    &graph.node(seen).outline().words.title
}

fn facet(key: &str, label: &str, found: &[Found], values: impl Fn(&Found) -> Vec<String>) -> Facet {
    let of_pages: Vec<Vec<String>> = found.iter().map(values).collect();
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
