//! Which pages are in which file of the sitemap: the protocol allows so many in one.

use std::ops::Range;

use jiff::civil::Date;

use crate::base::{Moment, Url};
use crate::config::{HostId, Hosts};
use crate::graph::{NodeId, Site};

/// The most URLs the protocol allows in one file.
const MOST_URLS: usize = 50_000;
/// The most bytes it allows.
const MOST_BYTES: usize = 50 * 1024 * 1024;
/// What an entry may need besides its URL: tags, the site's own URL, a day.
pub const AROUND: usize = 512;
/// What a byte of a URL may become: `&` is `&amp;`.
const LONGEST: usize = 5;

/// A page in the sitemap. Pages are in the order of their URLs.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub struct SitemapPage {
    pub url: Url,
    /// When it last changed.
    pub day: Option<Date>,
    /// Its document, if it has one.
    pub node: Option<NodeId>,
}

/// All pages for readers, by file of the sitemap. A long sitemap has many files, so this is worked out once.
pub struct SitemapParts {
    pages: Vec<SitemapPage>,
    parts: Vec<Range<usize>>,
}

impl SitemapParts {
    /// The sitemap of what is on a host.
    pub fn new(graph: &Site, hosts: &Hosts, host: HostId) -> SitemapParts {
        let pages = pages(graph, hosts, host);
        let parts = split(graph, &pages);
        SitemapParts { pages, parts }
    }

    /// The pages of each file.
    pub fn files(&self) -> impl ExactSizeIterator<Item = &[SitemapPage]> {
        let pages = |range: &Range<usize>| self.pages.get(range.clone()).unwrap_or_default();
        self.parts.iter().map(pages)
    }
}

/// How many parts the sitemap of a host has besides its index; none if one file holds it all.
pub fn parts(graph: &Site, hosts: &Hosts, host: HostId) -> usize {
    // Whether one file holds them all does not depend on their order: most sites are asked no more.
    let (mut count, mut bytes) = (0, 0);
    for (url, id) in urls_on(graph, hosts, host) {
        count += 1;
        bytes += most_bytes(graph, url, id);
    }
    if count <= MOST_URLS && bytes <= MOST_BYTES {
        return 0;
    }
    match SitemapParts::new(graph, hosts, host).parts.len() {
        1 => 0,
        parts => parts,
    }
}

/// The file of a part.
pub fn part_file(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// All pages for readers, by URL; further pages of lists are left to their links.
fn pages(graph: &Site, hosts: &Hosts, host: HostId) -> Vec<SitemapPage> {
    let day = |id: NodeId| {
        let outline = graph.node(id).outline();
        let moment = outline.meta.last_changed();
        moment.map(Moment::day)
    };
    let page = |(url, node): (&Url, Option<NodeId>)| SitemapPage {
        url: url.clone(),
        day: node.and_then(day),
        node,
    };
    let mut pages: Vec<SitemapPage> = urls_on(graph, hosts, host).map(page).collect();
    pages.sort();
    pages
}

/// Those of them that are on a host.
fn urls_on<'g>(
    graph: &'g Site,
    hosts: &'g Hosts,
    host: HostId,
) -> impl Iterator<Item = (&'g Url, Option<NodeId>)> {
    urls(graph).filter(move |(url, _)| hosts.of_url(url) == host)
}

/// The URLs of all pages for readers, each with its document if it has one.
fn urls(graph: &Site) -> impl Iterator<Item = (&Url, Option<NodeId>)> {
    let documents = graph.nodes().enumerate().filter_map(|(at, node)| {
        let url = node.url()?;
        let shown = !node.is_kept_from_search();
        shown.then_some((url, Some(NodeId::new(at))))
    });
    let lists = graph
        .lists()
        .iter()
        .filter(|list| list.introduction.is_none());
    let hub_lists = graph.hub_lists().iter().map(|list| &list.url);
    let tags = graph.tags().iter().flat_map(|index| {
        std::iter::once(&index.url).chain(index.pages.iter().map(|page| &page.url))
    });
    documents.chain(
        lists
            .map(|list| &list.url)
            .chain(hub_lists)
            .chain(tags)
            .map(|url| (url, None)),
    )
}

/// The most bytes that a page's entry may need.
fn most_bytes(graph: &Site, url: &Url, id: Option<NodeId>) -> usize {
    // One more for readers of no language of the site.
    let translations = id.map_or(0, |id| graph.translations(id).len());
    let links = match translations.max(graph.languages().count()) {
        0 | 1 => 0,
        several => several + 1,
    };
    (url.as_str().len() * LONGEST + AROUND) * (links + 1)
}

/// Which pages are in which file. It errs towards shorter files, since what an entry needs is
/// known only when it is written.
fn split(graph: &Site, pages: &[SitemapPage]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, page) in pages.iter().enumerate() {
        let needed = most_bytes(graph, &page.url, page.node);
        if at - start == MOST_URLS || bytes + needed > MOST_BYTES {
            parts.push(start..at);
            (start, bytes) = (at, 0);
        }
        bytes += needed;
    }
    parts.push(start..pages.len());
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_is_longer_than_the_protocol_allows() {
        let graph = Site::default();
        let url = |text: &str| Url::parse(text).unwrap();
        let lengths = |url: &Url, count: usize| {
            let pages: Vec<SitemapPage> = (0..count)
                .map(|_| SitemapPage {
                    url: url.clone(),
                    day: None,
                    node: None,
                })
                .collect();
            split(&graph, &pages)
                .into_iter()
                .map(|range| range.len())
                .collect::<Vec<usize>>()
        };
        assert_eq!(lengths(&url("/a/"), 0), [0]);
        assert_eq!(lengths(&url("/a/"), MOST_URLS), [MOST_URLS]);
        assert_eq!(lengths(&url("/a/"), MOST_URLS + 1), [MOST_URLS, 1]);
        let long = url(&format!("/{}/", "a&".repeat(100)).repeat(5));
        let parts = lengths(&long, MOST_URLS);
        assert!(
            parts.len() > 1
                && parts
                    .iter()
                    .all(|part| part * long.as_str().len() * LONGEST < MOST_BYTES),
            "{parts:?}"
        );
    }
}
