//! All that others may know of a document. An edit to its prose does not move it.

use std::ops::Deref;
use std::sync::Arc;

use jiff::Timestamp;

use super::comment::{self, OwnComments};
use super::inherited::Inherited;
use super::lifecycle::Lifecycle;
use super::link::Link;
use super::meta::{AttachedFile, EXEMPT, EXEMPT_NOTE, Exemption, Meta, change_dates};
use super::placement::Location;
use super::spots::Spots;
use super::text_issues::TextIssues;
use super::value::{FieldValue, Fields, Image, Tag, Value};
use crate::base::{FilePath, Moment, SharedText, Span};
use crate::config::lifecycle_key::{DRAFT, EXPIRES, PUBLISH_AT};
use crate::config::{Collection, Ends};

/// What others may know of a document, in three parts by what an edit can change. A document that is read again takes over
/// each part that is equal, so that a look at the pointers tells what has changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// What decides about URLs, links and lists.
    pub structure: Arc<Structure>,
    /// What readers see of it on other pages.
    pub words: Arc<Words>,
    /// Where it says all this.
    pub spots: Arc<Spots>,
}

/// What a document is and what it links to: all of it that can move a URL, a link or an entry of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Structure {
    /// Its source.
    pub file: FilePath,
    /// The name of its kind.
    pub kind: String,
    /// Its id, unique in its kind; a part's id starts with that of its owner: `progress-2012/budget`.
    pub id: String,
    /// The source of the document it is a part of.
    pub owner: Option<FilePath>,
    /// Where it is on the disk, for its address and its assets.
    pub location: Location,
    /// The last part of its address.
    pub slug: String,
    /// What copublish acts on, whatever its kind.
    pub meta: Meta,
    /// Its typed fields, those of its kind and the common ones, without its words.
    pub fields: Fields,
    /// What a translation states of fields that need something of its source.
    pub incomplete: Fields,
    /// Whether it may be public, and when.
    pub lifecycle: Lifecycle,
    /// Its tags.
    pub tags: Vec<TagUse>,
    /// Other documents it names in its fields.
    pub references: Vec<Reference>,
    /// Everything it links to, in bodies and fields.
    pub links: Vec<Link>,
    /// Collections declared in its front matter.
    pub collections: Vec<Collection>,
    /// The anchors of its headings, in the order of the text.
    pub heading_ids: Vec<SharedText>,
    /// Every other anchor of its body: footnotes and ids in raw HTML.
    pub anchors: Vec<String>,
    /// What it says of comments.
    pub comments: OwnComments,
    /// What of this is that of the document that it translates.
    pub inherited: Option<Arc<Inherited>>,
}

/// What a document says to readers and what they may see elsewhere. Only lists that are sorted or selected by words depend
/// on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Its title, never empty.
    pub title: String,
    /// The author's summary, else the first paragraph as plain text, shortened.
    pub summary: String,
    /// `title` and `summary` as its author wrote them.
    pub fields: Fields,
    /// The headings of its body.
    pub headings: Vec<Heading>,
    /// What of its body some readers cannot use: an accessibility statement tells it.
    pub issues: TextIssues,
}

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor.
    pub id: SharedText,
    /// Its text without markup.
    pub text: String,
}

/// Another document named by its id in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The field it stands in: `authors`, or `team.person` inside a group.
    pub field: SharedText,
    /// The id as written.
    pub target: SharedText,
    /// What it may name, and under which name the other end lists this document.
    pub ends: Arc<Ends>,
    /// Inside a list of groups: which group of the outermost field, so that the other end can show
    /// the role or the term that stands beside it.
    pub item: Option<u32>,
}

/// A free word on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagUse {
    /// The field it stands in.
    pub field: SharedText,
    /// Where the words of this field have their pages: `/tags/`.
    pub url: SharedText,
    /// The word.
    pub word: Arc<Tag>,
}

/// Nearly all that is asked of an outline is its structure.
impl Deref for Outline {
    type Target = Structure;

    fn deref(&self) -> &Structure {
        &self.structure
    }
}

impl Outline {
    /// Takes over the parts of what was read before that are equal.
    pub fn take_over(&mut self, before: &Outline) {
        take_over(&mut self.structure, &before.structure);
        take_over(&mut self.words, &before.words);
        take_over(&mut self.spots, &before.spots);
    }

    /// The value of a field, also of one that holds words.
    pub fn field(&self, name: &str) -> Option<&Value> {
        self.structure
            .fields
            .get(name)
            .or_else(|| self.words.fields.get(name))
    }

    /// Its fields with their places.
    pub fn located_fields(&self) -> impl Iterator<Item = (&FieldValue, Span)> {
        let fields = self.words.fields.0.iter().chain(&self.structure.fields.0);
        fields.map(|field| {
            (
                field,
                self.spots
                    .fields
                    .find(&field.name)
                    .unwrap_or(self.spots.title),
            )
        })
    }

    /// The part that is not as in `before`, in a word for the author, such as the name of a field. It is only told: nothing
    /// is decided by it.
    pub fn changed_part<'o>(&'o self, before: &'o Outline) -> &'o str {
        let words = self.words.fields.others(&before.words.fields);
        let fields = self.structure.fields.others(&before.structure.fields);
        match words.chain(fields).next() {
            Some(field) => field,
            None if self.words.issues != before.words.issues => "pictures or videos",
            None if self.words != before.words => "headings",
            None => "links",
        }
    }
}

fn take_over<T: Eq>(now: &mut Arc<T>, before: &Arc<T>) {
    if now == before {
        *now = Arc::clone(before);
    }
}

impl Words {
    /// True if the author wrote a summary.
    pub fn has_summary(&self) -> bool {
        self.fields.get("summary").is_some()
    }
}

impl Structure {
    /// The anchor of a comment on the page it is shown on: `comment-how-can-we-join`.
    pub fn comment_anchor(&self) -> String {
        comment::anchor(&self.location.name)
    }

    /// Every anchor of its body.
    pub fn all_anchors(&self) -> impl Iterator<Item = &str> {
        self.heading_ids
            .iter()
            .map(SharedText::as_str)
            .chain(self.anchors.iter().map(String::as_str))
    }

    /// True for a draft, by its front matter or by its folder.
    pub fn is_draft(&self) -> bool {
        self.lifecycle.terms().is_some_and(|terms| terms.is_draft)
    }

    /// True for a document that says in its front matter when it is public.
    pub fn decides_when_public(&self) -> bool {
        let keys = [DRAFT, PUBLISH_AT, EXPIRES];
        keys.iter().any(|key| self.fields.get(key).is_some())
    }

    /// The language of the words of a field, if that is another one than the document's: those of its source.
    pub fn language_of_field<'s>(&'s self, name: &str, of_site: &'s str) -> Option<&'s str> {
        let inherited = self.inherited.as_ref()?;
        let language = inherited.language_of_words(of_site);
        inherited.has(name).then_some(language)
    }

    /// Frees the memory that was kept for more: a site holds the outlines of all its documents.
    pub(super) fn shrink(&mut self) {
        self.fields.0.shrink_to_fit();
        self.incomplete.0.shrink_to_fit();
        self.tags.shrink_to_fit();
        self.references.shrink_to_fit();
        self.links.shrink_to_fit();
        self.collections.shrink_to_fit();
        self.heading_ids.shrink_to_fit();
        self.anchors.shrink_to_fit();
    }
}

// Lists are not copied: few stages read them, and they can be long.
impl Structure {
    /// Its `review_by`, if that has passed at `now`: a day has passed when it ends. What has expired, nobody has to look
    /// at. It is what `list --overdue` and `check` mean by overdue.
    pub fn overdue_review(&self, now: Timestamp) -> Option<&Moment> {
        let by = self.meta.review_by.as_ref()?;
        let expires = self.meta.expires.as_ref();
        let has_expired = expires.is_some_and(|expires| expires.instant <= now);
        (!has_expired && by.over() <= now).then_some(by)
    }

    /// Its picture.
    pub fn image(&self) -> Option<&Image> {
        match self.fields.get("image")? {
            Value::Image(image) => Some(image),
            _ => None,
        }
    }

    /// The URLs it had before, as written.
    pub fn aliases(&self) -> impl Iterator<Item = &str> {
        self.fields.list("aliases").iter().filter_map(Value::text)
    }

    /// The days on which its text changed, as its author notes them.
    pub fn change_dates(&self) -> impl Iterator<Item = &Moment> {
        change_dates(&self.fields)
    }

    /// The files it offers for download, in the order written.
    pub fn attachments(&self) -> impl Iterator<Item = AttachedFile<'_>> {
        self.fields
            .list("attachments")
            .iter()
            .filter_map(AttachedFile::read)
    }

    /// Why nothing of it need be accessible, if its author says so.
    pub fn exemption(&self) -> Option<Exemption<'_>> {
        let text = |name| self.fields.text(name);
        Exemption::of(text(EXEMPT), text(EXEMPT_NOTE))
    }

    /// True if it offers files for download, even if none of them can be read.
    pub fn has_attachments(&self) -> bool {
        self.fields.get("attachments").is_some()
    }
}
