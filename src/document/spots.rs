//! Where a document's file says what: kept apart from what it says, since most edits move these places and nothing else.

use super::value::{LinkId, ReferenceId};
use crate::base::{SharedText, Span};

/// A value and its place in the file, as long as the document is being read.
#[derive(Clone, Debug)]
pub struct Located<T> {
    /// What is written.
    pub value: T,
    /// Where it is written.
    pub span: Span,
}

/// A thing in a document that can be pointed at, wherever it is in the file at the moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Its title.
    Title,
    /// A field of its front matter, or its title if it has no such field.
    Field(&'static str),
    /// An item of a list of words in its front matter.
    Item(&'static str, u32),
    /// One of its tags.
    Tag(u32),
    /// A document that it names.
    Reference(ReferenceId),
    /// A link.
    Link(LinkId),
    /// A heading of its body.
    Heading(u32),
}

/// The places of all things in a document that can be pointed at.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spots {
    /// The title's; the start of the file if it was made of the file's name.
    pub title: Span,
    /// Those of the values of fields.
    pub fields: FieldSpans,
    /// Those of the items of lists of words, by the fields' names.
    pub items: Vec<(SharedText, Vec<Span>)>,
    /// Those of the tags.
    pub tags: Vec<Span>,
    /// Those of the ids that name other documents.
    pub references: Vec<Span>,
    /// Those of the targets of links.
    pub links: Vec<Span>,
    /// Those of the headings.
    pub headings: Vec<Span>,
}

/// The places of the values of fields, by the fields' names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldSpans(pub Vec<(SharedText, Span)>);

impl FieldSpans {
    /// The place of a field's value.
    pub fn find(&self, name: &str) -> Option<Span> {
        let (_, span) = self.0.iter().find(|(field, _)| *field == name)?;
        Some(*span)
    }
}

impl Spots {
    /// Where a thing is. What is not there any more was in the title's place.
    pub fn find(&self, spot: &Spot) -> Span {
        let found = match spot {
            Spot::Title => None,
            Spot::Field(name) => self.fields.find(name),
            Spot::Item(name, at) => self.item(name, *at).or_else(|| self.fields.find(name)),
            Spot::Tag(at) => self.tags.get(*at as usize).copied(),
            Spot::Reference(id) => self.references.get(id.0 as usize).copied(),
            Spot::Link(id) => self.links.get(id.0 as usize).copied(),
            Spot::Heading(at) => self.headings.get(*at as usize).copied(),
        };
        found.unwrap_or(self.title)
    }

    fn item(&self, name: &str, at: u32) -> Option<Span> {
        let (_, items) = self.items.iter().find(|(field, _)| *field == name)?;
        items.get(at as usize).copied()
    }
}

/// The places of values.
pub(super) fn spans<T>(located: &[Located<T>]) -> Vec<Span> {
    located.iter().map(|found| found.span).collect()
}

/// Values without their places.
pub(super) fn values<T>(located: Vec<Located<T>>) -> Vec<T> {
    located.into_iter().map(|found| found.value).collect()
}
