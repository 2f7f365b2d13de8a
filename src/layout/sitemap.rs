//! The sitemap (sitemaps.org 0.9), split where the protocol would not allow it as one file.

use std::fmt::Write as _;
use std::ops::Range;

use jiff::civil::Date;

use super::context::RenderContext;
use super::markup::escaped;
use super::views::translation::translations;
use crate::base::{Moment, Url};
use crate::graph::{NodeId, Site};

/// The most addresses the protocol allows in one file.
const MOST: usize = 50_000;
/// The most bytes it allows.
const BYTES: usize = 50 * 1024 * 1024;
/// What an entry may need besides its address: tags, the site's own address, a day.
const AROUND: usize = 512;
/// What most entries need.
const AROUND_SHORT: usize = 64;
/// What a byte of an address may become: `&` is `&amp;`.
const LONGEST: usize = 5;

const URL_SET: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";
const INDEX: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";

/// A page with the day it last changed, and its document where it has one.
type Page = (Url, Option<Date>, Option<NodeId>);

/// How many parts a sitemap has besides its index; none where one file holds it all.
pub(super) fn parts(graph: &Site) -> usize {
    // Whether one file holds them all does not depend on their order: most sites are asked no more.
    let (mut count, mut bytes) = (0, 0);
    for (url, id) in urls(graph) {
        count += 1;
        bytes += needed(graph, url, id);
    }
    if count <= MOST && bytes <= BYTES {
        return 0;
    }
    match Division::of(graph).parts.len() {
        1 => 0,
        parts => parts,
    }
}

/// The file of a part.
pub(super) fn part_file(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// The sitemap, or the index of its parts, each with the day its newest page changed.
pub(super) fn whole(context: &RenderContext) -> String {
    let division = division(context);
    if division.parts.len() == 1 {
        return url_set(context, &division.pages);
    }
    let mut xml = String::from(INDEX);
    for part in 0..division.parts.len() {
        let url = format!("{}/{}", context.site.settings.base_url, part_file(part));
        let newest = division
            .part(part)
            .iter()
            .filter_map(|(_, day, _)| *day)
            .max();
        let _ = writeln!(
            xml,
            "<sitemap><loc>{}</loc>{}</sitemap>",
            escaped(&url),
            last_changed(newest)
        );
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

/// One part of a long sitemap, from 0.
pub(super) fn part(context: &RenderContext, part: usize) -> String {
    url_set(context, division(context).part(part))
}

fn division<'c>(context: &'c RenderContext) -> &'c Division {
    let sitemap = &context.cache.sitemap;
    sitemap.get_or_init(|| Division::of(context.site.graph))
}

/// All pages for readers, and which of them stand in which file. A long sitemap has many files, so it is worked out once.
pub(super) struct Division {
    pages: Vec<Page>,
    parts: Vec<Range<usize>>,
}

impl Division {
    /// That of a site.
    pub fn of(graph: &Site) -> Division {
        let pages = pages(graph);
        let parts = split(graph, &pages);
        Division { pages, parts }
    }

    /// The pages of one file.
    fn part(&self, part: usize) -> &[Page] {
        self.parts
            .get(part)
            .and_then(|range| self.pages.get(range.clone()))
            .unwrap_or(&[])
    }
}

/// All pages for readers, by address; further pages of lists are left to their links.
fn pages(graph: &Site) -> Vec<Page> {
    let day = |id: NodeId| {
        let outline = graph.node(id).outline();
        let moment = outline.meta.last_changed();
        moment.map(Moment::day)
    };
    let mut pages: Vec<Page> = urls(graph)
        .map(|(url, id)| (url.clone(), id.and_then(day), id))
        .collect();
    pages.sort();
    pages
}

/// The addresses of all pages for readers, each with its document where it has one.
fn urls(graph: &Site) -> impl Iterator<Item = (&Url, Option<NodeId>)> {
    let documents = graph.nodes().enumerate().filter_map(|(at, node)| {
        let url = node.url()?;
        let shown = !node.outline().meta.noindex;
        shown.then_some((url, Some(NodeId::new(at))))
    });
    let lists = graph
        .lists()
        .iter()
        .filter(|list| list.introduction.is_none());
    let words = graph.tags().iter().flat_map(|index| {
        std::iter::once(&index.url).chain(index.pages.iter().map(|page| &page.url))
    });
    documents.chain(
        lists
            .map(|list| &list.url)
            .chain(words)
            .map(|url| (url, None)),
    )
}

/// The most bytes that a page's entry may need.
fn needed(graph: &Site, url: &Url, id: Option<NodeId>) -> usize {
    let links = id.map_or(0, |id| graph.translations(id).len());
    (url.as_str().len() * LONGEST + AROUND) * (links + 1)
}

/// Which pages stand in which file. It errs towards shorter files, since what an entry needs is
/// known only when it is written.
fn split(graph: &Site, pages: &[Page]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut bytes) = (0, 0);
    for (at, (url, _, id)) in pages.iter().enumerate() {
        let needed = needed(graph, url, *id);
        if at - start == MOST || bytes + needed > BYTES {
            parts.push(start..at);
            (start, bytes) = (at, 0);
        }
        bytes += needed;
    }
    parts.push(start..pages.len());
    parts
}

fn url_set(context: &RenderContext, pages: &[Page]) -> String {
    let absolute = |url: &Url| context.absolute(&url.href(context.site.settings.base_path()));
    let room =
        |(url, ..): &Page| url.as_str().len() + context.site.settings.base_url.len() + AROUND_SHORT;
    let mut xml = String::with_capacity(AROUND + pages.iter().map(room).sum::<usize>());
    let mut translated = false;
    for (url, day, id) in pages {
        let _ = write!(
            xml,
            "<url><loc>{}</loc>{}",
            escaped(&absolute(url)),
            last_changed(*day)
        );
        for other in id.map_or_else(Vec::new, |id| translations(context, id)) {
            translated = true;
            let url = context.absolute(&context.href(context.site.graph.node(other)));
            let _ = write!(
                xml,
                "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
                escaped(context.language(context.node(other))),
                escaped(&url)
            );
        }
        xml.push_str("</url>\n");
    }
    let names = if translated {
        " xmlns:xhtml=\"http://www.w3.org/1999/xhtml\""
    } else {
        ""
    };
    // A site's longest file is moved by a few bytes rather than copied.
    xml.insert_str(0, &format!("{URL_SET}{names}>\n"));
    xml.push_str("</urlset>\n");
    xml
}

fn last_changed(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| format!("<lastmod>{day}</lastmod>"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_is_longer_than_the_protocol_allows() {
        let graph = Site::default();
        let url = |text: &str| Url::parse(text).unwrap();
        let lengths = |url: &Url, count: usize| {
            let pages: Vec<Page> = (0..count).map(|_| (url.clone(), None, None)).collect();
            split(&graph, &pages)
                .into_iter()
                .map(|range| range.len())
                .collect::<Vec<usize>>()
        };
        assert_eq!(lengths(&url("/a/"), 0), [0]);
        assert_eq!(lengths(&url("/a/"), MOST), [MOST]);
        assert_eq!(lengths(&url("/a/"), MOST + 1), [MOST, 1]);
        let long = url(&format!("/{}/", "a&".repeat(100)).repeat(5));
        let parts = lengths(&long, MOST);
        assert!(
            parts.len() > 1
                && parts
                    .iter()
                    .all(|part| part * long.as_str().len() * LONGEST < BYTES),
            "{parts:?}"
        );
    }
}
