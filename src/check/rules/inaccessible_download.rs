//! Downloads that some readers cannot use, with nothing beside them that they can.

use crate::base::{Code, Diagnostic};
use crate::check::attachment::{Attachment, attachments};
use crate::check::subject::Subject;
use crate::graph::{Node, NodeId, Site};

/// Finds files marked `accessible: false` without an accessible format of the same publication, in the same
/// language. A publication whose chapters are pages is itself one.
pub fn look(subject: &Subject, found: &mut Vec<Diagnostic>) {
    let graph = subject.graph;
    for node in graph.nodes().filter(|node| !has_chapters(graph, *node)) {
        let all = attachments(graph, node);
        let own = node.outline().meta.language_or(&subject.site.language);
        let language =
            |file: &Attachment| primary(file.language.unwrap_or(own)).to_ascii_lowercase();
        let stands_for = |other: &Attachment, file: &Attachment| {
            other.accessible != Some(false)
                && language(other) == language(file)
                && (!is_of_numbers(other) || is_of_numbers(file))
        };
        let inaccessible = all.iter().filter(|file| file.accessible == Some(false));
        for file in inaccessible.filter(|file| !all.iter().any(|other| stands_for(other, file))) {
            found.push(
                Diagnostic::new(
                    Code::InaccessibleDownload,
                    format!("`{}` is not accessible, and no accessible version is offered with it", file.name()),
                )
                .at(&node.outline().file, file.span, "some readers cannot use it")
                .help("add an accessible version to `attachments`")
                .help("or put its text on this page or into chapters, and offer the file less prominently"),
            );
        }
    }
}

/// True where the publication can be read on the site, page by page.
fn has_chapters(graph: &Site, node: Node) -> bool {
    let has_page = |part: &NodeId| graph.node(*part).url().is_some();
    node.parts().values().flatten().any(has_page)
}

/// Tables and slides go with a text, and do not stand for it.
fn is_of_numbers(file: &Attachment) -> bool {
    matches!(file.format, Some("spreadsheet" | "data" | "presentation"))
}

fn primary(language: &str) -> &str {
    language.split('-').next().unwrap_or(language)
}
