//! Parts of a text as its author wrote them. Values only.

use std::ops::Range;

use crate::base::Span;

/// In which of the ways open to an author something is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// In the signs of Markdown.
    Markdown,
    /// As a tag of HTML.
    Html,
    /// As a block between lines of colons.
    Block,
}

/// A picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The text in its place; empty where nothing is said.
    pub alt: String,
    /// True where its author says that it only decorates.
    pub is_decorative: bool,
    /// Where it leads, as written.
    pub target: String,
    /// How it is written.
    pub written: Written,
    /// Where it stands.
    pub span: Span,
}

/// A heading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text without markup, that of pictures with it.
    pub text: String,
    /// How it is written.
    pub written: Written,
    /// Where it stands, the end of its line left out.
    pub span: Span,
}

/// How a link comes by its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkForm {
    /// Its author wrote it, in Markdown.
    Worded,
    /// Its author wrote it, in HTML.
    Html,
    /// It is the target's title: `[[…]]`.
    Titled,
    /// It is the address itself.
    Bare,
}

/// A link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What readers see of it without its markup, the texts of pictures with it.
    pub text: String,
    /// True where a picture is part of it.
    pub has_picture: bool,
    /// Where it leads, as written.
    pub target: String,
    /// How it comes by its text.
    pub form: LinkForm,
    /// Where it stands.
    pub span: Span,
    /// The passage in which it stands, by its number, and where in that passage's text.
    pub passage: Option<(usize, Range<usize>)>,
}

/// A table of Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// True where its first row says anything.
    pub has_headings: bool,
    /// Where its first row stands.
    pub span: Span,
}

/// Which half of an element a tag is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ElementForm {
    /// `<name>`
    Opening,
    /// `<name/>`, which only drawings and formulas know; elsewhere it is an opening.
    Whole,
    /// `</name>`
    Closing,
}

/// A tag of HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Element {
    /// Its name in small letters.
    pub name: String,
    /// Which half it is.
    pub form: ElementForm,
    /// True inside a drawing or a formula, and for the tags of these themselves.
    pub is_foreign: bool,
    /// Its attributes in order.
    pub attributes: Vec<Attribute>,
    /// Where it stands.
    pub span: Span,
}

/// An attribute of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// Its name in small letters.
    pub name: String,
    /// Its value, character references read; empty where there is none.
    pub value: String,
    /// Where it stands.
    pub span: Span,
}

impl Element {
    /// The value of an attribute; empty for one without a value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|attribute| attribute.name == name)
            .map(|found| found.value.as_str())
    }
}
