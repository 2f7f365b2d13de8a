//! How a problem is put right without a person having to think. Changes no file itself.

use super::{FilePath, Span};

/// A change of an author's files that takes one problem away and means what they meant. Only what is safe to do
/// without asking is a fix; everything else is a sentence of help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, as an instruction: ``quote the title``.
    pub words: String,
    /// The changes, all of them or none; no two of them overlap.
    pub edits: Vec<Edit>,
}

/// Other bytes for a place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub file: FilePath,
    /// The bytes that are replaced; an empty span is where something is put in.
    pub span: Span,
    /// What stands there afterwards.
    pub text: String,
}

impl Fix {
    /// A fix of one place.
    pub fn of(words: impl Into<String>, (file, span): (&FilePath, Span), text: impl Into<String>) -> Fix {
        Fix { words: words.into(), edits: vec![Edit { file: file.clone(), span, text: text.into() }] }
    }
}
