//! Keys of front matter that copublish does not read, and that may be meant to keep a document from readers: near
//! misses of its own names, and the names of other generators. What a key says decides nothing but the help.

use jiff::tz::TimeZone;

use super::scalar::boolean;
use crate::base::date;
use crate::base::suggest::{plain_name, typos};
use crate::base::wording::excerpt;
use crate::config::shown_key::is_shown_key;
use crate::yaml::{Node, Value};

/// Names are near if so many letters too many, missing, wrong or exchanged tell them apart.
const NEAR: usize = 2;

/// What a key may be meant to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Meaning<'n> {
    /// The field with this name, whose name it nearly is.
    Field(&'n str),
    /// `true` keeps the document from readers.
    Hides,
    /// `false` keeps it from readers, a date until then.
    Shows,
    /// Readers may see it from a moment on.
    Appears,
    /// Readers may not see it from a moment on.
    Goes,
    /// Something else about who may see it.
    Other,
}

const HIDES: [&str; 21] = [
    "confidential",
    "deleted",
    "disabled",
    "headless",
    "hidden",
    "hide",
    "inactive",
    "internal",
    "invisible",
    "nopublish",
    "notpublic",
    "password",
    "private",
    "protected",
    "removed",
    "restricted",
    "secret",
    "trashed",
    "unfinished",
    "unlisted",
    "wip",
];
const APPEARS: [&str; 8] = [
    "availablefrom",
    "golive",
    "launchdate",
    "pubdate",
    "publicfrom",
    "releasedate",
    "scheduled",
    "visiblefrom",
];
const GOES: [&str; 6] = [
    "availableuntil",
    "publicuntil",
    "removeat",
    "takedown",
    "validuntil",
    "visibleuntil",
];
const OTHER: [&str; 4] = ["<<", "build", "poststatus", "visibility"];

/// Keys that say something else unless they say `false`: the address of a page, where a program puts it.
const ONLY_IF_FALSE: [&str; 3] = ["output", "permalink", "write"];

/// How words begin that are about who may see something, in whatever name they stand.
const STEMS: [(&str, Meaning); 7] = [
    ("draft", Meaning::Hides),
    ("private", Meaning::Hides),
    ("unlist", Meaning::Hides),
    ("publish", Meaning::Shows),
    ("embargo", Meaning::Appears),
    ("expir", Meaning::Goes),
    ("unpublish", Meaning::Goes),
];
/// Words that begin so and mean other things.
const OTHER_WORDS: [&str; 4] = ["publisher", "publishers", "publishing", "privately"];

/// What a key may mean for a document's lifecycle, whose fields have these names; `None` for what is plainly another
/// word, and for a key without a value.
pub(super) fn meaning<'n>(
    key: &str,
    value: &Node,
    names: impl Iterator<Item = &'n str> + Clone,
) -> Option<Meaning<'n>> {
    if value.value == Value::Empty {
        return None;
    }
    let folded = plain_name(key);
    let bare = folded.strip_prefix("is").unwrap_or(&folded);
    if ONLY_IF_FALSE.contains(&bare) && value.text().and_then(boolean) != Some(false) {
        return None;
    }
    let is = |words: &[&str]| {
        words.contains(&folded.as_str()) || words.contains(&bare) || words.contains(&key)
    };
    let same = names
        .clone()
        .find(|name| plain_name(name) == folded)
        .map(Meaning::Field);
    let lists = [
        (&HIDES[..], Meaning::Hides),
        (&APPEARS, Meaning::Appears),
        (&GOES, Meaning::Goes),
        (&OTHER, Meaning::Other),
    ];
    let foreign = if is_shown_key(key) {
        Some(Meaning::Shows)
    } else {
        lists
            .into_iter()
            .find(|(words, _)| is(words))
            .map(|(_, meaning)| meaning)
    };
    let near = || {
        let slips = |name: &'n str| Some((typos(&plain_name(name), &folded, NEAR)?, name));
        names
            .filter_map(slips)
            .min()
            .map(|(_, name)| Meaning::Field(name))
    };
    // Two letters more turn the name into its opposite.
    let goes = bare.starts_with("unpublish").then_some(Meaning::Goes);
    same.or(foreign)
        .or(goes)
        .or_else(near)
        .or_else(|| by_words(key))
}

impl Meaning<'_> {
    /// True for a key that is the name of a field but for its case, hyphens and underscores.
    pub(super) fn is_certain(self, key: &str) -> bool {
        matches!(self, Meaning::Field(name) if plain_name(name) == plain_name(key))
    }
}

/// What to type in place of the key, in a sentence; `zone` is that of dates.
pub(super) fn remedy(key: &str, value: &Node, (meaning, zone): (Meaning, &TimeZone)) -> String {
    let text = value
        .items()
        .first()
        .and_then(Node::text)
        .map(str::trim)
        .unwrap_or_default();
    let is_date = date::read(text, zone).is_some();
    let draft = "write `draft: true` in its place".to_owned();
    let public = "delete it: a document without `draft: true` is public".to_owned();
    let written = |field: &str| format!("write `{field}: {}`", excerpt(text, 40));
    match (meaning, boolean(text)) {
        (Meaning::Field("draft"), Some(_)) => written("draft"),
        (Meaning::Field(field @ ("publish_at" | "expires")), _) if is_date => written(field),
        (Meaning::Field(field @ "status"), _) if !text.is_empty() => written(field),
        (Meaning::Hides, Some(true)) | (Meaning::Shows, Some(false)) => draft,
        (Meaning::Hides, Some(false)) | (Meaning::Shows, Some(true)) => public,
        (Meaning::Shows | Meaning::Appears, _) if is_date => written("publish_at"),
        (Meaning::Goes, _) if is_date => written("expires"),
        (Meaning::Appears, Some(true)) => {
            "write `publish_at:` with the date in its place".to_owned()
        }
        (Meaning::Other, _) if key == "<<" => "write out the keys that it merges in".to_owned(),
        (Meaning::Other, _) if ["public", "published", "visible", "always"].contains(&text) => {
            public
        }
        (Meaning::Other | Meaning::Hides, _) => draft,
        _ => "write `draft: true`, or `publish_at:` or `expires:` with a date".to_owned(),
    }
}

fn by_words(key: &str) -> Option<Meaning<'static>> {
    words(key)
        .iter()
        .filter(|word| !OTHER_WORDS.contains(&word.as_str()))
        .find_map(|word| {
            STEMS
                .iter()
                .find(|(stem, _)| word.starts_with(stem))
                .map(|(_, meaning)| *meaning)
        })
}

/// The words of a name in small letters: `publishDate` and `publish-date` have two.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || c.is_uppercase() && was_small {
            words.push(String::new());
        }
        was_small = c.is_lowercase() || c.is_numeric();
        if let (true, Some(word)) = (c.is_alphanumeric(), words.last_mut()) {
            word.extend(c.to_lowercase());
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml;

    fn said(line: &str) -> Option<String> {
        let root = yaml::parse(line).unwrap().root.unwrap();
        let entry = &root.entries()[0];
        let names = ["draft", "publish_at", "expires", "status"].into_iter();
        let meaning = meaning(&entry.key, &entry.value, names)?;
        Some(remedy(&entry.key, &entry.value, (meaning, &TimeZone::UTC)))
    }

    #[test]
    fn near_and_foreign_keys_get_what_to_type() {
        let draft = "write `draft: true` in its place";
        let public = "delete it: a document without `draft: true` is public";
        for (line, help) in [
            ("Draft: true", "write `draft: true`"),
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
            ("<<: {draft: true}", "write out the keys that it merges in"),
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
            "published:",
            "publisher_url: a",
            "redirect_from: /a/",
        ] {
            assert_eq!(said(line), None, "{line}");
        }
    }
}
