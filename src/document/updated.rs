//! When a document was last changed, where its front matter has no `updated`. It becomes that field, so that
//! pages, lists, feeds and the sitemap say the same.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Document;
use super::fields::FrontMatter;
use super::meta::{UPDATED, change_dates};
use super::outline::Structure;
use super::value::{FieldValue, Value};
use crate::base::Moment;
use crate::base::date::day_of;

/// Takes the newest of `changes` if there is no `updated`.
pub(super) fn from_changes(front: &mut FrontMatter) {
    if front.fields.get(UPDATED).is_some() {
        return;
    }
    let newest = change_dates(&front.fields).max_by_key(|moment| moment.instant);
    if let (Some(newest), Some(span)) = (newest.cloned(), front.spans.find("changes")) {
        front.add(UPDATED, Value::Date(newest), span);
    }
}

impl Structure {
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
        let date = self.outline.meta.date.as_ref();
        if !self.outline.says_updated() && date.is_none_or(|date| date.day() < day) {
            let updated = Moment::on(day, zone);
            let field = FieldValue {
                name: UPDATED.into(),
                value: Value::Date(updated.clone()),
            };
            let structure = Arc::make_mut(&mut self.outline.structure);
            structure.meta.updated = Some(updated);
            structure.fields.0.push(field);
        }
        self
    }
}
