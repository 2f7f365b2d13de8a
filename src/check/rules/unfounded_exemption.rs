//! A document or a file says by `exempt` that it need not be accessible, and something speaks against that. `copublish check`
//! finds this; it is a warning.
//!
//! | `exempt` | What speaks against it |
//! | --- | --- |
//! | `disproportionate-burden` | no `exempt_note` says why; the law asks for an assessment, and readers for its result |
//! | `before-2018` | its page is dated 23 September 2018 or later |
//! | `video-before-2020` | its page is dated 23 September 2020 or later |
//! | `archive` | its page is dated 23 September 2019 or later, or was updated since |
//! | any | the same file is marked `accessible: true` |
//!
//! ## Example
//!
//! ```text
//! date: 2021-03-04
//! attachments:
//!   - file: progress.pdf
//!     exempt: before-2018
//! ```
//!
//! ## What to do
//!
//! Make the file accessible, and delete `exempt`. If the reason is right, correct the date. For a burden, say why:
//!
//! ```text
//! attachments:
//!   - file: maps-1950.pdf
//!     exempt: disproportionate-burden
//!     exempt_note: Its 900 pages were drawn by hand. We read any of them to you on request.
//! ```
//!
//! ## Why it matters
//!
//! The accessibility statement lists what is exempt, with the reason. A statement with a reason that does not hold is
//! wrong in the sense of the law.

use jiff::civil::{Date, date};

use crate::base::{Code, Diagnostic, Moment, Span};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::document::{Exemption, Spot, meta};
use crate::graph::Node;

pub(super) const RULE: Rule = Rule::of_site(Code::UnfoundedExemption, check);

/// What an author says of a document or of a file.
struct Declared<'d> {
    exemption: Exemption<'d>,
    accessible: Option<bool>,
    span: Span,
}

/// Finds exemptions that their documents speak against.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    for node in site.graph.nodes() {
        let declared = declared(node);
        found.extend(declared.iter().filter_map(|it| diagnostic(node, it)));
    }
}

/// The exemptions of a document itself and of its files.
fn declared<'n>(node: Node<'n>) -> Vec<Declared<'n>> {
    let outline = node.outline();
    let own = outline.exemption().map(|exemption| Declared {
        exemption,
        accessible: None,
        span: outline.spots.find(&Spot::Field(meta::EXEMPT)),
    });
    let files = outline.attachments().filter_map(|file| {
        Some(Declared {
            exemption: file.exemption?,
            accessible: file.accessible,
            span: outline.spots.find(&Spot::Link(file.file)),
        })
    });
    own.into_iter().chain(files).collect()
}

fn diagnostic(node: Node, declared: &Declared) -> Option<Diagnostic> {
    let reason = declared.exemption.reason;
    let (message, help) = if declared.accessible == Some(true) {
        (
            format!(
                "this file is marked `accessible: true`, and `exempt: {reason}` as if it were not"
            ),
            "delete one of the two".to_owned(),
        )
    } else if reason == "disproportionate-burden" && declared.exemption.note.is_none() {
        (
            "`exempt: disproportionate-burden` does not say why".to_owned(),
            "add what you have weighed up, for readers: `exempt_note: \"…\"`".to_owned(),
        )
    } else {
        contradicting_date(node, reason)?
    };
    let found = Diagnostic::new(Code::UnfoundedExemption, message);
    Some(found.at(&node.outline().file, declared.span, "").help(help))
}

/// A date of the page after the day that the reason names.
fn contradicting_date(node: Node, reason: &str) -> Option<(String, String)> {
    let meta = &node.outline().meta;
    let (first, day, what) = match reason {
        "before-2018" => (date(2018, 9, 23), meta.date.as_ref(), "dated"),
        "video-before-2020" => (date(2020, 9, 23), meta.date.as_ref(), "dated"),
        "archive" => (date(2019, 9, 23), meta.last_changed(), "of"),
        _ => return None,
    };
    let day: Date = day.map(Moment::day).filter(|day| *day >= first)?;
    let message = format!(
        "`exempt: {reason}` holds for what is older than {first}, but this page is {what} {day}"
    );
    let help = format!("make it accessible and delete `exempt: {reason}`, or correct the date");
    Some((message, help))
}
