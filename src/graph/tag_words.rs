//! The words of tag fields, gathered from all documents: an index for each address, a page for each word.

use std::collections::BTreeMap;

use super::listing::{TagIndex, TagPage};
use super::overview::{Brief, Overview};
use super::{NodeData, NodeId, sort};
use crate::base::{Lookup, Url};
use crate::document::TagUse;

/// The indexes of all tag fields in use, by address. A field that several kinds share is one index.
pub(super) fn indexes(nodes: &[NodeData], overview: &Overview) -> Vec<TagIndex> {
    let mut words: BTreeMap<&str, Option<Words>> = BTreeMap::new();
    for ((id, brief), _) in overview
        .each()
        .zip(nodes)
        .filter(|(_, node)| node.url.is_some())
    {
        for tag in &brief.outline.tags {
            let known = words.entry(&tag.url).or_insert_with(|| Words::new(tag));
            if let Some(words) = known {
                words.add(tag, (id, brief));
            }
        }
    }
    let mut indexes: Vec<TagIndex> = Vec::new();
    for index in words
        .into_values()
        .flatten()
        .map(|words| words.into_index(overview))
    {
        // The same address may have been written in two ways.
        match indexes.iter_mut().find(|known| known.url == index.url) {
            Some(known) => known.pages.extend(index.pages),
            None => indexes.push(index),
        }
    }
    indexes
}

/// The words at one address.
struct Words<'i> {
    field: &'i str,
    url: Url,
    pages: Vec<TagPage>,
    /// The places of pages, by slug.
    places: Lookup<&'i str, usize>,
}

impl<'i> Words<'i> {
    /// No words yet; `None` where no page can have the address.
    fn new(tag: &'i TagUse) -> Option<Words<'i>> {
        let url = Url::parse(&tag.url).ok()?;
        Some(Words {
            field: &tag.field,
            url,
            pages: Vec::new(),
            places: Lookup::default(),
        })
    }

    fn add(&mut self, tag: &'i TagUse, (id, brief): (NodeId, &Brief)) {
        let place = *self.places.entry(&tag.word.slug).or_insert_with(|| {
            self.pages.push(TagPage {
                label: tag.word.label.to_string(),
                slug: tag.word.slug.to_string(),
                url: self.url.join(&format!("{}/", tag.word.slug)),
                entries: Vec::new(),
                first: (brief.outline.file.clone(), *tag.span),
            });
            self.pages.len() - 1
        });
        if let Some(page) = self.pages.get_mut(place).filter(|_| brief.is_listed) {
            page.entries.push(id);
        }
    }

    fn into_index(mut self, overview: &Overview) -> TagIndex {
        for page in &mut self.pages {
            sort::newest_first(&mut page.entries, overview);
        }
        self.pages.sort_by(|a, b| a.slug.cmp(&b.slug));
        TagIndex {
            field: self.field.to_owned(),
            url: self.url,
            pages: self.pages,
        }
    }
}
