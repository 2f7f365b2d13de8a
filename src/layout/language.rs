//! The languages a page is there in, itself included: for its head, its readers and the sitemap.

use tera::Value as View;

use super::record::Record;
use super::view::Shared;
use crate::graph::NodeId;

/// The pages that say the same, one for each language, the site's own language first. Empty where
/// there is no other.
pub(super) fn pages(views: &Shared, id: NodeId) -> Vec<NodeId> {
    let graph = views.graph;
    let mut ids: Vec<NodeId> = graph
        .translations(id)
        .into_iter()
        .filter(|other| graph.node(*other).url().is_some())
        .collect();
    // Where two say to be in one language, a page stands for itself.
    ids.sort_by_key(|other| {
        let language = of(views, *other);
        (language != views.site.language, language, *other != id)
    });
    ids.dedup_by_key(|other| of(views, *other));
    if ids.len() < 2 { Vec::new() } else { ids }
}

/// A document's language.
pub(super) fn of<'v>(views: &'v Shared, id: NodeId) -> &'v str {
    views
        .graph
        .node(id)
        .outline()
        .meta
        .language_or(&views.site.language)
}

/// `page.languages`.
pub(super) fn view(views: &Shared, id: NodeId) -> View {
    let entry = |other: NodeId| {
        let node = views.graph.node(other);
        let mut map = Record::default();
        map.set("language", of(views, other));
        map.set("url", views.href(node));
        map.set("title", node.outline().title.as_str());
        map.set("current", other == id);
        View::from(map)
    };
    View::from(
        pages(views, id)
            .into_iter()
            .map(entry)
            .collect::<Vec<View>>(),
    )
}
