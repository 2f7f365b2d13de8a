//! Keys of front matter that copublish does not read, and that may be meant to hide a document: near misses of its own
//! names, and the names of other generators. What a key says decides nothing but the help.

use jiff::tz::TimeZone;

use super::scalar::boolean;
use crate::base::date;
use crate::base::suggest::{plain_name, typos};
use crate::base::wording::excerpt;
use crate::config::lifecycle_key::{self, DRAFT, EXPIRES, PUBLISH_AT, STATUS, Sense};
use crate::yaml::{Entry, Node, Value};

/// Names with so many typing mistakes are still near.
const NEAR: usize = 2;

/// What a key may be meant to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning<'n> {
    /// The field with this name, whose name it nearly is.
    Field(&'n str),
    /// What it says in another program.
    Foreign(Sense),
}

/// What a key may mean for a document's lifecycle, whose fields have these names; `None` for what is plainly another
/// word.
pub(super) fn meaning<'n>(
    key: &str,
    value: &Node,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Option<Meaning<'n>> {
    let folded = plain_name(key);
    let says_false = value.text().and_then(boolean) == Some(false);
    if lifecycle_key::is_only_if_false(&folded) && !says_false {
        return None;
    }
    if let Some(name) = names.clone().find(|name| plain_name(name) == folded) {
        return Some(Meaning::Field(name));
    }
    if let Some(sense) = lifecycle_key::sense(key) {
        return Some(Meaning::Foreign(sense));
    }
    // Two letters more turn `publish` into its opposite, so this is not a near miss of it.
    if lifecycle_key::without_is(&folded).starts_with("unpublish") {
        return Some(Meaning::Foreign(Sense::Goes));
    }
    match nearest(&folded, names) {
        Some(name) => Some(Meaning::Field(name)),
        None => lifecycle_key::sense_of_words(key).map(Meaning::Foreign),
    }
}

fn nearest<'n>(folded: &str, names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let near = names.filter_map(|name| Some((typos(&plain_name(name), folded, NEAR)?, name)));
    let (_, name) = near.min()?;
    Some(name)
}

impl Meaning<'_> {
    /// True for a key that is the name of a field but for its case, hyphens and underscores.
    pub(super) fn is_certain(self, key: &str) -> bool {
        matches!(self, Meaning::Field(name) if plain_name(name) == plain_name(key))
    }
}

/// What to type in place of the entry, in a sentence; `zone` is that of dates.
pub(super) fn remedy(entry: &Entry, meaning: Meaning, zone: &TimeZone) -> String {
    if entry.value.value == Value::Empty {
        return "delete the line, or write `draft: true` in its place".to_owned();
    }
    let first = entry.value.items().first();
    let text = first.and_then(Node::text).map_or("", str::trim);
    let said = Said {
        text,
        is_date: date::read(text, zone).is_some(),
        flag: boolean(text),
    };
    let remedy = match meaning {
        Meaning::Field(field) => said.for_field(field),
        Meaning::Foreign(sense) => said.for_sense(sense),
    };
    remedy.unwrap_or_else(|| {
        "write `draft: true`, or `publish_at:` or `expires:` with a date".to_owned()
    })
}

const WRITE_DRAFT: &str = "write `draft: true` in its place";
const IS_PUBLIC: &str = "delete it: a document without `draft: true` is public";

/// The value of a key that is not read.
struct Said<'t> {
    text: &'t str,
    is_date: bool,
    flag: Option<bool>,
}

impl Said<'_> {
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

    fn for_sense(&self, sense: Sense) -> Option<String> {
        let says_public = ["public", "published", "visible", "always"].contains(&self.text);
        match (sense, self.flag) {
            (Sense::Hides, Some(false)) | (Sense::Shows, Some(true)) => Some(IS_PUBLIC.to_owned()),
            (Sense::Shows, Some(false)) | (Sense::Hides, _) => Some(WRITE_DRAFT.to_owned()),
            (Sense::Shows | Sense::Appears, _) if self.is_date => self.as_field(PUBLISH_AT),
            (Sense::Goes, _) if self.is_date => self.as_field(EXPIRES),
            (Sense::Appears, Some(true)) => {
                Some("write `publish_at:` with the date in its place".to_owned())
            }
            (Sense::Other, _) if says_public => Some(IS_PUBLIC.to_owned()),
            (Sense::Other, _) => Some(WRITE_DRAFT.to_owned()),
            (Sense::Shows | Sense::Appears | Sense::Goes, _) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    fn said(line: &str) -> Option<String> {
        let root = yaml::parse(line).unwrap().root.unwrap();
        let entry = &root.entries()[0];
        let names = lifecycle_key::OWN.into_iter();
        let meaning = meaning(&entry.key, &entry.value, names)?;
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
