//! Files whose authors say that not all readers can use them: whether the same is offered in another form.

use super::attachment::Attachment;
use crate::graph::{Node, NodeId, Site};

/// The files of a document that are marked as inaccessible and have no accessible version beside them, by their places in
/// `all`. A publication whose chapters are pages is itself one. `language` is that of files that do not say theirs.
pub fn without_alternative<'a>(
    graph: &'a Site,
    node: Node<'a>,
    all: &'a [Attachment<'a>],
    language: &'a str,
) -> impl Iterator<Item = usize> + 'a {
    let is_read_here = has_chapters(graph, node);
    let files = all.iter().enumerate();
    let alone = files.filter(move |(_, file)| {
        let is_marked = !is_read_here && file.accessible == Some(false);
        is_marked && !all.iter().any(|other| replaces(other, file, language))
    });
    alone.map(|(at, _)| at)
}

/// True for an accessible file that can be used in place of another.
fn replaces(other: &Attachment, file: &Attachment, language: &str) -> bool {
    let of = |file: &Attachment| primary(file.language.unwrap_or(language)).to_ascii_lowercase();
    other.accessible != Some(false)
        && other.exemption.is_none()
        && of(other) == of(file)
        && (!is_of_numbers(other) || is_of_numbers(file))
}

/// True if the publication can be read on the site, page by page.
fn has_chapters(graph: &Site, node: Node) -> bool {
    let has_page = |part: &NodeId| graph.node(*part).url().is_some();
    node.parts().values().flatten().any(has_page)
}

/// Tables and slides accompany a text, and do not replace it.
fn is_of_numbers(file: &Attachment) -> bool {
    matches!(file.format, Some("spreadsheet" | "data" | "presentation"))
}

fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or(language)
}
