//! Stage 4: a fragment's slots filled: finished HTML but for the theme's blocks.
//!
//! 1. `fill`: the fragment's text with each slot's content between
//! 2. `code`: code blocks highlighted, with CSS classes only
//! 3. `colours`: the style sheets for those classes, every colour readable
//!
//! Blocks of the theme stay apart as pieces: `layout` knows their components.

mod code;
mod colours;
mod fill;

use std::borrow::Cow;

pub use self::colours::style_sheets;
use crate::base::{FilePath, Reported};
use crate::document::{Call, Fragment};
use crate::graph::ResolvedLink;

/// HTML with the theme's blocks still to come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Html<'f> {
    /// Text and blocks in order; a text without blocks is one piece, an empty one none.
    pub pieces: Vec<Piece<'f>>,
}

/// A run of finished HTML, or a block.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece<'f> {
    /// Finished HTML, borrowed from the fragment where it had no slots.
    Text(Cow<'f, str>),
    /// A block of the theme with its own HTML inside.
    Block(&'f Call, Html<'f>),
}

/// Fills a fragment's slots. `links` holds one entry for each link of the document's outline.
pub fn render<'f>(file: &FilePath, fragment: &'f Fragment, links: &[ResolvedLink]) -> Reported<Html<'f>> {
    let mut diagnostics = Vec::new();
    let value = fill::Filler { file, links, diagnostics: &mut diagnostics }.fill(fragment);
    Reported { value, diagnostics }
}
