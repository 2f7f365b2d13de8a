//! The indexes of tag fields, gathered from all documents: an index for each URL, a page for each tag.

use std::collections::BTreeMap;

use super::id::NodeId;
use super::index::{DocIndex, DocSummary};
use super::sort;
use super::table::Table;
use crate::base::wording::capitalised;
use crate::base::{Lookup, Url};
use crate::document::TagUse;

/// All tags of one field.
#[derive(Debug, PartialEq, Eq)]
pub struct TagIndex {
    /// The field's name.
    pub field: String,
    /// The URL of the index: `/tags/`.
    pub url: Url,
    /// The tags, by slug.
    pub pages: Vec<TagPage>,
}

/// The list of one tag.
#[derive(Debug, PartialEq, Eq)]
pub struct TagPage {
    /// The tag as it was first written.
    pub label: String,
    /// Its part of the URL.
    pub slug: String,
    /// The URL of its first page.
    pub url: Url,
    /// Documents with this tag, newest first.
    pub entries: Vec<NodeId>,
    /// Where it was first written.
    pub first: FirstUse,
}

/// The first use of a tag: a document, and which of its tags it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstUse {
    /// The document.
    pub node: NodeId,
    /// Its place among the tags of the structure.
    pub tag: usize,
}

impl TagPage {
    /// Entries on a page.
    pub const PER_PAGE: usize = 20;
}

/// The title of a tag field's index: `Tags` for `tags`.
pub fn tag_index_title(field: &str) -> String {
    capitalised(&field.replace(['_', '-'], " "))
}

/// The indexes of all tag fields in use, by URL. A field that several kinds share is one index.
pub(super) fn find(index: &DocIndex, wanted: &Table<Option<Url>>) -> Vec<TagIndex> {
    let mut found: BTreeMap<&str, Option<Builder>> = BTreeMap::new();
    for (id, summary) in index.each() {
        if wanted[id].is_none() {
            continue;
        }
        for (at, tag) in summary.structure.tags.iter().enumerate() {
            let of_url = found.entry(&tag.url).or_insert_with(|| Builder::new(tag));
            if let Some(builder) = of_url {
                let first = FirstUse { node: id, tag: at };
                builder.add(tag, first, summary);
            }
        }
    }
    let mut indexes: Vec<TagIndex> = Vec::new();
    for builder in found.into_values().flatten() {
        let built = builder.build(index);
        // The same URL may have been written in two ways.
        match indexes.iter_mut().find(|known| known.url == built.url) {
            Some(known) => known.pages.extend(built.pages),
            None => indexes.push(built),
        }
    }
    indexes
}

/// An index while its tags are gathered.
struct Builder<'i> {
    field: &'i str,
    url: Url,
    pages: Vec<TagPage>,
    /// The places of pages, by slug.
    places: Lookup<&'i str, usize>,
}

impl<'i> Builder<'i> {
    /// An empty index; `None` if no page can have its URL.
    fn new(tag: &'i TagUse) -> Option<Builder<'i>> {
        Some(Builder {
            field: &tag.field,
            url: Url::parse(&tag.url).ok()?,
            pages: Vec::new(),
            places: Lookup::default(),
        })
    }

    fn add(&mut self, tag: &'i TagUse, first: FirstUse, summary: &DocSummary) {
        let place = *self.places.entry(&tag.word.slug).or_insert_with(|| {
            self.pages.push(TagPage {
                label: tag.word.label.to_string(),
                slug: tag.word.slug.to_string(),
                url: self.url.join(&format!("{}/", tag.word.slug)),
                entries: Vec::new(),
                first,
            });
            self.pages.len() - 1
        });
        if summary.is_listed {
            self.pages[place].entries.push(first.node);
        }
    }

    fn build(mut self, index: &DocIndex) -> TagIndex {
        for page in &mut self.pages {
            sort::newest_first(&mut page.entries, index);
        }
        self.pages.sort_by(|a, b| a.slug.cmp(&b.slug));
        TagIndex {
            field: self.field.to_owned(),
            url: self.url,
            pages: self.pages,
        }
    }
}
