//! All that was read of one source, put together into a document: what others may know of it, and its texts.

use std::sync::Arc;

use super::Document;
use super::comment::OwnComments;
use super::fields::FrontMatter;
use super::lifecycle::Lifecycle;
use super::markdown::Body;
use super::meta::Meta;
use super::outline::{Outline, Structure, Words};
use super::placement::Placement;
use super::spots::{self, Spots};
use super::title::{self, Title};
use super::value::{FieldValue, Fields};
use crate::base::{FilePath, Moment};
use crate::config::{Collection, Kind};

/// What was read of a source.
pub(super) struct Parts<'p> {
    pub file: &'p FilePath,
    pub placement: &'p Placement,
    pub kind: &'p Kind,
    pub title: Title,
    pub slug: String,
    pub date: Option<Moment>,
    pub front: FrontMatter,
    pub body: Body,
    pub collections: Vec<Collection>,
    pub comments: OwnComments,
}

impl Parts<'_> {
    /// The document.
    pub fn into_document(mut self) -> Document {
        let words = Arc::new(self.take_words());
        let mut fragments = Vec::with_capacity(1 + self.front.fragments.len());
        fragments.push(std::mem::take(&mut self.body.fragment));
        fragments.append(&mut self.front.fragments);
        let count = self.body.words;
        let (structure, spots) = self.into_structure();
        let outline = Outline {
            structure: Arc::new(structure),
            words,
            spots: Arc::new(spots),
        };
        Document {
            outline,
            fragments: fragments.into(),
            words: count,
        }
    }

    /// Takes what readers see elsewhere out of the fields.
    fn take_words(&mut self) -> Words {
        let fields = std::mem::take(&mut self.front.fields.0);
        let (words, others) = fields.into_iter().partition(FieldValue::is_wording);
        self.front.fields = Fields(others);
        let fields = Fields(words);
        let headings = self.body.headings.iter();
        Words {
            title: std::mem::take(&mut self.title.text),
            summary: match fields.text("summary") {
                Some(summary) => title::one_line(summary),
                None => title::shorten(&self.body.first_paragraph),
            },
            headings: headings.map(|heading| heading.value.clone()).collect(),
            fields,
        }
    }

    fn into_structure(self) -> (Structure, Spots) {
        let front = self.front;
        let mut spots = Spots {
            title: self.title.span,
            fields: front.spans,
            ..Spots::default()
        };
        let tags = spots::split_into(front.tags, &mut spots.tags);
        let references = spots::split_into(front.references, &mut spots.references);
        let links = spots::split_into(front.links, &mut spots.links);
        let headings = spots::split_into(self.body.headings, &mut spots.headings);
        spots.shrink();
        let mut structure = Structure {
            file: self.file.clone(),
            kind: self.kind.name.clone(),
            id: self.placement.id(),
            owner: self.placement.owner.clone(),
            location: self.placement.location.clone(),
            slug: self.slug,
            meta: Meta::of(&front.fields, self.date),
            lifecycle: Lifecycle::of(&front.fields, front.clarity, &self.placement.location),
            fields: front.fields,
            tags,
            references,
            links,
            collections: self.collections,
            heading_ids: headings.into_iter().map(|heading| heading.id).collect(),
            anchors: self.body.anchors,
            comments: self.comments,
        };
        structure.shrink();
        (structure, spots)
    }
}
