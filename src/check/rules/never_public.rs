//! A document expires at or before the moment it is published, so it is never shown.
//! `copublish check` finds this; it is a warning.
//!
//! A document is published at its `publish_at`, or without one on its date. A day
//! without a time begins at midnight: a document that expires on the day of its date
//! is gone when that day begins.
//!
//! ## Example
//!
//! ```text
//! title: Consultation
//! publish_at: 2012-10-15 09:00
//! expires: 2012-10-01
//! ```
//!
//! ## What to do
//!
//! Check which of the two is wrong; often it is the year.
//!
//! ```text
//! publish_at: 2012-10-15 09:00
//! expires: 2012-11-01
//! ```
//!
//! ## Why it matters
//!
//! Everything else about the document is fine, so nobody notices that it is missing.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::document::meta::{DATE, EXPIRES, PUBLISH_AT};
use crate::document::{Outline, Spot};
use crate::graph::Node;

pub(super) const RULE: Rule = Rule::of_site(Code::NeverPublic, check);

/// Finds documents that expire before, or at the moment, they are published.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    let public = site.graph.nodes().map(Node::document);
    for document in public.chain(site.graph.hidden()) {
        found.extend(judge(&document.outline));
    }
}

fn judge(outline: &Outline) -> Option<Diagnostic> {
    let meta = &outline.meta;
    let expires = meta.expires.as_ref()?;
    // Without an embargo, a document counts as published on its date.
    let (name, start) = match &meta.publish_at {
        Some(at) => (PUBLISH_AT, at),
        None => (DATE, meta.date.as_ref()?),
    };
    if expires.instant > start.instant {
        return None;
    }
    let message = format!(
        "`{}` expires before it is published, so it is never shown",
        outline.words.title
    );
    let diagnostic = Diagnostic::new(Code::NeverPublic, message).at(
        &outline.file,
        outline.spots.find(&Spot::Field(EXPIRES)),
        "expires at this moment",
    );
    let diagnostic = match outline.spots.fields.find(name) {
        Some(span) => diagnostic.at(&outline.file, span, "is published at this one"),
        // The date is in the name of the file.
        None => diagnostic,
    };
    Some(diagnostic.help(format!(
        "set `expires` to a moment after `{name}`; a day without a time begins at midnight"
    )))
}
