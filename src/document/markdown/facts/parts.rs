//! Parts of a text as its author wrote them. Values only.

use std::ops::Range;

use crate::base::Span;

/// In which notation an author wrote something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// In the signs of Markdown.
    Markdown,
    /// As a tag of HTML.
    Html,
    /// As a block between lines of colons.
    Block,
}

/// A picture, in any notation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// The text that replaces it; empty if its author wrote none.
    pub alt: String,
    /// True if its author says that it only decorates.
    pub is_decorative: bool,
    /// As written.
    pub target: String,
    /// How its author wrote it.
    pub notation: Notation,
    /// Its place, markup included.
    pub span: Span,
}

impl Picture {
    /// True if readers who cannot see it are told nothing, and its author does not say why.
    pub fn is_silent(&self) -> bool {
        // Of a picture without a file that is told.
        !self.is_decorative && !names_nothing(&self.target) && self.alt.trim().is_empty()
    }
}

/// True for a target without a file: nothing, or `https://`.
fn names_nothing(target: &str) -> bool {
    let path = target.split_once(':').map_or(target, |(_, path)| path);
    path.chars().all(|c| c == '/' || c.is_whitespace())
}

/// A film, in a `video` block or in HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenVideo {
    /// As its author calls it.
    pub title: String,
    /// True for a block without its words. Those of a film in HTML may be anywhere in the text.
    pub lacks_transcript: bool,
    /// True for a file that names no captions. Nobody knows those of a film on another site.
    pub lacks_captions: bool,
    /// How its author wrote it.
    pub notation: Notation,
    /// The name of the block, or the tag.
    pub span: Span,
}

/// A heading, in Markdown or HTML.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenHeading {
    /// From 1 to 6.
    pub level: u8,
    /// Its text without markup, that of pictures with it.
    pub text: String,
    /// How its author wrote it.
    pub notation: Notation,
    /// Without the end of its line.
    pub span: Span,
}

/// Where a link's text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkForm {
    /// Its author wrote it, in Markdown.
    Worded,
    /// Its author wrote it, in HTML.
    Html,
    /// It is the target's title: `[[…]]`.
    Titled,
    /// It is the URL itself.
    Bare,
}

/// A link, in any notation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenLink {
    /// What readers see of it without its markup, the texts of pictures with it.
    pub text: String,
    /// True if a picture is part of it.
    pub has_picture: bool,
    /// As written.
    pub target: String,
    /// Where its text comes from.
    pub form: LinkForm,
    /// Its place, markup included.
    pub span: Span,
    /// The number of the passage that it is in, and its place in the text of that passage.
    pub passage: Option<(usize, Range<usize>)>,
}

/// A table of Markdown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenTable {
    /// True if its first row says anything.
    pub has_headings: bool,
    /// The place of its first row.
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
    /// In small letters.
    pub name: String,
    /// True if its name is written with a capital letter, as components of MDX are.
    pub is_capitalised: bool,
    /// Which half of an element it is.
    pub form: ElementForm,
    /// True inside a drawing or a formula, and for the tags of these themselves.
    pub is_foreign: bool,
    /// In the order written.
    pub attributes: Vec<Attribute>,
    /// Its place, markup included.
    pub span: Span,
}

/// An attribute of a tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// In small letters.
    pub name: String,
    /// With character references read; empty if it has none.
    pub value: String,
    /// Its place, markup included.
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
