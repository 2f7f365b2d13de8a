//! A document offers a file that is marked `accessible: false`, and no accessible
//! version of it. `copublish check` finds this; it is a warning.
//!
//! Another of the `attachments` counts if it is in the same language and not marked
//! `accessible: false`. Spreadsheets, data and presentations can replace one another,
//! but not a text. The files of a document with chapters are not reported, since it
//! can be read on the site. Nor are files that say why they need not be accessible: see
//! [unfounded-exemption](unfounded-exemption.md).
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
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::graph::Node;
use crate::issues::{Attachment, attachments, without_alternative};

pub(super) const RULE: Rule = Rule::of_site(Code::InaccessibleDownload, check);

/// Finds files marked `accessible: false` without an accessible format of the same publication, in the same
/// language. A publication whose chapters are pages is itself one.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    for node in site.graph.nodes() {
        let all = attachments(site.graph, node);
        let language = node.outline().meta.language_or(&site.config.language);
        let alone = without_alternative(site.graph, node, &all, language);
        let alone = alone.filter_map(|at| all.get(at));
        let told = alone.filter(|file| file.exemption.is_none());
        found.extend(told.map(|file| diagnostic(node, file)));
    }
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
