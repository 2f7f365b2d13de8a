//! A table as its author wrote it: cells of text, each with its place. What the text means, such as a
//! number, is not known here.

use super::number_style::NumberStyle;
use crate::base::Span;

/// A row of headings, and rows with as many cells each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The titles of the columns.
    pub headings: Vec<Cell>,
    /// The rows beneath.
    pub rows: Vec<Vec<Cell>>,
    /// How its numbers are written.
    pub numbers: NumberStyle,
}

/// A cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// Its text, without spaces around it; empty where it says nothing.
    pub text: String,
    /// Where it stands in its file.
    pub span: Span,
}
