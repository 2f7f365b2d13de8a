//! The languages a page is there in, itself included: for its head, its readers and the sitemap.

use serde::Serialize;

use crate::base::LanguageId;
use crate::graph::{Listing, NodeId};
use crate::layout::context::RenderContext;

/// A page in one language.
#[derive(Debug, Default, Serialize)]
pub struct TranslationView<'t> {
    language: &'t str,
    /// What the language calls itself.
    name: &'t str,
    url: String,
    title: &'t str,
    /// True for the page itself.
    current: bool,
    /// True for the one that readers of no language of the site should get.
    #[serde(skip_serializing_if = "is_false")]
    default: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_false(flag: &bool) -> bool {
    !flag
}

impl<'t> TranslationView<'t> {
    /// Makes the view of a document; `current` is the one whose page it is on.
    fn of_document(
        context: &RenderContext<'t>,
        other: NodeId,
        current: NodeId,
    ) -> TranslationView<'t> {
        let node = context.node(other);
        let language = context.language(node);
        TranslationView {
            language,
            name: own_name(context, language),
            url: context.own_href(node),
            title: &node.outline().words.title,
            current: other == current,
            default: is_default(context, node.outline().location.language),
        }
    }

    /// Makes the view of a page that is shown to readers of a language in which it is not there.
    pub fn of_original(context: &RenderContext<'t>, id: NodeId) -> TranslationView<'t> {
        TranslationView::of_document(context, id, id).not_current()
    }

    /// Makes the view of the page on which they are.
    fn of_fallback(context: &RenderContext<'t>, id: NodeId) -> TranslationView<'t> {
        let language = context.readers_language();
        TranslationView {
            language,
            name: own_name(context, language),
            url: context.href(context.node(id)),
            title: &context.node(id).outline().words.title,
            current: true,
            default: false,
        }
    }

    fn not_current(self) -> TranslationView<'t> {
        TranslationView {
            current: false,
            ..self
        }
    }

    /// Makes the view of a list.
    fn of_list(
        context: &RenderContext<'t>,
        other: &'t Listing,
        current: &Listing,
    ) -> TranslationView<'t> {
        let settings = context.site.settings;
        let language = &settings.languages.get(other.language).code;
        TranslationView {
            language,
            name: own_name(context, language),
            url: other.url.href(settings.base_path()),
            title: context.list_title(other),
            current: other.language == current.language,
            default: is_default(context, other.language),
        }
    }
}

/// What a language calls itself; its code if the theme does not know.
fn own_name<'t>(context: &RenderContext<'t>, language: &'t str) -> &'t str {
    let words = &context.theme.words_of(language).words;
    match words.get(&format!("language_{language}")) {
        "" => language,
        name => name,
    }
}

fn is_default(context: &RenderContext, language: LanguageId) -> bool {
    context.site.settings.languages.tags.are_several() && language == LanguageId::DEFAULT
}

/// The pages that say the same, one for each language, the site's own language first. Empty if there is no other.
pub fn translations(context: &RenderContext, id: NodeId) -> Vec<NodeId> {
    let graph = context.site.graph;
    let mut ids: Vec<NodeId> = graph
        .translations(id)
        .into_iter()
        .filter(|other| graph.node(*other).url().is_some())
        .collect();
    // If two say to be in one language, a page stands for itself. On a site that names languages the first one stands for its
    // language, so that each names the other.
    let is_named = context.site.settings.languages.tags.are_named();
    ids.sort_by_key(|other| {
        let node = graph.node(*other);
        let language = context.language(node);
        (
            node.outline().location.language,
            language != context.site.settings.language,
            language,
            !is_named && *other != id,
        )
    });
    ids.dedup_by_key(|other| context.language(graph.node(*other)));
    if ids.len() < 2 || !ids.contains(&id) {
        return Vec::new();
    }
    ids
}

/// The languages of a page, as templates see them.
pub fn languages<'t>(
    context: &RenderContext<'t>,
    id: NodeId,
    is_fallback: bool,
) -> Vec<TranslationView<'t>> {
    let translations = translations(context, id);
    let views = translations.iter();
    let mut views: Vec<TranslationView> = views
        .map(|other| TranslationView::of_document(context, *other, id))
        .collect();
    if is_fallback {
        if views.is_empty() {
            views.push(TranslationView::of_document(context, id, id));
        }
        views = views
            .into_iter()
            .map(TranslationView::not_current)
            .collect();
        views.push(TranslationView::of_fallback(context, id));
    }
    views
}

/// The languages of a list.
pub fn languages_of_list<'t>(
    context: &RenderContext<'t>,
    list: &Listing,
) -> Vec<TranslationView<'t>> {
    let all = context.site.graph.lists().iter();
    let same = all.filter(|other| other.kind == list.kind);
    let views: Vec<TranslationView> = same
        .map(|other| TranslationView::of_list(context, other, list))
        .collect();
    if views.len() < 2 { Vec::new() } else { views }
}
