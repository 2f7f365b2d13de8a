//! The URLs that public documents, lists and settings ask for, before any of them is given: whether there is something at
//! an address that a link may mean. Of a list in several pages only the first counts.

use std::sync::OnceLock;

use super::alias::aliases;
use super::doc_tables::DocTables;
use super::index::DocIndex;
use crate::base::text_map::with_capacity;
use crate::base::url::ClashKey;
use crate::base::{TextMap, Url};

/// The URLs, made ready for the first question.
pub(super) struct ClaimedUrls<'c> {
    index: &'c DocIndex<'c>,
    documents: &'c DocTables,
    urls: OnceLock<TextMap<ClashKey, ()>>,
}

impl<'c> ClaimedUrls<'c> {
    pub fn new(index: &'c DocIndex<'c>, documents: &'c DocTables) -> ClaimedUrls<'c> {
        ClaimedUrls {
            index,
            documents,
            urls: OnceLock::new(),
        }
    }

    /// True if something asks for a URL.
    pub fn hold(&self, url: &Url) -> bool {
        let urls = self.urls.get_or_init(|| self.collect());
        urls.contains_key(&url.clash_key())
    }

    fn collect(&self) -> TextMap<ClashKey, ()> {
        let documents = self.documents;
        let pages = documents.wanted.public.iter().flatten();
        let whole = documents.extras.single_pages.each().map(|(_, url)| url);
        let lists = documents.lists.iter().map(|list| &list.url);
        let tags = documents.tags.iter().flat_map(|index| {
            let pages = index.pages.iter().map(|page| &page.url);
            pages.chain([&index.url])
        });
        let mut urls = with_capacity(self.index.public.len());
        let all = pages.chain(whole).chain(lists).chain(tags);
        urls.extend(all.map(|url| (url.clash_key(), ())));
        urls.extend(self.old().map(|url| (url.clash_key(), ())));
        urls
    }

    /// Old addresses that redirect, or are gone on purpose.
    fn old(&self) -> impl Iterator<Item = Url> {
        let of_documents = self.index.each().flat_map(|(id, summary)| {
            let page = self.documents.wanted.public[id].as_ref();
            aliases(summary.structure, page).filter_map(|alias| alias.url.ok())
        });
        let settings = &self.index.input.site.old_urls;
        let redirects = settings.redirects.iter().map(|redirect| &redirect.url);
        let gone = settings.gone.iter().map(|gone| &gone.url);
        of_documents.chain(redirects.chain(gone).cloned())
    }
}
