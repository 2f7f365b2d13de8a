//! What the template of the search page sees.

use serde::Serialize;

use super::list::page_of_theme;
use super::page::PageView;
use super::page_facts::PageFacts;
use crate::base::Url;
use crate::layout::context::RenderContext;
use crate::layout::search_names::search_names;

/// `page` of the search page at a URL.
pub fn search_page<'p>(context: &RenderContext<'p>, url: &Url) -> PageView<'p> {
    PageView::without_text(PageFacts {
        noindex: true,
        ..page_of_theme(context, url, "search")
    })
}

/// `search`.
#[derive(Debug, Default, Serialize)]
pub struct Search {
    /// The URL of the file that names all others of the index.
    index: String,
    /// What the readers say for words of the index that are not theirs, as JSON.
    names: String,
    /// How links of the index start, and what the page writes instead, as JSON: a list of both, with something in it if the site has several hosts.
    hosts: String,
}

impl Search {
    /// What the script of the page needs.
    pub fn new(context: &RenderContext) -> Search {
        let url = context.site.graph.search_index();
        let base_path = context.site.settings.base_path();
        Search {
            index: url.map_or_else(String::new, |url| url.href(base_path)),
            names: search_names(context),
            hosts: hosts(context),
        }
    }
}

/// `[[FROM, TO], …]`, the longest first.
fn hosts(context: &RenderContext) -> String {
    let settings = context.site.settings;
    let hosts = &settings.hosts;
    let host = hosts.of_language_id(&settings.languages, context.language);
    serde_json::to_string(&hosts.starts_seen_from(host)).unwrap_or_default()
}
