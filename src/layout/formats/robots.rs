//! robots.txt (RFC 9309): everything may be read, and here is the sitemap.

use super::Format;
use crate::graph::Item;
use crate::layout::page_context::PageContext;

/// The file for search engines.
pub struct Robots;

impl Format for Robots {
    fn text(&self, item: &Item, page: &PageContext) -> Option<String> {
        let context = page.render;
        if *item != Item::Robots {
            return None;
        }
        let base_url = context.site.settings.base_url.as_ref();
        let sitemap =
            base_url.map_or_else(String::new, |url| format!("\nSitemap: {url}/sitemap.xml\n"));
        Some(format!("User-agent: *\nAllow: /\n{sitemap}"))
    }
}
