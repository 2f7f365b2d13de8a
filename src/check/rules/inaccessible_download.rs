//! A document offers a file that is marked `accessible: false`, and no accessible
//! version of it. `copublish check` finds this; it is a warning.
//!
//! Another of the `attachments` counts if it is in the same language and not marked
//! `accessible: false`. Spreadsheets, data and presentations can replace one another,
//! but not a text. The files of a document with chapters are not reported, since it
//! can be read on the site.
//!
//! ## Example
//!
//! ```text
//! attachments:
//!   - file: progress-2012.pdf
//!     accessible: false
//! ```
//!
//! ## What to do
//!
//! Add an accessible version.
//!
//! ```text
//! attachments:
//!   - file: progress-2012.pdf
//!     accessible: false
//!   - file: progress-2012.html
//!     title: Progress report as a web page
//! ```
//!
//! Better still, put its text on the site: as the text of the document, with chapters
//! if it is long. Once the file itself is fixed, delete `accessible: false`.
//!
//! ## Why it matters
//!
//! "Ask us for an accessible copy" makes some people wait for what others get at
//! once. The law requires public bodies to do better.

use crate::base::{Code, Diagnostic};
use crate::check::attachment::{Attachment, attachments};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::graph::{Node, NodeId, Site};

pub(super) const RULE: Rule = Rule::of_site(Code::InaccessibleDownload, check);

/// Finds files marked `accessible: false` without an accessible format of the same publication, in the same
/// language. A publication whose chapters are pages is itself one.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let graph = site.graph;
    for node in graph.nodes().filter(|node| !has_chapters(graph, *node)) {
        let all = attachments(graph, node);
        let language = node.outline().meta.language_or(&site.config.language);
        let inaccessible = all.iter().filter(|file| file.accessible == Some(false));
        for file in inaccessible {
            if !all.iter().any(|other| replaces(other, file, language)) {
                found.push(diagnostic(node, file));
            }
        }
    }
}

/// True for an accessible file that can be used in place of another. `language` is that of files that do not say theirs.
fn replaces(other: &Attachment, file: &Attachment, language: &str) -> bool {
    let of = |file: &Attachment| primary(file.language.unwrap_or(language)).to_ascii_lowercase();
    other.accessible != Some(false)
        && of(other) == of(file)
        && (!is_of_numbers(other) || is_of_numbers(file))
}

fn diagnostic(node: Node, file: &Attachment) -> Diagnostic {
    let name = file.name();
    let message =
        format!("`{name}` is not accessible, and no accessible version is offered with it");
    Diagnostic::new(Code::InaccessibleDownload, message)
        .at(
            &node.outline().file,
            file.span,
            "some readers cannot use it",
        )
        .help("add an accessible version to `attachments`")
        .help("or put its text on this page or into chapters, and offer the file less prominently")
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
