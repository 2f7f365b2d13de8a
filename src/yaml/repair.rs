//! A repair of a text: other letters for some of its places. Which repairs there are is found in `repairs`.

use crate::base::{Edit, FilePath, Fix, Span};

/// Other letters for some places of one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// What it does, as an instruction.
    pub words: String,
    rewrites: Vec<Rewrite>,
}

/// Other letters for one place.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Rewrite {
    span: Span,
    was: String,
    text: String,
}

impl Repair {
    /// A repair that puts the texts into their places; `None` if there are none, or a place is not in the text.
    pub(super) fn new(
        words: impl Into<String>,
        text: &str,
        places: Vec<(Span, String)>,
    ) -> Option<Repair> {
        let mut rewrites = Vec::with_capacity(places.len());
        for (span, new) in places {
            rewrites.push(Rewrite {
                span,
                was: text.get(span.range())?.to_owned(),
                text: new,
            });
        }
        if rewrites.is_empty() {
            return None;
        }
        Some(Repair {
            words: words.into(),
            rewrites,
        })
    }

    /// The fix of a file in which the text starts at byte `by`.
    pub fn fix(self, file: &FilePath, by: usize) -> Fix {
        let edit = |rewrite: Rewrite| Edit {
            file: file.clone(),
            span: rewrite.span.shifted(by),
            was: Some(rewrite.was),
            text: rewrite.text,
        };
        Fix {
            words: self.words,
            edits: self.rewrites.into_iter().map(edit).collect(),
        }
    }

    /// The repaired text.
    pub(super) fn applied(&self, text: &str) -> String {
        let mut repaired = String::with_capacity(text.len());
        let mut done = 0;
        for rewrite in &self.rewrites {
            let start = rewrite.span.start as usize;
            repaired.push_str(text.get(done..start).unwrap_or_default());
            repaired.push_str(&rewrite.text);
            done = rewrite.span.end as usize;
        }
        repaired + text.get(done..).unwrap_or_default()
    }
}
