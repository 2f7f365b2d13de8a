//! When a document was last changed, where its front matter has no `updated`. It becomes that field, so that
//! pages, lists, feeds and the sitemap say the same.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::value::{FieldValue, Fields, Value};
use super::{Document, Outline};
use crate::base::Moment;
use crate::base::date::day_of;

const UPDATED: &str = "updated";

/// Takes the newest of `changes` where there is no `updated`.
pub(super) fn from_changes(fields: &mut Fields) {
    let Some(FieldValue {
        value: Value::List(changes),
        span,
        ..
    }) = fields.find("changes")
    else {
        return;
    };
    let dates = changes.iter().filter_map(|change| match change {
        Value::Map(entries) => entries.iter().find_map(|(name, value)| match value {
            Value::Date(moment) if name == "date" => Some(moment),
            _ => None,
        }),
        _ => None,
    });
    let Some(newest) = dates.max_by_key(|moment| moment.instant).cloned() else {
        return;
    };
    if fields.get(UPDATED).is_none() {
        let span = *span;
        fields.0.push(FieldValue {
            name: UPDATED.into(),
            value: Value::Date(newest),
            span,
        });
    }
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
        if !outline.says_updated() && outline.date.as_ref().is_none_or(|date| date.day() < day) {
            let value = Value::Date(Moment::on(day, zone));
            outline.fields.0.push(FieldValue {
                name: UPDATED.into(),
                value,
                span: outline.title_span,
            });
        }
        self
    }
}
