//! robots.txt (RFC 9309): everything may be read, and here is the sitemap.

use super::Format;
use crate::graph::Item;
use crate::layout::page_context::PageContext;

/// The file for search engines.
pub struct Robots;

impl Format for Robots {
    fn text(&self, item: &Item, page: &PageContext) -> Option<String> {
        let Item::Robots(host) = *item else {
            return None;
        };
        let sitemap = match page.render.site.settings.hosts.base_url(host).as_str() {
            "" => String::new(),
            url => format!("\nSitemap: {url}/sitemap.xml\n"),
        };
        Some(format!("User-agent: *\nAllow: /\n{sitemap}"))
    }
}
