//! What the template of the home page sees on a site whose author wrote none.

use serde::Serialize;

use super::card::{Card, cards};
use super::page::PageView;
use super::page_facts::PageFacts;
use crate::graph::Listing;
use crate::layout::context::RenderContext;

/// How many entries of each list it shows.
const SHOWN: usize = 3;

/// `page` of the home page that copublish makes.
pub fn default_home<'p>(context: &RenderContext<'p>) -> PageView<'p> {
    let settings = context.site.settings;
    let url = context
        .site
        .graph
        .home(context.language)
        .href(settings.base_path());
    PageView::without_text(PageFacts {
        title: context.site_title().into(),
        schema_org: "WebSite",
        permalink: settings.permalink(&url),
        url,
        ..PageFacts::without_document(context.readers_language())
    })
}

/// A list with its first entries.
#[derive(Debug, Default, Serialize)]
pub struct ListStart<'l> {
    title: &'l str,
    url: String,
    count: usize,
    entries: Vec<Card>,
}

/// All lists of the site that are not empty.
pub fn list_starts<'l>(context: &RenderContext<'l>) -> Vec<ListStart<'l>> {
    let start = |list: &'l Listing| ListStart {
        title: context.list_title(list),
        url: list.url.href(context.site.settings.base_path()),
        count: list.entries.len(),
        entries: list
            .entries
            .chunks(SHOWN)
            .next()
            .map_or_else(Vec::new, |first| cards(context, first)),
    };
    let lists = context.lists();
    let filled = lists.filter(|list| !list.entries.is_empty());
    filled.map(start).collect()
}
