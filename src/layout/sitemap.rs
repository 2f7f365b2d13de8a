//! The sitemap (sitemaps.org 0.9), split where it would hold more than 50,000 pages.

use std::fmt::Write as _;

use super::markup::escaped;
use super::view::Views;
use crate::base::Address;
use crate::graph::Graph;

/// The most addresses the protocol allows in one file.
const MOST: usize = 50_000;

/// How many parts a sitemap has besides its index; none where one file holds it all.
pub(super) fn parts(graph: &Graph) -> usize {
    let pages = count(graph);
    if pages <= MOST { 0 } else { pages.div_ceil(MOST) }
}

/// The file of a part.
pub(super) fn part_file(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// The sitemap, or the index of its parts.
pub(super) fn whole(views: &Views) -> String {
    let parts = parts(views.graph);
    if parts == 0 {
        return url_set(views, &pages(views));
    }
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for part in 0..parts {
        let _ = writeln!(
            xml,
            "<sitemap><loc>{}/{}</loc></sitemap>",
            escaped(&views.site.base_url),
            part_file(part)
        );
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

/// One part of a long sitemap, from 0.
pub(super) fn part(views: &Views, part: usize) -> String {
    let pages = pages(views);
    url_set(views, pages.get(part * MOST..((part + 1) * MOST).min(pages.len())).unwrap_or(&[]))
}

/// An address with the day its page last changed.
type Page<'p> = (&'p Address, Option<String>);

fn count(graph: &Graph) -> usize {
    let tags = graph.tags.iter().map(|index| 1 + index.pages.len()).sum::<usize>();
    let documents = graph.nodes.iter().filter(|node| node.address.is_some()).count();
    let introduced = graph.lists.iter().filter(|list| list.introduction.is_some()).count();
    documents + graph.lists.len() - introduced + tags
}

/// All pages for readers, by address; further pages of lists are left to their links.
fn pages<'p>(views: &Views<'p>) -> Vec<Page<'p>> {
    let graph = views.graph;
    let documents = graph.nodes.iter().filter_map(|node| {
        let outline = node.outline();
        let moment = outline.fields.moment("updated").or(outline.date.as_ref());
        Some((node.address.as_ref()?, moment.map(|moment| moment.date().to_string())))
    });
    let lists =
        graph.lists.iter().filter(|list| list.introduction.is_none()).map(|list| (&list.address, None));
    let words = graph.tags.iter().flat_map(|index| {
        std::iter::once((&index.address, None)).chain(index.pages.iter().map(|page| (&page.address, None)))
    });
    let mut pages: Vec<Page> = documents.chain(lists).chain(words).collect();
    pages.sort();
    pages
}

fn url_set(views: &Views, pages: &[Page]) -> String {
    let mut xml = String::with_capacity(128 + pages.len() * 96);
    xml.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
    for (address, day) in pages {
        let url = format!("{}{}", views.site.origin(), address.href(views.site.base_path()));
        let _ = write!(xml, "<url><loc>{}</loc>", escaped(&url));
        if let Some(day) = day {
            let _ = write!(xml, "<lastmod>{day}</lastmod>");
        }
        xml.push_str("</url>\n");
    }
    xml.push_str("</urlset>\n");
    xml
}
