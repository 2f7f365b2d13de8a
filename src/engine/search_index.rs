//! The files of a site's search, under the names that they have below the output folder.

use crate::index::Index;
use crate::layout::{self, PageContext};

/// The index of a site's search; empty for a site without one.
#[derive(Default)]
pub(super) struct SearchIndex {
    /// Names below the output folder, sorted.
    names: Vec<String>,
    index: Index,
}

impl SearchIndex {
    /// Makes the index of a site, with what is the same in an `earlier` one. Its files are in a folder that is called like the file that names them.
    pub fn new(page: &PageContext, earlier: &SearchIndex) -> SearchIndex {
        let Some(root) = page.render.site.graph.search_index() else {
            return SearchIndex::default();
        };
        let folder = layout::index_folder(root);
        let index = layout::search_index(page, &earlier.index.files);
        let files = index.files.iter();
        let folder = folder.trim_start_matches('/');
        let names = files.map(|file| format!("{folder}{}", file.name));
        SearchIndex {
            names: names.collect(),
            index,
        }
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
