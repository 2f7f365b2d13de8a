//! Stage 4: a fragment's slots filled: finished HTML but for the theme's blocks.
//!
//! 1. `fill`: the fragment's text with each slot's content between
//! 2. `code`: code blocks highlighted, with CSS classes only
//!
//! Blocks of the theme stay apart as pieces: `layout` knows their components.

use crate::base::{FilePath, Reported};
use crate::document::{Call, Fragment};
use crate::graph::ResolvedLink;

/// HTML with the theme's blocks still to come.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Html<'f> {
    /// Text and blocks in order; a text without blocks is one piece.
    pub pieces: Vec<Piece<'f>>,
}

/// A run of finished HTML, or a block.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece<'f> {
    /// Finished HTML.
    Text(std::borrow::Cow<'f, str>),
    /// A block of the theme with its own HTML inside.
    Block(&'f Call, Html<'f>),
}

/// Fills a fragment's slots. `links` holds one entry for each link of the document's outline.
pub fn render<'f>(file: &FilePath, fragment: &'f Fragment, links: &[ResolvedLink]) -> Reported<Html<'f>> {
    let _ = (file, fragment, links);
    todo!()
}

pub fn style_sheets() -> String {
    String::new()
}
