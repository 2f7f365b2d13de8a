//! The files of a site's search, under the names that they have below the output folder.

use std::sync::Arc;

use crate::graph::NodeId;
use crate::index::Index;
use crate::layout::{self, PageContext, SearchedPages, TextEdits};

/// The index of a site's search; empty for a site without one.
#[derive(Default)]
pub(super) struct SearchIndex {
    /// Names below the output folder, sorted.
    names: Vec<String>,
    index: Index,
    /// The document of each page in it.
    documents: Vec<Option<NodeId>>,
    /// The texts that it was made of.
    texts: Arc<TextEdits>,
}

/// An index that was made before.
#[derive(Clone)]
pub(super) enum EarlierIndex {
    /// There is none.
    None,
    /// Of the same linked site, with other texts.
    OfOtherTexts(Arc<SearchIndex>),
    /// Of a site that was linked otherwise.
    OfOtherSite(Arc<SearchIndex>),
}

impl EarlierIndex {
    /// The same for a site that is linked again.
    pub fn of_other_site(&self) -> EarlierIndex {
        match self {
            EarlierIndex::OfOtherTexts(index) => EarlierIndex::OfOtherSite(Arc::clone(index)),
            other => other.clone(),
        }
    }
}

impl SearchIndex {
    /// Makes the index of a site, with what is the same in an `earlier` one.
    pub fn new(page: &PageContext, texts: &Arc<TextEdits>, earlier: &EarlierIndex) -> SearchIndex {
        let Some(root) = page.render.site.graph.search_index() else {
            return SearchIndex::default();
        };
        let (index, documents) = match earlier {
            EarlierIndex::OfOtherTexts(earlier) => {
                (earlier.with_texts(page, texts), earlier.documents.clone())
            }
            EarlierIndex::OfOtherSite(earlier) => all_pages(page, &earlier.index),
            EarlierIndex::None => all_pages(page, &Index::default()),
        };
        let folder = layout::index_folder(root);
        let folder = folder.trim_start_matches('/');
        let files = index.files.iter();
        let names = files.map(|file| format!("{folder}{}", file.name));
        SearchIndex {
            names: names.collect(),
            index,
            documents,
            texts: Arc::clone(texts),
        }
    }

    /// The index with newer texts of some documents.
    fn with_texts(&self, page: &PageContext, texts: &TextEdits) -> Index {
        let changed = texts.changed_since(&self.texts);
        let graph = page.render.site.graph;
        let documents = self.documents.iter().enumerate();
        let changed = documents.filter_map(|(number, id)| {
            let id = (*id)?;
            changed
                .contains(&graph.node(id).outline().file)
                .then(|| (number, layout::searched_page(page, id)))
        });
        self.index.with(changed.collect(), None)
    }

    /// The names of all files but the one that names the others: that one is planned.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// A file by its name.
    pub fn file(&self, name: &str) -> Option<&[u8]> {
        let place = self
            .names
            .binary_search_by(|known| known.as_str().cmp(name));
        Some(&self.index.files.get(place.ok()?)?.bytes)
    }

    /// The file that names the others.
    pub fn root(&self) -> &[u8] {
        &self.index.root
    }
}

fn all_pages(page: &PageContext, earlier: &Index) -> (Index, Vec<Option<NodeId>>) {
    let SearchedPages {
        pages,
        documents,
        facets,
    } = SearchedPages::new(page);
    (Index::new(pages, facets, earlier), documents)
}
