//! The web app manifest (W3C): what a telephone shows of the site on its home screen.

use serde_json::{Value, json};

use super::Format;
use crate::base::Url;
use crate::config::{HostId, SiteConfig};
use crate::graph::Item;
use crate::layout::page_context::PageContext;

/// The manifest of the site.
pub struct WebManifest;

impl Format for WebManifest {
    fn text(&self, item: &Item, page: &PageContext) -> Option<String> {
        let Item::WebManifest(language) = *item else {
            return None;
        };
        let context = page.render;
        let site = context.site.settings;
        let host = site.hosts.of_language_id(&site.languages, language);
        let marks = context.theme.fixed_marks.as_ref()?;
        let here = |url: &Url| seen_from(host, site, url);
        let icons = marks.icons.iter();
        let icons: Vec<_> = icons.map(|(url, size)| icon(&here(url), *size)).collect();
        let home = here(context.site.graph.home(context.language));
        let manifest = json!({
            "name": context.site_title(),
            "lang": context.readers_language(),
            "id": home,
            "start_url": home,
            // A page in a browser, with its address and its way back.
            "display": "browser",
            "background_color": "#ffffff",
            "theme_color": marks.brand.to_string(),
            "icons": icons,
        });
        Some(format!("{manifest:#}\n"))
    }
}

/// A URL as what is on a host writes it.
fn seen_from(host: HostId, site: &SiteConfig, url: &Url) -> String {
    let href = url.href(site.base_path());
    site.hosts.seen_from(host, &href).unwrap_or(href)
}

fn icon(url: &str, size: u32) -> Value {
    json!({"src": url, "type": "image/png", "sizes": format!("{size}x{size}")})
}
