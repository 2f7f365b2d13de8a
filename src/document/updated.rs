//! When a document was last changed, where its front matter has no `updated`. It becomes that field, so that
//! pages, lists, feeds and the sitemap say the same.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::meta::{UPDATED, change_dates};
use super::value::{FieldValue, Fields, Value};
use super::{Document, Outline};
use crate::base::Moment;
use crate::base::date::day_of;

/// Takes the newest of `changes` where there is no `updated`.
pub(super) fn from_changes(fields: &mut Fields) {
    if fields.get(UPDATED).is_some() {
        return;
    }
    let newest = change_dates(fields).max_by_key(|moment| moment.instant);
    let (Some(newest), Some(changes)) = (newest.cloned(), fields.find("changes")) else {
        return;
    };
    let span = changes.span;
    fields.0.push(FieldValue {
        name: UPDATED.into(),
        value: Value::Date(newest),
        span,
    });
}

impl Outline {
    /// True where its author says when it was last changed.
    pub fn says_updated(&self) -> bool {
        self.fields.get(UPDATED).is_some()
    }
}

impl Document {
    /// Takes the day of its last commit in the site's zone. A document that was not touched after the day it
    /// bears was not updated: most are committed when they are published, or before.
    #[must_use]
    pub fn changed_at(mut self, at: Timestamp, zone: &TimeZone) -> Document {
        let day = day_of(at, zone);
        let outline = &mut self.outline;
        let date = outline.meta.date.as_ref();
        if !outline.says_updated() && date.is_none_or(|date| date.day() < day) {
            let updated = Moment::on(day, zone);
            let value = Value::Date(updated.clone());
            outline.meta.updated = Some(updated);
            outline.fields.0.push(FieldValue {
                name: UPDATED.into(),
                value,
                span: outline.title_span,
            });
        }
        self
    }
}
