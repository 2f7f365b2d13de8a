//! What lists and other pages show of a document.

use std::borrow::Cow;

use serde::Serialize;
use tera::Value as TeraValue;

use super::comment_setting;
use super::deadline::{DeadlinesView, deadlines_view};
use super::edition::{edition_view, makeable, with_editions};
use super::field::{FieldViews, common_field, holds_markdown};
use super::reference::{ReferenceView, reference_value};
use super::value::{Entries, Shared};
use crate::base::Moment;
use crate::graph::{Node, NodeId};
use crate::layout::context::RenderContext;

/// A card, as all pages share it.
pub type Card = Shared<CardView<'static>>;

/// A card: a reference with the document's most important fields, and all of its kind that hold no Markdown.
#[derive(Debug, Default, Serialize)]
pub struct CardView<'c> {
    #[serde(flatten)]
    reference: ReferenceView<'c>,
    kind_label: &'c str,
    summary: Cow<'c, str>,
    date: Option<String>,
    updated: Option<TeraValue>,
    status: Option<TeraValue>,
    language: Option<TeraValue>,
    image: Option<TeraValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    attachments: Option<TeraValue>,
    #[serde(skip_serializing_if = "is_zero")]
    comment_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    deadlines: Option<DeadlinesView>,
    #[serde(flatten)]
    own: Entries,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands over a reference"
)]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl<'c> CardView<'c> {
    fn new(context: &RenderContext<'c>, node: Node<'c>) -> CardView<'c> {
        let outline = node.outline();
        let common = |name: &str| common_field(context, node, name);
        CardView {
            reference: ReferenceView::new(context, node),
            kind_label: context.kind_label(context.kind(node)),
            summary: context.shown_to_readers(node, &outline.words.summary),
            date: outline.meta.date.as_ref().map(Moment::iso),
            updated: common("updated"),
            status: common("status"),
            language: language(context, node),
            image: common("image"),
            attachments: attachments(context, node),
            comment_count: comment_setting::count(context, node),
            deadlines: deadlines_view(context, node),
            own: own_fields(context, node, reference_value),
        }
    }
}

/// The language of a document, for pages that may be in another one.
fn language(context: &RenderContext, node: Node) -> Option<TeraValue> {
    if context.site.settings.languages.tags.are_several() {
        Some(context.language(node).into())
    } else {
        common_field(context, node, "language")
    }
}

/// The files of a document. Cards are the same whatever is in a text, so they do not say how large its editions are.
fn attachments(context: &RenderContext, node: Node) -> Option<TeraValue> {
    let editions = makeable(context, node).into_iter();
    let editions = editions.map(|file| edition_view(context, node, file, None));
    let has_attachments = node.outline().has_attachments();
    let attached = has_attachments.then(|| common_field(context, node, "attachments"));
    with_editions(attached.flatten(), editions.collect())
}

/// The fields of a document that hold no Markdown; `related` makes the views of the documents that they name.
pub fn own_fields(
    context: &RenderContext,
    node: Node,
    related: fn(&RenderContext, NodeId) -> TeraValue,
) -> Entries {
    let mut fields = FieldViews {
        context,
        node,
        language: None,
        related,
        markdown: None,
    };
    let mut own = Entries::default();
    for (name, field) in &context.fields_of(node).own {
        if !holds_markdown(&field.ty) {
            own.push(name.clone(), fields.field(field));
        }
    }
    own
}

/// The card of a node.
pub fn card(context: &RenderContext, id: NodeId) -> Card {
    let make = || Shared::new(&CardView::new(context, context.node(id)));
    context.cache.cards.get_or_make(id.index(), make)
}

/// The card of a node, as a value.
pub fn card_value(context: &RenderContext, id: NodeId) -> TeraValue {
    card(context, id).into_value()
}

/// The cards of several nodes.
pub fn cards(context: &RenderContext, ids: &[NodeId]) -> Vec<Card> {
    ids.iter().map(|id| card(context, *id)).collect()
}
