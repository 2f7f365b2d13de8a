//! All that was read of one source, put together into a document: what others may know of it, and its texts.

use std::sync::Arc;

use super::Document;
use super::comment::OwnComments;
use super::fields::FrontMatter;
use super::fragment::Fragment;
use super::lifecycle::Lifecycle;
use super::markdown::Body;
use super::meta::Meta;
use super::outline::{Outline, Structure, Words};
use super::placement::{Location, Placement};
use super::spots::{self, Spots};
use super::title::{self, Title};
use super::value::{FieldValue, Fields};
use crate::base::english::one_line;
use crate::base::{FilePath, LanguageId, Moment};
use crate::config::{Collection, Kind, LanguageTags};

/// What was read of a source.
pub(super) struct Parts<'p> {
    pub file: &'p FilePath,
    pub placement: &'p Placement,
    pub kind: &'p Kind,
    pub language: LanguageId,
    pub languages: &'p LanguageTags,
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
        let vocabulary = Arc::new(std::mem::take(&mut self.body.vocabulary));
        let spots = Arc::new(self.take_spots());
        let outline = Outline {
            structure: Arc::new(self.into_structure()),
            words,
            spots,
        };
        Document {
            outline,
            may_load: fragments.iter().any(Fragment::may_load),
            fragments: fragments.into(),
            words: count,
            vocabulary,
            text_version: None,
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
                Some(summary) => one_line(summary),
                None => title::shorten(&self.body.first_paragraph),
            },
            headings: headings.map(|heading| heading.value.clone()).collect(),
            fields,
            issues: std::mem::take(&mut self.body.issues),
        }
    }

    fn take_spots(&mut self) -> Spots {
        let front = &mut self.front;
        let mut fields = std::mem::take(&mut front.spans);
        fields.0.shrink_to_fit();
        Spots {
            title: self.title.span,
            fields,
            items: std::mem::take(&mut front.items),
            tags: spots::spans(&front.tags),
            references: spots::spans(&front.references),
            links: spots::spans(&front.links),
            headings: spots::spans(&self.body.headings),
        }
    }

    fn location(&self) -> Location {
        Location {
            language: self.language,
            ..self.placement.location.clone()
        }
    }

    /// The fields that copublish acts on. A path that names a language says it as front matter would.
    fn meta(&self) -> Meta {
        let mut meta = Meta::of(&self.front.fields, self.date.clone());
        if meta.language.is_none() && self.language != LanguageId::DEFAULT {
            meta.language = Some(self.languages.get(self.language).to_owned());
        }
        meta
    }

    fn into_structure(self) -> Structure {
        let location = self.location();
        let meta = self.meta();
        let front = self.front;
        let headings = self.body.headings.into_iter();
        let mut structure = Structure {
            file: self.file.clone(),
            kind: self.kind.name.clone(),
            id: self.placement.id(),
            owner: self.placement.owner.clone(),
            slug: self.slug,
            meta,
            lifecycle: Lifecycle::of(&front.fields, front.clarity, &location),
            location,
            fields: front.fields,
            incomplete: front.incomplete,
            tags: spots::values(front.tags),
            references: spots::values(front.references),
            links: spots::values(front.links),
            collections: self.collections,
            heading_ids: headings.map(|heading| heading.value.id).collect(),
            anchors: self.body.anchors,
            comments: self.comments,
            inherited: None,
        };
        structure.shrink();
        structure
    }
}
