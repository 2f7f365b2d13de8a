//! When somebody should have looked at a document again. What `list --overdue` and `check` mean by overdue.

use jiff::Timestamp;

use crate::base::Moment;
use crate::document::Structure;

/// The `review_by` of a document, where that has passed at `now`: a day has passed when it ends. What has
/// expired, nobody has to look at.
pub fn overdue(structure: &Structure, now: Timestamp) -> Option<&Moment> {
    let meta = &structure.meta;
    let by = meta.review_by.as_ref()?;
    let expires = meta.expires.as_ref();
    let has_expired = expires.is_some_and(|expires| expires.instant <= now);
    (!has_expired && by.over() <= now).then_some(by)
}
