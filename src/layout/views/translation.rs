//! The languages a page is there in, itself included, as templates see them.

use std::borrow::Cow;

use serde::Serialize;

use crate::document::TextVersion;
use crate::graph::{Item, Node, NodeId};
use crate::layout::context::RenderContext;
use crate::layout::page_context::PageContext;
use crate::layout::versions::{Version, versions};

/// A page in one language.
#[derive(Debug, Default, Serialize)]
pub struct TranslationView<'t> {
    language: &'t str,
    /// What the language calls itself.
    name: &'t str,
    url: String,
    title: Cow<'t, str>,
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
    /// Makes the view of a version of a page.
    fn new(context: &RenderContext<'t>, version: Version<'t>) -> TranslationView<'t> {
        TranslationView {
            language: version.language,
            name: own_name(context, version.language),
            url: version.url.href(context.site.settings.base_path()),
            title: version.title,
            current: false,
            default: version.is_default,
        }
    }

    /// Makes the view of a page that is shown to readers of a language in which it is not there.
    pub fn of_original(context: &RenderContext<'t>, id: NodeId) -> TranslationView<'t> {
        let node = context.node(id);
        let language = context.language(node);
        TranslationView {
            language,
            name: own_name(context, language),
            url: context.own_href(node),
            title: Cow::from(node.outline().words.title.as_str()),
            ..TranslationView::default()
        }
    }

    /// Makes the view of the page on which they are.
    fn of_fallback(context: &RenderContext<'t>, id: NodeId) -> TranslationView<'t> {
        let language = context.readers_language();
        TranslationView {
            language,
            name: own_name(context, language),
            url: context.href(context.node(id)),
            current: true,
            ..TranslationView::of_original(context, id)
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

/// True for a translation whose source has changed since it was made, as far as it says which version it was made from.
pub fn is_stale(page: &PageContext, node: Node) -> bool {
    let former = node.outline().field("translated_from");
    let former = former.and_then(|field| TextVersion::read(field.text()?));
    let source = former.and_then(|former| {
        let source = page.render.site.graph.source_of(node.id())?;
        Some((former, source))
    });
    source.is_some_and(|(former, source)| {
        let now = page.document(source).text_version.as_ref();
        now.is_some_and(|now| *now != former)
    })
}

/// The languages of a page, as templates see them; empty if it is there in no other.
pub fn languages<'t>(context: &RenderContext<'t>, item: Item) -> Vec<TranslationView<'t>> {
    let versions = versions(context, item).into_iter();
    let view = |version: Version<'t>| {
        let current = version.item == item;
        TranslationView {
            current,
            ..TranslationView::new(context, version)
        }
    };
    versions.map(view).collect()
}

/// The languages of a page that is shown to readers of a language in which it is not there.
pub fn languages_of_fallback<'t>(
    context: &RenderContext<'t>,
    id: NodeId,
) -> Vec<TranslationView<'t>> {
    let mut views = languages(context, Item::Page(id));
    if views.is_empty() {
        views.push(TranslationView::of_original(context, id));
    }
    for view in &mut views {
        view.current = false;
    }
    views.push(TranslationView::of_fallback(context, id));
    views
}
