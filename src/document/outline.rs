//! All that others may know of a document. An edit to its prose does not move it.

use std::sync::Arc;

use super::comment::{self, OwnComments};
use super::lifecycle::Lifecycle;
use super::value::{Fields, Tag};
use crate::base::{FilePath, Moment, SharedText, Span};
use crate::config::{Collection, Ends};

/// What a document is and what it leads to.
#[derive(Clone, Debug, PartialEq)]
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
    pub title_span: Span,
    /// The last part of its address.
    pub slug: String,
    /// The author's summary, else the first paragraph as plain text, shortened.
    pub summary: String,
    /// Its date, from front matter or else from the file's name.
    pub date: Option<Moment>,
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

/// Where a document stands on the disk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Location {
    /// The folder below its kind's folder, for `{folder}`: empty, or `2012/spring`.
    pub below: String,
    /// Its name without date, order number and extension.
    pub name: String,
    /// For a folder with an `index.md`: that folder from the site's root. Its assets are the document's.
    pub own_folder: Option<String>,
    /// True for the `index.md` of a kind's own folder, which introduces the kind's list.
    pub introduces_list: bool,
    /// True for a document in a folder of drafts.
    pub in_drafts: bool,
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
    pub span: Span,
}

/// Something a document leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The target as written.
    pub target: SharedText,
    /// What kind of target it is.
    pub role: LinkRole,
    /// Where the target stands in the file.
    pub span: Span,
}

/// How a link's target is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkRole {
    /// A path or an address, perhaps with an anchor.
    Target,
    /// The same, but it must be a file: pictures, attachments.
    File,
    /// An id, `kind/id` or `id`, perhaps with an anchor: `[[…]]`.
    Id,
    /// What may be the path of a file and is no link: it leads no reader anywhere, but counts for which files are public.
    Mention,
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
    pub span: Span,
}

/// A free word on a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TagUse {
    /// The field it stands in.
    pub field: SharedText,
    /// Where the words of this field have their pages: `/tags/`.
    pub address: SharedText,
    /// The word.
    pub word: Arc<Tag>,
    /// Where it stands in the file.
    pub span: Span,
}

impl Outline {
    /// Where a comment stands on the page it is shown on: `comment-how-can-we-join`.
    pub fn comment_anchor(&self) -> String {
        comment::anchor(&self.location.name)
    }

    /// What is other than in `before`, in a word for the author: `title`, or the name of a field. `None` where the
    /// two differ at most in the places at which links and headings stand: only a diagnostic can tell those apart.
    pub fn moved_since(&self, before: &Outline) -> Option<String> {
        // Taken apart in full, so that whoever adds something has to say what it means here.
        let Outline {
            file,
            kind,
            id,
            owner,
            location,
            title,
            title_span,
            slug,
            summary,
            date,
            fields,
            lifecycle,
            tags,
            references,
            links: _,
            collections,
            headings,
            anchors,
            comments,
        } = self;
        let same_headings = headings.len() == before.headings.len()
            && headings
                .iter()
                .zip(&before.headings)
                .all(|(a, b)| a.level == b.level && a.id == b.id && a.text == b.text);
        let is_other = [
            ("kind", *kind != before.kind),
            ("title", *title != before.title || *slug != before.slug),
            ("date", *date != before.date),
            ("summary", *summary != before.summary),
            ("place", *file != before.file || *id != before.id || *owner != before.owner),
            ("place", *location != before.location),
            ("headings", !same_headings || *anchors != before.anchors),
            ("links", !self.same_links(before)),
            ("comments", *comments != before.comments),
            ("collections", *collections != before.collections),
            ("tags", *tags != before.tags),
            ("lifecycle", *lifecycle != before.lifecycle),
        ];
        let field = || fields.others(&before.fields).next().map(str::to_owned);
        let moved = is_other.into_iter().find(|(_, is_other)| *is_other).map(|(name, _)| name.to_owned());
        let rest =
            *fields != before.fields || *references != before.references || *title_span != before.title_span;
        moved.or_else(|| rest.then(|| field().unwrap_or_else(|| "front matter".to_owned())))
    }

    /// True where the two lead to the same, and the same leads to them: only how they are called, what they say of
    /// themselves and where in their file they say it may be something else.
    pub fn leads_like(&self, other: &Outline) -> bool {
        self.same_links(other)
            && self.file == other.file
            && self.kind == other.kind
            && self.id == other.id
            && self.owner == other.owner
            && self.location == other.location
            && self.slug == other.slug
            && self.comments == other.comments
            && self.lifecycle == other.lifecycle
            && self.fields.others(&other.fields).all(Outline::is_of_words)
            && self.all_anchors().eq(other.all_anchors())
    }

    /// True for fields that are words only, and lead nowhere; a link in them stands among the links.
    pub fn is_of_words(field: &str) -> bool {
        matches!(field, "title" | "summary")
    }

    /// True where both name the same targets, wherever in their files they do so.
    fn same_links(&self, other: &Outline) -> bool {
        let same = |(one, other): (&Link, &Link)| one.target == other.target && one.role == other.role;
        self.links.len() == other.links.len() && self.links.iter().zip(&other.links).all(same)
    }

    /// Every anchor of its body.
    pub fn all_anchors(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().map(|heading| heading.id.as_str()).chain(self.anchors.iter().map(String::as_str))
    }

    /// True for a draft, by its front matter or by its folder.
    pub fn is_draft(&self) -> bool {
        self.lifecycle.terms().is_some_and(|terms| terms.is_draft)
    }
}
