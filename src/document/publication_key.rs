//! What to write in place of a key of front matter that copublish does not read and that may be meant to hide a document.

use jiff::tz::TimeZone;

use crate::base::date;
use crate::base::english::excerpt;
use crate::config::lifecycle_key::{DRAFT, EXPIRES, KeyEffect, Meaning, PUBLISH_AT, STATUS};
use crate::yaml::{Entry, Node, Value, boolean};

/// What to type in place of the entry, in a sentence; `zone` is that of dates.
pub(super) fn remedy(entry: &Entry, meaning: Meaning, zone: &TimeZone) -> String {
    if entry.value.value == Value::Empty {
        return "delete the line, or write `draft: true` in its place".to_owned();
    }
    let first = entry.value.items().first();
    let text = first.and_then(Node::text).map_or("", str::trim);
    let said = WrittenValue {
        text,
        is_date: date::read(text, zone).is_some(),
        flag: boolean(text),
    };
    let remedy = match meaning {
        Meaning::Field(field) => said.for_field(field),
        Meaning::Foreign(effect) => said.for_effect(effect),
    };
    remedy.unwrap_or_else(|| {
        "write `draft: true`, or `publish_at:` or `expires:` with a date".to_owned()
    })
}

const WRITE_DRAFT: &str = "write `draft: true` in its place";
const IS_PUBLIC: &str = "delete it: a document without `draft: true` is public";

/// The value of a key that is not read.
struct WrittenValue<'t> {
    text: &'t str,
    is_date: bool,
    flag: Option<bool>,
}

impl WrittenValue<'_> {
    /// The value, written as that of a field.
    fn as_field(&self, name: &str) -> Option<String> {
        Some(format!("write `{name}: {}`", excerpt(self.text, 40)))
    }

    fn for_field(&self, name: &str) -> Option<String> {
        let fits = match name {
            DRAFT => self.flag.is_some(),
            PUBLISH_AT | EXPIRES => self.is_date,
            STATUS => !self.text.is_empty(),
            _ => false,
        };
        if fits { self.as_field(name) } else { None }
    }

    fn for_effect(&self, effect: KeyEffect) -> Option<String> {
        let says_public = ["public", "published", "visible", "always"].contains(&self.text);
        match (effect, self.flag) {
            (KeyEffect::Hides, Some(false)) | (KeyEffect::Shows, Some(true)) => {
                Some(IS_PUBLIC.to_owned())
            }
            (KeyEffect::Shows, Some(false)) | (KeyEffect::Hides, _) => Some(WRITE_DRAFT.to_owned()),
            (KeyEffect::Shows | KeyEffect::Appears, _) if self.is_date => self.as_field(PUBLISH_AT),
            (KeyEffect::Goes, _) if self.is_date => self.as_field(EXPIRES),
            (KeyEffect::Appears, Some(true)) => {
                Some("write `publish_at:` with the date in its place".to_owned())
            }
            (KeyEffect::Other, _) if says_public => Some(IS_PUBLIC.to_owned()),
            (KeyEffect::Other, _) => Some(WRITE_DRAFT.to_owned()),
            (KeyEffect::Shows | KeyEffect::Appears | KeyEffect::Goes, _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::lifecycle_key;
    use crate::yaml;

    fn said(line: &str) -> Option<String> {
        let root = yaml::parse(line).unwrap().root.unwrap();
        let entry = &root.entries()[0];
        let meaning = lifecycle_key::meaning(&entry.key, entry.value.text())?;
        Some(remedy(entry, meaning, &TimeZone::UTC))
    }

    #[test]
    fn near_and_foreign_keys_get_what_to_type() {
        let draft = "write `draft: true` in its place";
        let public = "delete it: a document without `draft: true` is public";
        for (line, help) in [
            ("Draft: true", "write `draft: true`"),
            (
                "Draft:",
                "delete the line, or write `draft: true` in its place",
            ),
            (
                "published: ''",
                "delete the line, or write `draft: true` in its place",
            ),
            ("drfat: yes", "write `draft: yes`"),
            ("'draft\u{200b}': true", "write `draft: true`"),
            ("_draft: false", "write `draft: false`"),
            ("published: false", draft),
            ("isPublished: false", draft),
            ("published: true", public),
            ("private: true", draft),
            ("unlisted: false", public),
            ("visibility: private", draft),
            ("visibility: public", public),
            ("permalink: false", draft),
            ("publish-at: 2031-01-01", "write `publish_at: 2031-01-01`"),
            ("publishDate: 2031-01-01", "write `publish_at: 2031-01-01`"),
            (
                "embargo_until: 2031-01-01",
                "write `publish_at: 2031-01-01`",
            ),
            ("pubDate: 2031-01-01", "write `publish_at: 2031-01-01`"),
            ("expire: 2020-01-01", "write `expires: 2020-01-01`"),
            ("expiryDate: 2020-01-01", "write `expires: 2020-01-01`"),
            ("unpublish_at: 2020-01-01", "write `expires: 2020-01-01`"),
            ("Status: withdrawn", "write `status: withdrawn`"),
            ("password: x", draft),
            (
                "publisher: A",
                "write `draft: true`, or `publish_at:` or `expires:` with a date",
            ),
        ] {
            assert_eq!(said(line).as_deref(), Some(help), "{line}");
        }
    }

    #[test]
    fn plainly_other_words_are_none() {
        for line in [
            "date: 2012-01-01",
            "data: a",
            "layout: post",
            "excerpt: a",
            "tumblr_url: a",
            "weather: fine",
            "permalink: /a/",
            "hide_title: true",
            "permalink:",
            "publisher_url: a",
            "redirect_from: /a/",
        ] {
            assert_eq!(said(line), None, "{line}");
        }
    }
}
