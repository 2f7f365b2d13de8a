//! Documents that somebody should have looked at again by now.

use crate::base::{Code, Diagnostic};
use crate::check::subject::Subject;
use crate::graph::overdue;

/// Finds public documents whose `review_by` has passed.
pub fn look(subject: &Subject, found: &mut Vec<Diagnostic>) {
    for node in subject.graph.nodes() {
        let outline = node.outline();
        let Some(by) = overdue(outline, subject.now) else {
            continue;
        };
        found.push(
            Diagnostic::new(
                Code::OverdueReview,
                format!(
                    "`{}` was due for review on {}",
                    outline.title,
                    by.value.day()
                ),
            )
            .at(&outline.file, by.span, "this day has passed")
            .help("read it, update it, and set the next `review_by`"),
        );
    }
}
