//! What the index of the search is to say of a document.

use std::sync::Arc;

use jiff::civil::Date;

use super::context::RenderContext;
use super::page_context::PageContext;
use crate::base::Moment;
use crate::document::Status;
use crate::graph::{Node, NodeId};
use crate::index::{IndexedPage, PageStatus};

/// The day that it carries.
pub(super) fn day(node: Node) -> Option<Date> {
    node.outline().meta.date.as_ref().map(Moment::day)
}

pub(super) fn indexed_page(page: &PageContext, node: Node) -> IndexedPage {
    let (context, document) = (page.render, page.document(node));
    let outline = node.outline();
    IndexedPage {
        href: context.href(node),
        words: Arc::clone(&outline.words),
        vocabulary: Arc::clone(&document.vocabulary),
        kind: context.kind(node).label.clone(),
        language: context.language(node).to_owned(),
        day: day(node),
        related: related_words(context, node),
        length: document.words,
        standing: status(node),
        text: None,
    }
}

pub(super) fn status(node: Node) -> PageStatus {
    match node.outline().meta.status {
        Status::Current => PageStatus::Current,
        _ => PageStatus::Past,
    }
}

/// The titles of what it names and what it is a part of, and its tags.
pub(super) fn related_words(context: &RenderContext, node: Node) -> Vec<String> {
    let titles = related(node).map(|id| context.node(id).outline().words.title.clone());
    let tags = node.outline().tags.iter();
    let tags = tags.map(|tag| tag.word.label.as_str().to_owned());
    titles.chain(tags).collect()
}

pub(super) fn related(node: Node) -> impl Iterator<Item = NodeId> {
    let references = node.references().iter().copied().flatten();
    references.chain(node.owner())
}
