//! Template code of other generators, `{{ … }}` and `{% … %}`: stays text, and is reported once.

use std::ops::Range;

use crate::base::wording::count;
use crate::base::{Code, Diagnostic, FilePath, Span};
use crate::document::markdown::source::{Source, holds};

/// The template code that was found so far.
#[derive(Default)]
pub(super) struct Foreign {
    /// False if the text holds none at all.
    pub is_possible: bool,
    found: usize,
    first: Span,
    /// Where the last piece ended; what is inside it is not counted again.
    until: usize,
}

/// The longest piece that is searched for its end.
const LONGEST: usize = 1000;

impl Foreign {
    /// Looks whether there may be any.
    pub fn new(text: &str) -> Foreign {
        Foreign {
            is_possible: holds(text, "{{") || holds(text, "{%"),
            ..Foreign::default()
        }
    }

    /// Counts the pieces that start in a text; `place` is where it starts in the source.
    pub fn pass(&mut self, text: &str, place: usize, source: &Source) {
        let mut from = 0;
        while let Some((at, close)) = opening(text, from) {
            from = at + 2;
            let start = place + at;
            if start < self.until {
                continue;
            }
            let window = source
                .window(start, LONGEST)
                .split("\n\n")
                .next()
                .unwrap_or("");
            let Some(length) = window.find(close).map(|end| end + close.len()) else {
                continue;
            };
            self.until = start + length;
            if self.found == 0 {
                self.first = source.span(start..self.until);
            }
            self.found += 1;
        }
    }

    /// Counts the piece in the target of a link; false if there is none. Where such a link leads, only its own generator
    /// knows.
    pub fn pass_target(&mut self, target: &str, place: Range<usize>, source: &Source) -> bool {
        let is_foreign = self.is_possible && is_in(target);
        if is_foreign {
            self.pass(source.slice(place.clone()), place.start, source);
        }
        is_foreign
    }

    /// Says what was found.
    pub fn report(&self, file: &FilePath) -> Option<Diagnostic> {
        let (places, label) = match self.found {
            0 => return None,
            1 => (String::new(), "shown as it is"),
            found => (
                format!(", in {}", count(found, "place")),
                "the first of them",
            ),
        };
        let message = format!("the text contains template code of another generator{places}");
        let help = "replace it with a `:::` block or plain Markdown, or put it in backticks to show it as code";
        let diagnostic = Diagnostic::new(Code::ForeignTemplateCode, message);
        Some(diagnostic.at(file, self.first, label).help(help))
    }
}

/// The next opening from `from` on, and what closes it.
fn opening(text: &str, from: usize) -> Option<(usize, &'static str)> {
    let rest = text.get(from..)?;
    rest.match_indices('{')
        .find_map(|(at, _)| match rest.as_bytes().get(at + 1) {
            Some(b'{') => Some((from + at, "}}")),
            Some(b'%') => Some((from + at, "%}")),
            _ => None,
        })
}

/// True for a target with a piece in it.
fn is_in(target: &str) -> bool {
    opening(target, 0).is_some_and(|(at, close)| target[at..].contains(close))
}
