//! The sitemap (sitemaps.org 0.9), split if the protocol does not allow it as one file.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::Format;
use super::sitemap_parts::{AROUND, SitemapPage, SitemapParts, part_file};
use crate::base::Url;
use crate::config::HostId;
use crate::graph::Item;
use crate::layout::context::RenderContext;
use crate::layout::markup::escaped;
use crate::layout::page_context::PageContext;
use crate::layout::versions::{Version, versions};

/// What most entries need besides their URL.
const AROUND_SHORT: usize = 64;

const URL_SET: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\"";
const INDEX: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n";

/// The sitemap, or the index of its parts and these.
pub struct Sitemap;

impl Format for Sitemap {
    fn text(&self, item: &Item, page: &PageContext) -> Option<String> {
        let context = page.render;
        match item {
            Item::Sitemap(host) => Some(whole(context, *host)),
            Item::SitemapPart(host, part) => {
                let pages = parts(context, *host).and_then(|parts| parts.files().nth(*part));
                Some(url_set(context, pages.unwrap_or_default()))
            }
            _ => None,
        }
    }
}

/// Which pages of a host are in which file, worked out once for all hosts.
fn parts<'c>(context: &'c RenderContext, host: HostId) -> Option<&'c SitemapParts> {
    let hosts = &context.site.settings.hosts;
    let of_host = |host| (host, SitemapParts::new(context.site.graph, hosts, host));
    let all = &context.cache.sitemaps;
    let all = all.get_or_init(|| hosts.ids().map(of_host).collect());
    all.get(&host)
}

/// The sitemap, or the index of its parts, each with the day its newest page changed.
fn whole(context: &RenderContext, host: HostId) -> String {
    let files = || {
        parts(context, host)
            .into_iter()
            .flat_map(SitemapParts::files)
    };
    if files().count() < 2 {
        return url_set(context, files().next().unwrap_or_default());
    }
    let base_url = context.site.settings.hosts.base_url(host);
    let mut xml = String::from(INDEX);
    for (part, pages) in files().enumerate() {
        let url = format!("{base_url}/{}", part_file(part));
        let newest = pages.iter().filter_map(|page| page.day).max();
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

impl SitemapPage {
    fn versions<'v>(&self, context: &RenderContext<'v>) -> Vec<Version<'v>> {
        let route = context.site.graph.route(&self.url);
        route.map_or_else(Vec::new, |route| versions(context, route.item))
    }
}

fn url_set(context: &RenderContext, pages: &[SitemapPage]) -> String {
    let absolute = |url: &Url| context.absolute(&url.href(context.site.settings.base_path()));
    let base_url = context.site.settings.whole_url().len();
    let room = |page: &SitemapPage| page.url.as_str().len() + base_url + AROUND_SHORT;
    let mut xml = String::with_capacity(AROUND + pages.iter().map(room).sum::<usize>());
    let mut translated = false;
    for page in pages {
        let _ = write!(
            xml,
            "<url><loc>{}</loc>{}",
            escaped(&absolute(&page.url)),
            last_changed(page.day)
        );
        for other in page.versions(context) {
            translated = true;
            write_version(context, &other, &mut xml);
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

fn write_version(context: &RenderContext, version: &Version, xml: &mut String) {
    let href = version.url.href(context.site.settings.base_path());
    let url = context.absolute(&href);
    let default = version.is_default.then_some("x-default");
    for language in [version.language].into_iter().chain(default) {
        let _ = write!(
            xml,
            "<xhtml:link rel=\"alternate\" hreflang=\"{}\" href=\"{}\"/>",
            escaped(language),
            escaped(&url)
        );
    }
}

fn last_changed(day: Option<Date>) -> String {
    day.map_or_else(String::new, |day| format!("<lastmod>{day}</lastmod>"))
}
