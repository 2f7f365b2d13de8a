//! What templates see of an edition: the same as of a file that an author attached.

use serde::Serialize;
use tera::Value as TeraValue;

use super::file::LinkView;
use super::value::to_value;
use crate::edition::EditionSize;
use crate::graph::{EditionFile, Node};
use crate::layout::context::RenderContext;

/// One of the attachments of a document.
#[derive(Serialize)]
struct EditionView<'e> {
    file: LinkView<'e>,
    title: &'e str,
    format: &'static str,
    language: &'e str,
    reference: Option<()>,
    accessible: bool,
    exempt: Option<()>,
    exempt_note: Option<()>,
}

/// An edition of a document; its size is not said where a page waits for none.
pub fn edition_view(
    context: &RenderContext,
    node: Node,
    file: &EditionFile,
    size: Option<EditionSize>,
) -> TeraValue {
    let url = file.url.href(context.site.settings.base_path());
    to_value(&EditionView {
        file: LinkView::to_edition(context, node, &url, size),
        title: &node.outline().words.title,
        format: file.edition.format(),
        language: context.language(node),
        reference: None,
        accessible: true,
        exempt: None,
        exempt_note: None,
    })
}

/// Those of a document's editions that can be made here.
pub fn makeable<'n>(context: &RenderContext, node: Node<'n>) -> Vec<&'n EditionFile> {
    let files = node.editions().iter();
    files
        .filter(|file| context.site.graph.can_make(file.edition))
        .collect()
}

/// The attachments of a document with its editions behind them; `None` if it has neither.
pub fn with_editions(attached: Option<TeraValue>, editions: Vec<TeraValue>) -> Option<TeraValue> {
    if editions.is_empty() {
        return attached;
    }
    let attached = attached.as_ref().and_then(TeraValue::as_array);
    let attached = attached.unwrap_or_default().iter().cloned();
    let all: Vec<TeraValue> = attached.chain(editions).collect();
    Some(all.into())
}
