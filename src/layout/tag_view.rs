//! What templates see of a word that documents share.

use std::collections::HashMap;

use tera::Value as View;

use super::record::Record;
use crate::config::SiteConfig;
use crate::graph::Site;

/// Those of all words that have a page, by the address of their index and their slug.
pub(super) fn tags<'g>(graph: &'g Site, site: &SiteConfig) -> HashMap<(&'g str, &'g str), View> {
    let mut tags = HashMap::new();
    for index in graph.tags() {
        tags.extend(index.pages.iter().map(|page| {
            let view = tag_view(&page.label, page.url.href(site.base_path()));
            ((index.url.as_str(), page.slug.as_str()), view)
        }));
    }
    tags
}

/// A word with the address of its page; an empty one where it has none.
pub(super) fn tag_view(label: &str, url: String) -> View {
    let mut map = Record::default();
    map.set("title", label);
    map.set("url", url);
    View::from(map)
}
