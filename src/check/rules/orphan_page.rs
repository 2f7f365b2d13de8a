//! Pages that no other page leads to: readers find them by a search at best.

use crate::base::{Code, Diagnostic};
use crate::check::subject::Subject;
use crate::graph;

/// Finds pages that nobody finds.
pub fn look(subject: &Subject, found: &mut Vec<Diagnostic>) {
    let (graph, base_path) = (subject.graph, subject.site.base_path());
    // Most sites have none, and then nothing else has to be read.
    if graph::orphans(graph, base_path, &|_| false).is_empty() {
        return;
    }
    let elsewhere = subject.elsewhere();
    for id in graph::orphans(graph, base_path, &|node| {
        elsewhere.names_page(node, subject.site)
    }) {
        let outline = graph.node(id).outline();
        let message = format!("no other page links to `{}`", outline.title);
        let diagnostic = Diagnostic::new(Code::OrphanPage, message);
        // A title may come from the name of the file, and then stands nowhere in it.
        let diagnostic = if outline.title_span.range().is_empty() {
            diagnostic.in_file(&outline.file)
        } else {
            diagnostic.at(
                &outline.file,
                outline.title_span,
                "not linked to, and in no list or menu",
            )
        };
        found.push(
            diagnostic
                .help("link to it from a related page, or add it to a menu")
                .help("if it is no longer needed, delete it, or set `expires`"),
        );
    }
}
