//! All that others may know of a document. An edit to its prose does not move it.

use std::sync::Arc;

use super::comment::{self, OwnComments};
use super::lifecycle::Lifecycle;
use super::link::Link;
use super::meta::{AttachedFile, Meta, change_dates};
use super::placement::Location;
use super::value::{Fields, Image, Tag, Value};
use crate::base::{FilePath, Moment, SharedText, Spot};
use crate::config::{Collection, Ends};

/// What a document is and what it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    /// Its source.
    pub file: FilePath,
    /// The name of its kind.
    pub kind: String,
    /// Its id, unique in its kind; a part's id starts with that of its owner: `progress-2012/budget`.
    pub id: String,
    /// The source of the document it is a part of.
    pub owner: Option<FilePath>,
    /// Where it stands on the disk, for its address and its assets.
    pub location: Location,
    /// Its title, never empty.
    pub title: String,
    /// Where the title stands in the file; the start of the file where it was made from its name.
    pub title_span: Spot,
    /// The last part of its address.
    pub slug: String,
    /// The author's summary, else the first paragraph as plain text, shortened.
    pub summary: String,
    /// True if the author wrote a summary.
    pub has_summary: bool,
    /// What copublish acts on, whatever its kind.
    pub meta: Meta,
    /// Its typed fields, those of its kind and the common ones.
    pub fields: Fields,
    /// Whether it may be public, and when.
    pub lifecycle: Lifecycle,
    /// Free words it bears.
    pub tags: Vec<TagUse>,
    /// Other documents it names in its fields.
    pub references: Vec<Reference>,
    /// Everything it leads to, in bodies and fields.
    pub links: Vec<Link>,
    /// Collections declared in its front matter.
    pub collections: Vec<Collection>,
    /// The headings of its body.
    pub headings: Vec<Heading>,
    /// Every anchor of its body but those of headings: footnotes and ids in raw HTML.
    pub anchors: Vec<String>,
    /// What it says of comments.
    pub comments: OwnComments,
}

impl Outline {
    /// Gives back the memory that was kept free for more: a site holds the outlines of all its documents.
    pub(super) fn give_back_spare(&mut self) {
        self.fields.0.shrink_to_fit();
        self.tags.shrink_to_fit();
        self.references.shrink_to_fit();
        self.links.shrink_to_fit();
        self.collections.shrink_to_fit();
        self.headings.shrink_to_fit();
        self.anchors.shrink_to_fit();
    }
}

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its anchor.
    pub id: String,
    /// Its text without markup.
    pub text: String,
    /// Where it stands.
    pub span: Spot,
}

impl Heading {
    fn without_text(&self) -> Heading {
        Heading {
            level: 1,
            text: String::new(),
            ..self.clone()
        }
    }
}

/// True for a field that holds words for readers, which the outline has as its title and its summary.
pub fn is_wording(field: &str) -> bool {
    matches!(field, "title" | "summary")
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
    /// Where the id stands in the file.
    pub span: Spot,
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
    /// Where it stands in the file.
    pub span: Spot,
}

impl Outline {
    /// Where a comment stands on the page it is shown on: `comment-how-can-we-join`.
    pub fn comment_anchor(&self) -> String {
        comment::anchor(&self.location.name)
    }

    /// True if nothing but words for readers is not as in `before`: title, summary, the texts of headings.
    pub fn differs_in_words_only(&self, before: &Outline) -> bool {
        let others = |outline: &Outline| {
            let fields = outline.fields.0.iter();
            let others = fields.filter(|field| !is_wording(&field.name));
            Fields(others.cloned().collect())
        };
        let without_words = |outline: &Outline| Outline {
            title: String::new(),
            summary: String::new(),
            has_summary: false,
            fields: others(outline),
            headings: outline.headings.iter().map(Heading::without_text).collect(),
            ..outline.clone()
        };
        without_words(self) == without_words(before)
    }

    /// The part that is not as in `before`, in a word for the author: `title`, or the name of a field. `None` if the two
    /// outlines are equal; where in the file things are written does not count.
    pub fn changed_part(&self, before: &Outline) -> Option<String> {
        (self != before).then(|| self.word_for_change(before))
    }

    /// A word for an outline that is not equal to `before`. It is only said: nothing is decided by it.
    fn word_for_change(&self, before: &Outline) -> String {
        let part = self
            .changed_words(before)
            .or(self.changed_structure(before));
        if let Some(part) = part {
            return part.to_owned();
        }
        if let Some(field) = self.fields.others(&before.fields).next() {
            return field.to_owned();
        }
        let mut references = self.references.iter().zip(&before.references);
        match references.find(|(now, then)| now != then) {
            Some((now, _)) => now.field.to_string(),
            None if self.lifecycle != before.lifecycle => "lifecycle".to_owned(),
            None => "front matter".to_owned(),
        }
    }

    /// The first of the parts that readers see which changed.
    fn changed_words(&self, before: &Outline) -> Option<&'static str> {
        let is_other_title = self.title != before.title || self.slug != before.slug;
        match () {
            () if self.kind != before.kind => Some("kind"),
            () if is_other_title => Some("title"),
            () if self.meta.date != before.meta.date => Some("date"),
            () if self.summary != before.summary => Some("summary"),
            () => None,
        }
    }

    /// The first of the parts that other documents depend on which changed.
    fn changed_structure(&self, before: &Outline) -> Option<&'static str> {
        let is_moved =
            self.id != before.id || self.owner != before.owner || self.location != before.location;
        let has_other_headings = self.headings != before.headings || self.anchors != before.anchors;
        match () {
            () if is_moved => Some("place"),
            () if has_other_headings => Some("headings"),
            () if self.links != before.links => Some("links"),
            () if self.comments != before.comments => Some("comments"),
            () if self.collections != before.collections => Some("collections"),
            () if self.tags != before.tags => Some("tags"),
            () => None,
        }
    }

    /// Every anchor of its body.
    pub fn all_anchors(&self) -> impl Iterator<Item = &str> {
        self.headings
            .iter()
            .map(|heading| heading.id.as_str())
            .chain(self.anchors.iter().map(String::as_str))
    }

    /// True for a draft, by its front matter or by its folder.
    pub fn is_draft(&self) -> bool {
        self.lifecycle.terms().is_some_and(|terms| terms.is_draft)
    }
}

// Lists are not copied: few stages read them, and they can be long.
impl Outline {
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

    /// True if it offers files for download, even if none of them can be read.
    pub fn has_attachments(&self) -> bool {
        self.fields.get("attachments").is_some()
    }
}
