//! The web app manifest (W3C): what a telephone shows of the site on its home screen.

use serde_json::{Value, json};

use super::Format;
use crate::graph::Item;
use crate::layout::page_context::PageContext;

/// The manifest of the site.
pub struct WebManifest;

impl Format for WebManifest {
    fn text(&self, item: &Item, page: &PageContext) -> Option<String> {
        if !matches!(item, Item::WebManifest(_)) {
            return None;
        }
        let context = page.render;
        let site = context.site.settings;
        let marks = context.theme.fixed_marks.as_ref()?;
        let icons = marks.icons.iter();
        let icons: Vec<_> = icons
            .map(|(url, size)| icon(&url.href(site.base_path()), *size))
            .collect();
        let home = context.site.graph.home(context.language);
        let home = home.href(site.base_path());
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

fn icon(url: &str, size: u32) -> Value {
    json!({"src": url, "type": "image/png", "sizes": format!("{size}x{size}")})
}
