//! What of a translation is that of its source. How it gets there is `inherit`.

use super::spots::Spot;
use super::value::{LinkId, ReferenceId};
use crate::base::{FilePath, SharedText};

/// What of a document is that of its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inherited {
    /// The source.
    pub from: FilePath,
    /// The language of the source, if it is not that of the site.
    pub language: Option<String>,
    /// The fields.
    pub fields: Vec<SharedText>,
    /// Fields that the translation states, with something of the source in their groups.
    pub completed: Vec<SharedText>,
    /// Those of them that would lack something without it, and lack nothing with it.
    pub(super) supplied: Vec<SharedText>,
    /// The first reference that is the source's; those behind it are too.
    pub(super) references: ReferenceId,
    /// The same of links.
    pub(super) links: LinkId,
    /// The same of tags.
    pub(super) tags: u32,
}

impl Inherited {
    /// True for a thing that is the source's.
    pub fn holds(&self, spot: &Spot) -> bool {
        match spot {
            Spot::Reference(id) => *id >= self.references,
            Spot::Link(id) => *id >= self.links,
            Spot::Field(name) | Spot::Item(name, _) => self.has(name),
            Spot::Tag(at) => *at >= self.tags,
            Spot::Title | Spot::Heading(_) => false,
        }
    }

    /// The language of the words that are the source's.
    pub fn language_of_words<'i>(&'i self, of_site: &'i str) -> &'i str {
        self.language.as_deref().unwrap_or(of_site)
    }

    /// True for a field that lacks nothing, since the source has it.
    pub fn supplies(&self, field: &str) -> bool {
        self.has(field) || self.supplied.iter().any(|name| *name == *field)
    }

    /// True for a field that is the source's.
    pub fn has(&self, field: &str) -> bool {
        self.fields.iter().any(|name| *name == *field)
    }

    /// True if nothing is the source's.
    pub fn is_nothing(&self) -> bool {
        self.fields.is_empty() && self.completed.is_empty()
    }
}
