//! What templates see of a tag that documents share.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Serialize;

use super::value::Shared;
use crate::config::SiteConfig;
use crate::graph::{Site, TagIndex};

/// A tag with the URL of its page; an empty one if it has none.
#[derive(Debug, Default, Serialize)]
pub struct TagView<'t> {
    pub title: Cow<'t, str>,
    pub url: String,
}

/// All tags that have a page, by the URL of their index and their slug.
pub struct TagViews<'g>(HashMap<(&'g str, &'g str), Shared<TagView<'static>>>);

impl<'g> TagViews<'g> {
    /// Makes the views of a site's tags; `label` says what one is called.
    pub fn new(
        graph: &'g Site,
        site: &SiteConfig,
        label: &dyn Fn(&TagIndex, &'g str) -> Cow<'g, str>,
    ) -> TagViews<'g> {
        let mut views = HashMap::new();
        for index in graph.tags() {
            views.extend(index.pages.iter().map(|page| {
                let view = TagView {
                    title: label(index, &page.label),
                    url: page.url.href(site.base_path()),
                };
                let key = (index.url.as_str(), page.slug.as_str());
                (key, Shared::new(&view))
            }));
        }
        TagViews(views)
    }

    /// The view of a tag that has a page in this index.
    pub fn find(&self, index: &str, slug: &str) -> Option<Shared<TagView<'static>>> {
        let views: &HashMap<(&str, &str), _> = &self.0;
        views.get(&(index, slug)).cloned()
    }
}
