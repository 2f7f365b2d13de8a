//! This document was due for review, and the day has passed. `copublish check` finds
//! this in documents that are public; it is a warning. `copublish list --overdue`
//! lists them by page author.
//!
//! ## Example
//!
//! ```text
//! title: How to contact us
//! review_by: 2012-06-30
//! ```
//!
//! ## What to do
//!
//! Read the page, update it, and set the next day:
//!
//! ```text
//! review_by: 2013-06-30
//! ```
//!
//! If it is no longer needed, let it expire, or set its `status` to `withdrawn` or
//! `historic`.
//!
//! ## Why it matters
//!
//! A wrong telephone number costs readers more than a missing page.

use crate::base::{Code, Diagnostic};
use crate::check::checked_site::CheckedSite;
use crate::check::rule::Rule;
use crate::document::{Spot, meta};

pub(super) const RULE: Rule = Rule::of_site(Code::OverdueReview, check);

/// Finds public documents whose `review_by` has passed.
fn check(site: &CheckedSite, found: &mut Vec<Diagnostic>) {
    for node in site.graph.nodes() {
        let outline = node.outline();
        let Some(by) = outline.overdue_review(site.now) else {
            continue;
        };
        found.push(
            Diagnostic::new(
                Code::OverdueReview,
                format!(
                    "`{}` was due for review on {}",
                    outline.words.title,
                    by.day()
                ),
            )
            .at(
                &outline.file,
                outline.spots.find(&Spot::Field(meta::REVIEW_BY)),
                "this day has passed",
            )
            .help("read it, update it, and set the next `review_by`"),
        );
    }
}
