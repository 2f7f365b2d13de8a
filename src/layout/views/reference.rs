//! The least that templates see of a document that another one names.

use std::borrow::Cow;

use serde::Serialize;
use tera::Value as TeraValue;

use super::value::Shared;
use crate::graph::{Node, NodeId};
use crate::layout::context::RenderContext;

/// What a document is, what it is called, and where it is.
#[derive(Debug, Default, Serialize)]
pub struct ReferenceView<'r> {
    kind: &'r str,
    id: &'r str,
    title: Cow<'r, str>,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    strand: Option<usize>,
}

impl<'r> ReferenceView<'r> {
    /// Makes the view of a node.
    pub fn new(context: &RenderContext<'r>, node: Node<'r>) -> ReferenceView<'r> {
        let outline = node.outline();
        ReferenceView {
            kind: &outline.kind,
            id: &outline.id,
            title: context.title_of(node),
            url: context.href(node),
            strand: context.cache.strands.get(&node.id()).copied(),
        }
    }
}

/// The shared view of a node, as a value.
pub fn reference_value(context: &RenderContext, id: NodeId) -> TeraValue {
    let references = &context.cache.references;
    let reference: Shared<ReferenceView> = references.get_or_make(id.index(), || {
        Shared::new(&ReferenceView::new(context, context.node(id)))
    });
    reference.into_value()
}
