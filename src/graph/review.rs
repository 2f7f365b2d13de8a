//! When somebody should have looked at a document again. What `list --overdue` and `check` mean by overdue.

use jiff::Timestamp;

use crate::base::Moment;
use crate::document::Outline;

/// The `review_by` of a document, where that has passed at `now`: a day has passed when it ends. What has
/// expired, nobody has to look at.
pub fn overdue(outline: &Outline, now: Timestamp) -> Option<&Moment> {
    let is_gone = outline
        .fields
        .moment("expires")
        .is_some_and(|expires| expires.instant <= now);
    outline
        .fields
        .moment("review_by")
        .filter(|by| !is_gone && by.over() <= now)
}
