//! The languages a page is there in, itself included: for its head, its readers and the sitemap.

use serde::Serialize;

use crate::graph::NodeId;
use crate::layout::context::RenderContext;

/// A page in one language.
#[derive(Debug, Default, Serialize)]
pub struct TranslationView<'t> {
    language: &'t str,
    url: String,
    title: &'t str,
    /// True for the page itself.
    current: bool,
}

/// The pages that say the same, one for each language, the site's own language first. Empty if there is no other.
pub fn translations(context: &RenderContext, id: NodeId) -> Vec<NodeId> {
    let graph = context.site.graph;
    let mut ids: Vec<NodeId> = graph
        .translations(id)
        .into_iter()
        .filter(|other| graph.node(*other).url().is_some())
        .collect();
    // If two say to be in one language, a page stands for itself.
    ids.sort_by_key(|other| {
        let language = context.language(graph.node(*other));
        (
            language != context.site.settings.language,
            language,
            *other != id,
        )
    });
    ids.dedup_by_key(|other| context.language(graph.node(*other)));
    if ids.len() < 2 { Vec::new() } else { ids }
}

/// The languages of a page, as templates see them.
pub fn languages<'t>(context: &RenderContext<'t>, id: NodeId) -> Vec<TranslationView<'t>> {
    let translation = |other: NodeId| {
        let node = context.node(other);
        TranslationView {
            language: context.language(node),
            url: context.href(node),
            title: &node.outline().words.title,
            current: other == id,
        }
    };
    translations(context, id)
        .into_iter()
        .map(translation)
        .collect()
}
