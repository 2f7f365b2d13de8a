//! When somebody should have looked at a document again. What `list --overdue` and `check` mean by overdue.

use jiff::Timestamp;

use crate::base::Moment;
use crate::document::{Located, Outline};

/// The `review_by` of a document, where that has passed at `now`: a day has passed when it ends. What has
/// expired, nobody has to look at.
pub fn overdue(outline: &Outline, now: Timestamp) -> Option<&Located<Moment>> {
    let meta = &outline.meta;
    let by = meta.review_by.as_ref()?;
    let expires = meta.expires.as_ref();
    let has_expired = expires.is_some_and(|expires| expires.value.instant <= now);
    (!has_expired && by.value.over() <= now).then_some(by)
}
