//! The files that the search of a site finds: PDFs with text that a found page leads to, so that a file which only hidden or
//! unlisted pages name is not in the index.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::context::RenderContext;
use super::searched_document::{day, related_words, status};
use crate::base::Url;
use crate::content::{Asset, pdf};
use crate::document::{Vocabulary, Words};
use crate::graph::{AssetId, Node, Target};
use crate::index::IndexedPage;

/// A file to be found.
pub(super) struct FoundFile<'s> {
    /// The first of the found pages that lead to it, one that offers it for download before others.
    pub on: Node<'s>,
    pub asset: &'s Asset,
    url: &'s Url,
    text: &'s Arc<[u8]>,
    /// What that page calls it.
    title: Option<&'s str>,
}

/// Where a file is named.
#[derive(Clone, Copy)]
struct Mention<'s> {
    on: Node<'s>,
    title: Option<&'s str>,
    is_attached: bool,
}

/// The files that some pages lead to, in the order of their files.
pub(super) fn found_files<'s>(
    context: &RenderContext<'s>,
    nodes: &[Node<'s>],
) -> Vec<FoundFile<'s>> {
    let mut mentions: BTreeMap<AssetId, Mention> = BTreeMap::new();
    for node in nodes {
        for (place, link) in node.links().iter().enumerate() {
            if let Target::Asset(id) = link.target
                && text_of(context, id).is_some()
            {
                let mention = mention(*node, place);
                let known = mentions.entry(id).or_insert(mention);
                if mention.is_attached && !known.is_attached {
                    *known = mention;
                }
            }
        }
    }
    let mentions = mentions.into_iter();
    let files = mentions.filter_map(|(id, mention)| {
        let (asset, url) = context.site.graph.assets().get(id.index())?;
        Some(FoundFile {
            on: mention.on,
            asset,
            url,
            text: text_of(context, id)?,
            title: mention.title,
        })
    });
    files.collect()
}

fn text_of<'s>(context: &RenderContext<'s>, id: AssetId) -> Option<&'s Arc<[u8]>> {
    let facts = context.site.facts.get(id.index())?;
    facts.pdf.as_ref()?.text.as_ref()
}

fn mention(on: Node, place: usize) -> Mention {
    let mut attachments = on.outline().attachments();
    let attached = attachments.find(|it| it.file.0 as usize == place);
    Mention {
        on,
        title: attached.as_ref().and_then(|it| it.title),
        is_attached: attached.is_some(),
    }
}

impl FoundFile<'_> {
    /// What the index says of it. It belongs to its page, by whose title it is found, too.
    pub fn indexed(&self, context: &RenderContext) -> IndexedPage {
        let pages = pdf::unpack(self.text).unwrap_or_default();
        let page_title = &self.on.outline().words.title;
        let mut related = related_words(context, self.on);
        related.push(page_title.clone());
        IndexedPage {
            href: self.url.href(context.site.settings.base_path()),
            words: Arc::new(self.words(page_title)),
            vocabulary: Arc::new(Vocabulary::of_sections(pages.iter().map(String::as_str))),
            kind: context.site_words().get("search_pdf").to_owned(),
            language: context.language(self.on).to_owned(),
            day: day(self.on),
            related,
            length: pages.iter().map(|page| page.split(' ').count()).sum(),
            standing: status(self.on),
            text: Some(Arc::clone(self.text)),
        }
    }

    fn words(&self, page_title: &str) -> Words {
        let title = self.title.unwrap_or(self.asset.file.name());
        Words {
            title: title.to_owned(),
            summary: page_title.to_owned(),
            ..Words::default()
        }
    }
}
