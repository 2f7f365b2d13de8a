//! What every document may say of itself, whatever its kind, as the types that copublish acts on. The names of these
//! fields in front matter are here and nowhere else; what is only shown stays among the document's fields.
//!
//! Its title and its summary are words for readers and belong to the outline: nothing is decided by them.

use super::value::{Fields, LinkId, ReferenceId, Value};
use crate::base::{Moment, SharedText};
use crate::config::lifecycle_key::STATUS;

pub use crate::config::lifecycle_key::{EXPIRES, PUBLISH_AT};

/// The names in front matter of other fields whose places are asked for.
pub const DATE: &str = "date";
/// When its author should check it again.
pub const REVIEW_BY: &str = "review_by";
/// Its language.
pub const LANGUAGE: &str = "language";
/// The document that it is a translation of.
pub const TRANSLATION_OF: &str = "translation_of";
/// Its files to download.
pub(super) const ATTACHMENTS: &str = "attachments";
/// Why it need not be accessible.
pub const EXEMPT: &str = "exempt";
/// What its author says about that to readers.
pub(super) const EXEMPT_NOTE: &str = "exempt_note";
/// The template it asks for.
pub const TEMPLATE: &str = "template";
pub(super) const UPDATED: &str = "updated";
pub(super) const ORDER: &str = "order";

/// The fields that any document may have and that copublish acts on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meta {
    /// From front matter, or else from the file's name.
    pub date: Option<Moment>,
    /// When its text last changed: as its author says, or else the newest of its changes, or else its last commit.
    pub updated: Option<Moment>,
    /// Readers may not see it before this moment.
    pub publish_at: Option<Moment>,
    /// Readers may not see it from this moment on.
    pub expires: Option<Moment>,
    /// When its author should check it again.
    pub review_by: Option<Moment>,
    /// Where it is in its life.
    pub status: Status,
    /// Its language, if it is not that of the site.
    pub language: Option<String>,
    /// Who looks after it, if it says so itself.
    pub page_author: Option<PageAuthor>,
    /// The template it asks for; empty if the value is not text.
    pub template: Option<String>,
    /// Its place among the parts of one document.
    pub order: Option<i64>,
    /// True if it asks to be left out of feeds.
    pub no_feed: bool,
    /// True if it asks search engines to leave it out.
    pub noindex: bool,
    /// True if the search of the site passes it over.
    pub no_search: bool,
}

/// Where a document is in its life.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// It holds.
    #[default]
    Current,
    /// It no longer holds.
    Withdrawn,
    /// Another document replaces it.
    Superseded,
    /// It is kept as it was then.
    Historic,
    /// A word that a kind declared itself.
    Other,
}

/// Who looks after a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageAuthor {
    /// A name.
    Name(String),
    /// A document of the site.
    Document(ReferenceId),
    /// A value of another type, which a kind declared itself.
    Other,
}

/// One of a document's `attachments`.
#[derive(Clone, Copy, Debug)]
pub struct AttachedFile<'o> {
    /// The file.
    pub file: LinkId,
    /// What it is called.
    pub title: Option<&'o str>,
    /// What sort of format it is.
    pub format: Option<&'o str>,
    /// Its language.
    pub language: Option<&'o str>,
    /// Whether readers with access needs can use it.
    pub accessible: Option<bool>,
    /// Why it need not be accessible.
    pub exemption: Option<Exemption<'o>>,
}

/// Why something need not be accessible, in the sense of the law.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exemption<'o> {
    /// One of the words of `exempt`.
    pub reason: &'o str,
    /// What its author says about it to readers.
    pub note: Option<&'o str>,
}

impl Meta {
    /// Reads the fields; `date` is that of the document, wherever it was written.
    pub(super) fn of(fields: &Fields, date: Option<Moment>) -> Meta {
        Meta {
            date,
            updated: fields.moment(UPDATED).cloned(),
            publish_at: fields.moment(PUBLISH_AT).cloned(),
            expires: fields.moment(EXPIRES).cloned(),
            review_by: fields.moment(REVIEW_BY).cloned(),
            status: Status::read(fields.text(STATUS)),
            language: fields.text(LANGUAGE).map(str::to_owned),
            page_author: fields.get("page_author").map(PageAuthor::read),
            template: template(fields),
            order: order(fields),
            no_feed: fields.flag("feed") == Some(false),
            noindex: fields.flag("noindex") == Some(true),
            no_search: fields.text("search") == Some("off"),
        }
    }

    /// When it was last changed, as far as is known: when it was updated, or else its date.
    pub fn last_changed(&self) -> Option<&Moment> {
        self.updated.as_ref().or(self.date.as_ref())
    }

    /// Its language, or that of the site.
    pub fn language_or<'l>(&'l self, of_site: &'l str) -> &'l str {
        self.language.as_ref().map_or(of_site, String::as_str)
    }
}

impl Status {
    fn read(word: Option<&str>) -> Status {
        match word {
            None | Some("current") => Status::Current,
            Some("withdrawn") => Status::Withdrawn,
            Some("superseded") => Status::Superseded,
            Some("historic") => Status::Historic,
            Some(_) => Status::Other,
        }
    }

    /// True for a document that is only kept as a record.
    pub fn is_past(self) -> bool {
        matches!(
            self,
            Status::Withdrawn | Status::Superseded | Status::Historic
        )
    }

    /// True for a document that lists and feeds show. Withdrawn and superseded ones keep their pages.
    pub fn is_listed(self) -> bool {
        !matches!(self, Status::Withdrawn | Status::Superseded)
    }
}

impl PageAuthor {
    fn read(value: &Value) -> PageAuthor {
        match value {
            Value::Text(name) => PageAuthor::Name(name.clone()),
            Value::Relation(reference) => PageAuthor::Document(*reference),
            _ => PageAuthor::Other,
        }
    }
}

fn template(fields: &Fields) -> Option<String> {
    let name = match fields.get(TEMPLATE)? {
        Value::Text(name) => name.clone(),
        _ => String::new(),
    };
    Some(name)
}

fn order(fields: &Fields) -> Option<i64> {
    match fields.get(ORDER)? {
        Value::Integer(number) => Some(*number),
        _ => None,
    }
}

/// The dates of the entries of `changes`.
pub(super) fn change_dates(fields: &Fields) -> impl Iterator<Item = &Moment> {
    let entries = fields.list("changes").iter().filter_map(Value::map);
    entries.filter_map(|entries| match entry(entries, "date") {
        Some(Value::Date(moment)) => Some(moment),
        _ => None,
    })
}

impl<'o> AttachedFile<'o> {
    pub(super) fn read(value: &'o Value) -> Option<AttachedFile<'o>> {
        let entries = value.map()?;
        let text = |name| entry(entries, name).and_then(Value::text);
        let Some(Value::Link(file)) = entry(entries, "file") else {
            return None;
        };
        Some(AttachedFile {
            file: *file,
            title: text("title"),
            format: text("format"),
            language: text("language"),
            accessible: match entry(entries, "accessible") {
                Some(Value::Boolean(accessible)) => Some(*accessible),
                _ => None,
            },
            exemption: Exemption::of(text(EXEMPT), text(EXEMPT_NOTE)),
        })
    }
}

impl<'o> Exemption<'o> {
    /// An exemption, if a reason for one is given.
    pub(super) fn of(reason: Option<&'o str>, note: Option<&'o str>) -> Option<Exemption<'o>> {
        reason.map(|reason| Exemption { reason, note })
    }
}

pub(super) fn entry<'v>(entries: &'v [(SharedText, Value)], name: &str) -> Option<&'v Value> {
    let (_, value) = entries.iter().find(|(key, _)| *key == name)?;
    Some(value)
}
